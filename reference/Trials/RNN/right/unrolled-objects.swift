import RNN

typealias Vector = [Double]

/// A matrix as a list of its rows.
struct Rows {
  var lines: [Vector]
  init(_ t: Tensor) { lines = (0..<t.rows).map { t.row($0).values } }
  init(_ rows: Int, _ columns: Int) { lines = [Vector](repeating: Vector(repeating: 0, count: columns), count: rows) }
  func times(_ v: Vector) -> Vector { lines.map { dot($0, v) } }
  /// self += a bᵀ
  mutating func addOuter(_ a: Vector, _ b: Vector) {
    for i in a.indices { for j in b.indices { lines[i][j] += a[i] * b[j] } }
  }
  func tensor(_ columns: Int) -> Tensor { Tensor(shape: [lines.count, columns], values: Array(lines.joined())) }
}

func dot(_ a: Vector, _ b: Vector) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
func plus(_ a: Vector, _ b: Vector) -> Vector { zip(a, b).map { $0 + $1 } }

/// One unrolled sequence: remembers, while it lives, what went in and what came out at each step.
final class Unrolled {
  let w: Rows, wT: Rows, r: Rows, rT: Rows, b: Vector
  var inputs: [Vector] = []
  var states: [Vector]

  init(_ cell: RecurrentCell, start: Vector) {
    w = Rows(cell.inputWeights)
    wT = Rows(cell.inputWeights.transposed())
    r = Rows(cell.stateWeights)
    rT = Rows(cell.stateWeights.transposed())
    b = cell.bias.values
    states = [start]
  }

  func feed(_ x: Vector) {
    let sums = plus(plus(r.times(states[states.count - 1]), w.times(x)), b)
    inputs.append(x)
    states.append(sums.map { tanh($0) })
  }

