package import Checks
import LabKit
import Labs

extension Lab {
  /// Linear and polynomial regression.
  package static let regression = Lab(
    name: "Regression", title: "Regression: least squares, polynomials, cross-validation",
    publicChecks: RegressionPublicChecks.all, hiddenChecks: RegressionHiddenChecks.all, mutants: RegressionMutants.all)
}

/// What only the instructor checks.
enum RegressionHiddenChecks {
  static let all: [Check] = [
    featuresEdges, errorEdges, gradientEdges, gradientDifferences, descentEdges, solvePivot, closedFormEdges,
    interpolateEdges, foldsEdges, crossValidationEdges, chooseDegreeEdges, repeats, selection, timing,
  ]
}
