// mistake: folds deals the indices out in turn instead of cutting them from the front
// breaks: "cuts `order`, a list of indices, from its front into `count` parts, one after the other."
import Regression

/// Least squares, polynomials and cross-validation.
struct Submission: RegressionContract {
  // MARK: A linear model

  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    var powers = Tensor(shape: [x.count, degree + 1], repeating: 1)
    for (i, number) in x.enumerated() {
      for k in 0..<degree {
        powers[i, k + 1] = powers[i, k] * number
      }
    }
    return powers
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    let p = coefficients.count
    return (0..<features.rows).map { (i: Int) -> Double in
      var sum = 0.0
      for j in 0..<p {
        sum += features.values[i * p + j] * coefficients[j]
      }
      return sum
    }
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    guard !targets.isEmpty else { return 0 }
    var sum = 0.0
    for (guess, target) in zip(predict(coefficients, features), targets) {
      sum += (guess - target) * (guess - target)
    }
    return sum / Double(targets.count)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    let p = coefficients.count
    var slope = [Double](repeating: 0, count: p)
    guard !targets.isEmpty else { return slope }
    let guesses = predict(coefficients, features)
    for i in targets.indices {
      let error = guesses[i] - targets[i]
      for j in 0..<p {
        slope[j] += error * features.values[i * p + j]
      }
    }
    let factor = 2 / Double(targets.count)
    return slope.map { $0 * factor }
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var theta = coefficients
    for _ in 0..<steps {
      let slope = gradient(theta, features, targets)
      for j in theta.indices {
        theta[j] -= rate * slope[j]
      }
    }
    return theta
  }

  // MARK: The closed form

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    let n = right.count
    var rows = (0..<n).map { (i: Int) -> [Double] in matrix.row(i).values + [right[i]] }
    // What a number of a row is to be compared with.
    let scale = rows.map { (row: [Double]) -> Double in row.dropLast().reduce(0) { max($0, abs($1)) } }
    var relative = scale
    for column in 0..<n {
      var pivot = column
      for i in column..<n where abs(rows[i][column]) / relative[i] > abs(rows[pivot][column]) / relative[pivot] {
        pivot = i
      }
      rows.swapAt(column, pivot)
      relative.swapAt(column, pivot)
      let top = rows[column]
      for i in (column + 1)..<max(n, column + 1) {
        let factor = rows[i][column] / top[column]
        if factor == 0 { continue }
        for k in column...n {
          rows[i][k] -= factor * top[k]
        }
      }
    }
    var u = [Double](repeating: 0, count: n)
    for i in (0..<n).reversed() {
      var rest = rows[i][n]
      for k in (i + 1)..<max(n, i + 1) {
        rest -= rows[i][k] * u[k]
      }
      u[i] = rest / rows[i][i]
    }
    return u
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let p = features.columns
    var square = Tensor(shape: [p, p])
    var right = [Double](repeating: 0, count: p)
    for i in targets.indices {
      for j in 0..<p {
        let own = features[i, j]
        for k in 0..<p {
          square[j, k] += own * features[i, k]
        }
        right[j] += own * targets[i]
      }
    }
    return solve(square, right)
  }

  // MARK: Interpolation

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    var sum = 0.0
    for i in x.indices {
      var term = y[i]
      for j in x.indices where j != i {
        term *= (position - x[j]) / (x[i] - x[j])
      }
      sum += term
    }
    return sum
  }

  // MARK: Cross-validation

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    var parts = [[Int]](repeating: [], count: count)
    for (place, index) in order.enumerated() {
      parts[place % count].append(index)
    }
    return parts
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    var sum = 0.0
    for (own, fold) in folds.enumerated() where !fold.isEmpty {
      var others: [Int] = []
      for (index, other) in folds.enumerated() where index != own {
        others += other
      }
      let known = polynomialFeatures(others.map { x[$0] }, degree: degree)
      let coefficients = closedForm(known, others.map { y[$0] })
      let unseen = polynomialFeatures(fold.map { x[$0] }, degree: degree)
      sum += meanSquaredError(coefficients, unseen, fold.map { y[$0] })
    }
    return sum / Double(folds.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let rising = degrees.sorted()
    var best = rising[0]
    var least = Double.infinity
    for degree in rising {
      let error = crossValidationError(x, y, degree: degree, folds: folds)
      if error < least {
        least = error
        best = degree
      }
    }
    return best
  }
}
