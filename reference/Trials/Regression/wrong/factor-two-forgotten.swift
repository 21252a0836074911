// mistake: gradient forgets the factor 2 of the derivative of a square
import Regression

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    var features = Tensor(shape: [x.count, degree + 1])
    for i in 0..<x.count {
      var power = 1.0
      for j in 0...degree {
        features[i, j] = power
        power *= x[i]
      }
    }
    return features
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    let n = features.shape[0], p = features.shape[1]
    var result = [Double](repeating: 0, count: n)
    for i in 0..<n {
      for j in 0..<p {
        result[i] += features[i, j] * coefficients[j]
      }
    }
    return result
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    if targets.count == 0 { return 0 }
    let predicted = predict(coefficients, features)
    var sum = 0.0
    for i in 0..<targets.count {
      let error = predicted[i] - targets[i]
      sum += error * error
    }
    return sum / Double(targets.count)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    let n = features.shape[0], p = features.shape[1]
    var result = [Double](repeating: 0, count: p)
    if n == 0 { return result }
    let predicted = predict(coefficients, features)
    for i in 0..<n {
      let error = predicted[i] - targets[i]
      for j in 0..<p {
        result[j] += error * features[i, j] / Double(n)
      }
    }
    return result
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var theta = coefficients
    for _ in 0..<steps {
      let slope = gradient(theta, features, targets)
      for j in 0..<theta.count {
        theta[j] -= rate * slope[j]
      }
    }
    return theta
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    let n = right.count
    var a = matrix
    var v = right
    for k in 0..<n {
      // The row with the largest number in this column is the best to divide by.
      var best = k
      for i in k..<n {
        if abs(a[i, k]) > abs(a[best, k]) { best = i }
      }
      if best != k {
        for j in 0..<n {
          let other = a[k, j]
          a[k, j] = a[best, j]
          a[best, j] = other
        }
        v.swapAt(k, best)
      }
      for i in (k + 1)..<max(n, k + 1) {
        let factor = a[i, k] / a[k, k]
        if factor == 0 { continue }
        for j in k..<n {
          a[i, j] -= factor * a[k, j]
        }
        v[i] -= factor * v[k]
      }
    }
    var u = [Double](repeating: 0, count: n)
    for k in 0..<n {
      let i = n - 1 - k
      var sum = v[i]
      for j in (i + 1)..<max(n, i + 1) {
        sum -= a[i, j] * u[j]
      }
      u[i] = sum / a[i, i]
    }
    return u
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let n = features.shape[0], p = features.shape[1]
    var normal = Tensor(shape: [p, p])
    var right = [Double](repeating: 0, count: p)
    for i in 0..<n {
      for j in 0..<p {
        for k in 0..<p {
          normal[j, k] += features[i, j] * features[i, k]
        }
        right[j] += features[i, j] * targets[i]
      }
    }
    return solve(normal, right)
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    var sum = 0.0
    for i in 0..<x.count {
      var product = y[i]
      for j in 0..<x.count {
        if j != i {
          product *= (position - x[j]) / (x[i] - x[j])
        }
      }
      sum += product
    }
    return sum
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    let small = order.count / count
    let larger = order.count % count
    var result: [[Int]] = []
    var next = 0
    for k in 0..<count {
      var part: [Int] = []
      let size = k < larger ? small + 1 : small
      for _ in 0..<size {
        part.append(order[next])
        next += 1
      }
      result.append(part)
    }
    return result
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    var sum = 0.0
    for k in 0..<folds.count {
      var trainX: [Double] = []
      var trainY: [Double] = []
      for other in 0..<folds.count {
        if other == k { continue }
        for index in folds[other] {
          trainX.append(x[index])
          trainY.append(y[index])
        }
      }
      let theta = closedForm(polynomialFeatures(trainX, degree: degree), trainY)
      var testX: [Double] = []
      var testY: [Double] = []
      for index in folds[k] {
        testX.append(x[index])
        testY.append(y[index])
      }
      sum += meanSquaredError(theta, polynomialFeatures(testX, degree: degree), testY)
    }
    return sum / Double(folds.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let sorted = degrees.sorted()
    var best = sorted[0]
    var least = crossValidationError(x, y, degree: best, folds: folds)
    for degree in sorted {
      let error = crossValidationError(x, y, degree: degree, folds: folds)
      if error < least {
        least = error
        best = degree
      }
    }
    return best
  }
}
