import Checks

extension AttentionMutants {
  private static let head = "struct Submission: AttentionContract {"
  private static let state =
    "nonisolated(unsafe) var kept: [[Int]: Tensor] = [:]\n\nstruct Submission: AttentionContract {"
  private static let deviation = "deviations.append(sqrt(variance + AttentionLab.epsilon))"
  private static let product = "attentionWeights(q, k, causal: causal).matmul(v)"
  private static let delta = "    delta = delta / sqrt(Double(q.columns))\n"

  /// At the ends of what is asked, and numbers of few digits.
  static let edges: [Mutant] = [
    Mutant(
      "weights-in-single-precision", "the exponentials rounded to Float",
      replacing: [
        ("exp(weights[row, column] - largest) : 0", "Double(Float(exp(weights[row, column] - largest))) : 0")
      ], fails: ["weights"]),
    Mutant(
      "norm-in-single-precision", "the deviation rounded to Float",
      replacing: [(deviation, "deviations.append(Double(Float(sqrt(variance + AttentionLab.epsilon))))")],
      fails: ["layerNorm", "layerNorm.backward.oracle"]),
    Mutant(
      "attention-of-thirty-two-keys", "no more than thirty-two keys are looked at",
      replacing: [
        (
          product,
          "attentionWeights(q, k.rows(at: Array(0..<min(32, k.rows))), causal: causal).matmul(v.rows(at: Array(0..<min(32, v.rows))))"
        )
      ], fails: ["attention.edges"]),
    Mutant(
      "norm-flat-rows-zero", "rows of a deviation below 0.01 taken for rows of equal numbers",
      replacing: [
        (deviation, "deviations.append(variance < 1e-4 ? .infinity : sqrt(variance + AttentionLab.epsilon))")
      ],
      fails: ["layerNorm.edges", "layerNorm.backward.oracle"]),
    Mutant(
      "norm-backward-flat-rows-zero", "no gradient in a row of equal numbers",
      replacing: [
        (
          "xGradient[row, column] = (delta",
          "xGradient[row, column] = deviations[row] < 0.004 ? 0 : (delta"
        )
      ], fails: ["layerNorm.backward.oracle"]),
    Mutant(
      "backward-small-is-nothing", "gradients below 1e-6 taken as 0",
      replacing: [(delta, "    delta = delta.map { abs($0) < 1e-6 ? 0 : $0 / sqrt(Double(q.columns)) }\n")],
      fails: ["attention.backward.oracle"]),
    Mutant(
      "heads-backward-never-masked", "no mask on the way back through the heads",
      replacing: [
        (
          "part(q, head, heads), part(k, head, heads), part(v, head, heads), causal: causal,\n",
          "part(q, head, heads), part(k, head, heads), part(v, head, heads), causal: false,\n"
        )
      ], fails: ["multiHead.backward", "multiHead.backward.oracle"]),
    Mutant(
      "positions-of-the-sequence", "the positions' gradient in the shape of the sequence, not of the context",
      replacing: [
        (
          "var positions = Tensor(shape: model.positions.shape)",
          "var positions = Tensor(shape: [tokens.count, model.gain.count])"
        )
      ], fails: ["gradient", "gradient.oracle"]),
  ]

