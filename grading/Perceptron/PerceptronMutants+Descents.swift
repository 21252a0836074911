import Checks

extension PerceptronMutants {
  private static let delta = "let delta = -(target - link.value(z)) * link.derivative(z)"
  private static let slope = "let slope = gradient(model, link, [samples[index]], [targets[index]])"
  private static let step = """
    for _ in 0..<epochs {
          let slope = gradient(model, link, samples, targets)
          for feature in model.weights.indices { model.weights[feature] -= learningRate * slope.weights[feature] }
          model.bias -= learningRate * slope.bias
        }
    """

  /// In cost, gradient and the two descents.
  static let descents: [Mutant] = [
    Mutant(
      "cost-mean", "a mean where the cost is a sum",
      replacing: [("return total / 2", "return total / 2 / Double(max(samples.count, 1))")],
      fails: ["cost", "cost.edges"]),
    Mutant(
      "cost-without-half", "½ forgotten", replacing: [("return total / 2", "return total")],
      fails: ["cost", "cost.edges"]),
    Mutant(
      "cost-without-link", "the cost of w·x + b itself, without φ",
      replacing: [
        (
          "let error = target - link.value(weightedSum(model, sample))",
          "let error = target - weightedSum(model, sample)"
        )
      ],
      fails: ["cost", "cost.edges"]),
    Mutant(
      "cost-own-tanh", "tanh by its formula with exponentials, ∞ / ∞ for large sums",
      replacing: [
        (
          "let error = target - link.value(weightedSum(model, sample))",
          """
          let z = weightedSum(model, sample)
                let error = target - (link == .identity ? z : (exp(z) - exp(-z)) / (exp(z) + exp(-z)))
          """
        )
      ], fails: ["cost.edges"]),
    Mutant(
      "gradient-mean", "the gradient of the mean, where the cost is a sum",
      replacing: [
        (
          "    return gradient\n",
          "    return LinearModel(weights: gradient.weights.map { $0 / Double(max(samples.count, 1)) }, bias: gradient.bias / Double(max(samples.count, 1)))\n"
        )
      ],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-sign", "y − φ(z) without the minus of the chain rule",
      replacing: [(delta, delta.replacing("-(", with: "("))],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-without-derivative", "φ′ forgotten",
      replacing: [(delta, "let delta = -(target - link.value(z))")],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-derivative-at-output", "φ′ taken at φ(z)",
      replacing: [(delta, delta.replacing("derivative(z)", with: "derivative(link.value(z))"))],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-bias-forgotten", "the bias's derivative left at 0",
      replacing: [("      gradient.bias += delta\n", "")],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-bias-not-summed", "the bias's derivative of the last sample only",
      replacing: [("gradient.bias += delta", "gradient.bias = delta")],
      fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-weights-not-summed", "the weights' derivatives of the last sample only",
      replacing: [("gradient.weights[feature] += delta", "gradient.weights[feature] = delta")],
      fails: ["gradient", "gradient.oracle", "gradient.differences", "timing"]),
    Mutant(
      "gradient-needs-a-sample", "as many derivatives as the first sample has features: stops where there is none",
      replacing: [("count: model.weights.count)", "count: samples[0].count)")],
      fails: ["gradient.oracle", "batchDescent.edges"]),
    Mutant(
      "batch-uphill", "steps up the slope",
      replacing: [(step, step.replacing("-=", with: "+="))], fails: ["batchDescent", "batchDescent.edges"]),
    Mutant(
      "batch-bias-kept", "the bias stays as it was",
      replacing: [(step, step.replacing("model.bias -= learningRate * slope.bias", with: "_ = slope.bias"))],
      fails: ["batchDescent", "batchDescent.edges"]),
    Mutant(
      "batch-gradient-once", "the gradient of the first model for all steps",
      replacing: [
        (step, step.replacing("gradient(model,", with: "gradient(start,")),
        (
          "    var model = model\n    for _ in 0..<epochs",
          "    let start = model\n    var model = model\n    for _ in 0..<epochs"
        ),
      ],
      fails: ["batchDescent", "batchDescent.edges"]),
    Mutant(
      "batch-at-least-one-step", "a step even where none is asked for",
      replacing: [("for _ in 0..<epochs {", "for _ in 0..<max(1, epochs) {")], fails: ["batchDescent.edges"]),
    Mutant(
      "batch-gradient-for-each-weight", "the gradient taken anew for each weight",
      replacing: [
        (
          step,
          step.replacing("let slope =", with: "let old = model\n      let slope =").replacing(
            "* slope.weights[feature]", with: "* gradient(old, link, samples, targets).weights[feature]")
        )
      ],
      fails: ["timing"]),
    Mutant(
      "stochastic-all-samples", "the gradient of all samples at each step",
      replacing: [(slope, "let slope = gradient(model, link, samples, targets)\n      _ = index")],
      fails: ["stochasticDescent", "stochasticDescent.edges", "stochasticDescent.timing"]),
    Mutant(
      "stochastic-own-order", "the samples in their own order",
      replacing: [("for index in order {", "for index in samples.indices {")],
      fails: ["stochasticDescent", "stochasticDescent.edges"]),
    Mutant(
      "stochastic-each-once", "each sample at most once",
      replacing: [
        (
          "for index in order {",
          "var visited: Set<Int> = []\n    for index in order where visited.insert(index).inserted {"
        )
      ],
      fails: ["stochasticDescent", "stochasticDescent.edges"]),
    Mutant(
      "stochastic-target-by-place", "the target of the step's number, not of the sample's index",
      replacing: [
        ("for index in order {", "for (place, index) in order.enumerated() {"),
        (slope, slope.replacing("targets[index]", with: "targets[place % targets.count]")),
      ],
      fails: ["stochasticDescent", "stochasticDescent.edges", "stochasticDescent.timing"]),
  ]
}
