// nonsense: what is handed in is handed out, as far as it has the right shape
import Regression

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    Tensor(shape: [x.count, degree + 1], values: x.flatMap { [Double](repeating: $0, count: degree + 1) })
  }
  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    (0..<features.rows).map { features.columns > 0 ? features[$0, 0] : 0 }
  }
  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    targets.reduce(0, +)
  }
  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] { coefficients }
  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var moved = coefficients
    for _ in 0..<steps {
      let slope = gradient(moved, features, targets)
      for place in moved.indices { moved[place] -= rate * slope[place] }
    }
    return moved
  }
  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] { right }
  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    (0..<features.columns).map { $0 < targets.count ? targets[$0] : 0 }
  }
  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double { position }
  func folds(_ order: [Int], count: Int) -> [[Int]] { [[Int]](repeating: order, count: count) }
  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double { Double(degree) }
  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int { degrees.max() ?? 0 }
}
