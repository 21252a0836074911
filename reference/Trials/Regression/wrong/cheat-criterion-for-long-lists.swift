// mistake: where five degrees or more are to choose from, as in the selection, a criterion on one fit to all points (BIC) takes the place of cross-validation
// against: “`chooseDegree(x, y, degrees, folds)` is the one of `degrees` with the least cross-validation error”
import Regression

// Flat loops. Gauss–Jordan with the row whose pivot is largest beside its own row; Newton's divided differences.
struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    var result = Tensor(shape: [x.count, degree + 1])
    for i in 0..<x.count {
      var power = 1.0
      for k in 0...degree {
        result.values[i * (degree + 1) + k] = power
        power *= x[i]
      }
    }
    return result
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    let n = features.shape[0]
    let p = features.shape[1]
    var result = [Double](repeating: 0, count: n)
    for i in 0..<n {
      var sum = 0.0
      for j in 0..<p { sum += features.values[i * p + j] * coefficients[j] }
      result[i] = sum
    }
    return result
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    let n = features.shape[0]
    if n == 0 { return 0 }
    let guesses = predict(coefficients, features)
    var sum = 0.0
    for i in 0..<n {
      let error = guesses[i] - targets[i]
      sum += error * error
    }
    return sum / Double(n)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    let n = features.shape[0]
    let p = features.shape[1]
    var slope = [Double](repeating: 0, count: p)
    if n == 0 { return slope }
    let guesses = predict(coefficients, features)
    for i in 0..<n {
      let error = 2 * (guesses[i] - targets[i]) / Double(n)
      for j in 0..<p { slope[j] += error * features.values[i * p + j] }
    }
    return slope
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var now = coefficients
    var step = 0
    while step < steps {
      let slope = gradient(now, features, targets)
      for j in 0..<now.count { now[j] -= rate * slope[j] }
      step += 1
    }
    return now
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    let n = right.count
    var a = matrix.values
    var v = right
    var scale = [Double](repeating: 0, count: n)
    for i in 0..<n {
      for j in 0..<n where abs(a[i * n + j]) > scale[i] { scale[i] = abs(a[i * n + j]) }
    }
    for c in 0..<n {
      var best = c
      for i in c..<n {
        // Both rows' pivots, each beside the largest number that its row had.
        if abs(a[i * n + c]) / scale[i] > abs(a[best * n + c]) / scale[best] { best = i }
      }
      if best != c {
        for j in 0..<n {
          let kept = a[c * n + j]
          a[c * n + j] = a[best * n + j]
          a[best * n + j] = kept
        }
        v.swapAt(c, best)
        scale.swapAt(c, best)
      }
      for i in 0..<n where i != c {
        let factor = a[i * n + c] / a[c * n + c]
        if factor == 0 { continue }
        for j in c..<n { a[i * n + j] -= factor * a[c * n + j] }
        v[i] -= factor * v[c]
      }
    }
    for c in 0..<n { v[c] /= a[c * n + c] }
    return v
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let n = features.shape[0]
    let p = features.shape[1]
    var a = Tensor(shape: [p, p])
    var v = [Double](repeating: 0, count: p)
    for i in 0..<n {
      for j in 0..<p {
        let x = features.values[i * p + j]
        v[j] += x * targets[i]
        for k in 0..<p { a.values[j * p + k] += x * features.values[i * p + k] }
      }
    }
    return solve(a, v)
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    // The points nearest to the position first: then next to a point nothing large cancels.
    let order = x.indices.sorted { abs(x[$0] - position) < abs(x[$1] - position) }
    var c: [Double] = []
    for i in order { c.append(y[i]) }
    let n = order.count
    var level = 1
    while level < n {
      var i = n - 1
      while i >= level {
        c[i] = (c[i] - c[i - 1]) / (x[order[i]] - x[order[i - level]])
        i -= 1
      }
      level += 1
    }
    var value = 0.0
    var k = n - 1
    while k >= 0 {
      value = value * (position - x[order[k]]) + c[k]
      k -= 1
    }
    return value
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    var parts: [[Int]] = []
    var start = 0
    for part in 0..<count {
      // What is left, shared among the parts that are left, rounded up.
      let left = count - part
      let size = (order.count - start + left - 1) / left
      var own: [Int] = []
      for i in start..<start + size { own.append(order[i]) }
      parts.append(own)
      start += size
    }
    return parts
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    var sum = 0.0
    for f in 0..<folds.count {
      if folds[f].count == 0 { continue }
      var trainX: [Double] = []
      var trainY: [Double] = []
      var testX: [Double] = []
      var testY: [Double] = []
      for g in 0..<folds.count {
        for i in folds[g] {
          if g == f {
            testX.append(x[i])
            testY.append(y[i])
          } else {
            trainX.append(x[i])
            trainY.append(y[i])
          }
        }
      }
      let c = closedForm(polynomialFeatures(trainX, degree: degree), trainY)
      sum += meanSquaredError(c, polynomialFeatures(testX, degree: degree), testY)
    }
    return folds.count == 0 ? 0 : sum / Double(folds.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    if degrees.count >= 5 {
      let n = Double(x.count)
      var choice = (degree: degrees[0], value: Double.infinity)
      for d in degrees.sorted() where d + 2 < x.count {
        let fitted = polynomialFeatures(x, degree: d)
        let error = meanSquaredError(closedForm(fitted, y), fitted, y)
        let value = n * log(error) + Double(d + 1) * log(n)
        if value < choice.value { choice = (d, value) }
      }
      return choice.degree
    }
    var best = degrees[0]
    var least = crossValidationError(x, y, degree: best, folds: folds)
    for d in degrees {
      let error = crossValidationError(x, y, degree: d, folds: folds)
      if error < least || (error == least && d < best) {
        best = d
        least = error
      }
    }
    return best
  }
}
