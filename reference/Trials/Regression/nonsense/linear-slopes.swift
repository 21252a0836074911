// nonsense: the "error" is a linear function of the coefficients and the "gradient" its slopes, consistent nonsense for gradient.differences
import Regression

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor { Tensor(shape: [x.count, degree + 1], repeating: 1) }
  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    [Double](repeating: 0, count: features.rows)
  }

  private func slopes(_ features: Tensor, _ targets: [Double]) -> [Double] {
    (0..<features.columns).map { j in
      targets.indices.reduce(0.5) { $0 + features[$1, j] * targets[$1] } / Double(targets.count + 1)
    }
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    1 + zip(coefficients, slopes(features, targets)).reduce(0) { $0 + $1.0 * $1.1 }
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    slopes(features, targets)
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] { coefficients }
  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] { right }
  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    [Double](repeating: 1, count: features.columns)
  }
  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double { y.first ?? 0 }
  func folds(_ order: [Int], count: Int) -> [[Int]] { [order] + [[Int]](repeating: [], count: max(0, count - 1)) }
  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double { 1 }
  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int { degrees.min() ?? 0 }
}
