import Checks
import LabKit
import Labs

extension MLPHiddenChecks {
  static let activateExtreme = Check(
    "activate.extreme", "activate: sums of ±1000", points: 0.25, after: ["activate", "activate.more"],
    hint: "e¹⁰⁰⁰ is infinite in a Double: rewrite the formula so that no exponential of a large number is taken."
  ) { extremes(MLPLab.activate, &$0) }

  static let derivativeExtreme = Check(
    "derivative.extreme", "activationDerivative: sums of ±1000", points: 0.25,
    after: ["derivative", "derivative.more"],
    hint: "A derivative of large |z| is a plain number, never NaN: ∞ / ∞ and 0 · ∞ must not occur on the way."
  ) { extremes(MLPLab.activationDerivative, &$0) }

  /// ±1000 exactly, ±40 where 1 − σ(z) is rounded away, and random sums of those sizes; also in three dimensions.
  private static func extremes(
    _ operation: Operation<Tensor, Activation, Tensor>, _ generator: inout Generator
  ) -> Draw {
    var draw = ValueDraw()
    for (name, activations) in [
      ("sigmoid", [Activation.sigmoid]), ("softplus", [.softplus]), ("tanh", [.tanh]),
      ("piecewise linear", [.identity, .relu, .leakyReLU]),
    ] {
      let z = Tensor([1000, -1000, 40, -40, generator.uniform(500, 1000), generator.uniform(-1000, -500)])
      for activation in activations {
        draw.add(name, operation(activation, z))
        draw.add(name, operation(activation, z.reshaped([3, 1, 2])))
        // So far out that no fixed step reaches the next number.
        draw.add(name, operation(activation, Tensor([1e17, -1e17])))
        guard activation == .sigmoid else { continue }
        // Of size 1e-13: no nothing, though (1 + tanh(z/2)) / 2 has three digits of it.
        draw.add(name, operation(activation, Tensor([-30, generator.uniform(-31, -28)])), unit: 1e-3)
      }
    }
    return draw.draw()
  }

  static let softmaxExtreme = Check(
    "softmax.extreme", "softmax: scores of ±1000, no samples", points: 0.3, after: ["softmax"],
    hint: "Adding the same number to all scores of a row changes nothing: which number keeps every exponential finite?"
  ) { generator in
    var draw = ValueDraw()
    for (name, middle) in [("around 1000", 1000.0), ("around −1000", -1000)] {
      draw.add(name, MLPLab.softmax(generator.normal(shape: [3, 4], deviation: 2) + middle))
    }
    var apart = generator.normal(shape: [2, 3])
    apart[0, generator.integer(below: 3)] = 1000
    apart[1, generator.integer(below: 3)] = -1000
    draw.add("far apart", MLPLab.softmax(apart))
    let far = generator.normal(shape: [2, 4], deviation: 2) + Tensor([0, -40, -200, -30])
    draw.add("hardly any probability", MLPLab.softmax(far), isRelative: true)
    draw.add("equal and large", MLPLab.softmax(Tensor(shape: [1, 5], repeating: 1000)))
    draw.add("no samples", MLPLab.softmax(Tensor(shape: [0, 3])), isTrivial: true)
    return draw.draw(partial: true)
  }

  static let crossEntropyExtreme = Check(
    "crossEntropy.extreme", "crossEntropy: scores of ±1000, no samples", points: 0.3, after: ["crossEntropy"],
    hint: "−ln softmax(s)[k] = ln Σ eˢ − s[k]; the first term can be had without a probability that rounds to 0."
  ) { generator in
    var draw = ValueDraw()
    for (name, middle) in [("around 1000", 1000.0), ("around −1000", -1000)] {
      let scores = generator.normal(shape: [3, 4], deviation: 2) + middle
      draw.add(name, MLPLab.crossEntropy(scores, generator.labels(3, classes: 4)))
    }
    let label = generator.integer(below: 3)
    var right = generator.normal(shape: [1, 3])
    right[0, label] = 1000
    draw.add("sure and right", MLPLab.crossEntropy(right, [label]))
    draw.add("sure and wrong", MLPLab.crossEntropy(right, [(label + 1) % 3]))
    draw.add("sure and wrong", MLPLab.crossEntropy(right * 1e6, [(label + 1) % 3]))
    draw.add("no samples", MLPLab.crossEntropy(Tensor(shape: [0, 3]), []), isTrivial: true)
    return draw.draw(partial: true)
  }

  /// Weights 0, so that the scores are the biases, exactly equal whatever the samples, or apart by more than rounding makes
  /// of them.
  static let predictTies = Check(
    "predict.ties", "predict: the lowest of several equal classes", points: 0.2, after: ["predict"],
    hint: "Which index do you keep where a later score is as high as the best one so far? A hair more is more."
  ) { generator in
    var draw = ValueDraw()
    let score = Double(1 + generator.integer(below: 8))
    for (name, bias) in [
      ("two of four", [-1, score, score, 0]), ("all equal", [score, score, score]),
      ("first and last", [score, -2, 0, score]), ("negative scores", [-9, -score / 16, -score / 16]),
      ("hardly apart", [score, score + 0x1p-20, 0]), ("hardly apart", [-1, score, score.nextUp]),
      ("hardly apart", [0, 1e-17, -1]), ("hardly apart", [-1e-30, -2e-30, 1e-300]),
    ] {
      let layer = Layer(weights: Tensor(shape: [bias.count, 2]), bias: Tensor(bias))
      let (network, x) = (Network(layers: [layer], activation: .relu), generator.batch(3, 2))
      draw.add(name, MLPLab.predict(network, x)) { [$0.ask(MLPLab.forward, .of(network), .of(x)).argmaxOfRows] }
    }
    return draw.draw()
  }

  static let forwardDeep = Check(
    "forward.deep", "forward: three layers and more, every activation", points: 0.3,
    after: ["forward", "activate.more"],
    hint: "The same step for every layer but the last, however many there are, with the network's own activation."
  ) { generator in
    var draw = ValueDraw()
    for activation in Activation.allCases {
      let set = LabelledBatch(3, [4, 5, 3, 2], activation, &generator)
      draw.add("three layers, \(activation)", set.forward, own: set.ownScores)
    }
    let deep = LabelledBatch(2, [3, 7, 2, 6, 5, 4], .tanh, &generator)
    draw.add("five layers", deep.forward, own: deep.ownScores)
    draw.add("no samples", LabelledBatch(0, [3, 4, 2], .relu, &generator).forward, isTrivial: true)
    let bare = LabelledBatch(3, [0, 4, 2], .tanh, &generator)
    draw.add("no features", bare.forward)
    let narrow = LabelledBatch(4, [1, 1, 1, 2], .softplus, &generator)
    draw.add("one unit wide", narrow.forward, own: narrow.ownScores)
    return draw.draw(partial: true)
  }
}
