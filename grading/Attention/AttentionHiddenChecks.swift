package import Checks
import LabKit
import Labs

extension Lab {
  /// Scaled dot-product attention, layer normalisation, heads, and a small language model.
  package static let attention = Lab(
    name: "Attention", title: "Attention: masks, heads, layer normalisation, a next-token model",
    publicChecks: AttentionPublicChecks.all, hiddenChecks: AttentionHiddenChecks.all, mutants: AttentionMutants.all,
    variants: AttentionVariants.all)
}

/// What only the instructor checks: edges, gradients, what the mask must hide, training, time.
enum AttentionHiddenChecks {
  static let all: [Check] = [
    weightsExtreme, attentionEdges, backwardOracle, attentionDifferences, layerNormEdges, layerNormBackward,
    layerNormDifferences, multiHeadBackward, causality, gradient, gradientDifferences, repeats, loss, timing,
  ]

  static let weightsExtreme = Check(
    "weights.extreme", "attentionWeights: scores of ±1000", points: 0.4, after: ["mask"],
    hint: "Adding the same number to all scores of a row changes nothing: which number keeps every exponential finite?"
  ) { generator in
    var draw = ValueDraw()
    for (name, sign) in [("around 1000", 1.0), ("around −1000", -1)] {
      // Products near ±2000 under a root of 4.
      let q = generator.normal(shape: [3, 4], deviation: 0.001) + 50
      let k = sign * (generator.normal(shape: [3, 4], deviation: 0.005) + 10)
      for causal in [false, true] { draw.add(name, AttentionLab.attentionWeights(q, k, causal)) }
    }
    let wide = generator.normal(shape: [4, 2]) * 60
    for causal in [false, true] { draw.add("far apart", AttentionLab.attentionWeights(wide, wide, causal)) }
    // A large score that the mask hides must not push what it leaves out of range.
    var hidden = generator.normal(shape: [3, 1])
    hidden[2, 0] = 3000
    draw.add(
      "a large score behind the mask", AttentionLab.attentionWeights(Tensor(shape: [3, 1], repeating: 1), hidden, true))
    return draw.draw()
  }

  static let attentionEdges = Check(
    "attention.edges", "attention: one key, no queries, causal", points: 0.3, after: ["mask", "attention"],
    hint: "With one key every output is its value; shapes follow from the arguments alone."
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, keys, width, outputs) in [
      ("one key", 3, 1, 2, 4), ("no queries", 0, 3, 2, 4), ("width 1", 3, 4, 1, 1),
    ] {
      let tensors = generator.attentionTensors(positions, keys: keys, width: width, outputs: outputs)
      draw.add(name, tensors.attention(causal: false))
    }
    draw.add("causal", generator.attentionTensors(5, keys: 5, width: 2, outputs: 3).attention(causal: true))
    return draw.draw()
  }

  static let backwardOracle = Check(
    "attention.backward.oracle", "attentionBackward: masks and every shape", points: 0.5,
    after: ["mask", "attention.backward"],
    hint: "The backward pass uses the weights of the forward pass, mask and all."
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, keys, width, outputs, causal) in [
      ("causal", 5, 5, 3, 2, true), ("causal, all sizes alike", 4, 4, 4, 4, true), ("many keys", 2, 9, 3, 2, false),
      ("one key", 3, 1, 2, 2, false), ("one position, causal", 1, 1, 2, 3, true),
    ] {
      let tensors = generator.attentionTensors(positions, keys: keys, width: width, outputs: outputs)
      draw.add(name, tensors.backward(causal: causal, generator.normal(shape: [positions, outputs])))
    }
    return draw.draw(partial: true)
  }

  static let attentionDifferences = Check(
    "attention.differences", "attentionBackward: the slope of your own attention", points: 0.5,
    hint:
      "Nudge one number of v by ±h and compare, then one of q, then one of k: what agrees tells how far the error is."
  ) { generator in
    var draw = GradientDraw<AttentionTensors>()
    for (name, positions, keys, causal, directions) in [
      ("tiny", 2, 2, false, 5), ("more keys", 3, 4, false, 3), ("causal", 4, 4, true, 3),
    ] {
      let tensors = generator.attentionTensors(positions, keys: keys, width: 2, outputs: 3)
      let direction = generator.normal(shape: [positions, 3])
      draw.add(
        at: tensors, names: ["q", "k", "v"].map { "\($0) (\(name))" }, directions: directions, firstStep: 0.05,
        rows: 6, using: &generator, gradient: { $0.backward(causal: causal, direction) },
        loss: { AttentionLab.attentionLoss($0, causal, direction) })
    }
    return draw.draw
  }

  /// Rows of equal numbers have variance 0: ε alone keeps them finite. Far from 0, E x² − (E x)² loses its digits,
  /// while the mean's rounding, 4e-10 here, stays below the tolerance.
  static let layerNormEdges = Check(
    "layerNorm.edges", "layerNorm: equal numbers, far from 0, no rows", points: 0.3, after: ["layerNorm"],
    hint: "Where is ε added, inside the root or outside? Take the variance from distances to the mean."
  ) { generator in
    var draw = ValueDraw()
    var equal = generator.layerNormTensors(3, features: 4)
    equal.x = Tensor(shape: [3, 4], repeating: Double(generator.integer(below: 16)) / 4)
    draw.add("equal numbers", AttentionLab.layerNorm(equal))
    var small = generator.layerNormTensors(3, features: 4)
    small.x = generator.normal(shape: [3, 4], deviation: 0.003)
    draw.add("variance near ε", AttentionLab.layerNorm(small))
    var far = generator.layerNormTensors(3, features: 5)
    far.x = Tensor(shape: [3, 5], values: (0..<15).map { _ in generator.uniform(2e6, 2e6 + 16) })
    draw.add("far from 0", AttentionLab.layerNorm(far))
    draw.add("no rows", AttentionLab.layerNorm(generator.layerNormTensors(0, features: 3)))
    return draw.draw()
  }

  static let layerNormBackward = Check(
    "layerNorm.backward", "layerNormBackward: x, gain, shift", points: 0.7, after: ["layerNorm"],
    hint:
      "Each x of a row moves the row's mean and its variance too: three terms. Gain and shift are sums over the rows."
  ) { generator in
    var draw = ValueDraw()
    for (count, features) in [(4, 5), (1, 6), (3, 3)] {
      let tensors = generator.layerNormTensors(count, features: features)
      let call = AttentionLab.layerNormBackward(tensors, generator.normal(shape: [count, features]))
      for part in ["x", "gain", "shift"] { draw.add("gradient in \(part)", call, part: part) }
    }
    return draw.draw(partial: true)
  }

  static let layerNormDifferences = Check(
    "layerNorm.differences", "layerNormBackward: the slope of your own normalisation", points: 0.3,
    hint: "Nudge one x of a row by ±h: all outputs of that row change, and no other row's."
  ) { generator in
    var draw = GradientDraw<LayerNormTensors>()
    for (name, count, features) in [("one row", 1, 4), ("three rows", 3, 5)] {
      let tensors = generator.layerNormTensors(count, features: features)
      let direction = generator.normal(shape: [count, features])
      draw.add(
        at: tensors, names: ["x", "gain", "shift"].map { "\($0) (\(name))" }, directions: 4, firstStep: 0.02, rows: 6,
        using: &generator, gradient: { AttentionLab.layerNormBackward($0, direction) },
        loss: { AttentionLab.layerNormLoss($0, direction) })
    }
    return draw.draw
  }
}
