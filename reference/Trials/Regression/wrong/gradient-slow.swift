// mistake: gradient makes all predictions anew for each coefficient: a power of p more
// breaks: "`gradient.edges` has 25,000 features in one case and 3 s of CPU time."
import Regression

/// Plain loops; Gauss's elimination with row exchanges; Lagrange as printed.
struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    var features = Tensor(shape: [x.count, degree + 1])
    for i in x.indices {
      var power = 1.0
      for k in 0...degree {
        features[i, k] = power
        power *= x[i]
      }
    }
    return features
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    var predictions = [Double](repeating: 0, count: features.rows)
    for i in predictions.indices {
      var sum = 0.0
      for j in coefficients.indices { sum += coefficients[j] * features[i, j] }
      predictions[i] = sum
    }
    return predictions
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    if targets.isEmpty { return 0 }
    let predictions = predict(coefficients, features)
    var sum = 0.0
    for i in targets.indices {
      let difference = predictions[i] - targets[i]
      sum += difference * difference
    }
    return sum / Double(targets.count)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: coefficients.count)
    if targets.isEmpty { return gradient }
    for j in gradient.indices {
      let predictions = predict(coefficients, features)
      for i in targets.indices { gradient[j] += 2 * (predictions[i] - targets[i]) * features[i, j] }
    }
    for j in gradient.indices { gradient[j] /= Double(targets.count) }
    return gradient
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var coefficients = coefficients
    for _ in 0..<steps {
      let slopes = gradient(coefficients, features, targets)
      for j in coefficients.indices { coefficients[j] -= rate * slopes[j] }
    }
    return coefficients
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    let n = right.count
    var a = matrix
    var v = right
    for column in 0..<n {
      var pivot = column
      for row in column..<n where abs(a[row, column]) > abs(a[pivot, column]) { pivot = row }
      if pivot != column {
        for k in 0..<n {
          let kept = a[column, k]
          a[column, k] = a[pivot, k]
          a[pivot, k] = kept
        }
        v.swapAt(column, pivot)
      }
      for row in 0..<n where row > column {
        let factor = a[row, column] / a[column, column]
        for k in column..<n { a[row, k] -= factor * a[column, k] }
        v[row] -= factor * v[column]
      }
    }
    for row in (0..<n).reversed() {
      for k in 0..<n where k > row { v[row] -= a[row, k] * v[k] }
      v[row] /= a[row, row]
    }
    return v
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let p = features.columns
    var gram = Tensor(shape: [p, p])
    var moments = [Double](repeating: 0, count: p)
    for i in targets.indices {
      for j in 0..<p {
        for k in 0..<p { gram[j, k] += features[i, j] * features[i, k] }
        moments[j] += features[i, j] * targets[i]
      }
    }
    return solve(gram, moments)
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    var sum = 0.0
    for i in x.indices {
      var product = y[i]
      for j in x.indices where j != i {
        product *= (position - x[j]) / (x[i] - x[j])
      }
      sum += product
    }
    return sum
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    let size = order.count / count
    let larger = order.count % count
    var parts: [[Int]] = []
    var start = 0
    for part in 0..<count {
      let end = start + size + (part < larger ? 1 : 0)
      parts.append(Array(order[start..<end]))
      start = end
    }
    return parts
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    if folds.isEmpty { return 0 }
    var sum = 0.0
    for fold in folds.indices {
      if folds[fold].isEmpty { continue }
      var others: [Int] = []
      for other in folds.indices where other != fold { others += folds[other] }
      let coefficients = closedForm(
        polynomialFeatures(others.map { x[$0] }, degree: degree), others.map { y[$0] })
      let own = folds[fold]
      sum += meanSquaredError(
        coefficients, polynomialFeatures(own.map { x[$0] }, degree: degree), own.map { y[$0] })
    }
    return sum / Double(folds.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let ordered = degrees.sorted()
    var best = ordered[0]
    var least = Double.infinity
    for degree in ordered {
      let error = crossValidationError(x, y, degree: degree, folds: folds)
      if error < least {
        least = error
        best = degree
      }
    }
    return best
  }
}
