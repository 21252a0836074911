// mistake: of equal errors the degree that is first in the list is taken, not the lowest
import Foundation
import Regression

enum np {
  typealias Matrix = [[Double]]

  static func vander(_ x: [Double], _ columns: Int) -> Matrix {
    x.map { value in
      var row: [Double] = [1]
      while row.count < columns { row.append(row.last! * value) }
      return row
    }
  }
  static func asMatrix(_ t: Tensor) -> Matrix { (0..<t.rows).map { t.row($0).values } }
  static func asTensor(_ m: Matrix, columns: Int) -> Tensor {
    Tensor(shape: [m.count, columns], values: Array(m.joined()))
  }
  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var s = 0.0
    for i in 0..<a.count { s += a[i] * b[i] }
    return s
  }

  /// LAPACK's getrf and getrs: P A = L U, row exchanges by the largest number in relation to its row.
  static func solve(_ matrix: Matrix, _ right: [Double]) -> [Double] {
    let n = right.count
    var lu = matrix
    var perm = Array(0..<n)
    let scale = lu.map { row in row.map { Swift.abs($0) }.max() ?? 1 }
    for k in 0..<n {
      var pivot = k
      for i in k..<n where Swift.abs(lu[perm[i]][k]) / scale[perm[i]] > Swift.abs(lu[perm[pivot]][k]) / scale[perm[pivot]] {
        pivot = i
      }
      perm.swapAt(k, pivot)
      let top = lu[perm[k]]
      for i in stride(from: k + 1, to: n, by: 1) {
        let r = perm[i]
        lu[r][k] /= top[k]
        let l = lu[r][k]
        for j in stride(from: k + 1, to: n, by: 1) { lu[r][j] -= l * top[j] }
      }
    }
    var z = [Double](repeating: 0, count: n)
    for k in 0..<n {
      z[k] = right[perm[k]]
      for j in 0..<k { z[k] -= lu[perm[k]][j] * z[j] }
    }
    for k in (0..<n).reversed() {
      for j in stride(from: k + 1, to: n, by: 1) { z[k] -= lu[perm[k]][j] * z[j] }
      z[k] /= lu[perm[k]][k]
    }
    return z
  }

  static func array_split(_ a: [Int], _ sections: Int) -> [[Int]] {
    let each = a.count / sections, extras = a.count % sections
    let sizes = Array(repeating: each + 1, count: extras) + Array(repeating: each, count: sections - extras)
    var points = [0]
    for s in sizes { points.append(points.last! + s) }
    return (0..<sections).map { Array(a[points[$0]..<points[$0 + 1]]) }
  }

  static func argmin(_ a: [Double]) -> Int {
    var best = 0
    for i in a.indices where a[i] < a[best] { best = i }
    return best
  }
}

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    np.asTensor(np.vander(x, degree + 1), columns: degree + 1)
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    np.asMatrix(features).map { np.dot($0, coefficients) }
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    if targets.count == 0 { return 0.0 }
    let r = zip(predict(coefficients, features), targets).map { $0 - $1 }
    return np.dot(r, r) / Double(r.count)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    // 2 / n * X.T @ (X @ theta - y)
    var g = Array(repeating: 0.0, count: coefficients.count)
    if targets.isEmpty { return g }
    let x = np.asMatrix(features)
    for (row, y) in zip(x, targets) {
      let r = np.dot(row, coefficients) - y
      for j in g.indices { g[j] += r * row[j] }
    }
    return g.map { $0 * 2 / Double(targets.count) }
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var theta = coefficients
    for _ in 0..<steps {
      let g = gradient(theta, features, targets)
      theta = zip(theta, g).map { $0 - rate * $1 }
    }
    return theta
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] { np.solve(np.asMatrix(matrix), right) }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    // Columns are scaled to length 1, and the answer is refined once by its own residuals.
    let x = np.asMatrix(features)
    let p = features.columns
    let length = (0..<p).map { j in sqrt(x.reduce(0) { $0 + $1[j] * $1[j] }) }
    let scaled = x.map { row in zip(row, length).map { $0 / $1 } }
    var gram = [[Double]](repeating: [Double](repeating: 0, count: p), count: p)
    for row in scaled { for j in 0..<p { for k in 0..<p { gram[j][k] += row[j] * row[k] } } }
    func fit(_ y: [Double]) -> [Double] {
      var v = [Double](repeating: 0, count: p)
      for (row, y) in zip(scaled, y) { for j in 0..<p { v[j] += row[j] * y } }
      return np.solve(gram, v)
    }
    var theta = fit(targets)
    for _ in 0..<3 {
      let rest = zip(scaled, targets).map { $1 - np.dot($0, theta) }
      theta = zip(theta, fit(rest)).map { $0 + $1 }
    }
    return zip(theta, length).map { $0 / $1 }
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    // Neville's scheme
    if x.isEmpty { return 0 }
    var p = y
    for level in 1..<max(1, x.count) {
      for i in 0..<(x.count - level) {
        p[i] = ((position - x[i + level]) * p[i] - (position - x[i]) * p[i + 1]) / (x[i] - x[i + level])
      }
    }
    return p[0]
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] { np.array_split(order, count) }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    var errors: [Double] = []
    for (f, test) in folds.enumerated() {
      var train: [Int] = []
      for (g, part) in folds.enumerated() where g != f { train += part }
      let theta = closedForm(polynomialFeatures(train.map { x[$0] }, degree: degree), train.map { y[$0] })
      errors.append(
        meanSquaredError(theta, polynomialFeatures(test.map { x[$0] }, degree: degree), test.map { y[$0] }))
    }
    return errors.isEmpty ? 0 : errors.reduce(0, +) / Double(errors.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let sorted = degrees
    return sorted[np.argmin(sorted.map { crossValidationError(x, y, degree: $0, folds: folds) })]
  }
}
