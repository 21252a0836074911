import DeepLearning
import Labs
import Tensors

/// The Regression lab by `LinearRegression`, `Polynomial` and the linear equations of `Tensors`.
struct RegressionOracle: RegressionContract {
  /// The library's powers are without the constant, the lab's begin with it.
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    let powers = powers(x, degree)
    return Tensor(
      shape: [x.count, degree + 1], values: x.indices.flatMap { [1] + (degree == 0 ? [] : powers[$0].elements) })
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    regression(coefficients).predict(features.library).elements
  }

  /// The library's mean over no samples is 0 / 0, the lab's is 0.
  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    targets.isEmpty ? 0 : regression(coefficients).loss(features.library, targets.library).value
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    targets.isEmpty
      ? coefficients.map { _ in 0 } : regression(coefficients).loss(features.library, targets.library).weights.elements
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var regression = regression(coefficients)
    for _ in 0..<(targets.isEmpty ? 0 : steps) {
      _ = regression.descend(features.library, targets.library, rate: rate)
      regression.bias = 0
    }
    return regression.weights.elements
  }

  /// Zeros, which are wrong, where the library refuses.
  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    (try? matrix.library.solving(right.library).elements) ?? right.map { _ in 0 }
  }

  /// The library always fits a bias. With each sample's mirror image, (−x, −y), beside it the best one is 0, and the best
  /// weights are those without a bias.
  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let mirrored = LibraryTensor.concatenating([features.library, -features.library])
    return fitted(mirrored, (targets + targets.map { -$0 }).library).weights.elements
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    Polynomial.interpolate(zip(x, y).map { (x: $0, y: $1) }, at: position)
  }

  /// The library's folds are stratified and drawn at random.
  func folds(_ order: [Int], count: Int) -> [[Int]] { notImplemented() }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    let powers = powers(x, degree)
    // The library's loss of no samples is that of 0 / 0; the lab's is 0.
    let errors = folds.indices.map { fold in
      if folds[fold].isEmpty { return 0.0 }
      let others = folds.indices.filter { $0 != fold }.flatMap { folds[$0] }
      return fitted(powers.gathering(others), others.map { y[$0] }.library)
        .loss(powers.gathering(folds[fold]), folds[fold].map { y[$0] }.library).value
    }
    return errors.reduce(0, +) / Double(folds.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let errors = degrees.sorted().map { ($0, crossValidationError(x, y, degree: $0, folds: folds)) }
    return errors.min { $0.1 < $1.1 }?.0 ?? 0
  }

  /// The library's model has a bias beside its weights, the lab's has not: it is held at 0.
  private func regression(_ coefficients: [Double]) -> LinearRegression<Double> {
    var regression = LinearRegression<Double>(features: coefficients.count)
    regression.weights = coefficients.library
    return regression
  }

  /// The closed form with a bias; a model of zeros, which is wrong, where the library refuses.
  private func fitted(_ features: LibraryTensor, _ targets: LibraryTensor) -> LinearRegression<Double> {
    (try? LinearRegression(fitting: features, targets)) ?? LinearRegression(features: features.shape[1])
  }

  /// The powers from 1 on; the library wants one at least.
  private func powers(_ x: [Double], _ degree: Int) -> LibraryTensor {
    degree == 0 ? LibraryTensor(zeros: [x.count, 0]) : Polynomial.features(x, degree: degree)
  }
}
