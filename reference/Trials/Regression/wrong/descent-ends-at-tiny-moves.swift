// mistake: the descent ends when no coefficient moves by more than 1e-13 of its size
// against: “so many and no fewer, whether the gradient is tiny or the error rises”
import Foundation
import Regression

/// Helper types; unusual but fair: least squares by Householder reflections instead of the normal equations, one round of
/// refinement in `solve`, the barycentric form for interpolation, Horner's scheme for powers.
struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    let rows = x.map { base -> [Double] in
      var row = [1.0]
      while row.count <= degree { row.append(row[row.count - 1] * base) }
      return row
    }
    return Tensor(shape: [x.count, degree + 1], values: rows.flatMap { $0 })
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    Line(coefficients).values(features)
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    var mean = Mean()
    for (guess, target) in zip(predict(coefficients, features), targets) { mean.add((guess - target) * (guess - target)) }
    return mean.value
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    var slope = [Double](repeating: 0, count: coefficients.count)
    let count = Double(max(targets.count, 1))
    for (place, guess) in predict(coefficients, features).enumerated() {
      let error = guess - targets[place]
      let row = features.row(place).values
      for j in slope.indices { slope[j] += error * row[j] }
    }
    return slope.map { $0 * 2 / count }
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var now = coefficients
    for _ in stride(from: 0, to: steps, by: 1) {
      let slope = gradient(now, features, targets)
      let next = now.indices.map { now[$0] - rate * slope[$0] }
      let isDone = now.indices.allSatisfy { abs(next[$0] - now[$0]) <= 1e-13 * abs(now[$0]) }
      now = next
      if isDone { break }
    }
    return now
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    let factors = Factors(matrix)
    var u = factors.solve(right)
    let rest = zip(right, Line(u).values(matrix)).map { $0 - $1 }
    let correction = factors.solve(rest)
    if correction.allSatisfy(\.isFinite) { u = zip(u, correction).map { $0 + $1 } }
    return u
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    Reflections(features).leastSquares(targets)
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    if let place = x.firstIndex(of: position) { return y[place] }
    var (above, below) = (0.0, 0.0)
    for i in x.indices {
      var weight = 1 / (position - x[i])
      for j in x.indices where j != i { weight /= x[i] - x[j] }
      above += weight * y[i]
      below += weight
    }
    // Barycentric, with the product in the first form: stable far outside of the points too.
    var product = 1.0
    for point in x { product *= position - point }
    let inside = x.contains { $0 < position } && x.contains { $0 > position }
    return inside ? above / below : product * above
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    var sizes = [Int](repeating: order.count / count, count: count)
    for part in 0..<order.count % count { sizes[part] += 1 }
    var rest = order[...]
    return sizes.map { size in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    var mean = Mean()
    for (place, own) in folds.enumerated() {
      guard !own.isEmpty else {
        mean.add(0)
        continue
      }
      var others: [Int] = []
      for (other, fold) in folds.enumerated() where other != place { others += fold }
      let model = closedForm(polynomialFeatures(others.map { x[$0] }, degree: degree), others.map { y[$0] })
      mean.add(
        meanSquaredError(model, polynomialFeatures(own.map { x[$0] }, degree: degree), own.map { y[$0] }))
    }
    return mean.value
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    struct Trial { let degree: Int, error: Double }
    let trials = Set(degrees).map {
      Trial(degree: $0, error: crossValidationError(x, y, degree: $0, folds: folds))
    }
    return trials.min { ($0.error, $0.degree) < ($1.error, $1.degree) }!.degree
  }
}

private struct Line {
  let slope: [Double]
  init(_ slope: [Double]) { self.slope = slope }

  func values(_ features: Tensor) -> [Double] {
    (0..<features.rows).map { i in
      var sum = 0.0
      for j in slope.indices { sum += slope[j] * features[i, j] }
      return sum
    }
  }
}

private struct Mean {
  private var sum = 0.0
  private var count = 0.0

  mutating func add(_ x: Double) {
    sum += x
    count += 1
  }

  var value: Double { count == 0 ? 0 : sum / count }
}

/// P A = L U.
private struct Factors {
  private var a: [[Double]]
  private var order: [Int]

  init(_ matrix: Tensor) {
    a = (0..<matrix.rows).map { matrix.row($0).values }
    order = Array(a.indices)
    for c in a.indices {
      for i in a.indices.dropFirst(c + 1) where abs(a[i][c]) > abs(a[c][c]) {
        a.swapAt(i, c)
        order.swapAt(i, c)
      }
      for i in a.indices.dropFirst(c + 1) {
        a[i][c] /= a[c][c]
        for j in c + 1..<a.count { a[i][j] -= a[i][c] * a[c][j] }
      }
    }
  }

  func solve(_ right: [Double]) -> [Double] {
    var u = order.map { right[$0] }
    for i in u.indices { for j in 0..<i { u[i] -= a[i][j] * u[j] } }
    for i in u.indices.reversed() {
      for j in u.indices.dropFirst(i + 1) { u[i] -= a[i][j] * u[j] }
      u[i] /= a[i][i]
    }
    return u
  }
}

/// X = Q R by Householder's reflections; each column is scaled to length 1 first, by a power of two.
private struct Reflections {
  private var columns: [[Double]]
  private var scales: [Double]
  private var mirrors: [[Double]] = []
  private var corners: [Double] = []

  init(_ features: Tensor) {
    let (n, p) = (features.rows, features.columns)
    columns = (0..<p).map { j in (0..<n).map { features[$0, j] } }
    scales = columns.map { column in
      let largest = column.map { abs($0) }.max() ?? 0
      return largest > 0 ? exp2(-Foundation.log2(largest).rounded()) : 1
    }
    for j in columns.indices { columns[j] = columns[j].map { $0 * scales[j] } }
    for j in columns.indices {
      var mirror = columns[j]
      for i in 0..<j { mirror[i] = 0 }
      let length = mirror.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let corner = mirror[j] > 0 ? -length : length
      mirror[j] -= corner
      mirrors.append(mirror)
      corners.append(corner)
      for k in j..<p { Self.reflect(&columns[k], in: mirror) }
    }
  }

  private static func reflect(_ vector: inout [Double], in mirror: [Double]) {
    let square = mirror.reduce(0) { $0 + $1 * $1 }
    guard square > 0 else { return }
    let factor = 2 * zip(vector, mirror).reduce(0) { $0 + $1.0 * $1.1 } / square
    for i in vector.indices { vector[i] -= factor * mirror[i] }
  }

  func leastSquares(_ targets: [Double]) -> [Double] {
    var v = targets
    for mirror in mirrors { Self.reflect(&v, in: mirror) }
    var u = [Double](repeating: 0, count: columns.count)
    for j in columns.indices.reversed() {
      var rest = v[j]
      for k in columns.indices.dropFirst(j + 1) { rest -= columns[k][j] * u[k] }
      u[j] = rest / corners[j]
    }
    return zip(u, scales).map { $0 * $1 }
  }
}
