import Checks

extension RegressionMutants {
  private static let sum =
    "var sum = 0.0\n      for column in coefficients.indices { sum += coefficients[column] * features[row, column] }\n      return sum"
  private static let gradientStart = "    var gradient = [Double](repeating: 0, count: coefficients.count)\n"
  private static let slope = "      let slope = gradient(moved, features, targets)\n"
  private static let move = "      for place in moved.indices { moved[place] -= rate * slope[place] }\n"
  private static let loop = "    var moved = coefficients\n    for _ in 0..<steps {\n"
  private static let factor = "product *= (position - x[j]) / (x[i] - x[j])"
  private static let normal = "    return solve(transposed.matmul(features), right.values)\n"
  private static let keep = "  func polynomialFeatures"

  /// Early ends, single precision, tolerances, kept answers, work done over and over.
  static let edges: [Mutant] = [
    Mutant(
      "predict-float", "sums in single precision",
      replacing: [
        (
          sum,
          """
          var sum: Float = 0
                for column in coefficients.indices { sum += Float(coefficients[column]) * Float(features[row, column]) }
                return Double(sum)
          """
        )
      ], fails: ["predict"]),
    Mutant(
      "features-no-x", "features of no x from an empty list of rows, of shape [0, 0]",
      replacing: [
        (
          "    var features = Tensor(shape: [x.count, degree + 1])\n",
          "    if x.isEmpty { return Tensor(rows: []) }\n    var features = Tensor(shape: [x.count, degree + 1])\n"
        )
      ], fails: ["features.edges"]),
    Mutant(
      "gradient-by-differences", "central differences of the error, without a derivation",
      replacing: [
        (
          gradientStart,
          """
              if !coefficients.isEmpty {
                return coefficients.indices.map { place in
                  var (up, down) = (coefficients, coefficients)
                  up[place] += 1e-3
                  down[place] -= 1e-3
                  return (meanSquaredError(up, features, targets) - meanSquaredError(down, features, targets)) / 2e-3
                }
              }
              var gradient = [Double](repeating: 0, count: coefficients.count)

          """
        )
      ], fails: ["gradient.edges", "descent.edges", "timing"]),
    Mutant(
      "descent-stops-when-flat", "ends where the gradient is short",
      replacing: [(slope, slope + "      if slope.allSatisfy({ abs($0) < 1e-4 }) { break }\n")],
      fails: ["descent.edges"]),
    Mutant(
      "descent-stops-when-rising", "ends where a step makes the error larger",
      replacing: [
        (
          move,
          """
                let before = meanSquaredError(moved, features, targets)
                for place in moved.indices { moved[place] -= rate * slope[place] }
                if meanSquaredError(moved, features, targets) > before { break }

          """
        )
      ], fails: ["descent.edges"]),
    Mutant(
      "descent-clips", "derivatives cut at 100",
      replacing: [(move, move.replacing("rate * slope[place]", with: "rate * max(-100, min(100, slope[place]))"))],
      fails: ["descent.edges"]),
    Mutant(
      "descent-once-more-each-step", "each step goes through all steps before it again",
      replacing: [
        (
          loop,
          """
              var moved = coefficients
              for last in 0..<steps {
                moved = coefficients
                for _ in 0..<last { for (place, slope) in gradient(moved, features, targets).enumerated() { moved[place] -= rate * slope } }

          """
        )
      ], fails: ["timing"]),
    Mutant(
      "descent-predicts-per-coefficient", "all predictions taken anew for each coefficient",
      replacing: [(slope, "      let slope = moved.indices.map { gradient(moved, features, targets)[$0] }\n")],
      fails: ["timing"]),
    Mutant(
      "solve-skips-small", "pivots under 1e-9 taken for 0",
      replacing: [
        (
          "        let factor = a[row, column]",
          "        if abs(a[column, column]) < 1e-9 { continue }\n        let factor = a[row, column]"
        )
      ],
      fails: ["solve.pivot", "closedForm.edges"]),
    Mutant(
      "closed-form-jitter", "a sliver on the diagonal, to be safe",
      replacing: [
        (
          normal,
          """
              var gram = transposed.matmul(features)
              for i in 0..<gram.rows { gram[i, i] += 1e-8 }
              return solve(gram, right.values)

          """
        )
      ], fails: ["closedForm", "closedForm.edges"]),
    Mutant(
      "closed-form-kept", "XᵀX kept from the first features of that shape",
      replacing: [
        (
          normal,
          """
              let gram = Self.kept[features.shape] ?? transposed.matmul(features)
              Self.kept[features.shape] = gram
              return solve(gram, right.values)

          """
        ),
        (keep, "  nonisolated(unsafe) static var kept: [[Int]: Tensor] = [:]\n\n" + keep),
      ],
      fails: ["crossValidation", "closedForm.edges", "crossValidation.edges", "chooseDegree.edges", "repeats"],
      sometimes: ["chooseDegree", "selection"]),
    Mutant(
      "interpolate-float", "factors in single precision",
      replacing: [(factor, "product *= Double(Float(position - x[j]) / Float(x[i] - x[j]))")],
      fails: ["interpolate", "interpolate.edges"]),
    Mutant(
      "interpolate-snaps", "the y of a point that is nearer than 1e-6",
      replacing: [
        (
          "    var sum = 0.0\n    for i in x.indices {",
          "    if let near = x.firstIndex(where: { abs($0 - position) < 1e-6 }) { return y[near] }\n    var sum = 0.0\n    for i in x.indices {"
        )
      ], fails: ["interpolate.edges"]),
    Mutant(
      "folds-rounded-up", "all parts of the rounded-up size, as far as the order goes",
      replacing: [
        (
          "let size = order.count / count + (fold < order.count % count ? 1 : 0)",
          "let size = min((order.count + count - 1) / count, order.count - first) + 0 * fold"
        )
      ], fails: ["folds.edges"]),
    Mutant(
      "cross-validation-without-empty", "an empty fold left out of the mean",
      replacing: [("return total / Double(folds.count)", "return total / Double(folds.count { !$0.isEmpty })")],
      fails: ["crossValidation.edges"]),
    Mutant(
      "choose-tolerance", "errors nearer than 1e-6 taken for equal",
      replacing: [("if error < least {", "if error < least - 1e-6 {")], fails: ["chooseDegree.edges"]),
    Mutant(
      "choose-goes-on", "the least error kept from one call to the next",
      replacing: [
        ("var (best, least) = (0, Double.infinity)", "var best = 0"),
        (
          "if error < least { (best, least) = (degree, error) }",
          "if error < Self.least { (best, Self.least) = (degree, error) }"
        ),
        (keep, "  nonisolated(unsafe) static var least = Double.infinity\n\n" + keep),
      ], fails: ["chooseDegree", "chooseDegree.edges", "repeats", "selection"]),
  ]
}
