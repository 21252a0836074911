// mistake: the points of a fold are held out by their x, so that points of other folds at the same x are left out of the fit too
// against: “fit polynomial features of that degree to the points of all *other folds* by the closed form”
import Regression

/// Tensors and closures; normal equations; Lagrange's own form.
struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    Tensor(
      shape: [x.count, degree + 1],
      values: x.flatMap { base in (0...degree).map { $0 == 0 ? 1 : pow(base, Double($0)) } })
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    features.matmul(Tensor(column: coefficients)).values
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    guard !targets.isEmpty else { return 0 }
    let errors = zip(predict(coefficients, features), targets).map { $0 - $1 }
    return errors.reduce(0) { $0 + $1 * $1 } / Double(targets.count)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    guard !targets.isEmpty else { return coefficients.map { _ in 0 } }
    let errors = zip(predict(coefficients, features), targets).map { $0 - $1 }
    let slope = Tensor(shape: [1, errors.count], values: errors).matmul(features).values
    return slope.map { 2 * $0 / Double(targets.count) }
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    (0..<max(steps, 0)).reduce(coefficients) { now, _ in
      zip(now, gradient(now, features, targets)).map { $0 - rate * $1 }
    }
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    let n = right.count
    var rows = (0..<n).map { matrix.row($0).values + [right[$0]] }
    for column in 0..<n {
      let best = (column..<n).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
      rows.swapAt(column, best)
      let pivot = rows[column]
      for other in rows.indices.dropFirst(column + 1) {
        let factor = rows[other][column] / pivot[column]
        rows[other] = zip(rows[other], pivot).map { $0 - factor * $1 }
      }
    }
    return (0..<n).reversed().reduce(into: [Double](repeating: 0, count: n)) { u, row in
      let known = (row + 1..<max(n, row + 1)).reduce(0.0) { $0 + rows[row][$1] * u[$1] }
      u[row] = (rows[row][n] - known) / rows[row][row]
    }
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let turned = features.transposed()
    return solve(turned.matmul(features), turned.matmul(Tensor(column: targets)).values)
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    x.indices.reduce(0) { sum, i in
      let others = x.indices.filter { $0 != i }
      return sum + others.reduce(y[i]) { $0 * ((position - x[$1]) / (x[i] - x[$1])) }
    }
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    let (size, larger) = order.count.quotientAndRemainder(dividingBy: count)
    return (0..<count).map { part in
      let start = part * size + min(part, larger)
      return Array(order[start..<start + size + (part < larger ? 1 : 0)])
    }
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    guard !folds.isEmpty else { return 0 }
    let errors = folds.indices.map { own -> Double in
      guard !folds[own].isEmpty else { return 0 }
      let held = Set(folds[own].map { x[$0] })
      let others = folds.joined().filter { !held.contains(x[$0]) }
      let coefficients = closedForm(
        polynomialFeatures(others.map { x[$0] }, degree: degree), others.map { y[$0] })
      return meanSquaredError(
        coefficients, polynomialFeatures(folds[own].map { x[$0] }, degree: degree), folds[own].map { y[$0] })
    }
    return errors.reduce(0, +) / Double(folds.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let tried = degrees.sorted().map { ($0, crossValidationError(x, y, degree: $0, folds: folds)) }
    return tried.dropFirst().reduce(tried[0]) { $1.1 < $0.1 ? $1 : $0 }.0
  }
}
