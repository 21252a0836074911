import Regression

// Least squares by Gram and Schmidt's orthogonal columns (twice, for good measure), equations by Gauss and Jordan's
// elimination, interpolation by Neville's scheme: none of them as the statement writes it.

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }

private func adding(_ a: [Double], _ factor: Double, _ b: [Double]) -> [Double] { zip(a, b).map { $0 + factor * $1 } }

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    Tensor(shape: [x.count, degree + 1], values: x.flatMap { one in (0...degree).map { pow(one, Double($0)) } })
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    features.matmul(Tensor(shape: [coefficients.count, 1], values: coefficients)).values
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    let errors = adding(predict(coefficients, features), -1, targets)
    return dot(errors, errors) / Double(max(errors.count, 1))
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    guard !targets.isEmpty else { return coefficients.map { _ in 0 } }
    let errors = Tensor(shape: [1, targets.count], values: adding(predict(coefficients, features), -1, targets))
    return (2 / Double(targets.count) * errors.matmul(features)).values
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    (0..<steps).reduce(coefficients) { here, _ in adding(here, -rate, gradient(here, features, targets)) }
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    var rows = zip((0..<right.count).map { matrix.row($0).values }, right).map { $0 + [$1] }
    for place in rows.indices {
      let pivot = rows.indices.dropFirst(place).max { abs(rows[$0][place]) < abs(rows[$1][place]) } ?? place
      rows.swapAt(place, pivot)
      rows[place] = rows[place].map { [p = rows[place][place]] in $0 / p }
      for other in rows.indices where other != place {
        rows[other] = adding(rows[other], -rows[other][place], rows[place])
      }
    }
    return rows.map { $0[right.count] }
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let transposed = features.transposed()
    let size = features.columns
    var (q, r): ([[Double]], Tensor) = ([], Tensor(shape: [size, size]))
    for column in 0..<size {
      var rest = transposed.row(column).values
      for _ in 0..<2 {
        for (place, unit) in q.enumerated() {
          let part = dot(unit, rest)
          r[place, column] += part
          rest = adding(rest, -part, unit)
        }
      }
      r[column, column] = dot(rest, rest).squareRoot()
      q.append(rest.map { $0 / r[column, column] })
    }
    return solve(r, q.map { dot($0, targets) })
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    var p = y
    for width in 1..<max(1, x.count) {
      for i in 0..<x.count - width {
        p[i] = ((position - x[i + width]) * p[i] + (x[i] - position) * p[i + 1]) / (x[i] - x[i + width])
      }
    }
    return p[0]
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    let (size, larger) = order.count.quotientAndRemainder(dividingBy: count)
    var rest = order[...]
    return (0..<count).map { fold in
      let part = rest.prefix(fold < larger ? size + 1 : size)
      rest = rest.dropFirst(part.count)
      return Array(part)
    }
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    let errors = folds.map { fold -> Double in
      let known = folds.joined().filter { !fold.contains($0) }
      let fit = closedForm(polynomialFeatures(known.map { x[$0] }, degree: degree), known.map { y[$0] })
      return meanSquaredError(fit, polynomialFeatures(fold.map { x[$0] }, degree: degree), fold.map { y[$0] })
    }
    return errors.reduce(0, +) / Double(errors.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let errors = degrees.map { (error: crossValidationError(x, y, degree: $0, folds: folds), degree: $0) }
    return errors.min { ($0.error, $0.degree) < ($1.error, $1.degree) }?.degree ?? 0
  }
}
