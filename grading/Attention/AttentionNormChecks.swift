import Checks
import LabKit
import Labs

extension AttentionHiddenChecks {
  /// Rows of equal numbers have variance 0: ε alone keeps them finite. Far from 0, E x² − (E x)² loses its digits.
  /// Where a row stands does not matter: moved to around 0, the answers must be alike, whatever else is wrong.
  static let layerNormEdges = Check(
    "layerNorm.edges", "layerNorm: equal numbers, far from 0, no rows", points: 0.3, after: ["layerNorm"],
    hint: "Where is ε added, inside the root or outside? Take the variance from distances to the mean."
  ) { generator in
    var draw = ValueDraw()
    func add(_ name: String, _ tensors: LayerNormTensors, movedBy shift: Double) {
      var moved = tensors
      moved.x = tensors.x - shift
      // That it is an attempt is seen where there are numbers enough.
      let ordinary = generator.layerNormTensors(12, features: 12)
      draw.add(name, AttentionLab.layerNorm(tensors)) { own in
        _ = own.ask(AttentionLab.layerNorm, .of(ordinary))
        return [own.ask(AttentionLab.layerNorm, .of(moved))]
      }
    }
    var equal = generator.layerNormTensors(3, features: 4)
    equal.x = Tensor(shape: [3, 4], repeating: Double(1 + generator.integer(below: 16)) / 4)
    add("equal numbers", equal, movedBy: 0.25)
    var small = generator.layerNormTensors(3, features: 4)
    small.x = generator.normal(shape: [3, 4], deviation: 0.003)
    add("variance near ε", small, movedBy: 0.5)
    var far = generator.layerNormTensors(3, features: 5)
    far.x = Tensor(shape: [3, 5], values: (0..<15).map { _ in generator.uniform(1e6, 1e6 + 16) })
    add("far from 0", far, movedBy: 1e6)
    // Their variance is nothing beside ε, and yet they are not equal.
    for (name, size) in [("nearly equal numbers", 1e-6), ("nearly equal numbers", 1e-18)] {
      var near = generator.layerNormTensors(3, features: 4)
      near.x = generator.normal(shape: [3, 4], deviation: size)
      near.shift = 0 * near.shift
      var larger = near
      larger.x = (1e-6 / size) * near.x
      draw.add(name, AttentionLab.layerNorm(near), unit: 300 * size) { own in
        [(size / 1e-6) * own.ask(AttentionLab.layerNorm, .of(larger))]
      }
    }
    draw.add("no rows", AttentionLab.layerNorm(generator.layerNormTensors(0, features: 3)), isTrivial: true) { _ in
      [.of(Tensor(shape: [0, 3]))]
    }
    return draw.draw(partial: true)
  }

  static let layerNormBackwardOracle = Check(
    "layerNorm.backward.oracle", "layerNormBackward: every shape, equal numbers, many rows", points: 0.4,
    after: ["layerNorm.backward"],
    hint:
      "Each x of a row moves the row's mean and its variance too: three terms. Gain and shift are sums over the rows.",
    budget: 3
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [
      ("several rows", 4, 5), ("one row", 1, 6), ("square", 3, 3), ("two features", 5, 2),
      // Some 16,000 numbers to differentiate in: one way back takes milliseconds, a loss for each beyond the budget.
      ("many rows", 128, 128),
    ] {
      let tensors = generator.layerNormTensors(count, features: features)
      let slope = generator.normal(shape: [count, features])
      draw.add(name, AttentionLab.layerNormBackward(tensors, slope)) { tensors.ownBackward(&$0, slope) }
    }
    // Its gradient is in the hundreds: ε is all that divides.
    var equal = generator.layerNormTensors(2, features: 4)
    equal.x = Tensor(shape: [2, 4], repeating: Double(generator.integer(below: 16)) / 4)
    draw.add("equal numbers", AttentionLab.layerNormBackward(equal, generator.normal(shape: [2, 4])))
    for size in [1e-6, 1e-15] {
      var near = generator.layerNormTensors(2, features: 4)
      near.x = generator.normal(shape: [2, 4], deviation: size)
      let slope = generator.normal(shape: [2, 4])
      draw.add("nearly equal numbers", AttentionLab.layerNormBackward(near, slope)) { near.ownBackward(&$0, slope) }
    }
    // All is a line in what comes from above, whatever its size.
    let tensors = generator.layerNormTensors(3, features: 5)
    for (name, size) in [("a tiny gradient", 1e-30), ("a huge gradient", 1e9)] {
      let slope = generator.normal(shape: [3, 5], deviation: size)
      draw.add(name, AttentionLab.layerNormBackward(tensors, slope), unit: size) { tensors.ownBackward(&$0, slope) }
    }
    let (none, nothing) = (generator.layerNormTensors(0, features: 3), Tensor(shape: [3]))
    draw.add(
      "no rows", AttentionLab.layerNormBackward(none, Tensor(shape: [0, 3])), isTrivial: true
    ) { _ in [.of(LayerNormTensors(x: Tensor(shape: [0, 3]), gain: nothing, shift: nothing))] }
    return draw.draw(partial: true)
  }

  static let layerNormDifferences = Check(
    "layerNorm.differences", "layerNormBackward: the slope of your own normalisation", points: 0.3,
    after: ["layerNorm"],
    hint: "Nudge one x of a row by ±h: all outputs of that row change, and no other row's."
  ) { generator in
    var draw = GradientDraw<LayerNormTensors>()
    // Of many numbers, so that nothing is like the right slopes by chance.
    for (name, count, features) in [("one row", 1, 24), ("two rows", 2, 24), ("four rows", 4, 24)] {
      let tensors = generator.layerNormTensors(count, features: features)
      let direction = generator.normal(shape: [count, features])
      draw.add(
        at: tensors, names: ["x", "gain", "shift"].map { "\($0) (\(name))" }, directions: 4, firstStep: 0.02, rows: 6,
        using: &generator, gradient: { AttentionLab.layerNormBackward($0, direction) },
        loss: { AttentionLab.layerNormLoss($0, direction) }, own: { tensors.ownBackward(&$0, direction) })
    }
    return draw.draw
  }
}
