@_exported public import LabKit

/// What a submission to the Logistic lab provides; the statement has the equations.
///
/// Write `struct Submission: LogisticContract { … }`. No function may remember anything from one call to the next.
/// Shapes: n samples, d features, c classes; `samples` is a matrix `[n, d]`, one sample a row.
public protocol LogisticContract {
  init()

  /// σ(z) = 1 / (1 + e⁻ᶻ); right for z = ±1000 too.
  func sigmoid(_ z: Double) -> Double

  /// For each sample 1 where w·x + b ≥ 0, otherwise 0.
  func decide(_ model: LogisticModel, _ samples: Tensor) -> [Int]

  /// The mean of −y ln p − (1 − y) ln(1 − p) with p = σ(w·x + b) and labels y of 0 and 1; 0 for no samples.
  func logisticLoss(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> Double

  /// The gradient of `logisticLoss` in weights and bias.
  func logisticGradient(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int]) -> LogisticModel

  /// `steps` steps of gradient descent, each on all samples.
  func logisticDescent(
    _ model: LogisticModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> LogisticModel

  /// The second derivatives of `logisticLoss`, `[d + 1, d + 1]`: the weights in their order, then the bias.
  func logisticHessian(_ model: LogisticModel, _ samples: Tensor) -> Tensor

  /// `steps` steps of Newton's method on `logisticLoss`.
  func logisticNewton(_ model: LogisticModel, _ samples: Tensor, _ labels: [Int], steps: Int) -> LogisticModel

  /// The probabilities `[n, c]` of a multinomial model: softmax(W x + b) for each sample.
  func probabilities(_ model: MultinomialModel, _ samples: Tensor) -> Tensor

  /// The mean of −ln p[label] over the samples, classes counted from 0; 0 for no samples.
  func multinomialLoss(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> Double

  /// The gradient of `multinomialLoss` in weights and bias.
  func multinomialGradient(_ model: MultinomialModel, _ samples: Tensor, _ labels: [Int]) -> MultinomialModel

  /// `steps` steps of gradient descent, each on all samples.
  func multinomialDescent(
    _ model: MultinomialModel, _ samples: Tensor, _ labels: [Int], rate: Double, steps: Int
  ) -> MultinomialModel

  /// The most probable class for each sample, the lowest one where several are equal.
  func classify(_ model: MultinomialModel, _ samples: Tensor) -> [Int]

  /// Bayes' rule: P(k | x) from P(k) and ln p(x | k), for each class k.
  func posteriors(priors: [Double], logLikelihoods: [Double]) -> [Double]

  /// The class with the highest posterior, the lowest one where several are equal.
  func mapClass(priors: [Double], logLikelihoods: [Double]) -> Int
}

/// A weight for each feature and a bias; also their gradient.
public struct LogisticModel: Hashable, Sendable {
  public var weights: [Double]
  public var bias: Double

  public init(weights: [Double], bias: Double) {
    self.weights = weights
    self.bias = bias
  }
}

/// `weights` of shape `[c, d]` and `bias` of shape `[c]`; also their gradient.
public struct MultinomialModel: Hashable, Sendable {
  public var weights: Tensor
  public var bias: Tensor

  public init(weights: Tensor, bias: Tensor) {
    self.weights = weights
    self.bias = bias
  }
}

/// The solution u of A u = v, for a matrix A that has an inverse: Gaussian elimination with row exchanges.
public func solveLinearSystem(_ matrix: Tensor, _ right: [Double]) -> [Double] {
  let n = right.count
  precondition(matrix.shape == [n, n], "solveLinearSystem: \(matrix.shape) for \(n) unknowns")
  var (a, u) = (matrix, right)
  for column in 0..<n {
    let pivot = (column..<n).max { abs(a[$0, column]) < abs(a[$1, column]) } ?? column
    for k in 0..<n { (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]) }
    u.swapAt(column, pivot)
    for row in column + 1..<max(n, column + 1) {
      let factor = a[row, column] / a[column, column]
      for k in column..<n { a[row, k] -= factor * a[column, k] }
      u[row] -= factor * u[column]
    }
  }
  for row in (0..<n).reversed() {
    for k in row + 1..<max(n, row + 1) { u[row] -= a[row, k] * u[k] }
    u[row] /= a[row, row]
  }
  return u
}
