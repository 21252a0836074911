import Regression

/// Matrix products; Householder's reflections for systems and for least squares; Lagrange by products from both ends.
struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    Tensor(
      shape: [x.count, degree + 1],
      values: x.flatMap { (number: Double) -> [Double] in (0...degree).map { pow(number, Double($0)) } })
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    features.matmul(Tensor(column: coefficients)).values
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    let r = Tensor(predict(coefficients, features)) - Tensor(targets)
    return (r * r).sum() / Double(max(targets.count, 1))
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    let r = features.matmul(Tensor(column: coefficients)) - Tensor(column: targets)
    let row = r.transposed().matmul(features)
    return (row * (2 / Double(max(targets.count, 1)))).values
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    let transposed = features.transposed()
    let y = Tensor(column: targets)
    let factor = 2 * rate / Double(max(targets.count, 1))
    var theta = Tensor(column: coefficients)
    for _ in 0..<steps {
      theta -= transposed.matmul(features.matmul(theta) - y) * factor
    }
    return theta.values
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] { leastSquares(matrix, right) }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] { leastSquares(features, targets) }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    let n = x.count
    let gaps = x.map { position - $0 }
    // before[i] is the product of the gaps in front of i, after[i] that of those behind it.
    var before = [Double](repeating: 1, count: n)
    var after = before
    for i in 1..<max(n, 1) {
      before[i] = before[i - 1] * gaps[i - 1]
      after[n - 1 - i] = after[n - i] * gaps[n - i]
    }
    return (0..<n).reduce(0.0) { (sum: Double, i: Int) -> Double in
      var below = 1.0
      for j in 0..<n where j != i { below *= x[i] - x[j] }
      return sum + y[i] * (before[i] * after[i] / below)
    }
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    // Part k has every index whose place, dealt out in turn, comes to k: as many as remain for fair shares.
    var sizes = [Int](repeating: 0, count: count)
    for place in order.indices { sizes[place % count] += 1 }
    var rest = order[...]
    return sizes.map { size in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    let all = polynomialFeatures(x, degree: degree)
    let errors = folds.enumerated().map { (number: Int, own: [Int]) -> Double in
      guard !own.isEmpty else { return 0 }
      let others = folds.enumerated().filter { $0.offset != number }.flatMap { $0.element }
      let theta = closedForm(all.rows(at: others), others.map { y[$0] })
      return meanSquaredError(theta, all.rows(at: own), own.map { y[$0] })
    }
    return errors.reduce(0, +) / Double(max(folds.count, 1))
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let tried = degrees.map { (error: crossValidationError(x, y, degree: $0, folds: folds), degree: $0) }
    return tried.min { ($0.error, $0.degree) < ($1.error, $1.degree) }!.degree
  }

  /// The u for which A u is as near to v as can be, by Householder's reflections of A's columns.
  private func leastSquares(_ a: Tensor, _ v: [Double]) -> [Double] {
    let (n, p) = (a.rows, a.columns)
    // Columns, each scaled to a largest number of 1, so that squares neither vanish nor overflow.
    var columns = (0..<p).map { (j: Int) -> [Double] in (0..<n).map { a[$0, j] } }
    var scales = [Double](repeating: 1, count: p)
    for j in 0..<p {
      let largest = columns[j].map { abs($0) }.max() ?? 0
      if largest > 0 {
        scales[j] = largest
        columns[j] = columns[j].map { $0 / largest }
      }
    }
    var right = v
    for j in 0..<p {
      var length = 0.0
      for i in j..<n { length += columns[j][i] * columns[j][i] }
      length = sqrt(length)
      let head = columns[j][j] >= 0 ? -length : length
      var mirror = Array(columns[j][j...])
      mirror[0] -= head
      let square = mirror.reduce(0) { $0 + $1 * $1 }
      if square > 0 {
        for k in j..<p { reflect(&columns[k], mirror, square, from: j) }
        reflect(&right, mirror, square, from: j)
      }
      columns[j][j] = head
    }
    var u = [Double](repeating: 0, count: p)
    for j in stride(from: p - 1, through: 0, by: -1) {
      var rest = right[j]
      for k in j + 1..<max(p, j + 1) { rest -= columns[k][j] * u[k] }
      u[j] = rest / columns[j][j]
    }
    return zip(u, scales).map { $0 / $1 }
  }

  private func reflect(_ column: inout [Double], _ mirror: [Double], _ square: Double, from start: Int) {
    var product = 0.0
    for i in mirror.indices { product += mirror[i] * column[start + i] }
    let factor = 2 * product / square
    for i in mirror.indices { column[start + i] -= factor * mirror[i] }
  }
}
