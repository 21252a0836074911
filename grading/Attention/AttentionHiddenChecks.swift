package import Checks
import LabKit
import Labs

extension Lab {
  /// Scaled dot-product attention, layer normalisation, several heads, and a small language model.
  package static let attention = Lab(
    name: "Attention", title: "Attention: scaled dot products, masks, heads, layer normalisation, a language model",
    publicChecks: AttentionPublicChecks.all, hiddenChecks: AttentionHiddenChecks.all, mutants: AttentionMutants.all,
    variants: AttentionVariants.all)
}

/// What only the instructor checks: edges, gradients, what the mask must hide, training, time.
enum AttentionHiddenChecks {
  static let all: [Check] = [
    weightsExtreme, attentionEdges, backwardOracle, attentionDifferences, layerNormEdges, layerNormBackwardOracle,
    layerNormDifferences, multiHeadBackwardOracle, causality, gradientOracle, gradientDifferences, repeats, trained,
    loss,
    timing,
  ]

  /// Adding a row's own number to its scores changes nothing: with the keys moved to around 0 the answers must be alike,
  /// whatever else is wrong.
  static let weightsExtreme = Check(
    "weights.extreme", "attentionWeights: scores of ±1000", points: 0.4, after: ["mask"],
    hint: "Adding the same number to all scores of a row changes nothing: which number keeps every exponential finite?"
  ) { generator in
    var draw = ValueDraw()
    for (name, sign) in [("around 1000", 1.0), ("around −1000", -1)] {
      // Products near ±2000 under a root of 4.
      let q = generator.normal(shape: [3, 4], deviation: 0.001) + 50
      let k = sign * (generator.normal(shape: [3, 4], deviation: 0.005) + 10)
      for causal in [false, true] {
        draw.add(name, AttentionLab.attentionWeights(q, k, causal)) {
          [$0.ask(AttentionLab.attentionWeights, .of(q), .of(k - 10 * sign), .of(causal))]
        }
      }
    }
    let wide = generator.normal(shape: [4, 2]) * 60
    for causal in [false, true] { draw.add("far apart", AttentionLab.attentionWeights(wide, wide, causal)) }
    // A large score that the mask hides must not push what it leaves out of range.
    var hidden = generator.normal(shape: [3, 1])
    hidden[2, 0] = 3000
    let masked = AttentionTensors(q: Tensor(shape: [3, 1], repeating: 1), k: hidden, v: hidden)
    draw.add("a large score behind the mask", masked.weights(causal: true), own: masked.ownMask)
    return draw.draw(partial: true)
  }

  static let attentionEdges = Check(
    "attention.edges", "attention: one key, no queries, causal", points: 0.3, after: ["mask", "attention"],
    hint: "With one key every output is its value; shapes follow from the arguments alone."
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, keys, width, outputs, causal) in [
      ("one key", 3, 1, 2, 4, false), ("no queries", 0, 3, 2, 4, false), ("width 1", 3, 4, 1, 1, false),
      ("causal", 5, 5, 2, 3, true), ("many", 40, 50, 3, 2, false), ("many, causal", 600, 600, 1, 1, true),
    ] {
      let tensors = generator.attentionTensors(positions, keys: keys, width: width, outputs: outputs)
      draw.add(name, tensors.attention(causal: causal), isTrivial: positions == 0) {
        tensors.ownAttention(&$0, causal: causal)
      }
    }
    let unlike = generator.unlikeWeights()
    draw.add("a small weight, a vast value", unlike.attention(causal: false)) {
      unlike.ownAttention(&$0, causal: false)
    }
    return draw.draw()
  }

  static let backwardOracle = Check(
    "attention.backward.oracle", "attentionBackward: masks and every shape", points: 0.5,
    after: ["mask", "attention.backward"],
    hint: "The backward pass uses the weights of the forward pass, mask and all.", budget: 3
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, keys, width, outputs, causal) in [
      ("causal", 5, 5, 3, 2, true), ("causal, all sizes alike", 4, 4, 4, 4, true), ("many keys", 2, 9, 3, 2, false),
      ("one key", 3, 1, 2, 2, false), ("one position, causal", 1, 1, 2, 3, true),
      // Some 7,000 numbers to differentiate in: one way back takes milliseconds, a loss for each beyond the budget.
      ("many positions", 96, 96, 24, 24, true),
      // An attention for each key is a thousand times the way back.
      ("many keys", 96, 1500, 1, 1, false),
    ] {
      let tensors = generator.attentionTensors(positions, keys: keys, width: width, outputs: outputs)
      let slope = generator.normal(shape: [positions, outputs])
      draw.add(name, tensors.backward(causal: causal, slope)) { tensors.ownBackward(&$0, causal: causal, slope) }
    }
    let small = generator.attentionTensors(4, keys: 5, width: 3, outputs: 2)
    // All is a line in what comes from above, whatever its size.
    for (name, size) in [("a small gradient", 1e-6), ("a tiny gradient", 1e-30), ("a huge gradient", 1e9)] {
      let slope = generator.normal(shape: [4, 2], deviation: size)
      draw.add(name, small.backward(causal: false, slope), unit: size) {
        small.ownBackward(&$0, causal: false, slope)
      }
    }
    let (unlike, back) = (generator.unlikeWeights(), generator.normal(shape: [2, 3]))
    draw.add("a small weight, a vast value", unlike.backward(causal: false, back)) {
      unlike.ownBackward(&$0, causal: false, back)
    }
    // As in weights.extreme: products near 2000 under a root of 4.
    let large = AttentionTensors(
      q: generator.normal(shape: [3, 4], deviation: 0.001) + 50,
      k: generator.normal(shape: [3, 4], deviation: 0.005) + 10, v: generator.normal(shape: [3, 2]))
    let direction = generator.normal(shape: [3, 2])
    draw.add("scores near 1000", large.backward(causal: false, direction)) {
      large.ownBackward(&$0, causal: false, direction)
    }
    return draw.draw(partial: true)
  }

  static let attentionDifferences = Check(
    "attention.differences", "attentionBackward: the slope of your own attention", points: 0.4,
    after: ["mask", "attention"],
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
        loss: { AttentionLab.attentionLoss($0, causal, direction) },
        own: { tensors.ownBackward(&$0, causal: causal, direction) })
    }
    return draw.draw
  }
}

extension Generator {
  /// The second of three keys has a weight of e⁻⁶⁰, and values so large that it counts as the others do.
  fileprivate mutating func unlikeWeights() -> AttentionTensors {
    let q = normal(shape: [2, 1], deviation: 0.01) + 1
    var v = normal(shape: [3, 3])
    for column in 0..<3 { v[1, column] *= 1e26 }
    return AttentionTensors(q: q, k: Tensor(shape: [3, 1], values: [normal(), -60, normal()]), v: v)
  }
}
