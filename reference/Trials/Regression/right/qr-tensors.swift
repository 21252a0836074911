import Regression

/// The factors of a matrix by Householder's reflections, applied to the right side as they are found.
private struct Householder {
  var a: [[Double]]  // by columns
  var rhs: [Double]

  init(_ matrix: Tensor, _ right: [Double]) {
    let transposed = matrix.transposed()
    a = (0..<transposed.rows).map { transposed.row($0).values }
    rhs = right
    let p = a.count
    let n = right.count
    for k in 0..<p {
      let largest = a[k][k...].reduce(0) { max($0, abs($1)) }
      guard largest > 0 else { continue }
      // The reflection's vector, of a size near 1 whatever the size of the numbers.
      var v = a[k][k...].map { $0 / largest }
      var norm = 0.0
      for value in v { norm += value * value }
      norm = norm.squareRoot()
      v[0] += v[0] >= 0 ? norm : -norm
      var length = 0.0
      for value in v { length += value * value }
      func reflect(_ column: inout [Double]) {
        var dot = 0.0
        for i in k..<n { dot += v[i - k] * column[i] }
        let factor = 2 * dot / length
        for i in k..<n { column[i] -= factor * v[i - k] }
      }
      for j in k..<p { reflect(&a[j]) }
      reflect(&rhs)
    }
  }

  func backSubstituted() -> [Double] {
    let p = a.count
    var u = Array(rhs[..<p])
    for j in stride(from: p - 1, through: 0, by: -1) {
      u[j] /= a[j][j]
      for i in 0..<j { u[i] -= a[j][i] * u[j] }
    }
    return u
  }
}

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    // np.vander(x, degree + 1, increasing=True)
    Tensor(shape: [x.count, degree + 1], values: x.flatMap { value in (0...degree).map { pow(value, Double($0)) } })
  }

  private func residuals(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Tensor {
    features.matmul(Tensor(column: coefficients)) - Tensor(column: targets)
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    features.matmul(Tensor(column: coefficients)).values
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    let r = residuals(coefficients, features, targets)
    return (r * r).sum() / Double(max(1, targets.count))
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    let r = residuals(coefficients, features, targets)
    // (rᵀ X)ᵀ saves the transposition of X.
    let slope = Tensor(shape: [1, targets.count], values: r.values).matmul(features)
    return (slope * (2 / Double(max(1, targets.count)))).values
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var theta = Tensor(coefficients)
    for _ in 0..<steps { theta -= rate * Tensor(gradient(theta.values, features, targets)) }
    return theta.values
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] { Householder(matrix, right).backSubstituted() }

  // lstsq: the triangle of X itself, the normal equations are never formed.
  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    Householder(features, targets).backSubstituted()
  }

  // Barycentric, second form (Berrut and Trefethen 2004).
  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    if let hit = x.firstIndex(of: position) { return y[hit] }
    var numerator = 0.0
    var denominator = 0.0
    for i in x.indices {
      var weight = 1.0
      for j in x.indices where j != i { weight /= x[i] - x[j] }
      let share = weight / (position - x[i])
      numerator += share * y[i]
      denominator += share
    }
    return numerator / denominator
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    // np.array_split
    let (each, extras) = order.count.quotientAndRemainder(dividingBy: count)
    return (0..<count).map { k in
      let start = k * each + min(k, extras)
      return Array(order[start..<start + each + (k < extras ? 1 : 0)])
    }
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    let all = polynomialFeatures(x, degree: degree)
    let errors = folds.indices.map { (k: Int) -> Double in
      let rest = Array((folds[..<k] + folds[(k + 1)...]).joined())
      let theta = closedForm(all.rows(at: rest), rest.map { y[$0] })
      return meanSquaredError(theta, all.rows(at: folds[k]), folds[k].map { y[$0] })
    }
    return Tensor(errors).sum() / Double(errors.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    degrees.map { (error: crossValidationError(x, y, degree: $0, folds: folds), degree: $0) }
      .min { ($0.error, $0.degree) < ($1.error, $1.degree) }!.degree
  }
}
