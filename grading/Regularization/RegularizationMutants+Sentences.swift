import Checks

/// What single clauses of the statement ask, where nothing else shows that they are asked.
extension RegularizationMutants {
  private static let unit = "Tensor(shape: shape).map { _ in generator.uniform() < probability ? 0 : kept }"
  private static let unbiased = "let unbiased = variance * Double(x.rows) / Double(x.rows - 1)\n"

  static let sentences: [Mutant] = [
    Mutant(
      "descent-from-zeros", "steps from weights of 0, whatever model is given",
      replacing: [
        ("var moved = model\n", "var moved = RidgeModel(weights: model.weights.map { _ in 0 }, bias: 0)\n")
      ], fails: ["ridgeDescent", "ridgeDescent.edges"], sometimes: ["repeats"]),
    Mutant(
      "mask-of-no-units", "a mask without a shape where there are no units",
      replacing: [("return " + unit, "if shape.contains(0) { return Tensor(shape: [0]) }\n    return " + unit)],
      fails: ["dropoutMask"]),
    Mutant(
      "mask-seed-of-32-bits", "the lower half of the seed only",
      replacing: [("Generator(seed: seed)", "Generator(seed: seed & 0xFFFF_FFFF)")], fails: ["dropoutMask.seed"]),
    Mutant(
      "running-cancels", "the running variance by the mean of squares less the square of the mean",
      replacing: [
        (
          unbiased,
          """
          var squares = 0.0
                for row in 0..<x.rows { squares += x[row, feature] * x[row, feature] / Double(x.rows) }
                let unbiased = max(0, squares - mean * mean) * Double(x.rows) / Double(x.rows - 1)

          """
        )
      ], fails: ["batchNorm.runs"]),
    Mutant(
      "evaluation-of-no-samples", "no matrix where there are no samples",
      replacing: [("    var normal = x\n", "    var normal = x.rows == 0 ? Tensor(shape: [0]) : x\n")],
      fails: ["batchNormEvaluation"]),
    Mutant(
      "stop-losses-above-zero", "a loss of 0 or below is never better",
      replacing: [("if loss < state.bestLoss {", "if loss > 0 && loss < state.bestLoss {")],
      fails: ["earlyStopping.edges"]),
  ]
}
