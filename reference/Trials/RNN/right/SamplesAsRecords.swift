import Foundation
import RNN

private typealias Vector = [Double]

private func dot(_ a: Vector, _ b: Vector) -> Double {
  var sum = 0.0
  for k in 0..<min(a.count, b.count) { sum = sum.addingProduct(a[k], b[k]) }
  return sum
}

extension Tensor {
  /// The numbers of a row of a matrix, or of one step of one sequence.
  fileprivate func line(_ places: Int...) -> Vector {
    var from = 0
    for (axis, place) in places.enumerated() { from = from * shape[axis] + place }
    let size = shape[shape.count - 1]
    return Array(values[from * size..<(from + 1) * size])
  }
  fileprivate var lines: [Vector] { (0..<shape[0]).map { line($0) } }
}

/// The cell, row by row, which can walk along one sequence and back.
private struct Walker {
  let w: [Vector], u: [Vector], b: Vector
  let wT: [Vector], uT: [Vector]

  init(_ cell: RecurrentCell) {
    (w, u, b) = (cell.inputWeights.lines, cell.stateWeights.lines, cell.bias.values)
    (wT, uT) = (cell.inputWeights.transposed().lines, cell.stateWeights.transposed().lines)
  }

  func next(_ x: Vector, _ h: Vector) -> Vector { b.indices.map { tanh(b[$0] + dot(w[$0], x) + dot(u[$0], h)) } }

  func walk(_ xs: [Vector], _ start: Vector) -> [Vector] {
    var path = [start]
    for x in xs { path.append(next(x, path[path.count - 1])) }
    return path
  }

  /// What each step's sum means to the loss, and the same of the start.
  func wayBack(_ path: [Vector], _ slopes: [Vector]) -> (sums: [Vector], start: Vector) {
    var sums = [Vector](repeating: [], count: slopes.count)
    var whole = Vector(repeating: 0, count: b.count)
    for t in slopes.indices.reversed() {
      for j in whole.indices { whole[j] = (whole[j] + slopes[t][j]) * (1 - path[t + 1][j] * path[t + 1][j]) }
      sums[t] = whole
      whole = uT.map { dot($0, whole) }
    }
    return (sums, whole)
  }
}

private func outer(_ a: Vector, _ b: Vector, into m: inout Tensor) {
  var e = 0
  for left in a {
    for right in b {
      m.values[e] += left * right
      e += 1
    }
  }
}

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let walker = Walker(cell)
    return Tensor(shape: h.shape, values: (0..<x.rows).flatMap { walker.next(x.line($0), h.line($0)) })
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let walker = Walker(cell)
    return Tensor(
      shape: [x.shape[0], x.shape[1], walker.b.count],
      values: (0..<x.shape[0]).flatMap { a in
        walker.walk((0..<x.shape[1]).map { x.line(a, $0) }, start.line(a)).dropFirst().flatMap { $0 }
      })
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let walker = Walker(cell)
    var result = RecurrentTensors(
      cell: RecurrentCell(
        inputWeights: Tensor(shape: cell.inputWeights.shape), stateWeights: Tensor(shape: cell.stateWeights.shape),
        bias: Tensor(shape: cell.bias.shape)), start: start, x: x)
    let (T, d, u) = (x.shape[1], x.shape[2], walker.b.count)
    for a in 0..<x.shape[0] {
      let xs = (0..<T).map { x.line(a, $0) }
      let path = walker.walk(xs, start.line(a))
      let (sums, first) = walker.wayBack(path, (0..<T).map { statesGradient.line(a, $0) })
      for t in 0..<T {
        outer(sums[t], xs[t], into: &result.cell.inputWeights)
        outer(sums[t], path[t], into: &result.cell.stateWeights)
        for j in 0..<u { result.cell.bias.values[j] += sums[t][j] }
        for k in 0..<d { result.x.values[(a * T + t) * d + k] = dot(walker.wT[k], sums[t]) }
      }
      for j in 0..<u { result.start.values[a * u + j] = first[j] }
    }
    return result
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    let norm = gradients.reduce(0) { $1.values.reduce($0) { hypot($0, $1) } }
    let factor = norm == 0 ? 1 : fmin(1, maximumNorm / norm)
    return gradients.map { $0.map { factor * $0 } }
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let u = cell.stateWeights.columns
    let (w, r) = (cell.inputWeights.lines, cell.stateWeights.lines)
    // Of the smaller side first, so that nothing overflows and small gates keep their digits.
    func gate(_ z: Double) -> Double {
      let e = exp(-abs(z))
      return (z < 0 ? e : 1) / (1 + e)
    }
    var next = state
    for a in 0..<x.rows {
      let (input, hidden) = (x.line(a), state.hidden.line(a))
      func z(_ block: Int, _ j: Int) -> Double {
        let row = block * u + j
        return cell.bias[row] + dot(w[row], input) + dot(r[row], hidden)
      }
      for j in 0..<u {
        next.memory[a, j] = gate(z(1, j)) * state.memory[a, j] + gate(z(0, j)) * tanh(z(2, j))
        next.hidden[a, j] = gate(z(3, j)) * tanh(next.memory[a, j])
      }
    }
    return next
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    // Glorot's, uniform.
    func glorot(_ rows: Int, _ columns: Int) -> Tensor {
      let bound = sqrt(6 / Double(rows + columns))
      return Tensor(shape: [rows, columns]).map { _ in generator.uniform(-bound, bound) }
    }
    // U is orthogonal: random rows, each less its part along those before it.
    var rows: [Vector] = []
    while rows.count < units {
      var row = (0..<units).map { _ in generator.normal() }
      for _ in 0..<2 {
        for other in rows {
          let along = dot(row, other)
          for k in row.indices { row[k] -= along * other[k] }
        }
      }
      let length = sqrt(dot(row, row))
      if length > 1e-6 { rows.append(row.map { $0 / length }) }
    }
    return SequenceClassifier(
      cell: RecurrentCell(
        inputWeights: glorot(units, inputs), stateWeights: Tensor(shape: [units, units], values: rows.flatMap { $0 }),
        bias: Tensor(shape: [units])), outputWeights: glorot(classes, units), outputBias: Tensor(shape: [classes]))
  }

  /// The last state of each sequence.
  private func ends(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let walker = Walker(model.cell)
    return Tensor(
      shape: [x.shape[0], walker.b.count],
      values: (0..<x.shape[0]).flatMap { a in
        (0..<x.shape[1]).reduce(Vector(repeating: 0, count: walker.b.count)) { walker.next(x.line(a, $1), $0) }
      })
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    ends(model, x).matmul(model.outputWeights.transposed()) + model.outputBias
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let last = ends(model, x)
    let slope = RNNLab.crossEntropy(last.matmul(model.outputWeights.transposed()) + model.outputBias, labels).gradient
    var toStates = Tensor(shape: [x.shape[0], x.shape[1], last.columns])
    let toLast = slope.matmul(model.outputWeights)
    if x.shape[1] > 0 {
      for a in 0..<x.shape[0] { for j in 0..<last.columns { toStates[a, x.shape[1] - 1, j] = toLast[a, j] } }
    }
    return SequenceClassifier(
      cell: backward(model.cell, x, from: 0 * last, statesGradient: toStates).cell,
      outputWeights: slope.transposed().matmul(last), outputBias: slope.sum(axis: 0))
  }
}
