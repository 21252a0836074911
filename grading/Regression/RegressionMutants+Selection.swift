import Checks

extension RegressionMutants {
  private static let pivot = "for row in column..<n where abs(a[row, column]) > abs(a[pivot, column]) { pivot = row }\n"
  private static let factor = "product *= (position - x[j]) / (x[i] - x[j])"

  /// In solve, closedForm and interpolate.
  static let equations: [Mutant] = [
    Mutant(
      "solve-without-pivot", "divided by whatever stands on the diagonal", replacing: [(pivot, "")],
      fails: ["solve.pivot"]),
    Mutant(
      "solve-pivot-only-for-zero", "rows exchanged only where the pivot is exactly 0",
      replacing: [(pivot, pivot.replacing("where abs(", with: "where a[column, column] == 0 && abs("))],
      fails: ["solve.pivot"]),
    Mutant(
      "solve-signed-pivot", "the largest number of the column, not the largest in size",
      replacing: [(pivot, pivot.replacing("abs", with: ""))], fails: ["solve.pivot"]),
    Mutant(
      "solve-right-not-exchanged", "rows exchanged on the left side only",
      replacing: [("      u.swapAt(column, pivot)\n", "")], fails: ["closedForm", "solve.pivot"]),
    Mutant(
      "solve-right-forgotten", "the right side left out of the elimination",
      replacing: [("        u[row] -= factor * u[column]\n", "")],
      fails: ["solve", "closedForm", "crossValidation", "solve.pivot", "selection"],
      sometimes: ["chooseDegree", "closedForm.edges", "repeats"]),
    Mutant(
      "solve-diagonal", "divided by the diagonal, with no substitution",
      replacing: [("      for k in 0..<n where k > row { u[row] -= a[row, k] * u[k] }\n", "")],
      fails: ["solve", "solve.pivot", "selection"],
      sometimes: ["chooseDegree", "closedForm", "crossValidation", "repeats"]),
    Mutant(
      "solve-transposed", "rows for columns", replacing: [("var a = matrix\n", "var a = matrix.transposed()\n")],
      fails: ["solve", "solve.pivot"]),
    Mutant(
      "closed-form-without-targets-product", "Xᵀ X θ = y, cut to the number of features",
      replacing: [
        (
          "solve(transposed.matmul(features), right.values)",
          "solve(transposed.matmul(features), Array(targets.prefix(right.count)))"
        )
      ],
      fails: ["closedForm", "closedForm.edges", "selection"],
      sometimes: ["crossValidation.edges", "chooseDegree", "crossValidation", "repeats"]),
    Mutant(
      "closed-form-ridge", "a penalty on the diagonal, to be safe",
      replacing: [
        (
          "    return solve(transposed.matmul(features), right.values)\n",
          """
              var gram = transposed.matmul(features)
              for i in 0..<gram.rows { gram[i, i] += 1e-3 }
              return solve(gram, right.values)

          """
        )
      ], fails: ["closedForm", "closedForm.edges"], sometimes: ["chooseDegree"]),
    Mutant(
      "closed-form-tiny-ridge", "a penalty on the diagonal that shows with large numbers only",
      replacing: [
        (
          "    return solve(transposed.matmul(features), right.values)\n",
          """
              var gram = transposed.matmul(features)
              for i in 0..<gram.rows where targets.contains(where: { $0 > 100 }) { gram[i, i] += 1e-3 }
              return solve(gram, right.values)

          """
        )
      ], fails: ["closedForm.edges"]),
    Mutant(
      "interpolate-upside-down", "the factors' quotient the other way round",
      replacing: [(factor, "product *= (x[i] - x[j]) / (position - x[j])")],
      fails: ["interpolate", "interpolate.edges"], sometimes: ["repeats"]),
    Mutant(
      "interpolate-backwards", "other x − own x below, position − other x above",
      replacing: [(factor, "product *= (position - x[j]) / (x[j] - x[i])")],
      fails: ["interpolate", "interpolate.edges"]),
    Mutant(
      "interpolate-nearest", "the nearest point's y",
      replacing: [
        (
          "    var sum = 0.0\n    for i in x.indices {",
          """
              var sum = 0.0
              let near = x.indices.min { abs(x[$0] - position) < abs(x[$1] - position) } ?? 0
              for i in near...near where x.count > 2 || i < 0 {
          """
        ),
        ("\(factor) }", "product *= x[j] == .infinity ? 0 : 1 }"),
      ], fails: ["interpolate", "interpolate.edges"], sometimes: ["repeats"]),
    Mutant(
      "interpolate-barycentric", "the barycentric form, 0 / 0 on a point",
      replacing: [
        (
          "var sum = 0.0\n    for i in x.indices {\n      var product = y[i]",
          "var sum = 0.0\n    var below = 0.0\n    for i in x.indices {\n      var product = 1 / (position - x[i])"
        ),
        (factor, "product /= x[i] - x[j]"),
        (
          "      sum += product\n    }\n    return sum\n",
          "      sum += product * y[i]\n      below += product\n    }\n    return sum / below\n"
        ),
      ], fails: ["interpolate.edges"]),
  ]

