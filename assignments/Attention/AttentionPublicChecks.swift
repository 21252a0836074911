package import Checks
import LabKit

/// What the Attention handout checks, with public seeds: attention, its mask and gradient, normalisation, heads, a model.
package enum AttentionPublicChecks {
  package static let all: [Check] = [
    weights, mask, attention, attentionBackward, layerNorm, layerNormBackward, multiHead, multiHeadBackward,
    initialModel,
    scores, gradient,
  ]

  static let weights = Check(
    "weights", "attentionWeights: softmax of q kᵀ / √d", points: 0.6,
    hint: "Divide by the root of the width of q, then softmax each row by itself: one row for each query, summing to 1."
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, keys, width) in [("four to four", 4, 4, 3), ("more keys", 3, 5, 4), ("one query", 1, 6, 2)] {
      let tensors = generator.attentionTensors(positions, keys: keys, width: width, outputs: 2)
      draw.add(name, tensors.weights(causal: false))
    }
    return draw.draw()
  }

  static let mask = Check(
    "mask", "attentionWeights: no look ahead", points: 0.4, after: ["weights"],
    hint: "Row t is a softmax over columns 0 to t alone: the first row is 1, 0, 0 …, and every row sums to 1."
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, width) in [("four", 4, 3), ("six", 6, 2), ("one", 1, 3)] {
      let tensors = generator.attentionTensors(positions, keys: positions, width: width, outputs: 2)
      draw.add(name, tensors.weights(causal: true), own: tensors.ownMask)
    }
    return draw.draw()
  }

  static let attention = Check(
    "attention", "attention: the weighted sum of v", points: 0.4, after: ["weights"],
    hint: "Each output row is a mean of the rows of v with the weights of that query."
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, keys, width, outputs) in [("alike", 4, 4, 3, 3), ("wide values", 3, 5, 2, 6)] {
      let tensors = generator.attentionTensors(positions, keys: keys, width: width, outputs: outputs)
      draw.add(name, tensors.attention(causal: false)) { tensors.ownAttention(&$0, causal: false) }
    }
    return draw.draw()
  }

  /// Each of q, k and v has its third.
  static let attentionBackward = Check(
    "attention.backward", "attentionBackward: without a mask", points: 0.7, after: ["weights"],
    hint: """
      Go back through the product with v, then through softmax, whose derivative mixes all places of a row, then through \
      q kᵀ / √d: check each product by its shape.
      """
  ) { generator in
    var draw = ValueDraw()
    for (positions, keys, width, outputs) in [(4, 4, 3, 3), (3, 5, 2, 4)] {
      let tensors = generator.attentionTensors(positions, keys: keys, width: width, outputs: outputs)
      let slope = generator.normal(shape: [positions, outputs])
      for part in ["q", "k", "v"] {
        draw.add("gradient in \(part)", tensors.backward(causal: false, slope), part: part) { own in
          tensors.ownBackward(&own, causal: false, slope).map { $0[part] }
        }
      }
    }
    return draw.draw(partial: true)
  }

  static let layerNorm = Check(
    "layerNorm", "layerNorm: rows of mean 0 and variance 1, gain and shift", points: 0.4,
    hint: "The mean of each row, the mean of its squared distances from it; divide by √(variance + ε)."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("several rows", 4, 5), ("one row", 1, 6), ("square", 3, 3)] {
      draw.add(name, AttentionLab.layerNorm(generator.layerNormTensors(count, features: features)))
    }
    return draw.draw()
  }

  static let layerNormBackward = Check(
    "layerNorm.backward", "layerNormBackward: x, gain, shift", points: 0.3, after: ["layerNorm"],
    hint: "Shift is the easiest, then gain; each x of a row changes all that the row's mean and variance enter."
  ) { generator in
    var draw = ValueDraw()
    for (count, features) in [(2, 3), (3, 4)] {
      let tensors = generator.layerNormTensors(count, features: features)
      let slope = generator.normal(shape: [count, features])
      for part in ["x", "gain", "shift"] {
        // The shift's gradient is that of a sum, whatever is normalised.
        let call = AttentionLab.layerNormBackward(tensors, slope)
        draw.add("gradient in \(part)", call, part: part, isTrivial: part == "shift") { own in
          tensors.ownBackward(&own, slope).map { $0[part] }
        }
      }
    }
    return draw.draw(partial: true)
  }

  static let multiHead = Check(
    "multiHead", "multiHead: heads side by side", points: 0.5, after: ["attention"],
    hint: """
      x times each matrix transposed; a head has a block of columns of q, k and v, and the same columns of what is joined; \
      then the output matrix.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, features, heads) in [("one head", 3, 4, 1), ("two heads", 4, 6, 2), ("three heads", 2, 6, 3)]
    {
      let problem = HeadProblem(positions, features: features, heads: heads, causal: false, &generator)
      draw.add(name, problem.forward, own: problem.ownForward)
    }
    return draw.draw(partial: true)
  }

  static let multiHeadBackward = Check(
    "multiHead.backward", "multiHeadBackward: one head, and two with a mask", points: 0.3,
    after: ["mask", "multiHead", "attention.backward"],
    hint: "With one head first: write the forward pass as six products and go back through them, one after the other."
  ) { generator in
    var draw = ValueDraw()
    for (name, features, heads, causal) in [("one head", 2, 1, false), ("two heads, causal", 4, 2, true)] {
      let problem = HeadProblem(3, features: features, heads: heads, causal: causal, &generator)
      draw.add(name, problem.backward, own: problem.ownBackward)
    }
    return draw.draw(partial: true)
  }

  /// With 16 features: matrices of deviation ¼, Glorot's and He's and PyTorch's narrower ones. Of sixteen models together
  /// the spread is known to two per cent or better, so that the ends of what is allowed have a margin of five deviations
  /// and more, and 1.3 times the upper one has none.
  static let initialModel = Check(
    "initial", "initialModel: shapes, and random weights that follow the seed", points: 0.2,
    hint:
      "Weights random around 0, matrices with a spread near 1/√m; gain 1, shift and bias 0; one generator with the seed."
  ) { generator in
    let (seed, other) = (generator.integer(below: 1 << 40), generator.integer(below: 1 << 40))
    var calls: [Call] = []
    for (vocabulary, context, features) in [(20, 15, 16), (5, 3, 4), (5, 8, 16)] {
      for seed in [seed, other] { calls.append(AttentionLab.initialModel(vocabulary, context, features, seed)) }
    }
    calls.append(AttentionLab.initialModel(20, 15, 16, seed))
    // Seeds that are like 0, like one another in their lower bits, or like one another but for the sign.
    let seeds = [0, 1, seed, seed + 1 << 16, seed + 1 << 32, seed + 1 << 48, ~seed]
    let alike = Array(calls.count..<calls.count + 16)
    for place in 0..<16 {
      calls.append(
        AttentionLab.initialModel(5, 8, 16, place < seeds.count ? seeds[place] : generator.integer(below: 1 << 40)))
    }
    func pooled(_ tensor: Int, _ name: String, _ deviation: ClosedRange<Double>) -> PropertyJudge.Rule {
      .pooledSpread(
        calls: alike, tensor: tensor, mean: -0.15 * deviation.upperBound...0.15 * deviation.upperBound,
        deviation: 0.9 * deviation.lowerBound...1.115 * deviation.upperBound,
        because: "\(name) is not spread around 0 as it should be")
    }
    func spread(_ tensor: Int, _ name: String, _ deviation: ClosedRange<Double>) -> PropertyJudge.Rule {
      .spread(
        call: 0, tensor: tensor, mean: -0.25 * deviation.upperBound...0.25 * deviation.upperBound,
        deviation: deviation, because: "\(name) is not spread around 0 as it should be")
    }
    func constant(_ tensor: Int, _ name: String, _ number: Double) -> PropertyJudge.Rule {
      .spread(
        call: 0, tensor: tensor, mean: number...number, deviation: 0...0, because: "\(name) is not \(Int(number))")
    }
    func shapes(_ v: Int, _ t: Int, _ m: Int) -> [[Int]] {
      [[v, m], [t, m], [m], [m], [m, m], [m, m], [m, m], [m, m], [v, m], [v]]
    }
    let random = [0, 1, 4, 5, 6, 7, 8]
    let rows = (4...8).map {
      PropertyJudge.Rule.distinctRows(call: 0, tensor: $0, because: "several rows of a matrix are the same")
    }
    return Draw(
      calls: calls,
      judge: .property(
        PropertyJudge(
          [
            .shapes(call: 0, shapes(20, 15, 16), because: "the weights have other shapes"),
            .shapes(call: 2, shapes(5, 3, 4), because: "the weights have other shapes"),
            .identical(calls: [0, 6], because: "the same seed gives another model"),
            .drawnAnew(calls: [0, 1], tensors: random, because: "another seed gives the same weights"),
            .drawnAnew(calls: [4, 5], tensors: random, because: "another seed gives the same weights"),
            .unrelated(call: 0, tensors: random, because: "two tensors have the same random numbers"),
            .distinctRows(call: 0, tensor: 0, because: "several tokens have the same embedding"),
            .distinctRows(call: 0, tensor: 1, because: "several positions have the same embedding"),
            spread(0, "the embedding", 0.01...1.4), spread(1, "the positions' embedding", 0.01...1.4),
            constant(2, "gain", 1), constant(3, "shift", 0), spread(4, "W_Q", 0.1...0.625),
            spread(5, "W_K", 0.1...0.625),
            spread(6, "W_V", 0.1...0.625), spread(7, "W_O", 0.1...0.625), spread(8, "V", 0.01...0.625),
            constant(9, "the output bias", 0), pooled(0, "the embedding", 0.02...1),
            pooled(1, "the positions' embedding", 0.02...1), pooled(4, "W_Q", 0.125...0.375),
            pooled(5, "W_K", 0.125...0.375), pooled(6, "W_V", 0.125...0.375), pooled(7, "W_O", 0.125...0.375),
            pooled(8, "V", 0.02...0.375),
            .fresh(call: 0, tensors: random, because: "many random numbers occur more than once"),
            .drawnAnew(
              calls: Array(alike.prefix(seeds.count)), tensors: random,
              because: "another seed gives the same weights"),
          ] + rows)))
  }

  static let scores = Check(
    "scores", "scores: embedding, normalisation, attention, output", points: 0.4,
    after: ["mask", "layerNorm", "multiHead"],
    hint: "Token's row plus position's row; attention of the normalised rows, causal, added to the rows as they were."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, context, heads) in [
      ("five tokens", 5, 5, 2), ("shorter than the context", 3, 6, 1), ("one token", 1, 4, 2),
    ] {
      let problem = TokenProblem(count, vocabulary: 4, context: context, features: 6, heads: heads, &generator)
      draw.add(name, problem.scores, own: problem.ownScores)
    }
    return draw.draw()
  }

  static let gradient = Check(
    "gradient", "gradient: all of a small model", points: 0.4,
    after: ["scores", "layerNorm.backward", "multiHead.backward"],
    hint:
      "Write scores as five steps and go back through them, the last one first. What enters two steps has two gradients."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, context) in [("three tokens", 3, 3), ("shorter than the context", 2, 4)] {
      let problem = TokenProblem(count, vocabulary: 3, context: context, features: 4, heads: 2, &generator)
      draw.add(name, problem.gradient, own: problem.ownGradients)
    }
    return draw.draw()
  }
}
