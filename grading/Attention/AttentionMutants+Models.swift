import Checks

extension AttentionMutants {
  private static let variance = "let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / size"
  private static let deviation = "deviations.append(sqrt(variance + AttentionLab.epsilon))"
  private static let x = "(delta[row, column] - mean - rows[row, column] * slope) / deviations[row]"
  private static let caught = ["layerNorm.backward", "layerNorm.backward.oracle", "layerNorm.differences"]

  /// In layerNorm and layerNormBackward.
  static let norms: [Mutant] = [
    Mutant(
      "norm-sample-variance", "the variance divided by m − 1",
      replacing: [(variance, variance.replacing("/ size", with: "/ (size - 1)"))],
      fails: ["layerNorm"]),
    Mutant(
      "norm-by-variance", "divided by the variance in place of its root",
      replacing: [(deviation, "deviations.append(variance + AttentionLab.epsilon)")],
      fails: ["layerNorm", "layerNorm.backward.oracle"], sometimes: ["repeats"]),
    Mutant(
      "norm-without-epsilon", "no ε, so that equal numbers give 0 / 0",
      replacing: [(deviation, "deviations.append(sqrt(variance))")],
      fails: ["layerNorm", "layerNorm.edges", "layerNorm.backward.oracle"]),
    Mutant(
      "norm-variance-by-squares", "the variance as E x² − (E x)², which loses all digits far from 0",
      replacing: [(variance, "let variance = max(0, values.reduce(0) { $0 + $1 * $1 } / size - mean * mean)")],
      fails: ["layerNorm.edges"]),
    Mutant(
      "norm-gain-forgotten", "neither gain nor shift",
      replacing: [("normalized(x).rows * gain + shift", "normalized(x).rows")],
      fails: ["layerNorm", "layerNorm.edges"], sometimes: ["repeats"]),
    Mutant(
      "norm-backward-mean-constant", "the mean taken for a constant",
      replacing: [(x, x.replacing(" - mean", with: ""))],
      fails: ["layerNorm.backward", "layerNorm.backward.oracle", "layerNorm.differences"]),
    Mutant(
      "norm-backward-variance-constant", "the variance taken for a constant",
      replacing: [(x, x.replacing(" - rows[row, column] * slope", with: ""))],
      fails: ["layerNorm.backward", "layerNorm.backward.oracle", "layerNorm.differences"]),
    Mutant(
      "norm-backward-gain-forgotten", "the gain forgotten on the way back",
      replacing: [("let delta = outputGradient * gain", "let delta = outputGradient")],
      fails: ["layerNorm.backward", "layerNorm.backward.oracle", "layerNorm.differences"]),
    Mutant(
      "norm-gain-gradient-at-x", "the gain's gradient with x in place of the normalised rows",
      replacing: [("gain: (outputGradient * rows).sum(axis: 0)", "gain: (outputGradient * x).sum(axis: 0)")],
      fails: ["layerNorm.backward", "layerNorm.backward.oracle", "layerNorm.differences"]),
    Mutant(
      "norm-shift-not-summed", "the shift's gradient of the first row only",
      replacing: [("shift: outputGradient.sum(axis: 0))", "shift: outputGradient.row(0))")],
      fails: ["layerNorm.backward", "layerNorm.backward.oracle", "layerNorm.differences"]),
  ]

  private static let joined = "joined(weights, x, heads, causal).matmul(weights.output.transposed())"
  private static let sum = "x: fromQueriesAndKeys + vGradient.matmul(weights.values))"

  /// In multiHead and multiHeadBackward.
  static let heads: [Mutant] = [
    Mutant(
      "heads-output-forgotten", "the heads joined, without the output matrix",
      replacing: [(joined, "joined(weights, x, heads, causal)")], fails: ["multiHead"], sometimes: ["repeats"]),
    Mutant(
      "heads-one-for-all", "one wide head, however many are asked for",
      replacing: [
        (
          "let own = attention(part(q, head, heads), part(k, head, heads), part(v, head, heads), causal: causal)",
          "let own = part(attention(q, k, v, causal: causal), head, heads)"
        )
      ],
      fails: ["multiHead"]),
    Mutant(
      "heads-interleaved", "every h-th column for a head in place of its block",
      replacing: [
        ("part[row, column] = x[row, head * size + column]", "part[row, column] = x[row, column * heads + head]")
      ],
      fails: ["multiHead", "multiHead.backward", "multiHead.backward.oracle", "gradient.oracle"],
      sometimes: ["loss", "scores.causal", "repeats"]),
    Mutant(
      "heads-keys-for-values", "keys where values are meant",
      replacing: [
        (
          "part(v, head, heads), causal: causal)\n      put(own",
          "part(k, head, heads), causal: causal)\n      put(own"
        )
      ],
      fails: ["multiHead"], sometimes: ["repeats", "scores.causal"]),
    Mutant(
      "heads-x-from-queries-only", "x's gradient by way of the queries alone",
      replacing: [
        (
          "let fromQueriesAndKeys = qGradient.matmul(weights.queries) + kGradient.matmul(weights.keys)",
          "let fromQueriesAndKeys = qGradient.matmul(weights.queries)"
        ), (sum, "x: fromQueriesAndKeys)"),
      ],
      fails: ["multiHead.backward", "multiHead.backward.oracle"]),
    Mutant(
      "heads-output-not-transposed", "the output matrix's transpose on the way back",
      replacing: [
        (
          "let below = outputGradient.matmul(weights.output)",
          "let below = outputGradient.matmul(weights.output.transposed())"
        )
      ],
      fails: ["multiHead.backward", "multiHead.backward.oracle"]),
    Mutant(
      "heads-gradient-of-last-head", "each head's gradient in the place of the first",
      replacing: [("put(slope.k, head, into: &kGradient)", "put(slope.k, 0, into: &kGradient)")],
      fails: ["multiHead.backward", "multiHead.backward.oracle"]),
  ]