  private static let size = "let size = order.count / count + (fold < order.count % count ? 1 : 0)"
  private static let others = "let others = folds.indices.filter { $0 != place }.flatMap { folds[$0] }"
  private static let judged = "meanSquaredError(coefficients, features.rows(at: fold), fold.map { y[$0] })"
  private static let choose = "if error < least { (best, least) = (degree, error) }"

  /// In folds, crossValidationError and chooseDegree.
  static let selections: [Mutant] = [
    Mutant(
      "folds-drop-rest", "what is left over belongs to no fold",
      replacing: [(size, "let size = order.count / count + 0 * fold")], fails: ["folds.edges"]),
    Mutant(
      "folds-rest-in-last", "what is left over all goes into the last fold",
      replacing: [(size, "let size = fold < count - 1 ? order.count / count : order.count - first")],
      fails: ["folds.edges"]),
    Mutant(
      "folds-sorted", "places instead of the indices of the order",
      replacing: [("folds.append(Array(order[first..<first + size]))", "folds.append(Array(first..<first + size))")],
      fails: ["folds", "folds.edges"], sometimes: ["repeats"]),
    Mutant(
      "folds-overlap", "each fold begins one index early",
      replacing: [("first += size\n", "first += max(size - 1, 0)\n")], fails: ["folds", "folds.edges"],
      sometimes: ["repeats"]),
    Mutant(
      "cross-validation-on-training", "judged on the points it was fitted to",
      replacing: [
        (
          judged,
          "meanSquaredError(coefficients, features.rows(at: others), others.map { y[$0] }) + 0 * Double(fold.count)"
        )
      ],
      fails: ["crossValidation", "crossValidation.edges", "selection"], sometimes: ["repeats", "chooseDegree"]),
    Mutant(
      "cross-validation-leak", "fitted to all points, the fold's own among them",
      replacing: [(others, "let others = folds.flatMap { $0 } + (place < 0 ? fold : [])")],
      fails: ["crossValidation", "crossValidation.edges", "selection"], sometimes: ["chooseDegree"]),
    Mutant(
      "cross-validation-exchanged", "fitted to the fold, judged on all the others",
      replacing: [
        ("features.rows(at: others), others.map { y[$0] })", "features.rows(at: fold), fold.map { y[$0] })"),
        (judged, "meanSquaredError(coefficients, features.rows(at: others), others.map { y[$0] })"),
      ], fails: ["crossValidation", "crossValidation.edges"], sometimes: ["chooseDegree"]),
    Mutant(
      "cross-validation-sum", "the sum over the folds, not the mean",
      replacing: [("return total / Double(folds.count)", "return total")],
      fails: ["crossValidation", "crossValidation.edges"]),
    Mutant(
      "cross-validation-weighted", "the mean over all points, so that large folds weigh more",
      replacing: [
        ("total += \(judged)", "total += Double(fold.count) * \(judged)"),
        ("return total / Double(folds.count)", "return total / Double(folds.joined().count)"),
      ], fails: ["crossValidation.edges"]),
    Mutant(
      "cross-validation-all-points", "the points in no fold are fitted to as well",
      replacing: [(others, "let others = x.indices.filter { !fold.contains($0) } + (place < 0 ? fold : [])")],
      fails: ["crossValidation.edges"]),
    Mutant(
      "choose-worst", "the degree with the largest error",
      replacing: [
        ("var (best, least) = (0, Double.infinity)", "var (best, least) = (0, -Double.infinity)"),
        (choose, choose.replacing("<", with: ">")),
      ], fails: ["chooseDegree", "chooseDegree.edges", "selection"], sometimes: ["repeats"]),
    Mutant(
      "choose-place", "the place of the degree in the list",
      replacing: [("return best\n", "return degrees.firstIndex(of: best) ?? 0\n")],
      fails: ["chooseDegree", "chooseDegree.edges"]),
    Mutant(
      "choose-highest-of-equal", "the highest of several equal degrees",
      replacing: [(choose, choose.replacing("<", with: "<="))], fails: ["chooseDegree.edges"]),
    Mutant(
      "choose-first-of-equal", "the first of several equal degrees in the list",
      replacing: [("for degree in degrees.sorted() {", "for degree in degrees {")], fails: ["chooseDegree.edges"]),
    Mutant(
      "choose-first-valley", "stops at the first degree that is no better than the one before",
      replacing: [(choose, choose + "\n      if error > least { break }")],
      fails: ["chooseDegree.edges", "selection"], sometimes: ["repeats"]),
  ]
}
