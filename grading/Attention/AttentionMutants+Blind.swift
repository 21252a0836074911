import Checks

/// What is only seen far from ordinary numbers and sizes, or over many draws.
extension AttentionMutants {
  private static let slope = "let delta = AttentionLab.crossEntropy(scores, targets).gradient"
  private static let generator = "var generator = Generator(seed: seed)"
  private static let output =
    "outputWeights: generator.normal(shape: [vocabulary, features], deviation: 1 / sqrt(Double(features)))"

  static let blind: [Mutant] = [
    Mutant(
      "gradient-with-a-naive-softmax", "softmax of the scores without the largest taken away",
      replacing: [
        (
          slope,
          """
          var delta = scores
              for row in 0..<delta.rows {
                let powers = delta.row(row).map { exp($0) }
                for column in 0..<delta.columns {
                  delta[row, column] =
                    (powers[column] / powers.sum() - (targets[row] == column ? 1 : 0)) / Double(delta.rows)
                }
              }
          """
        )
      ], fails: ["gradient.oracle"]),
    Mutant(
      "gradient-cut", "what comes from the scores cut to ±100",
      replacing: [
        (
          "let yGradient = delta.matmul(model.outputWeights)",
          "let yGradient = delta.matmul(model.outputWeights).map { min(max($0, -100), 100) }"
        )
      ], fails: ["gradient.oracle"]),
    Mutant(
      "slopes-cut", "what reaches the scores of a head cut to ±1e6",
      replacing: [
        (
          "    delta = delta / sqrt(Double(q.columns))",
          "    delta = (delta / sqrt(Double(q.columns))).map { min(max($0, -1e6), 1e6) }"
        )
      ], fails: ["attention.backward.oracle"]),
    Mutant(
      "small-slopes-dropped", "what reaches the scores of a head taken for nothing below 1e-13",
      replacing: [
        (
          "    delta = delta / sqrt(Double(q.columns))",
          "    delta = (delta / sqrt(Double(q.columns))).map { abs($0) < 1e-13 ? 0 : $0 }"
        )
      ], fails: ["attention.backward.oracle"]),
    Mutant(
      "small-weights-pruned", "weights below 1e-20 taken for 0",
      replacing: [
        (
          "for column in 0..<weights.columns { weights[row, column] /= total }",
          "for column in 0..<weights.columns { weights[row, column] = weights[row, column] < 1e-20 * total ? 0 : weights[row, column] / total }"
        )
      ], fails: ["attention.edges", "attention.backward.oracle"]),
    Mutant(
      "tiny-variance-is-none", "rows of a variance below 1e-30 taken for equal numbers",
      replacing: [
        (
          "rows[row, column] = (x[row, column] - mean) / deviations[row] }",
          "rows[row, column] = variance < 1e-30 ? 0 : (x[row, column] - mean) / deviations[row] }"
        )
      ], fails: ["layerNorm.edges"]),
    Mutant(
      "stuck-where-nearly-equal", "no gradient in rows of a variance below 1e-9, if it is not 0",
      replacing: [
        (
          "xGradient[row, column] = (delta[row, column] - mean - rows[row, column] * slope) / deviations[row]",
          "xGradient[row, column] = rows[row, 0] != 0 && deviations[row] * deviations[row] - AttentionLab.epsilon < 1e-9 ? 0 : (delta[row, column] - mean - rows[row, column] * slope) / deviations[row]"
        )
      ], fails: ["layerNorm.backward.oracle"]),
    Mutant(
      "norm-of-no-rows-without-shape", "gradients of shape [0] where there are no rows",
      replacing: [
        (
          "      x: xGradient, gain: (outputGradient * rows).sum(axis: 0), shift: outputGradient.sum(axis: 0))",
          "      x: xGradient, gain: x.rows == 0 ? Tensor([]) : (outputGradient * rows).sum(axis: 0), shift: outputGradient.sum(axis: 0))"
        )
      ], fails: ["layerNorm.backward.oracle"]),
    Mutant(
      "keys-are-queries-transposed", "the keys' matrix starts as the queries' turned over",
      replacing: [
        (
          "attention: HeadWeights(queries: matrix(), keys: matrix(), values: matrix(), output: matrix())",
          "attention: { let first = matrix(); return HeadWeights(queries: first, keys: first.transposed(), values: matrix(), output: matrix()) }()"
        )
      ], fails: ["initial"]),
    Mutant(
      "embedding-too-wide", "an embedding of deviation 1.3",
      replacing: [
        (
          "embedding: generator.normal(shape: [vocabulary, features])",
          "embedding: generator.normal(shape: [vocabulary, features], deviation: 1.3)"
        )
      ], fails: ["initial"]),
    Mutant(
      "output-weights-by-vocabulary", "V of deviation 1/√vocabulary",
      replacing: [(output, output.replacing("sqrt(Double(features))", with: "sqrt(Double(vocabulary))"))],
      fails: ["initial"]),
    Mutant(
      "seed-zero-is-one", "seed 0 taken for no seed, and 1 in its place",
      replacing: [(generator, "var generator = Generator(seed: max(seed, 1))")], fails: ["initial"]),
    Mutant(
      "seed-of-16-bits", "seeds modulo 65536",
      replacing: [(generator, "var generator = Generator(seed: seed % 65536)")], fails: ["initial", "repeats"]),
  ]
}
