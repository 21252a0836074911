import Checks

extension RegressionMutants {
  private static let square = "total += (predicted - target) * (predicted - target)"
  private static let slope = "      let slope = gradient(moved, features, targets)\n"
  private static let lagrange = "    var sum = 0.0\n    for i in x.indices {"

  /// Sentences of the statement that the other mutants leave whole.
  static let sentences: [Mutant] = [
    Mutant(
      "error-cut", "errors over 2,000 cut off",
      replacing: [(square, "total += min(4e6, (predicted - target) * (predicted - target))")], fails: ["error.edges"]),
    Mutant(
      "error-small-is-none", "a mean under 10⁻⁶ taken for 0",
      replacing: [
        (
          "return total / Double(targets.count)",
          "let mean = total / Double(targets.count)\n    return mean < 1e-6 ? 0 : mean"
        )
      ], fails: ["error.edges", "chooseDegree.edges"]),
    Mutant(
      "descent-stops-when-nearly-flat", "ends where all derivatives are below 10⁻⁸",
      replacing: [(slope, slope + "      if slope.allSatisfy({ abs($0) < 1e-8 }) { break }\n")],
      fails: ["descent.edges"]),
    Mutant(
      "closed-form-centred", "features and targets less their means, as for a model with a constant",
      replacing: [
        (
          "    let transposed = features.transposed()\n",
          """
              let features = features - features.sum(axis: 0) / Double(max(1, features.rows))
              let centre = targets.reduce(0, +) / Double(max(1, targets.count))
              let targets = targets.map { $0 - centre }
              let transposed = features.transposed()

          """
        )
      ],
      fails: [
        "closedForm", "crossValidation", "chooseDegree", "closedForm.edges", "crossValidation.edges",
        "chooseDegree.edges", "repeats", "selection",
      ]),
    Mutant(
      "interpolate-within-the-points", "no further than the outermost points",
      replacing: [
        (
          lagrange,
          "    let position = min(max(position, x.min() ?? position), x.max() ?? position)\n" + lagrange
        )
      ], fails: ["interpolate", "interpolate.edges"]),
    Mutant(
      "folds-without-empty", "parts without indices left out",
      replacing: [
        (
          "folds.append(Array(order[first..<first + size]))",
          "if size > 0 { folds.append(Array(order[first..<first + size])) }"
        )
      ], fails: ["folds.edges"]),
  ]
}
