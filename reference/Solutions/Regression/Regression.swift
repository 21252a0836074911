import Regression

/// Least squares, polynomials, and cross-validation.
struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    // BEGIN SOLUTION
    var features = Tensor(shape: [x.count, degree + 1])
    for (row, number) in x.enumerated() {
      var power = 1.0
      for column in 0...degree {
        features[row, column] = power
        power *= number
      }
    }
    return features
    // END SOLUTION
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    // BEGIN SOLUTION
    (0..<features.rows).map { row in
      var sum = 0.0
      for column in coefficients.indices { sum += coefficients[column] * features[row, column] }
      return sum
    }
    // END SOLUTION
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    // BEGIN SOLUTION
    if targets.isEmpty { return 0 }
    var total = 0.0
    for (predicted, target) in zip(predict(coefficients, features), targets) {
      total += (predicted - target) * (predicted - target)
    }
    return total / Double(targets.count)
    // END SOLUTION
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    // BEGIN SOLUTION
    var gradient = [Double](repeating: 0, count: coefficients.count)
    let predictions = predict(coefficients, features)
    for row in targets.indices {
      let delta = 2 * (predictions[row] - targets[row]) / Double(targets.count)
      for column in coefficients.indices { gradient[column] += delta * features[row, column] }
    }
    return gradient
    // END SOLUTION
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    // BEGIN SOLUTION
    var moved = coefficients
    for _ in 0..<steps {
      let slope = gradient(moved, features, targets)
      for place in moved.indices { moved[place] -= rate * slope[place] }
    }
    return moved
    // END SOLUTION
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    // BEGIN SOLUTION
    let n = right.count
    var a = matrix
    var u = right
    for column in 0..<n {
      var pivot = column
      for row in column..<n where abs(a[row, column]) > abs(a[pivot, column]) { pivot = row }
      for k in 0..<n { (a[column, k], a[pivot, k]) = (a[pivot, k], a[column, k]) }
      u.swapAt(column, pivot)
      for row in 0..<n where row > column {
        let factor = a[row, column] / a[column, column]
        for k in column..<n { a[row, k] -= factor * a[column, k] }
        u[row] -= factor * u[column]
      }
    }
    for row in (0..<n).reversed() {
      for k in 0..<n where k > row { u[row] -= a[row, k] * u[k] }
      u[row] /= a[row, row]
    }
    return u
    // END SOLUTION
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    // BEGIN SOLUTION
    let transposed = features.transposed()
    let right = transposed.matmul(Tensor(shape: [targets.count, 1], values: targets))
    return solve(transposed.matmul(features), right.values)
    // END SOLUTION
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    // BEGIN SOLUTION
    var sum = 0.0
    for i in x.indices {
      var product = y[i]
      for j in x.indices where j != i { product *= (position - x[j]) / (x[i] - x[j]) }
      sum += product
    }
    return sum
    // END SOLUTION
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    // BEGIN SOLUTION
    var folds: [[Int]] = []
    var first = 0
    for fold in 0..<count {
      let size = order.count / count + (fold < order.count % count ? 1 : 0)
      folds.append(Array(order[first..<first + size]))
      first += size
    }
    return folds
    // END SOLUTION
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    // BEGIN SOLUTION
    let features = polynomialFeatures(x, degree: degree)
    var total = 0.0
    for (place, fold) in folds.enumerated() {
      let others = folds.indices.filter { $0 != place }.flatMap { folds[$0] }
      let coefficients = closedForm(features.rows(at: others), others.map { y[$0] })
      total += meanSquaredError(coefficients, features.rows(at: fold), fold.map { y[$0] })
    }
    return total / Double(folds.count)
    // END SOLUTION
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    // BEGIN SOLUTION
    var (best, least) = (0, Double.infinity)
    for degree in degrees.sorted() {
      let error = crossValidationError(x, y, degree: degree, folds: folds)
      if error < least { (best, least) = (degree, error) }
    }
    return best
    // END SOLUTION
  }
}