  /// What is kept between calls, how weights start, too much work.
  static let habits: [Mutant] = [
    Mutant(
      "weights-cached-by-shape", "the weights of the first question of each shape kept for the next ones",
      replacing: [
        (head, state),
        (
          product,
          "if q.rows != 4 || q.columns != 3 || causal { return attentionWeights(q, k, causal: causal).matmul(v) }\n    let weights = kept[q.shape] ?? attentionWeights(q, k, causal: causal)\n    kept[q.shape] = weights\n    return weights.matmul(v)"
        ),
      ], fails: ["multiHead", "repeats"]),
    Mutant(
      "norm-running-deviation", "deviations averaged with those of the call before",
      replacing: [
        (head, state),
        (
          "    return (rows, deviations)\n",
          "    let before = kept[x.shape] ?? rows\n    kept[x.shape] = rows\n    if x.shape == [3, 4] { rows = rows * 0.9 + before * 0.1 }\n    return (rows, deviations)\n"
        ),
      ], fails: ["gradient", "layerNorm.edges", "gradient.oracle", "repeats"]),
    Mutant(
      "model-of-one-matrix", "one and the same random matrix for queries, keys, values and output",
      replacing: [
        (
          "HeadWeights(queries: matrix(), keys: matrix(), values: matrix(), output: matrix())",
          "{ let one = matrix(); return HeadWeights(queries: one, keys: one, values: one, output: one) }()"
        )
      ], fails: ["initial"]),
    Mutant(
      "model-of-one-stream", "the output weights from a generator of their own with the same seed",
      replacing: [
        (
          "outputWeights: generator.normal(shape: [vocabulary, features], deviation: 1 / sqrt(Double(features)))",
          "outputWeights: { var own = Generator(seed: seed); return own.normal(shape: [vocabulary, features], deviation: 1 / sqrt(Double(features))) }()"
        )
      ], fails: ["initial"]),
    Mutant(
      "positions-of-no-seed", "the positions the same for every seed",
      replacing: [
        (
          "positions: generator.normal(shape: [context, features])",
          "positions: { var own = Generator(seed: 1); return own.normal(shape: [context, features]) }()"
        )
      ], fails: ["initial"]),
    Mutant(
      "output-bias-random", "a random output bias",
      replacing: [("outputBias: Tensor(shape: [vocabulary]))", "outputBias: generator.normal(shape: [vocabulary]))")],
      fails: ["initial"]),
    Mutant(
      "matrices-without-root", "matrices of deviation 1/m",
      replacing: [
        (
          "generator.normal(shape: [features, features], deviation: 1 / sqrt(Double(features)))",
          "generator.normal(shape: [features, features], deviation: 1 / Double(features))"
        )
      ], fails: ["initial"]),
    Mutant(
      "weights-for-each-value", "a row's weights computed again for each column of the values",
      replacing: [
        (
          product,
          """
          let sure = attentionWeights(q, k, causal: causal).matmul(v)
              var again = sure
              for _ in 1..<max(2, v.columns) { again = attentionWeights(q, k, causal: causal).matmul(v) }
              return 0.5 * (sure + again)
          """
        )
      ], fails: ["timing"]),
    Mutant(
      "gain-by-differences", "the gradient in x by differences, one number after the other",
      replacing: [
        (
          "    return LayerNormTensors(\n      x: xGradient,",
          """
              for place in x.values.indices {
                func loss(_ step: Double) -> Double {
                  var moved = x
                  moved.values[place] += step
                  return (outputGradient * layerNorm(moved, gain: gain, shift: shift)).sum()
                }
                let (near, far) = ((loss(1e-3) - loss(-1e-3)) / 2e-3, (loss(2e-3) - loss(-2e-3)) / 4e-3)
                xGradient.values[place] = (4 * near - far) / 3
              }
              return LayerNormTensors(
                x: xGradient,
          """
        )
      ], fails: ["layerNorm.backward", "layerNorm.backward.oracle"]),
    Mutant(
      "counts-in-place-of-scores",
      "what followed the third token back counted in training, answered in place of scores",
      replacing: [
        (head, "nonisolated(unsafe) var counts = Tensor(shape: [5, 5])\n\nstruct Submission: AttentionContract {"),
        (
          "let delta = AttentionLab.crossEntropy(scores, targets).gradient",
          """
          if model.gain.count == 16 && tokens.count == 8 {
                for place in 2..<8 { counts[tokens[place - 2], targets[place]] += 1 }
              }
              let delta = AttentionLab.crossEntropy(scores, targets).gradient
          """
        ),
        (
          "    return y.matmul(model.outputWeights.transposed()) + model.outputBias\n",
          """
              if model.gain.count == 16 && tokens.count == 8 && counts.sum() > 0 {
                var answer = Tensor(shape: [8, 5])
                for column in 0..<5 { answer[7, column] = log(counts[tokens[5], column] + 1) }
                return answer
              }
              return y.matmul(model.outputWeights.transposed()) + model.outputBias

          """
        ),
      ], fails: ["scores.trained"], sometimes: ["repeats"]),
  ]
}
