// mistake: rows are exchanged only where the number on the diagonal is exactly 0, not where it is tiny
import Regression

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    var out = Tensor(shape: [x.count, degree + 1])
    for i in 0..<x.count {
      var power = 1.0
      for j in 0...degree {
        out[i, j] = power
        power *= x[i]
      }
    }
    return out
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    let n = features.shape[0]
    let p = features.shape[1]
    var out = [Double](repeating: 0, count: n)
    for i in 0..<n {
      var s = 0.0
      for j in 0..<p {
        s += coefficients[j] * features[i, j]
      }
      out[i] = s
    }
    return out
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    let n = targets.count
    if n == 0 { return 0 }
    let guess = predict(coefficients, features)
    var sum = 0.0
    for i in 0..<n {
      let e = guess[i] - targets[i]
      sum += e * e
    }
    return sum / Double(n)
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    let n = targets.count
    let p = coefficients.count
    var g = [Double](repeating: 0, count: p)
    if n == 0 { return g }
    let guess = predict(coefficients, features)
    for i in 0..<n {
      let e = guess[i] - targets[i]
      for j in 0..<p {
        g[j] += e * features[i, j]
      }
    }
    for j in 0..<p {
      g[j] = 2 * g[j] / Double(n)
    }
    return g
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    var theta = coefficients
    var step = 0
    while step < steps {
      let g = gradient(theta, features, targets)
      for j in 0..<theta.count {
        theta[j] -= rate * g[j]
      }
      step += 1
    }
    return theta
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    let n = right.count
    var a = matrix
    var v = right
    for k in 0..<n {
      // the row with the largest number in column k
      var best = k
      if a[k, k] == 0 {
        for i in k..<n {
          if a[i, k] != 0 {
            best = i
            break
          }
        }
      }
      if best != k {
        for j in 0..<n {
          let t = a[k, j]
          a[k, j] = a[best, j]
          a[best, j] = t
        }
        let t = v[k]
        v[k] = v[best]
        v[best] = t
      }
      var i = k + 1
      while i < n {
        let f = a[i, k] / a[k, k]
        for j in k..<n {
          a[i, j] -= f * a[k, j]
        }
        v[i] -= f * v[k]
        i += 1
      }
    }
    var u = [Double](repeating: 0, count: n)
    var k = n - 1
    while k >= 0 {
      var s = v[k]
      var j = k + 1
      while j < n {
        s -= a[k, j] * u[j]
        j += 1
      }
      u[k] = s / a[k, k]
      k -= 1
    }
    return u
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let n = features.shape[0]
    let p = features.shape[1]
    var a = Tensor(shape: [p, p])
    var v = [Double](repeating: 0, count: p)
    for j in 0..<p {
      for k in 0..<p {
        var s = 0.0
        for i in 0..<n { s += features[i, j] * features[i, k] }
        a[j, k] = s
      }
      for i in 0..<n { v[j] += features[i, j] * targets[i] }
    }
    return solve(a, v)
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
    var out: [[Int]] = []
    var next = 0
    for f in 0..<count {
      var size = small
      if f < larger { size += 1 }
      var part: [Int] = []
      for _ in 0..<size {
        part.append(order[next])
        next += 1
      }
      out.append(part)
    }
    return out
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    if folds.isEmpty { return 0 }
    var sum = 0.0
    for f in 0..<folds.count {
      var tx: [Double] = []
      var ty: [Double] = []
      for g in 0..<folds.count {
        if g != f {
          for i in folds[g] {
            tx.append(x[i])
            ty.append(y[i])
          }
        }
      }
      var vx: [Double] = []
      var vy: [Double] = []
      for i in folds[f] {
        vx.append(x[i])
        vy.append(y[i])
      }
      let theta = closedForm(polynomialFeatures(tx, degree: degree), ty)
      sum += meanSquaredError(theta, polynomialFeatures(vx, degree: degree), vy)
    }
    return sum / Double(folds.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    var best = degrees[0]
    var bestError = crossValidationError(x, y, degree: best, folds: folds)
    for k in 1..<max(1, degrees.count) {
      let d = degrees[k]
      let e = crossValidationError(x, y, degree: d, folds: folds)
      if e < bestError || (e == bestError && d < best) {
        best = d
        bestError = e
      }
    }
    return best
  }
}
