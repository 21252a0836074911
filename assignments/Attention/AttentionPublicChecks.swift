package import Checks
import LabKit

/// What the Attention handout checks, with public seeds: attention, its mask and gradient, normalisation, heads, a model.
package enum AttentionPublicChecks {
  package static let all: [Check] = [
    weights, mask, attention, attentionBackward, layerNorm, multiHead, initialModel, scores,
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
      draw.add(name, tensors.weights(causal: true))
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
      draw.add(name, tensors.attention(causal: false))
    }
    return draw.draw()
  }

  /// Each of q, k and v has its third.
  static let attentionBackward = Check(
    "attention.backward", "attentionBackward: without a mask", points: 0.8, after: ["attention"],
    hint: """
      Go back through the product with v, then through softmax, whose derivative mixes all places of a row, then through \
      q kᵀ / √d: check each product by its shape.
      """
  ) { generator in
    var draw = ValueDraw()
    for (positions, keys, width, outputs) in [(4, 4, 3, 3), (3, 5, 2, 4)] {
      let tensors = generator.attentionTensors(positions, keys: keys, width: width, outputs: outputs)
      let call = tensors.backward(causal: false, generator.normal(shape: [positions, outputs]))
      for part in ["q", "k", "v"] { draw.add("gradient in \(part)", call, part: part) }
    }
    return draw.draw(partial: true)
  }

  static let layerNorm = Check(
    "layerNorm", "layerNorm: rows of mean 0 and variance 1, gain and shift", points: 0.5,
    hint: "The mean of each row, the mean of its squared distances from it; divide by √(variance + ε)."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("several rows", 4, 5), ("one row", 1, 6), ("square", 3, 3)] {
      draw.add(name, AttentionLab.layerNorm(generator.layerNormTensors(count, features: features)))
    }
    return draw.draw()
  }

  static let multiHead = Check(
    "multiHead", "multiHead: heads side by side", points: 0.7, after: ["attention"],
    hint: """
      x times each matrix transposed; head i has columns i · m / h and on of q, k and v, and the same columns of what is \
      joined; then the output matrix. The width under the root is a head's.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, positions, features, heads) in [("one head", 3, 4, 1), ("two heads", 4, 6, 2), ("three heads", 2, 6, 3)]
    {
      let weights = generator.headWeights(features)
      draw.add(
        name, AttentionLab.multiHead(weights, generator.normal(shape: [positions, features]), heads, false))
    }
    return draw.draw(partial: true)
  }

  static let initialModel = Check(
    "initial", "initialModel: shapes, and random weights that follow the seed", points: 0.2,
    hint: "Weights random around 0, matrices with a spread near 1/√m; gain 1 and shift 0; one generator with the seed."
  ) { generator in
    let (seed, other) = (generator.integer(below: 1 << 40), generator.integer(below: 1 << 40))
    let calls = [
      AttentionLab.initialModel(20, 15, 16, seed), AttentionLab.initialModel(5, 3, 4, other),
      AttentionLab.initialModel(20, 15, 16, seed), AttentionLab.initialModel(20, 15, 16, other),
    ]
    func spread(_ tensor: Int, _ deviation: ClosedRange<Double>) -> PropertyJudge.Rule {
      .spread(
        call: 0, tensor: tensor, mean: -0.35 * deviation.upperBound...0.35 * deviation.upperBound,
        deviation: deviation, because: "the weights are not spread around 0 as they should be")
    }
    func shapes(_ v: Int, _ t: Int, _ m: Int) -> [[Int]] {
      [[v, m], [t, m], [m], [m], [m, m], [m, m], [m, m], [m, m], [v, m], [v]]
    }
    return Draw(
      calls: calls,
      judge: .property(
        PropertyJudge([
          .shapes(call: 0, shapes(20, 15, 16), because: "the weights have other shapes"),
          .shapes(call: 1, shapes(5, 3, 4), because: "the weights have other shapes"),
          .identical(calls: [0, 2], because: "the same seed gives another model"),
          .distinct(calls: [0, 3], because: "another seed gives the same model"),
          .distinctRows(call: 0, tensor: 0, because: "several tokens have the same embedding"),
          .distinctRows(call: 0, tensor: 1, because: "several positions have the same embedding"),
          spread(0, 0.01...2), spread(1, 0.01...2), spread(4, 0.1...0.625), spread(5, 0.1...0.625),
          spread(6, 0.1...0.625), spread(7, 0.1...0.625), spread(8, 0.01...0.625),
        ])))
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
      draw.add(name, TokenProblem(count, vocabulary: 4, context: context, features: 6, heads: heads, &generator).scores)
    }
    return draw.draw()
  }
}
