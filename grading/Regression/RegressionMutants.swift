import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum RegressionMutants {
  static let all: [Mutant] = models + equations + selections + edges + sentences + blind

  private static let square = "total += (predicted - target) * (predicted - target)"
  private static let delta = "let delta = 2 * (predictions[row] - targets[row]) / Double(targets.count)"
  private static let move = "moved[place] -= rate * slope[place]"

  /// In features, prediction, error, gradient and descent.
  private static let models: [Mutant] = [
    Mutant(
      "features-without-constant", "the powers from 1 on, one too many at the end",
      replacing: [("var power = 1.0", "var power = number")],
      fails: ["features", "crossValidation", "features.edges", "crossValidation.edges"], sometimes: ["repeats"]),
    Mutant(
      "features-falling", "the highest power first",
      replacing: [("features[row, column] = power", "features[row, degree - column] = power")],
      fails: ["features", "features.edges"], sometimes: ["repeats"]),
    Mutant(
      "features-multiples", "x, 2x, 3x instead of powers",
      replacing: [("power *= number", "power = Double(column + 1) * number")],
      fails: [
        "features", "crossValidation", "chooseDegree", "features.edges", "crossValidation.edges", "chooseDegree.edges",
        "selection",
      ], sometimes: ["repeats"]),
    Mutant(
      "features-one-too-few", "0..<degree: the highest power is missing",
      replacing: [
        ("Tensor(shape: [x.count, degree + 1])", "Tensor(shape: [x.count, degree])"),
        ("for column in 0...degree {", "for column in 0..<degree {"),
      ], fails: ["features", "crossValidation", "features.edges", "crossValidation.edges"], sometimes: ["repeats"]),
    Mutant(
      "features-zero-to-the-zero", "e^(0 · ln x): no number for x = 0",
      replacing: [("features[row, column] = power", "features[row, column] = number == 0 ? .nan : power")],
      fails: ["features.edges"]),
    Mutant(
      "features-absolute", "powers of |x| times the sign of x",
      replacing: [("power *= number", "power = (number < 0 ? -1 : 1) * abs(power * number)")],
      fails: ["features", "features.edges", "selection"], sometimes: ["chooseDegree", "crossValidation", "repeats"]),
    Mutant(
      "predict-extra-constant", "the first coefficient added once more, as a constant",
      replacing: [
        (
          "var sum = 0.0\n      for column in coefficients",
          "var sum = coefficients.first ?? 0\n      for column in coefficients"
        )
      ],
      fails: ["predict"], sometimes: ["repeats"]),
    Mutant(
      "predict-without-last", "the last coefficient forgotten",
      replacing: [
        ("for column in coefficients.indices { sum +=", "for column in 0..<max(0, coefficients.count - 1) { sum +=")
      ],
      fails: ["predict"],
      sometimes: ["chooseDegree", "crossValidation", "crossValidation.edges", "gradient.edges", "selection", "repeats"]),
    Mutant(
      "error-sum", "the sum, not the mean",
      replacing: [("return total / Double(targets.count)", "return total")], fails: ["error", "error.edges"]),
    Mutant(
      "error-half", "half of the mean", replacing: [(square, square + " / 2")],
      fails: ["error", "error.edges"]),
    Mutant(
      "error-absolute", "the mean absolute error",
      replacing: [(square, "total += abs(predicted - target)")], fails: ["error", "error.edges"]),
    Mutant(
      "error-root", "the root of the mean",
      replacing: [("return total / Double(targets.count)", "return (total / Double(targets.count)).squareRoot()")],
      fails: ["error", "error.edges"]),
    Mutant(
      "error-of-nothing", "0 / 0 for no samples", replacing: [("if targets.isEmpty { return 0 }\n", "")],
      fails: ["error.edges", "crossValidation.edges"]),
    Mutant(
      "gradient-without-two", "the factor 2 of the square forgotten",
      replacing: [(delta, delta.replacing("2 * ", with: ""))],
      fails: ["gradient", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-sum", "the sum over the samples, not the mean",
      replacing: [(delta, "let delta = 2 * (predictions[row] - targets[row])")],
      fails: ["gradient", "gradient.edges", "gradient.differences"], sometimes: ["descent.edges", "repeats"]),
    Mutant(
      "gradient-sign", "target − prediction",
      replacing: [(delta, "let delta = 2 * (targets[row] - predictions[row]) / Double(targets.count)")],
      fails: ["gradient", "gradient.edges", "gradient.differences"], sometimes: ["descent.edges", "repeats"]),
    Mutant(
      "gradient-overwritten", "the last sample's part only",
      replacing: [("gradient[column] += delta * features", "gradient[column] = delta * features")],
      fails: ["gradient", "gradient.edges", "gradient.differences", "timing"],
      sometimes: ["descent", "descent.edges", "repeats"]),
    Mutant(
      "gradient-mean-of-features", "divided by the number of coefficients",
      replacing: [(delta, delta.replacing("targets.count", with: "coefficients.count"))],
      fails: ["gradient", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-of-nothing", "no derivatives for no samples",
      replacing: [
        (
          "    let predictions = predict(coefficients, features)\n",
          "    let predictions = predict(coefficients, features)\n    if targets.isEmpty { return [] }\n"
        )
      ], fails: ["gradient.edges", "descent.edges"]),
    Mutant(
      "gradient-slow", "all predictions taken anew for each sample",
      replacing: [
        (
          delta,
          delta.replacing("predictions[row]", with: "predict(coefficients, features)[row] + 0 * predictions[row]")
        )
      ],
      fails: ["timing"]),
    Mutant(
      "descent-uphill", "along the gradient, not against it",
      replacing: [(move, move.replacing("-=", with: "+="))], fails: ["descent", "descent.edges"], sometimes: ["repeats"]
    ),
    Mutant(
      "descent-from-old", "each gradient at the coefficients that the descent began with",
      replacing: [("gradient(moved, features, targets)", "gradient(coefficients, features, targets)")],
      fails: ["descent", "descent.edges"]),
    Mutant(
      "descent-one-by-one", "the gradient taken anew after each coefficient moved",
      replacing: [(move, "moved[place] -= rate * gradient(moved, features, targets)[place] + 0 * slope[place]")],
      fails: ["descent", "descent.edges", "timing"]),
    Mutant(
      "descent-at-least-once", "a step is made where none is asked for",
      replacing: [("for _ in 0..<steps {", "for _ in 0..<max(1, steps) {")], fails: ["descent.edges"]),
    Mutant(
      "descent-fifty-steps", "never more than fifty steps",
      replacing: [("for _ in 0..<steps {", "for _ in 0..<min(50, steps) {")], fails: ["descent.edges", "timing"]),
    Mutant(
      "descent-goes-on", "a descent starts where the one before it ended, if there are as many coefficients",
      replacing: [
        (
          "var moved = coefficients\n",
          """
          var moved = Self.last.count == coefficients.count ? Self.last : coefficients
              defer { Self.last = moved }

          """
        ),
        (
          "  func polynomialFeatures",
          "  nonisolated(unsafe) static var last: [Double] = []\n\n  func polynomialFeatures"
        ),
      ], fails: ["descent", "descent.edges"], sometimes: ["repeats"]),
  ]
}
