import Checks

/// What single clauses of the statement ask, where nothing else shows that they are asked.
extension AttentionMutants {
  private static let matrix = "generator.normal(shape: [features, features], deviation: 1 / sqrt(Double(features)))"
  private static let output = "generator.normal(shape: [vocabulary, features], deviation: 1 / sqrt(Double(features)))"

  static let sentences: [Mutant] = [
    Mutant(
      "backward-softmax-unstable", "on the way back a softmax of its own, without subtracting the largest score",
      replacing: [
        (
          "    let weights = attentionWeights(q, k, causal: causal)\n",
          """
              var weights = q.matmul(k.transposed()) / sqrt(Double(q.columns))
              for row in 0..<weights.rows {
                var total = 0.0
                for column in 0..<weights.columns {
                  weights[row, column] = causal && column > row ? 0 : exp(weights[row, column])
                  total += weights[row, column]
                }
                for column in 0..<weights.columns { weights[row, column] /= total }
              }

          """
        )
      ], fails: ["attention.backward.oracle"]),
    Mutant(
      "positions-from-the-end", "a shorter sequence uses the last positions of the context",
      replacing: [
        (
          "model.positions.rows(at: Array(tokens.indices))",
          "model.positions.rows(at: tokens.indices.map { $0 + model.positions.rows - tokens.count })"
        )
      ], fails: ["scores"]),
    Mutant(
      "scores-residual-normalised", "the normalised rows added to what the attention gives",
      replacing: [
        (
          "let y = x + multiHead(model.attention, normal, heads: heads, causal: true)\n    return",
          "let y = normal + multiHead(model.attention, normal, heads: heads, causal: true)\n    return"
        )
      ], fails: ["scores"], sometimes: ["repeats"]),
    Mutant(
      "matrices-above-zero", "all numbers of the four matrices above 0",
      replacing: [(matrix, matrix + ".map { abs($0) }")], fails: ["initial"]),
    Mutant(
      "output-rows-alike", "one row of output weights for all tokens",
      replacing: [
        (
          output,
          """
          {
                  let row = generator.normal(shape: [features], deviation: 1 / sqrt(Double(features)))
                  return Tensor(
                    shape: [vocabulary, features],
                    values: [[Double]](repeating: row.values, count: vocabulary).flatMap { $0 })
                }()
          """
        )
      ], fails: ["initial"]),
    Mutant(
      "seed-of-32-bits", "the lower half of the seed only",
      replacing: [("Generator(seed: seed)", "Generator(seed: seed & 0xFFFF_FFFF)")], fails: ["initial", "repeats"]),
  ]
}