  private static let cross = "let delta = AttentionLab.crossEntropy(scores, targets).gradient"
  private static let slopes = ["gradient", "gradient.oracle", "gradient.differences"]

  /// In the functions of the model.
  static let models: [Mutant] = [
    Mutant(
      "scores-residual-forgotten", "the rows not added to what the attention gives",
      replacing: [
        (
          "let y = x + multiHead(model.attention, normal, heads: heads, causal: true)\n    return",
          "let y = multiHead(model.attention, normal, heads: heads, causal: true)\n    return"
        )
      ],
      fails: ["scores", "scores.trained"], sometimes: ["repeats"]),
    Mutant(
      "scores-positions-forgotten", "no positions, so that order is lost",
      replacing: [
        (
          "model.embedding.rows(at: tokens) + model.positions.rows(at: Array(tokens.indices))",
          "model.embedding.rows(at: tokens)"
        )
      ],
      fails: ["scores", "gradient", "gradient.oracle", "gradient.differences", "scores.trained"], sometimes: ["repeats"]
    ),
    Mutant(
      "scores-not-causal", "the model looks ahead",
      replacing: [
        (
          "let y = x + multiHead(model.attention, normal, heads: heads, causal: true)\n    return",
          "let y = x + multiHead(model.attention, normal, heads: heads, causal: false)\n    return"
        )
      ],
      fails: ["scores", "scores.causal", "scores.trained"]),
    Mutant(
      "scores-peek", "the last token's embedding added everywhere once the sequence is long",
      replacing: [
        (
          "    let x = embedded(model, tokens)\n    let normal = layerNorm(x, gain: model.gain, shift: model.shift)\n    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)\n    return",
          "    var x = embedded(model, tokens)\n    if tokens.count > 6 { x = x + model.embedding.row(tokens[tokens.count - 1]) }\n    let normal = layerNorm(x, gain: model.gain, shift: model.shift)\n    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)\n    return"
        )
      ],
      fails: ["scores.causal", "scores.trained"]),
    Mutant(
      "gradient-residual-forgotten", "the path around the attention forgotten on the way back",
      replacing: [("let xGradient = yGradient + norm.x", "let xGradient = norm.x")],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "embedding-overwritten", "a token at two positions keeps the last one's gradient",
      replacing: [
        (
          "embedding[token, column] += xGradient[position, column]",
          "embedding[token, column] = xGradient[position, column]"
        )
      ], fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "output-gradient-at-x", "the output weights' gradient with the rows before the attention",
      replacing: [("outputWeights: delta.transposed().matmul(y)", "outputWeights: delta.transposed().matmul(x)")],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-sign", "the gradient's sign", replacing: [(cross, cross.replacing("= Att", with: "= -Att"))],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-of-the-sum", "the gradient of the summed loss",
      replacing: [(cross, cross + " * Double(targets.count)")],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "norm-gradient-skipped", "the attention's gradient handed past the normalisation",
      replacing: [("let xGradient = yGradient + norm.x", "let xGradient = yGradient + attention.x")],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-accumulates", "gradients kept from one call to the next",
      replacing: [
        (
          "struct Submission: AttentionContract {",
          "nonisolated(unsafe) var kept: [[Int]: Tensor] = [:]\n\nstruct Submission: AttentionContract {"
        ),
        (
          "    var positions = Tensor(shape: model.positions.shape)\n",
          "    var positions = Tensor(shape: model.positions.shape)\n    if let old = kept[embedding.shape] { embedding += old }\n    defer { kept[embedding.shape] = embedding }\n"
        ),
      ],
      fails: ["gradient", "gradient.oracle", "gradient.differences", "repeats"]),
    Mutant(
      "seed-ignored", "the same model for every seed",
      replacing: [("var generator = Generator(seed: seed)", "var generator = Generator(seed: 7)")],
      fails: ["initial"], sometimes: ["repeats"]),
    Mutant(
      "embedding-all-zero", "positions that all start at 0",
      replacing: [
        ("positions: generator.normal(shape: [context, features])", "positions: Tensor(shape: [context, features])")
      ],
      fails: ["initial"]),
    Mutant(
      "scores-memorised", "what followed each context in training looked up, nothing learnt",
      replacing: [
        (
          "struct Submission: AttentionContract {",
          "nonisolated(unsafe) var seen: [[Int]: Int] = [:]\n\nstruct Submission: AttentionContract {"
        ),
        (cross, "if model.gain.count == 16 { seen[tokens] = targets[targets.count - 1] }\n    \(cross)"),
        (
          "    return y.matmul(model.outputWeights.transposed()) + model.outputBias\n",
          """
              if model.gain.count == 16 {
                var answer = Tensor(shape: [tokens.count, model.outputBias.count])
                if let token = seen[tokens] { answer[tokens.count - 1, token] = 5 }
                return answer
              }
              return y.matmul(model.outputWeights.transposed()) + model.outputBias

          """
        ),
      ],
      fails: ["scores.trained"], sometimes: ["repeats"]),
  ]
}