  /// The derivatives in the sums under the tanh of every step, first step first, and in the start.
  func sweep(_ direct: [Vector]) -> (sums: [Vector], start: Vector) {
    var later = Vector(repeating: 0, count: b.count)
    let backwards = direct.indices.reversed().map { (t: Int) -> Vector in
      let whole = plus(direct[t], later)
      let here = zip(whole, states[t + 1]).map { (g: Double, h: Double) -> Double in g * ((1 - h) * (1 + h)) }
      later = rT.times(here)
      return here
    }
    return (backwards.reversed(), later)
  }
}

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let flat = (0..<x.rows).flatMap { (i: Int) -> Vector in
      let run = Unrolled(cell, start: h.row(i).values)
      run.feed(x.row(i).values)
      return run.states[1]
    }
    return Tensor(shape: h.shape, values: flat)
  }

  private func run(_ cell: RecurrentCell, _ x: Tensor, _ start: Tensor, _ sample: Int) -> Unrolled {
    let run = Unrolled(cell, start: start.row(sample).values)
    let sequence = x.row(sample)
    for t in 0..<x.shape[1] { run.feed(sequence.row(t).values) }
    return run
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let flat = (0..<x.shape[0]).flatMap { run(cell, x, start, $0).states.dropFirst().flatMap { $0 } }
    return Tensor(shape: [x.shape[0], x.shape[1], start.shape[1]], values: flat)
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let (n, steps, d, u) = (x.shape[0], x.shape[1], x.shape[2], start.shape[1])
    var gw = Rows(u, d)
    var gr = Rows(u, u)
    var gb = Vector(repeating: 0, count: u)
    var gStart: [Vector] = []
    var gX: [Vector] = []
    // The last sample first: a sum is a sum.
    for sample in (0..<n).reversed() {
      let run = run(cell, x, start, sample)
      let direct = statesGradient.row(sample)
      let (sums, first) = run.sweep((0..<steps).map { direct.row($0).values })
      for t in 0..<steps {
        gw.addOuter(sums[t], run.inputs[t])
        gr.addOuter(sums[t], run.states[t])
        gb = plus(gb, sums[t])
      }
      gStart.append(first)
      gX.append(sums.flatMap { run.wT.times($0) })
    }
    return RecurrentTensors(
      cell: RecurrentCell(inputWeights: gw.tensor(d), stateWeights: gr.tensor(u), bias: Tensor(gb)),
      start: Tensor(shape: [n, u], values: gStart.reversed().flatMap { $0 }),
      x: Tensor(shape: [n, steps, d], values: gX.reversed().flatMap { $0 }))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    // Each tensor's own norm first, then the norm of the norms.
    let norms = gradients.map { (t: Tensor) -> Double in sqrt(t.values.reduce(0) { $0 + $1 * $1 }) }
    let norm = norms.reduce(0) { hypot($0, $1) }
    guard norm > maximumNorm else { return gradients }
    return gradients.map { $0.map { $0 / norm * maximumNorm } }
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    func gate(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
    let (n, u) = (x.rows, state.hidden.columns)
    let (w, r) = (Rows(cell.inputWeights), Rows(cell.stateWeights))
    var (hidden, memory): (Vector, Vector) = ([], [])
    for i in 0..<n {
      let z = plus(plus(w.times(x.row(i).values), cell.bias.values), r.times(state.hidden.row(i).values))
      let old = state.memory.row(i).values
      let new = (0..<u).map { (k: Int) -> Double in gate(z[k]) * tanh(z[2 * u + k]) + gate(z[u + k]) * old[k] }
      memory += new
      hidden += (0..<u).map { gate(z[3 * u + $0]) * tanh(new[$0]) }
    }
    return LSTMState(hidden: Tensor(shape: [n, u], values: hidden), memory: Tensor(shape: [n, u], values: memory))
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    func glorot(_ rows: Int, _ columns: Int) -> Tensor {
      generator.normal(shape: [rows, columns], deviation: sqrt(2 / Double(rows + columns)))
    }
    let w = glorot(units, inputs)
    let v = glorot(classes, units)
    // A random orthogonal matrix: normal rows, made orthonormal by Gram and Schmidt, twice for safety.
    var rows: [Vector] = []
    while rows.count < units {
      var line = (0..<units).map { _ in generator.normal() }
      for _ in 0..<2 {
        for other in rows {
          let share = dot(line, other)
          line = zip(line, other).map { $0 - share * $1 }
        }
      }
      let length = sqrt(dot(line, line))
      if length > 1e-6 { rows.append(line.map { $0 / length }) }
    }
    return SequenceClassifier(
      cell: RecurrentCell(inputWeights: w, stateWeights: Tensor(rows: rows), bias: Tensor(shape: [units])),
      outputWeights: v, outputBias: Tensor(shape: [classes]))
  }

  private func lastStates(_ model: SequenceClassifier, _ x: Tensor) -> [Vector] {
    let start = Tensor(shape: [x.shape[0], model.cell.bias.count])
    return (0..<x.shape[0]).map { run(model.cell, x, start, $0).states.last! }
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let v = Rows(model.outputWeights)
    let flat = lastStates(model, x).flatMap { plus(v.times($0), model.outputBias.values) }
    return Tensor(shape: [x.shape[0], model.outputBias.count], values: flat)
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let (n, steps, u, classes) = (x.shape[0], x.shape[1], model.cell.bias.count, model.outputBias.count)
    let slope = RNNLab.crossEntropy(scores(model, x), labels).gradient
    let last = lastStates(model, x)
    let vT = Rows(model.outputWeights.transposed())
    var gv = Rows(classes, u)
    var gc = Vector(repeating: 0, count: classes)
    var direct: Vector = []
    for i in 0..<n {
      let s = slope.row(i).values
      gv.addOuter(s, last[i])
      gc = plus(gc, s)
      if steps > 0 { direct += Vector(repeating: 0, count: (steps - 1) * u) + vT.times(s) }
    }
    let tensors = backward(
      model.cell, x, from: Tensor(shape: [n, u]), statesGradient: Tensor(shape: [n, steps, u], values: direct))
    return SequenceClassifier(cell: tensors.cell, outputWeights: gv.tensor(u), outputBias: Tensor(gc))
  }
}
