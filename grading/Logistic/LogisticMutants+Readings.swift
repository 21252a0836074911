import Checks

/// What is read otherwise than the statement says it: where the bias stands, what is updated when.
extension LogisticMutants {
  private static let loss =
    "let softplus = max(0, z) + log1p(exp(-abs(z)))\n      total += softplus - Double(label) * z"

  private static func clipped(_ sliver: String) -> String {
    "let p = min(1 - \(sliver), max(\(sliver), sigmoid(z)))\n      total -= label == 1 ? log(p) : log(1 - p)"
  }

  static let readings: [Mutant] = [
    Mutant(
      "hessian-bias-first", "the bias in the first row and column, and Newton's step read accordingly",
      replacing: [
        ("samples.row(row).values + [1]", "[1] + samples.row(row).values"),
        ("slope.weights + [slope.bias])", "[slope.bias] + slope.weights)"),
        (
          "model.weights[feature] -= step[feature] }\n      model.bias -= step[model.weights.count]",
          "model.weights[feature] -= step[feature + 1] }\n      model.bias -= step[0]"
        ),
      ], fails: ["hessian", "hessian.edges", "hessian.differences"], sometimes: ["repeats"]),
    Mutant(
      "multinomial-descent-in-turn", "the biases' derivative taken after the weights have moved",
      replacing: [
        ("fitted.bias -= rate * slope.bias", "fitted.bias -= rate * multinomialGradient(fitted, samples, labels).bias")
      ], fails: ["multinomialDescent", "multinomialDescent.edges"]),
    Mutant(
      "loss-of-clipped-probabilities", "probabilities kept between 1e-15 and 1 − 1e-15 in the logarithm",
      replacing: [(loss, clipped("1e-15"))], fails: ["loss.extreme"]),
    Mutant(
      "loss-of-coarsely-clipped-probabilities", "probabilities kept between 1e-7 and 1 − 1e-7 in the logarithm",
      replacing: [(loss, clipped("1e-7"))], fails: ["loss.extreme"]),
    Mutant(
      "loss-with-sliver", "1e-12 added in the logarithm",
      replacing: [
        (loss, "let p = sigmoid(z)\n      total -= label == 1 ? log(p + 1e-12) : log(1 - p + 1e-12)")
      ], fails: ["loss", "loss.extreme"]),
  ]
}
