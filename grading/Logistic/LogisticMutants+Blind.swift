import Checks

extension LogisticMutants {
  private static let start = "struct Submission: LogisticContract {"
  private static let error = "let error = sigmoid(sum(model, samples, row)) - Double(label)"
  private static let gradientEnd = "      gradient.bias += delta\n    }\n    return gradient"
  private static let steps = "      let slope = logisticGradient(model, samples, labels)\n      for feature"
  private static let classSteps = "      let slope = multinomialGradient(fitted, samples, labels)\n"
  private static let classGradient =
    "return MultinomialModel(weights: delta.transposed().matmul(samples), bias: delta.sum(axis: 0))"

  /// What shows at sizes only that nobody thinks of: numbers far out or next to nothing, samples without features.
  static let blind: [Mutant] = [
    Mutant(
      "sigmoid-by-tanh", "σ as (1 + tanh(z/2)) / 2, in which the digits of small ones cancel",
      replacing: [("z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))", "(1 + tanh(z / 2)) / 2")],
      fails: ["sigmoid.extreme", "gradient.edges", "descent.edges", "hessian.edges"]),
    Mutant(
      "decide-forgives-1e-18", "a sum above −1e-18 counts as on the line",
      replacing: [("sum(model, samples, $0) >= 0 ? 1 : 0", "sum(model, samples, $0) >= -1e-18 ? 1 : 0")],
      fails: ["decide.edges"]),
    Mutant(
      "no-features-no-samples", "the gradient of samples without features is zeros",
      replacing: [
        (
          "    for (row, label) in labels.enumerated() {\n      let error",
          "    if samples.count == 0 { return gradient }\n    for (row, label) in labels.enumerated() {\n      let error"
        )
      ], fails: ["gradient.edges"]),
    Mutant(
      "hessian-no-features", "the Hessian of samples without features is zeros",
      replacing: [
        (
          "    for row in 0..<samples.rows {\n      let p",
          "    for row in 0..<(samples.count == 0 ? 0 : samples.rows) {\n      let p"
        )
      ],
      fails: ["hessian.edges"]),
    Mutant(
      "multinomial-no-features", "the gradient of several classes is zeros for samples without features",
      replacing: [
        ("    if labels.isEmpty {\n", "    if samples.count == 0 {\n")
      ], fails: ["multinomialGradient.edges"]),
    Mutant(
      "sums-cut", "the loss of a sample is cut at 10⁶",
      replacing: [("total += softplus - Double(label) * z", "total += min(1e6, softplus - Double(label) * z)")],
      fails: ["loss.extreme"]),
    Mutant(
      "small-errors-passed-over", "samples with an error below 1e-9 are left out of the gradient",
      replacing: [(error, error + "\n      if abs(error) < 1e-9 { continue }")],
      fails: ["gradient.edges", "descent.edges"]),
    Mutant(
      "gradient-cut", "each derivative cut to ±10⁶",
      replacing: [
        (
          gradientEnd,
          "      gradient.bias += delta\n    }\n    gradient.weights = gradient.weights.map { max(-1e6, min(1e6, $0)) }\n    return gradient"
        )
      ], fails: ["gradient.edges", "descent.edges"]),
    Mutant(
      "flat-samples-passed-over", "samples whose p (1 − p) is below 1e-12 are left out of the Hessian",
      replacing: [
        (
          "let factor = p * (1 - p) / Double(samples.rows)",
          "if p * (1 - p) < 1e-12 { continue }\n      let factor = p * (1 - p) / Double(samples.rows)"
        )
      ], fails: ["hessian.edges"]),
    Mutant(
      "hessian-cut", "sums of second derivatives cut to 10⁶ on the way",
      replacing: [
        ("hessian[i, j] += factor", "hessian[i, j] = min(1e6, hessian[i, j])\n        hessian[i, j] += factor")
      ], fails: ["hessian.edges"]),
    Mutant(
      "descent-stops-at-1e-15", "the descent ends where no derivative is above 1e-15",
      replacing: [
        (
          steps,
          "      let slope = logisticGradient(model, samples, labels)\n"
            + "      if (slope.weights + [slope.bias]).allSatisfy({ abs($0) < 1e-15 }) { break }\n      for feature"
        )
      ], fails: ["descent.edges"]),
    Mutant(
      "descent-gives-up", "the descent ends where the loss is above 10⁴",
      replacing: [
        (
          steps,
          "      if logisticLoss(model, samples, labels) > 1e4 { break }\n" + steps
        )
      ], fails: ["descent.edges"]),
    Mutant(
      "newton-step-bounded", "a step of Newton's method is cut to 1000 in each weight",
      replacing: [
        ("model.weights[feature] -= step[feature]", "model.weights[feature] -= max(-1000, min(1000, step[feature]))")
      ], fails: ["newton.many"]),
    Mutant(
      "probabilities-below-1e-12-are-zero", "probabilities below 1e-12 are set to 0",
      replacing: [
        (
          "for k in 0..<p.columns { p[row, k] /= total }",
          "for k in 0..<p.columns { p[row, k] = p[row, k] / total < 1e-12 ? 0 : p[row, k] / total }"
        )
      ], fails: ["probabilities.extreme", "multinomialGradient.edges", "multinomialDescent.edges"]),
    Mutant(
      "multinomial-scores-cut", "the loss cuts scores to ±10⁴",
      replacing: [
        ("let s = scores(model, samples)\n", "let s = scores(model, samples).map { max(-1e4, min(1e4, $0)) }\n")
      ], fails: ["multinomialLoss.extreme"]),
    Mutant(
      "multinomial-gradient-cut", "each derivative of several classes cut to ±10⁶",
      replacing: [
        (
          classGradient,
          "return MultinomialModel(\n      weights: delta.transposed().matmul(samples).map { max(-1e6, min(1e6, $0)) }, bias: delta.sum(axis: 0))"
        )
      ], fails: ["multinomialGradient.edges", "multinomialDescent.edges"]),
    Mutant(
      "multinomial-descent-stops-at-1e-10", "the descent of several classes ends where the loss is below 1e-10",
      replacing: [
        (classSteps, "      if multinomialLoss(fitted, samples, labels) < 1e-10 { break }\n" + classSteps)
      ], fails: ["multinomialDescent.edges"]),
    Mutant(
      "multinomial-descent-gives-up", "the descent of several classes ends where the loss is above 10⁴",
      replacing: [
        (classSteps, "      if multinomialLoss(fitted, samples, labels) > 1e4 { break }\n" + classSteps)
      ], fails: ["multinomialDescent.edges"]),
    Mutant(
      "multinomial-half-the-steps", "for hundreds of samples half as many steps at twice the rate",
      replacing: [
        (
          "    var fitted = model\n    for _ in 0..<steps {",
          "    var fitted = model\n    let (rate, steps) = labels.count > 200 ? (2 * rate, steps / 2) : (rate, steps)\n    for _ in 0..<steps {"
        )
      ], fails: ["multinomialDescent.edges"]),
    Mutant(
      "classify-tolerance-1e-9", "classes whose scores differ by less than 1e-9 count as equal",
      replacing: [
        (
          "scores(model, samples).argmaxOfRows()",
          """
          (0..<samples.rows).map { row in
                let line = scores(model, samples).row(row).values
                return line.indices.reduce(0) { line[$1] > line[$0] + 1e-9 ? $1 : $0 }
              }
          """
        )
      ], fails: ["classify.ties"]),
    Mutant(
      "posteriors-below-1e-12-are-zero", "posteriors below 1e-12 are set to 0",
      replacing: [
        ("return weights.map { $0 / evidence }", "return weights.map { $0 / evidence < 1e-12 ? 0 : $0 / evidence }")
      ],
      fails: ["posteriors.extreme"]),
    Mutant(
      "classify-kept-without-bias", "the last classes are answered again where weights and samples are the same",
      replacing: [
        (start, "nonisolated(unsafe) private var last: (Tensor, Tensor, [Int])?\n\n" + start),
        (
          "scores(model, samples).argmaxOfRows()",
          """
          if let last, last.0 == model.weights, last.1 == samples { return last.2 }
              let found = scores(model, samples).argmaxOfRows()
              last = (model.weights, samples, found)
              return found
          """
        ),
      ], fails: ["repeats"]),
  ]
}
