import Regression

// Loops over arrays of arrays; a descent by XᵀX, taken once; powers by repeated products; a Cholesky factor for the normal
// equations; the polynomial in Newton's form.

private typealias Matrix = [[Double]]

private func rows(_ tensor: Tensor) -> Matrix { (0..<tensor.rows).map { tensor.row($0).values } }

/// L with L Lᵀ = A.
private func cholesky(_ a: Matrix) -> Matrix {
  var l = Matrix(repeating: [Double](repeating: 0, count: a.count), count: a.count)
  for i in 0..<a.count {
    for j in 0...i {
      var sum = a[i][j]
      for k in 0..<j { sum -= l[i][k] * l[j][k] }
      l[i][j] = i == j ? sqrt(sum) : sum / l[j][j]
    }
  }
  return l
}

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    var values: [Double] = []
    for number in x {
      var line = [1.0]
      while line.count <= degree { line.append(line[line.count - 1] * number) }
      values += line
    }
    return Tensor(shape: [x.count, degree + 1], values: values)
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] {
    var predictions: [Double] = []
    for row in 0..<features.rows {
      var sum = 0.0
      for (coefficient, feature) in zip(coefficients, features.row(row).values) { sum += coefficient * feature }
      predictions.append(sum)
    }
    return predictions
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    var mean = 0.0
    for (i, predicted) in predict(coefficients, features).enumerated() {
      let error = targets[i] - predicted
      mean += error * error / Double(targets.count)
    }
    return mean
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    var total = coefficients.map { _ in 0.0 }
    for (i, predicted) in predict(coefficients, features).enumerated() {
      for j in 0..<total.count { total[j] -= 2 * (targets[i] - predicted) * features[i, j] }
    }
    return targets.isEmpty ? total : total.map { $0 / Double(targets.count) }
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    // XᵀX and Xᵀy once: a step then costs p², however many samples there are.
    let (x, p) = (rows(features), coefficients.count)
    var gram = Matrix(repeating: [Double](repeating: 0, count: p), count: p)
    var right = [Double](repeating: 0, count: p)
    for (row, y) in zip(x, targets) {
      for j in 0..<p {
        right[j] += row[j] * y
        for k in 0...j { gram[j][k] += row[j] * row[k] }
      }
    }
    for j in 0..<p { for k in 0..<j { gram[k][j] = gram[j][k] } }
    if targets.isEmpty { return coefficients }
    var moved = coefficients
    for _ in 0..<steps {
      var slope = [Double](repeating: 0, count: p)
      for j in 0..<p { for k in 0..<p { slope[j] += gram[j][k] * moved[k] } }
      for j in 0..<p { moved[j] -= rate * 2 * (slope[j] - right[j]) / Double(targets.count) }
    }
    return moved
  }

  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    // An order of the rows instead of exchanges.
    var (a, v) = (rows(matrix), right)
    var order = Array(a.indices)
    for column in a.indices {
      var at = column
      for place in column..<a.count where abs(a[order[place]][column]) > abs(a[order[at]][column]) { at = place }
      order.swapAt(column, at)
      let top = order[column]
      for row in order[(column + 1)...] {
        let factor = a[row][column] / a[top][column]
        for k in a.indices { a[row][k] -= factor * a[top][k] }
        v[row] -= factor * v[top]
      }
    }
    var u = [Double](repeating: 0, count: v.count)
    for column in a.indices.reversed() {
      let row = order[column]
      var sum = v[row]
      for k in a.indices where k > column { sum -= a[row][k] * u[k] }
      u[column] = sum / a[row][column]
    }
    return u
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let (x, size) = (rows(features), features.columns)
    var gram = Matrix(repeating: [Double](repeating: 0, count: size), count: size)
    var u = [Double](repeating: 0, count: size)
    for (line, target) in zip(x, targets) {
      for i in 0..<size {
        for j in 0..<size { gram[i][j] += line[i] * line[j] }
        u[i] += line[i] * target
      }
    }
    let l = cholesky(gram)
    for i in 0..<size {
      for k in 0..<i { u[i] -= l[i][k] * u[k] }
      u[i] /= l[i][i]
    }
    for i in (0..<size).reversed() {
      for k in (i + 1)..<max(size, i + 1) { u[i] -= l[k][i] * u[k] }
      u[i] /= l[i][i]
    }
    return u
  }

  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    // Newton's form, by divided differences.
    var divided = y
    for order in 1..<max(1, x.count) {
      for place in (order..<x.count).reversed() {
        divided[place] = (divided[place] - divided[place - 1]) / (x[place] - x[place - order])
      }
    }
    return x.indices.reversed().reduce(0.0) { $0 * (position - x[$1]) + divided[$1] }
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    var sizes = [Int](repeating: 0, count: count)
    for place in order.indices { sizes[place % count] += 1 }
    var (parts, first): ([[Int]], Int) = ([], 0)
    for size in sizes {
      parts.append(order[first..<(first + size)].map { $0 })
      first += size
    }
    return parts
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    var sum = 0.0
    for out in 0..<folds.count {
      var (knownX, knownY): ([Double], [Double]) = ([], [])
      for (place, fold) in folds.enumerated() where place != out {
        for index in fold {
          knownX.append(x[index])
          knownY.append(y[index])
        }
      }
      let fit = closedForm(polynomialFeatures(knownX, degree: degree), knownY)
      let judged = polynomialFeatures(folds[out].map { x[$0] }, degree: degree)
      sum += meanSquaredError(fit, judged, folds[out].map { y[$0] })
    }
    return sum / Double(folds.count)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    var best: (degree: Int, error: Double)?
    for degree in degrees {
      let error = crossValidationError(x, y, degree: degree, folds: folds)
      guard let leader = best else {
        best = (degree, error)
        continue
      }
      if error < leader.error || (error == leader.error && degree < leader.degree) { best = (degree, error) }
    }
    return best?.degree ?? 0
  }
}
