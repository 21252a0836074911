@_exported public import LabKit

/// What a submission to the Regression lab provides; the statement has the equations.
///
/// Write `struct Submission: RegressionContract { … }`. No function may remember anything from one call to the next.
/// Shapes: n samples with p features, a matrix `[n, p]`, one sample a row; p coefficients; n targets.
public protocol RegressionContract {
  init()

  /// The powers 1, x, x², …, x^degree of each number, a row `[degree + 1]` for each.
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor

  /// For each sample the sum of coefficients times features.
  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double]

  /// The mean of (prediction − target)², 0 for no samples.
  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double

  /// The gradient of `meanSquaredError` in the coefficients.
  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double]

  /// `steps` steps of gradient descent, each on all samples.
  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double]

  /// The solution u of A u = v for a square matrix A that has an inverse.
  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double]

  /// The coefficients of least mean squared error, from the normal equations.
  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double]

  /// Lagrange's polynomial through all points (x, y), no two x the same, at `position`.
  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double

  /// Cuts `order` from its front into `count` parts whose sizes differ by one at most, the larger ones first.
  func folds(_ order: [Int], count: Int) -> [[Int]]

  /// The cross-validation error of polynomials of a degree: each fold's mean squared error under the coefficients fitted
  /// to all other folds, averaged over the folds.
  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double

  /// The degree with the least cross-validation error, the lowest one where several are equal.
  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int
}
