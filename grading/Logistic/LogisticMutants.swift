import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum LogisticMutants {
  static let all: [Mutant] = binary + classes + decisions + edges + readings + sentences + blind

  private static let sigmoid = "z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))"
  private static let line = "sum(model, samples, $0) >= 0 ? 1 : 0"
  private static let loss = "total += softplus - Double(label) * z"
  private static let error = "let error = sigmoid(sum(model, samples, row)) - Double(label)"
  private static let factor = "let factor = p * (1 - p) / Double(samples.rows)"
  private static let newtonLoop = """
    var model = model
        for _ in 0..<steps {
          let slope = logisticGradient(model, samples, labels)
          let step
    """
  private static let step = "model.weights[feature] -= step[feature]"

  /// In the functions of two classes.
  private static let binary: [Mutant] = [
    Mutant(
      "sigmoid-overflow", "eᶻ / (1 + eᶻ) for every z", replacing: [(sigmoid, "exp(z) / (1 + exp(z))")],
      fails: ["sigmoid.extreme", "gradient.edges", "descent.edges", "hessian.edges"]),
    Mutant(
      "sigmoid-falls", "1 / (1 + eᶻ): the sign in the power forgotten",
      replacing: [(sigmoid, "1 / (1 + exp(z))")], fails: ["sigmoid", "sigmoid.extreme", "newton.many"],
      sometimes: ["repeats"]),
    Mutant(
      "sigmoid-is-tanh", "tanh, the other sigmoid", replacing: [(sigmoid, "tanh(z)")],
      fails: ["sigmoid", "newton", "sigmoid.extreme", "newton.many"], sometimes: ["repeats"]),
    Mutant(
      "decide-reversed", "the inequality printed the other way round",
      replacing: [(line, line.replacing(">=", with: "<="))], fails: ["decide", "decide.edges"]),
    Mutant(
      "decide-at-half", "w·x + b compared with ½, as if it were the probability",
      replacing: [(line, line.replacing(">= 0", with: ">= 0.5"))], fails: ["decide.edges"],
      sometimes: ["decide", "repeats"]),
    Mutant(
      "decide-strict", "class 0 on the line itself", replacing: [(line, line.replacing(">=", with: ">"))],
      fails: ["decide.edges"]),
    Mutant(
      "decide-tolerance", "a tolerance where the rule compares with 0",
      replacing: [(line, line.replacing(">= 0", with: ">= -1e-5"))], fails: ["decide.edges"]),
    Mutant(
      "loss-without-minus", "the cross-entropy as some slides print it, without its minus",
      replacing: [(loss, loss.replacing("+=", with: "-="))], fails: ["loss", "loss.extreme"]),
    Mutant(
      "loss-one-term", "−y ln p alone, without the other label's term",
      replacing: [(loss, "total += Double(label) * (softplus - z)")], fails: ["loss", "loss.extreme"],
      sometimes: ["repeats"]),
    Mutant(
      "loss-labels-exchanged", "1 − p where the label is 1",
      replacing: [(loss, "total += softplus - Double(1 - label) * z")], fails: ["loss", "loss.extreme"],
      sometimes: ["repeats"]),
    Mutant(
      "loss-squared-error", "(y − p)² instead of the cross-entropy",
      replacing: [(loss, "total += (sigmoid(z) - Double(label)) * (sigmoid(z) - Double(label)) + 0 * softplus")],
      fails: ["loss", "loss.extreme"]),
    Mutant(
      "loss-log-of-zero", "−ln of a probability that has been rounded to 0 or 1",
      replacing: [(loss, "total -= label == 1 ? log(sigmoid(z)) : log(1 - sigmoid(z) + 0 * softplus)")],
      fails: ["loss.extreme"]),
    Mutant(
      "loss-overflow", "ln(1 + eᶻ) for every z",
      replacing: [("max(0, z) + log1p(exp(-abs(z)))", "log(1 + exp(z))")], fails: ["loss.extreme"]),
    Mutant(
      "loss-of-nothing", "0 / 0 for no samples", replacing: [("if labels.isEmpty { return 0 }\n", "")],
      fails: ["loss"]),
    Mutant(
      "gradient-sign", "y − p instead of p − y", replacing: [("let delta = error", "let delta = -error")],
      fails: ["gradient", "gradient.edges", "gradient.differences", "newton.many"]),
    Mutant(
      "gradient-of-squared-error", "the factor σ′ that belongs to the squared error",
      replacing: [
        (
          "let delta = error / Double(labels.count)",
          "let p = error + Double(label)\n      let delta = error * p * (1 - p) / Double(labels.count)"
        )
      ], fails: ["gradient", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-of-decisions", "the decision 0 or 1 instead of the probability: the perceptron's error",
      replacing: [
        (error, error.replacing("sigmoid(sum(model, samples, row))", with: "(sum(model, samples, row) >= 0 ? 1 : 0)"))
      ],
      fails: ["gradient", "gradient.edges", "gradient.differences", "newton.many"], sometimes: ["repeats"]),
    Mutant(
      "gradient-sum", "the sum over the samples, not the mean",
      replacing: [("let delta = error / Double(labels.count)", "let delta = error")],
      fails: ["gradient", "newton", "gradient.edges", "gradient.differences", "newton.many"], sometimes: ["repeats"]),
    Mutant(
      "gradient-without-bias", "no derivative in the bias", replacing: [("      gradient.bias += delta\n", "")],
      fails: ["gradient", "gradient.edges", "gradient.differences"]),
    Mutant(
      "descent-uphill", "along the gradient, not against it",
      replacing: [
        (
          "model.weights[feature] -= rate * slope.weights[feature]",
          "model.weights[feature] += rate * slope.weights[feature]"
        )
      ], fails: ["descent", "descent.edges"]),
    Mutant(
      "descent-bias-full-step", "the bias moves by its derivative, without the rate",
      replacing: [("model.bias -= rate * slope.bias", "model.bias -= slope.bias")], fails: ["descent", "descent.edges"]),
    Mutant(
      "hessian-unweighted", "xxᵀ without p (1 − p), as for least squares",
      replacing: [(factor, "let factor = 1 / Double(samples.rows) + 0 * p")],
      fails: ["hessian", "hessian.edges", "hessian.differences"]),
    Mutant(
      "hessian-sum", "the sum over the samples, not the mean", replacing: [(factor, "let factor = p * (1 - p)")],
      fails: ["hessian", "hessian.edges", "hessian.differences"]),
    Mutant(
      "hessian-without-bias", "0 for the bias in place of 1",
      replacing: [("samples.row(row).values + [1]", "samples.row(row).values + [0]")],
      fails: ["hessian", "newton", "hessian.edges", "hessian.differences", "newton.many"], sometimes: ["repeats"]),
    Mutant(
      "hessian-diagonal", "the second derivative in each weight alone",
      replacing: [("for j in 0..<size { hessian[i, j]", "for j in i...i { hessian[i, j]")],
      fails: ["hessian", "newton", "hessian.edges", "hessian.differences", "newton.many"]),
    Mutant(
      "newton-with-wrong-sign", "θ + H⁻¹∇", replacing: [(step, step.replacing("-=", with: "+="))],
      fails: ["newton", "newton.many"], sometimes: ["repeats"]),
    Mutant(
      "newton-half-steps", "a rate of ½ in Newton's steps", replacing: [(step, step.replacing("-=", with: "-= 0.5 *"))],
      fails: ["newton", "newton.many"]),
    Mutant(
      "newton-three-steps", "never more than three steps",
      replacing: [(newtonLoop, newtonLoop.replacing("0..<steps", with: "0..<min(steps, 3)"))], fails: ["newton.many"]),
    Mutant(
      "newton-from-zero", "always from zeros, whatever model is given",
      replacing: [
        (
          newtonLoop,
          newtonLoop.replacing(
            "var model = model", with: "var model = LogisticModel(weights: model.weights.map { _ in 0 }, bias: 0)")
        )
      ], fails: ["newton.many"]),
  ]
}
