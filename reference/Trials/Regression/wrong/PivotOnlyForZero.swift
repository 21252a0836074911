// mistake: rows are exchanged only where the diagonal is exactly 0, and then with the first that is not
// against: "numbers so small beside others that it is unwise to divide by them"
import Regression

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    var result = Tensor(shape: [x.count, degree + 1], repeating: 1)
    for i in x.indices {
      for k in 0..<degree { result[i, k + 1] = result[i, k] * x[i] }
    }
    return result
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    var sums = [Double](repeating: 0, count: features.rows)
    for i in 0..<features.rows {
      for j in 0..<features.columns { sums[i] += coefficients[j] * features[i, j] }
    }
    return sums
  }

  private func errors(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    zip(predict(coefficients, features), targets).map { $0 - $1 }
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    let n = features.rows
    if n == 0 { return 0 }
    var sum = 0.0
    for e in errors(coefficients, features, targets) { sum += e * e }
    return sum / Double(n)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    var slope = [Double](repeating: 0, count: coefficients.count)
    let n = features.rows
    if n == 0 { return slope }
    let e = errors(coefficients, features, targets)
    for i in 0..<n {
      for j in slope.indices { slope[j] += e[i] * features[i, j] }
    }
    return slope.map { 2 * $0 / Double(n) }
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var theta = coefficients
    for _ in 0..<steps {
      let slope = gradient(theta, features, targets)
      for j in theta.indices { theta[j] -= rate * slope[j] }
    }
    return theta
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    let n = right.count
    var a: [[Double]] = (0..<n).map { i in (0..<n).map { matrix[i, $0] } + [right[i]] }
    for column in 0..<n {
      var pivot = column
      while pivot < n - 1 && a[pivot][column] == 0 { pivot += 1 }
      a.swapAt(column, pivot)
      for row in (column + 1)..<(n + 1) where row < n {
        let factor = a[row][column] / a[column][column]
        for k in column...n { a[row][k] -= factor * a[column][k] }
      }
    }
    var u = [Double](repeating: 0, count: n)
    for row in (0..<n).reversed() {
      var rest = a[row][n]
      for k in 0..<n where k > row { rest -= a[row][k] * u[k] }
      u[row] = rest / a[row][row]
    }
    return u
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let transposed = features.transposed()
    let moments = transposed.matmul(features)
    let right = predict(targets, transposed)
    return solve(moments, right)
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    var sum = 0.0
    for i in x.indices {
      var term = y[i]
      for j in x.indices where j != i { term *= (position - x[j]) / (x[i] - x[j]) }
      sum += term
    }
    return sum
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    let (size, extra) = order.count.quotientAndRemainder(dividingBy: count)
    var parts: [[Int]] = []
    var start = 0
    for part in 0..<count {
      let end = start + size + (part < extra ? 1 : 0)
      parts.append(Array(order[start..<end]))
      start = end
    }
    return parts
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    var total = 0.0
    for (own, fold) in folds.enumerated() where !fold.isEmpty {
      var others: [Int] = []
      for (other, indices) in folds.enumerated() where other != own { others += indices }
      let theta = closedForm(polynomialFeatures(others.map { x[$0] }, degree: degree), others.map { y[$0] })
      let error = meanSquaredError(theta, polynomialFeatures(fold.map { x[$0] }, degree: degree), fold.map { y[$0] })
      total += error
    }
    return total / Double(folds.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let candidates = degrees.sorted()
    let errors = candidates.map { crossValidationError(x, y, degree: $0, folds: folds) }
    var best = 0
    for k in candidates.indices where errors[k] < errors[best] { best = k }
    return candidates[best]
  }
}
