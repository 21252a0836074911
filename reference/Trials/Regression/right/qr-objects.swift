// right: classes and generic helper types, Householder's QR for solving and fitting, barycentric interpolation
import Foundation
import Regression

/// A factorisation A = Q R of a tall matrix, by Householder's reflections.
final class HouseholderQR {
  private var columns: [[Double]]
  private var reflectors: [[Double]] = []
  private let m: Int
  private let p: Int

  init(_ a: Tensor) {
    m = a.rows
    p = a.columns
    columns = (0..<a.columns).map { j in (0..<a.rows).map { a[$0, j] } }
    for k in 0..<p { reflect(k) }
  }

  private func reflect(_ k: Int) {
    // Scaled, so that neither huge nor tiny numbers spoil the norm.
    let scale = columns[k][k...].map { Swift.abs($0) }.max() ?? 0
    var v = [Double](repeating: 0, count: m)
    if scale > 0 {
      for i in k..<m { v[i] = columns[k][i] / scale }
      let norm = v[k...].reduce(0) { $0 + $1 * $1 }.squareRoot()
      v[k] += v[k] < 0 ? -norm : norm
      let length = v[k...].reduce(0) { $0 + $1 * $1 }.squareRoot()
      for i in k..<m { v[i] /= length }
    }
    reflectors.append(v)
    for j in k..<p { HouseholderQR.apply(v, from: k, to: &columns[j]) }
  }

  private static func apply(_ v: [Double], from k: Int, to x: inout [Double]) {
    var dot = 0.0
    for i in k..<x.count { dot += v[i] * x[i] }
    for i in k..<x.count { x[i] -= 2 * dot * v[i] }
  }

  func leastSquares(_ right: [Double]) -> [Double] {
    var b = right
    for (k, v) in reflectors.enumerated() { HouseholderQR.apply(v, from: k, to: &b) }
    var u = [Double](repeating: 0, count: p)
    for k in stride(from: p - 1, through: 0, by: -1) {
      var rest = b[k]
      for j in k + 1..<max(p, k + 1) { rest -= columns[j][k] * u[j] }
      u[k] = rest / columns[k][k]
    }
    return u
  }
}

/// Running mean of numbers.
struct Mean {
  private(set) var sum = 0.0
  private(set) var count = 0
  mutating func add(_ x: Double) {
    sum += x
    count += 1
  }
  var value: Double { count == 0 ? 0 : sum / Double(count) }
}

/// A data set of a linear model.
struct LinearProblem {
  let features: Tensor
  let targets: [Double]

  func residuals(_ theta: [Double]) -> [Double] {
    let p = features.columns
    return features.values.withUnsafeBufferPointer { f in
      targets.indices.map { i in
        var s = -targets[i]
        for j in 0..<p { s += f[i * p + j] * theta[j] }
        return s
      }
    }
  }

  func error(_ theta: [Double]) -> Double {
    var mean = Mean()
    for r in residuals(theta) { mean.add(r * r) }
    return mean.value
  }

  func slope(_ theta: [Double]) -> [Double] {
    var g = [Double](repeating: 0, count: theta.count)
    let r = residuals(theta)
    guard !r.isEmpty else { return g }
    let p = theta.count
    let factor = 2 / Double(r.count)
    features.values.withUnsafeBufferPointer { f in
      for i in r.indices {
        for j in 0..<p { g[j] += factor * r[i] * f[i * p + j] }
      }
    }
    return g
  }
}

/// A curve through points, in the barycentric form.
final class Curve {
  let x: [Double]
  let y: [Double]
  let weights: [Double]

  init(x: [Double], y: [Double]) {
    self.x = x
    self.y = y
    weights = x.indices.map { i in
      var w = 1.0
      for j in x.indices where j != i { w /= x[i] - x[j] }
      return w
    }
  }

  func callAsFunction(_ t: Double) -> Double {
    if let hit = x.firstIndex(of: t) { return y[hit] }
    var node = 1.0
    var sum = 0.0
    for i in x.indices {
      node *= t - x[i]
      sum += weights[i] * y[i] / (t - x[i])
    }
    return node * sum
  }
}

struct Partition<Element> {
  var parts: [[Element]]

  init(_ all: [Element], into count: Int) {
    parts = []
    var rest = all[...]
    for left in stride(from: count, to: 0, by: -1) {
      let size = (rest.count + left - 1) / left
      parts.append(Array(rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
  }
}

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    var result = Tensor(shape: [x.count, degree + 1], repeating: 1)
    for j in stride(from: 1, through: degree, by: 1) {
      for i in x.indices { result[i, j] = result[i, j - 1] * x[i] }
    }
    return result
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    LinearProblem(features: features, targets: [Double](repeating: 0, count: features.rows)).residuals(coefficients)
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    LinearProblem(features: features, targets: targets).error(coefficients)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    LinearProblem(features: features, targets: targets).slope(coefficients)
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    let problem = LinearProblem(features: features, targets: targets)
    var theta = coefficients
    for _ in 0..<steps {
      for (j, g) in problem.slope(theta).enumerated() { theta[j] -= rate * g }
    }
    return theta
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    // Rows are brought to one size first: a change that leaves the solution alone.
    var (a, v) = (matrix, right)
    for i in right.indices {
      let size = matrix.row(i).values.map { Swift.abs($0) }.max() ?? 1
      for j in right.indices { a[i, j] /= size }
      v[i] /= size
    }
    return HouseholderQR(a).leastSquares(v)
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    HouseholderQR(features).leastSquares(targets)
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    Curve(x: x, y: y)(position)
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] { Partition(order, into: count).parts }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    func problem(_ indices: [Int]) -> LinearProblem {
      LinearProblem(
        features: polynomialFeatures(indices.map { x[$0] }, degree: degree), targets: indices.map { y[$0] })
    }
    var mean = Mean()
    for (f, own) in folds.enumerated() {
      var others = folds
      others.remove(at: f)
      let training = problem(Array(others.joined()))
      mean.add(problem(own).error(closedForm(training.features, training.targets)))
    }
    return mean.value
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    var best: (error: Double, degree: Int)?
    for degree in degrees.sorted() {
      let error = crossValidationError(x, y, degree: degree, folds: folds)
      if best == nil || error < best!.error { best = (error, degree) }
    }
    return best!.degree
  }
}
