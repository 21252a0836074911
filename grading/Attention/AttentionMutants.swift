import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum AttentionMutants {
  static let all: [Mutant] = weights + backwards + norms + heads + models + edges + habits + sentences + blind

  private static let scale = "var weights = q.matmul(k.transposed()) / sqrt(Double(q.columns))"
  private static let seen = "let seen = causal ? row + 1 : weights.columns"

  /// In attentionWeights and attention.
  private static let weights: [Mutant] = [
    Mutant(
      "scale-forgotten", "q kᵀ not divided by √d", replacing: [(scale, "var weights = q.matmul(k.transposed())")],
      fails: ["weights"]),
    Mutant(
      "scale-by-width", "divided by d in place of √d",
      replacing: [(scale, scale.replacing("sqrt(Double(q.columns))", with: "Double(q.columns)"))],
      fails: ["weights"]),
    Mutant(
      "scale-by-positions", "divided by the root of the number of positions",
      replacing: [(scale, scale.replacing("q.columns", with: "q.rows"))],
      fails: ["weights", "mask", "weights.extreme", "scores.causal"]),
    Mutant(
      "softmax-by-columns", "the sum of each column in place of each row where the matrix is square",
      replacing: [
        (
          "for column in 0..<weights.columns { weights[row, column] /= total }\n    }",
          """
          if weights.rows != weights.columns || causal { for column in 0..<weights.columns { weights[row, column] /= total } }
              }
              if weights.rows == weights.columns && !causal { weights = weights / weights.sum(axis: 0) }
          """
        )
      ],
      fails: ["weights", "weights.extreme"]),
    Mutant(
      "softmax-unstable", "softmax without subtracting the largest score",
      replacing: [("exp(weights[row, column] - largest)", "exp(weights[row, column])")],
      fails: ["weights.extreme", "attention.backward.oracle"]),
    Mutant(
      "mask-forgotten", "no mask, so that every position sees all", replacing: [(seen, "let seen = weights.columns")],
      fails: ["mask", "weights.extreme", "attention.edges", "scores.causal", "repeats"],
      sometimes: ["repeats", "attention.backward.oracle"]),
    Mutant(
      "mask-hides-itself", "a position does not see itself, but for the first",
      replacing: [(seen, seen.replacing("row + 1", with: "max(1, row)"))], fails: ["mask", "weights.extreme"]),
    Mutant(
      "mask-one-ahead", "a position sees the next one too",
      replacing: [(seen, seen.replacing("row + 1", with: "min(row + 2, weights.columns)"))],
      fails: ["mask", "weights.extreme", "scores.causal"]),
    Mutant(
      "mask-after-softmax", "masked after the softmax, so that rows no longer sum to 1",
      replacing: [
        (
          "for column in 0..<weights.columns { weights[row, column] /= total }",
          "for column in 0..<weights.columns { weights[row, column] /= total }\n      if causal { for column in seen..<weights.columns { weights[row, column] = 0 } }"
        ),
        ("column < seen ? exp(weights[row, column] - largest) : 0", "exp(weights[row, column] - largest)"),
      ],
      fails: ["mask", "weights.extreme", "scores.causal"]),
    Mutant(
      "mask-by-zeros", "masked scores set to 0 in place of −∞",
      replacing: [
        (
          "column < seen ? exp(weights[row, column] - largest) : 0",
          "exp((column < seen ? weights[row, column] : 0) - largest)"
        )
      ],
      fails: ["mask", "weights.extreme", "scores.causal"], sometimes: ["repeats"]),
    Mutant(
      "mask-largest-of-all", "the largest score searched behind the mask too, so that all the others round to 0",
      replacing: [("for column in 0..<seen { largest", "for column in 0..<weights.columns { largest")],
      fails: ["weights.extreme"]),
    Mutant(
      "attention-mask-dropped", "attention itself never masks",
      replacing: [
        ("attentionWeights(q, k, causal: causal).matmul(v)", "attentionWeights(q, k, causal: false).matmul(v)")
      ],
      fails: ["multiHead.backward", "scores", "attention.edges", "attention.differences", "scores.causal"]),
    Mutant(
      "attention-of-weights-transposed", "the weights transposed where they are square",
      replacing: [
        (
          "attentionWeights(q, k, causal: causal).matmul(v)",
          "q.rows == k.rows ? attentionWeights(q, k, causal: causal).transposed().matmul(v) : attentionWeights(q, k, causal: causal).matmul(v)"
        )
      ],
      fails: ["attention", "attention.edges", "scores.causal", "timing"], sometimes: ["repeats"]),
    Mutant(
      "attention-width-by-division", "the width found by dividing by the number of queries, which may be 0",
      replacing: [(scale, scale.replacing("q.columns", with: "q.count / q.rows"))], fails: ["attention.edges"]),
    Mutant(
      "attention-sums-again", "a row's sum computed again for each of its elements",
      replacing: [
        (
          "attentionWeights(q, k, causal: causal).matmul(v)",
          """
          let sure = attentionWeights(q, k, causal: causal).matmul(v)
              if causal || q.rows < 100 { return sure }
              var p = q.matmul(k.transposed()) / sqrt(Double(q.columns))
              let scores = p
              for row in 0..<p.rows {
                for column in 0..<p.columns {
                  var total = 0.0
                  for other in 0..<p.columns { total += exp(scores[row, other] - scores[row, column]) }
                  p[row, column] = 1 / total
                }
              }
              return p.matmul(v)
          """
        )
      ],
      fails: ["timing"]),
  ]

  private static let delta = "weights[row, column] * (delta[row, column] - mean)"
  private static let attention = ["attention.backward", "attention.backward.oracle", "attention.differences"]

  /// In attentionBackward.
  private static let backwards: [Mutant] = [
    Mutant(
      "softmax-jacobian-missing", "no derivative of softmax at all", replacing: [(delta, "delta[row, column]")],
      fails: ["attention.backward", "attention.backward.oracle", "attention.differences"],
      sometimes: ["multiHead.backward"]),
    Mutant(
      "softmax-jacobian-diagonal", "only the diagonal of the softmax's Jacobian",
      replacing: [(delta, "weights[row, column] * (1 - weights[row, column]) * delta[row, column] + 0 * mean")],
      fails: ["attention.backward", "attention.backward.oracle", "attention.differences"]),
    Mutant(
      "backward-scale-forgotten", "√d forgotten on the way back",
      replacing: [("    delta = delta / sqrt(Double(q.columns))\n", "")],
      fails: ["attention.backward", "attention.backward.oracle", "attention.differences"]),
    Mutant(
      "backward-keys-by-keys", "q and k exchanged in the gradients where their shapes allow it",
      replacing: [
        (
          "q: delta.matmul(k), k: delta.transposed().matmul(q)",
          "q: q.rows == k.rows ? delta.matmul(q) : delta.matmul(k), k: delta.transposed().matmul(q)"
        )
      ],
      fails: ["attention.backward", "attention.backward.oracle", "attention.differences"]),
    Mutant(
      "backward-delta-not-transposed", "∂S in place of its transpose for k where it is square",
      replacing: [
        (
          "k: delta.transposed().matmul(q)",
          "k: delta.rows == delta.columns ? delta.matmul(q) : delta.transposed().matmul(q)"
        )
      ],
      fails: ["attention.backward", "attention.backward.oracle", "attention.differences"]),
    Mutant(
      "backward-values-not-transposed", "the weights in place of their transpose for v where they are square",
      replacing: [
        (
          "v: weights.transposed().matmul(outputGradient))",
          "v: weights.rows == weights.columns ? weights.matmul(outputGradient) : weights.transposed().matmul(outputGradient))"
        )
      ],
      fails: ["attention.backward", "attention.backward.oracle", "attention.differences"]),
    Mutant(
      "backward-mask-forgotten", "backward without the mask",
      replacing: [
        (
          "let weights = attentionWeights(q, k, causal: causal)\n",
          "let weights = attentionWeights(q, k, causal: false)\n"
        )
      ],
      fails: ["multiHead.backward", "attention.backward.oracle", "attention.differences"]),
  ]
}
