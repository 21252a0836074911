import Checks

extension RegressionMutants {
  private static let delta = "let delta = 2 * (predictions[row] - targets[row]) / Double(targets.count)"
  private static let slope = "      let slope = gradient(moved, features, targets)\n"

  /// What shows at sizes only that nobody thinks of: numbers far out or next to nothing, errors that are nearly equal.
  static let blind: [Mutant] = [
    Mutant(
      "features-below-1e-12-are-zero", "powers below 1e-12 are 0",
      replacing: [("features[row, column] = power", "features[row, column] = abs(power) < 1e-12 ? 0 : power")],
      fails: ["features.edges"]),
    Mutant(
      "features-cut", "powers cut to ±10⁹",
      replacing: [("features[row, column] = power", "features[row, column] = max(-1e9, min(1e9, power))")],
      fails: ["features.edges"]),
    Mutant(
      "error-below-1e-11-is-none", "a mean squared error below 1e-11 is 0",
      replacing: [
        (
          "return total / Double(targets.count)",
          "return total / Double(targets.count) < 1e-11 ? 0 : total / Double(targets.count)"
        )
      ], fails: ["error.edges", "chooseDegree.edges"]),
    Mutant(
      "error-no-features-no-samples", "samples without features are taken for no samples",
      replacing: [("if targets.isEmpty { return 0 }", "if features.count == 0 { return 0 }")], fails: ["error.edges"]),
    Mutant(
      "gradient-by-differences-of-squares", "each sample's slope from differences of its squared error",
      replacing: [
        (
          delta,
          """
          let (up, down) = (predictions[row] + 0.5 - targets[row], predictions[row] - 0.5 - targets[row])
                let delta = (up * up - down * down) / Double(targets.count)
          """
        )
      ], fails: ["gradient.edges", "descent.edges"]),
    Mutant(
      "gradient-cut", "an error counts a million at most in the gradient",
      replacing: [
        (
          delta,
          "let delta = 2 * max(-1e6, min(1e6, predictions[row] - targets[row])) / Double(targets.count)"
        )
      ], fails: ["gradient.edges", "descent.edges"]),
    Mutant(
      "gradient-small-errors", "samples with an error below 1e-13 are left out of the gradient",
      replacing: [(delta, delta + "\n      if abs(delta) < 1e-13 { continue }")],
      fails: ["gradient.edges", "descent.edges"]),
    Mutant(
      "descent-gives-up", "the descent ends where a derivative is above 1e12",
      replacing: [(slope, slope + "      if slope.contains(where: { abs($0) > 1e12 }) { break }\n")],
      fails: ["descent.edges"]),
    Mutant(
      "descent-ends-at-tiny-moves", "the descent ends where no coefficient moves by 1e-13 of its size",
      replacing: [
        (
          slope,
          slope + "      if moved.indices.allSatisfy({ abs(rate * slope[$0]) <= 1e-13 * abs(moved[$0]) }) { break }\n"
        )
      ], fails: ["descent.edges"]),
    Mutant(
      "solve-skips-tiny", "numbers below 1e-15 are taken for 0 when a column is cleared",
      replacing: [
        (
          "        let factor = a[row, column] / a[column, column]",
          "        if abs(a[row, column]) < 1e-15 { continue }\n        let factor = a[row, column] / a[column, column]"
        )
      ], fails: ["solve.pivot", "closedForm.edges"]),
    Mutant(
      "solve-pivot-only-when-tiny", "rows are exchanged where the pivot is a billionth of the best one or less",
      replacing: [
        (
          "      for k in 0..<n { (a[column, k]",
          "      if abs(a[column, column]) > 1e-9 * abs(a[pivot, column]) { pivot = column }\n      for k in 0..<n { (a[column, k]"
        )
      ], fails: ["solve.pivot"]),
    Mutant(
      "solve-tiny-right-is-zero", "right sides below 1e-15 taken for 0",
      replacing: [("      u[row] /= a[row, row]", "      u[row] = abs(u[row]) < 1e-15 ? 0 : u[row] / a[row, row]")],
      fails: ["solve.pivot", "closedForm.edges", "chooseDegree.edges"]),
    Mutant(
      "interpolate-tiny-is-zero", "values below 1e-12 are 0",
      replacing: [
        (
          "      sum += product\n    }\n    return sum",
          "      sum += product\n    }\n    return abs(sum) < 1e-12 ? 0 : sum"
        )
      ], fails: ["interpolate.edges"]),
    Mutant(
      "interpolate-snaps-at-1e-9", "a position within 1e-9 of a point is taken for that point",
      replacing: [
        (
          "    var sum = 0.0\n    for i in x.indices {",
          "    if let i = x.firstIndex(where: { abs($0 - position) < 1e-9 }) { return y[i] }\n    var sum = 0.0\n    for i in x.indices {"
        )
      ], fails: ["interpolate.edges"]),
    Mutant(
      "cross-validation-held-by-value", "points are held out by their x, of other folds too",
      replacing: [
        (
          "let others = folds.indices.filter { $0 != place }.flatMap { folds[$0] }",
          "let others = folds.joined().filter { other in !fold.contains { x[$0] == x[other] } }"
        )
      ], fails: ["crossValidation.edges"]),
    Mutant(
      "choose-relative-tolerance", "an error must be lower by a billionth to be lower",
      replacing: [("if error < least {", "if error < least * (1 - 1e-9) || least == .infinity {")],
      fails: ["chooseDegree.edges"]),
    Mutant(
      "choose-by-criterion", "of five degrees or more a criterion on one fit to all points is the judge",
      replacing: [
        (
          "let error = crossValidationError(x, y, degree: degree, folds: folds)",
          """
          let all = polynomialFeatures(x, degree: degree)
                let n = Double(x.count)
                let error =
                  degrees.count < 5
                  ? crossValidationError(x, y, degree: degree, folds: folds)
                  : n * log(meanSquaredError(closedForm(all, y), all, y)) + Double(degree + 1) * log(n) + 1e6
          """
        )
      ], fails: ["chooseDegree.edges"], sometimes: ["selection"]),
  ]
}
