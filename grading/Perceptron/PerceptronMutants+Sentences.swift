import Checks

extension PerceptronMutants {
  private static let end = "return Training(model: model, mistakes: mistakes, converged: false)"
  private static let step = """
    let slope = gradient(model, link, samples, targets)
          for feature in model.weights.indices { model.weights[feature] -= learningRate * slope.weights[feature] }
          model.bias -= learningRate * slope.bias
    """

  /// Sentences of the statement that the other mutants leave whole.
  static let sentences: [Mutant] = [
    Mutant(
      "decision-hair-of-a-hair", "a tolerance of 10⁻¹³ where the rule compares with 0",
      replacing: [(sign, sign.replacing(">= 0", with: ">= -1e-13"))], fails: ["decision.edges"]),
    Mutant(
      "train-converged-if-it-separates",
      "converged where the last model is right of all samples, whatever the last pass did",
      replacing: [
        (
          end,
          end.replacing(
            "false",
            with: "maximumEpochs > 0 && zip(samples, labels).allSatisfy { Double($0.1) * weightedSum(model, $0.0) > 0 }"
          )
        )
      ], fails: ["train.limits"], sometimes: ["train.edges"]),
    Mutant(
      "train-rate-of-one", "a learning rate of 1, whatever is asked",
      replacing: [("label: label, learningRate: learningRate)", "label: label, learningRate: 1)")],
      fails: ["train", "train.limits", "train.edges"]),
    Mutant(
      "cost-of-nothing", "the mean times the number of samples, 0 / 0 for none",
      replacing: [("return total / 2", "return total / Double(samples.count) * Double(samples.count) / 2")],
      fails: ["cost.edges"]),
    Mutant(
      "batch-bias-after-weights", "the bias's derivative taken after the weights have moved",
      replacing: [
        (
          step,
          step.replacing(
            "learningRate * slope.bias", with: "learningRate * gradient(model, link, samples, targets).bias")
        )
      ], fails: ["batchDescent", "batchDescent.edges"]),
    Mutant(
      "batch-stops-at-tiny-slope", "no more steps where all derivatives are below 10⁻⁸",
      replacing: [
        (step, step + "\n      if abs(slope.bias) < 1e-8 && slope.weights.allSatisfy({ abs($0) < 1e-8 }) { break }")
      ], fails: ["batchDescent.edges"]),
    Mutant(
      "stochastic-empty-order", "an empty order taken for all samples in theirs",
      replacing: [("for index in order {", "for index in order.isEmpty ? Array(samples.indices) : order {")],
      fails: ["stochasticDescent.edges"]),
  ]
}
