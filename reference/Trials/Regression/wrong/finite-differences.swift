// mistake: the gradient is not derived but measured by central differences of the error
import Regression

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    Tensor(shape: [x.count, degree + 1], values: x.flatMap { x in (0...degree).map { pow(x, Double($0)) } })
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    features.matmul(Tensor(shape: [coefficients.count, 1], values: coefficients)).values
  }

  private func errors(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Tensor {
    Tensor(predict(coefficients, features)) - Tensor(targets)
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    targets.isEmpty ? 0 : errors(coefficients, features, targets).map { $0 * $0 }.sum() / Double(targets.count)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    coefficients.indices.map { j in
      let h = 1e-3
      var (up, down) = (coefficients, coefficients)
      up[j] += h
      down[j] -= h
      return (meanSquaredError(up, features, targets) - meanSquaredError(down, features, targets)) / (2 * h)
    }
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    (0..<steps).reduce(coefficients) { theta, _ in
      zip(theta, gradient(theta, features, targets)).map { $0 - rate * $1 }
    }
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    eliminate(right.indices.map { matrix.row($0).values + [right[$0]] })
  }

  /// Solves augmented rows by taking away the first unknown.
  private func eliminate(_ system: [[Double]]) -> [Double] {
    guard let at = system.indices.max(by: { abs(system[$0][0]) < abs(system[$1][0]) }) else { return [] }
    let pivot = system[at]
    let rest = system.enumerated().filter { $0.offset != at }.map { _, row in
      zip(row, pivot).dropFirst().map { $0 - row[0] / pivot[0] * $1 }
    }
    let tail = eliminate(rest)
    let first = (pivot[pivot.count - 1] - zip(pivot.dropFirst(), tail).map(*).reduce(0, +)) / pivot[0]
    return [first] + tail
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let t = features.transposed()
    return solve(t.matmul(features), t.matmul(Tensor(shape: [targets.count, 1], values: targets)).values)
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    x.indices.map { i in
      x.indices.filter { $0 != i }.map { (position - x[$0]) / (x[i] - x[$0]) }.reduce(y[i], *)
    }.reduce(0, +)
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    let (q, r) = order.count.quotientAndRemainder(dividingBy: count)
    return (0..<count).map { Array(order[($0 * q + min($0, r))..<(($0 + 1) * q + min($0 + 1, r))]) }
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    func data(_ i: [Int]) -> (Tensor, [Double]) {
      (polynomialFeatures(i.map { x[$0] }, degree: degree), i.map { y[$0] })
    }
    return folds.indices.map { f in
      let (others, targets) = data(folds[..<f].flatMap { $0 } + folds[(f + 1)...].flatMap { $0 })
      let (own, ownTargets) = data(folds[f])
      return meanSquaredError(closedForm(others, targets), own, ownTargets)
    }.reduce(0, +) / Double(max(1, folds.count))
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    degrees.map { (error: crossValidationError(x, y, degree: $0, folds: folds), degree: $0) }
      .min { ($0.error, $0.degree) < ($1.error, $1.degree) }!.degree
  }
}
