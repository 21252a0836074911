import Checks

extension LogisticMutants {
  private static let binaryStep = """
    for feature in model.weights.indices { model.weights[feature] -= rate * slope.weights[feature] }
          model.bias -= rate * slope.bias
    """
  private static let fittedStep =
    "      fitted.weights -= rate * slope.weights\n      fitted.bias -= rate * slope.bias\n"
  private static let newtonStep = "let step = solveLinearSystem("
  private static let highest = "scores(model, samples).argmaxOfRows()"

  /// Sentences of the statement that the other mutants leave whole.
  static let sentences: [Mutant] = [
    Mutant(
      "descent-sample-by-sample", "each step on one sample, the next one",
      replacing: [
        (
          "for _ in 0..<steps {\n      let slope = logisticGradient(model, samples, labels)\n      for feature",
          """
          for step in 0..<steps where !labels.isEmpty {
                let row = step % labels.count
                let slope = logisticGradient(model, samples.rows(at: [row]), [labels[row]])
                for feature
          """
        )
      ], fails: ["descent", "descent.edges"], sometimes: ["repeats"]),
    Mutant(
      "descent-stops-when-rising", "ends where a step makes the loss larger",
      replacing: [
        (
          binaryStep,
          "let before = logisticLoss(model, samples, labels)\n      " + binaryStep
            + "\n      if logisticLoss(model, samples, labels) > before { break }"
        )
      ], fails: ["descent.edges"]),
    Mutant(
      "descent-stops-when-nearly-flat", "ends where all derivatives are below 10⁻⁸",
      replacing: [
        (
          binaryStep,
          binaryStep + "\n      if slope.weights.allSatisfy({ abs($0) < 1e-8 }) && abs(slope.bias) < 1e-8 { break }"
        )
      ], fails: ["descent.edges"]),
    Mutant(
      "newton-stops-when-flat", "ends where all derivatives are below 10⁻⁶",
      replacing: [
        (
          newtonStep,
          "if slope.weights.allSatisfy({ abs($0) < 1e-6 }) && abs(slope.bias) < 1e-6 { break }\n      " + newtonStep
        )
      ], fails: ["newton.many"], sometimes: ["newton"]),
    Mutant(
      "multinomial-descent-stops-when-rising", "ends where a step makes the loss larger",
      replacing: [
        (
          fittedStep,
          "      let before = multinomialLoss(fitted, samples, labels)\n" + fittedStep
            + "      if multinomialLoss(fitted, samples, labels) > before { break }\n"
        )
      ], fails: ["multinomialDescent.edges"]),
    Mutant(
      "classify-by-powers", "the powers of the scores compared, infinite or 0 for ±1000",
      replacing: [(highest, "scores(model, samples).map { exp($0) }.argmaxOfRows()")], fails: ["classify.ties"]),
    Mutant(
      "classify-tolerance", "scores nearer than 10⁻⁵ taken for equal",
      replacing: [
        (
          highest,
          """
          let s = scores(model, samples)
              return (0..<s.rows).map { row in
                (0..<s.columns).reduce(0) { s[row, $1] > s[row, $0] + 1e-5 ? $1 : $0 }
              }
          """
        )
      ], fails: ["classify.ties"]),
    Mutant(
      "map-tolerance", "posteriors nearer than 10⁻⁵ taken for equal",
      replacing: [("posterior[k] > posterior[best]", "posterior[k] > posterior[best] + 1e-5")],
      fails: ["mapClass.ties"]),
  ]
}
