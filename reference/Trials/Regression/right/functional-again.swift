import Foundation
import Regression

infix operator •: MultiplicationPrecedence
/// Neumaier's compensated scalar product, from the back.
private func • (a: [Double], b: [Double]) -> Double {
  let (sum, lost) = zip(a, b).reversed().reduce((0.0, 0.0)) { state, pair in
    let term = pair.0 * pair.1
    let next = state.0 + term
    let error = abs(state.0) >= abs(term) ? (state.0 - next) + term : (term - next) + state.0
    return (next, state.1 + error)
  }
  return sum + lost
}

private func lines(_ t: Tensor) -> [[Double]] { (0..<t.rows).map { t.row($0).values } }

struct Submission: RegressionContract {
  func polynomialFeatures(_ x: [Double], degree: Int) -> Tensor {
    Tensor(
      shape: [x.count, degree + 1],
      values: x.flatMap { value in
        (0..<degree).reduce(into: [1.0]) { powers, _ in powers.append(powers[powers.count - 1] * value) }
      })
  }

  func predict(_ coefficients: [Double], _ features: Tensor) -> [Double] { lines(features).map { $0 • coefficients } }

  private func errors(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    zip(predict(coefficients, features), targets).map { $0 - $1 }
  }

  func meanSquaredError(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> Double {
    guard !targets.isEmpty else { return 0 }
    // A running mean: no large sum ever arises.
    return errors(coefficients, features, targets).enumerated().reduce(0) { mean, item in
      mean + (item.element * item.element - mean) / Double(item.offset + 1)
    }
  }

  func gradient(_ coefficients: [Double], _ features: Tensor, _ targets: [Double]) -> [Double] {
    let zero = coefficients.map { _ in 0.0 }
    guard !targets.isEmpty else { return zero }
    let sums = zip(errors(coefficients, features, targets), lines(features)).reversed().reduce(into: zero) { sums, item in
      for j in sums.indices { sums[j] += item.0 * item.1[j] }
    }
    return sums.map { 2 * $0 / Double(targets.count) }
  }

  func descent(
    _ coefficients: [Double], _ features: Tensor, _ targets: [Double], rate: Double, steps: Int
  ) -> [Double] {
    (0..<steps).reduce(coefficients) { theta, _ in
      zip(theta, gradient(theta, features, targets)).map { $0 - rate * $1 }
    }
  }

  /// Gauss and Jordan with the largest number of all that is left as pivot, rows and columns alike.
  func solve(_ matrix: Tensor, _ right: [Double]) -> [Double] {
    var table = zip(lines(matrix), right).map { $0 + [$1] }
    var freeRows = Array(right.indices)
    var freeColumns = Array(right.indices)
    var rowOf = [Int](repeating: 0, count: right.count)
    while !freeRows.isEmpty {
      var (row, column) = (freeRows[0], freeColumns[0])
      for r in freeRows { for c in freeColumns where abs(table[r][c]) > abs(table[row][column]) { (row, column) = (r, c) } }
      let pivot = table[row][column]
      let line = table[row].map { $0 / pivot }
      table[row] = line
      for other in table.indices where other != row {
        let factor = table[other][column]
        guard factor != 0 else { continue }
        table[other] = zip(table[other], line).map { $0 - factor * $1 }
      }
      rowOf[column] = row
      freeRows.removeAll { $0 == row }
      freeColumns.removeAll { $0 == column }
    }
    return rowOf.map { table[$0][right.count] }
  }

  func closedForm(_ features: Tensor, _ targets: [Double]) -> [Double] {
    let columns = lines(features.transposed())
    // Columns scaled to length 1, so that features of different sizes go together.
    let lengths = columns.map { sqrt($0 • $0) }
    let scaled = zip(columns, lengths).map { (column: [Double], length: Double) -> [Double] in column.map { $0 / length } }
    let normal = Tensor(rows: scaled.map { a in scaled.map { b in a • b } })
    return zip(solve(normal, scaled.map { $0 • targets }), lengths).map { $0 / $1 }
  }

  /// Neville's scheme.
  func interpolate(_ x: [Double], _ y: [Double], at position: Double) -> Double {
    var values = y
    for width in 1..<max(1, x.count) {
      values = (0..<x.count - width).map { (i: Int) -> Double in
        let j = i + width
        return ((position - x[j]) * values[i] - (position - x[i]) * values[i + 1]) / (x[i] - x[j])
      }
    }
    return values[0]
  }

  func folds(_ order: [Int], count: Int) -> [[Int]] {
    // Each part takes its fair share, rounded up, of what is left.
    var rest = order[...]
    return stride(from: count, to: 0, by: -1).map { (parts: Int) -> [Int] in
      let part = rest.prefix((rest.count + parts - 1) / parts)
      rest = rest.dropFirst(part.count)
      return Array(part)
    }
  }

  func crossValidationError(_ x: [Double], _ y: [Double], degree: Int, folds: [[Int]]) -> Double {
    func points(_ indices: [Int]) -> (Tensor, [Double]) {
      (polynomialFeatures(indices.map { x[$0] }, degree: degree), indices.map { y[$0] })
    }
    return folds.indices.map { (left: Int) -> Double in
      let (features, targets) = points(folds.indices.filter { $0 != left }.flatMap { folds[$0] })
      let theta = closedForm(features, targets)
      let (own, ownTargets) = points(folds[left])
      return meanSquaredError(theta, own, ownTargets) / Double(folds.count)
    }.reduce(0, +)
  }

  func chooseDegree(_ x: [Double], _ y: [Double], degrees: [Int], folds: [[Int]]) -> Int {
    let errors = Dictionary(degrees.map { ($0, crossValidationError(x, y, degree: $0, folds: folds)) }) { a, _ in a }
    let least = errors.values.min()!
    return errors.filter { $0.value == least }.keys.min()!
  }
}
