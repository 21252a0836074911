// right: objects - a small reverse-mode tape of matrix nodes does all derivatives; orthogonal U; scaled norm
import Foundation
import RNN

/// A matrix in a computation, with the gradient of the loss in it.
final class Node {
  let value: Tensor
  var gradient: Tensor?
  fileprivate var push: (Tensor) -> Void = { _ in }
  init(_ value: Tensor) { self.value = value }

  func receive(_ g: Tensor) {
    if gradient == nil { gradient = g } else { gradient! += g }
  }
  var slope: Tensor { gradient ?? Tensor(shape: value.shape) }
}

/// Remembers the nodes in the order in which they were made.
final class Tape {
  private var nodes: [Node] = []

  private func record(_ value: Tensor, _ push: @escaping (Tensor) -> Void) -> Node {
    let node = Node(value)
    node.push = push
    nodes.append(node)
    return node
  }

  /// x wᵀ
  func product(_ x: Node, _ w: Node) -> Node {
    record(x.value.matmul(w.value.transposed())) { g in
      x.receive(g.matmul(w.value))
      w.receive(g.transposed().matmul(x.value))
    }
  }
  func sum(_ a: Node, _ b: Node) -> Node {
    record(a.value + b.value) { g in
      a.receive(g)
      b.receive(g)
    }
  }
  /// Adds a vector to each row.
  func shift(_ a: Node, _ b: Node) -> Node {
    record(a.value + b.value) { g in
      a.receive(g)
      b.receive(g.sum(axis: 0))
    }
  }
  func hyperbolicTangent(_ a: Node) -> Node {
    let y = a.value.map { tanh($0) }
    return record(y) { g in a.receive(g.combined(with: y) { $0 * (1 - $1) * (1 + $1) }) }
  }
  func backpropagate() {
    for node in nodes.reversed() {
      if let g = node.gradient { node.push(g) }
    }
  }
}

final class CellNodes {
  let w: Node, u: Node, b: Node
  init(_ cell: RecurrentCell) {
    w = Node(cell.inputWeights)
    u = Node(cell.stateWeights)
    b = Node(cell.bias)
  }
  var gradient: RecurrentCell { RecurrentCell(inputWeights: w.slope, stateWeights: u.slope, bias: b.slope) }
  func step(_ x: Node, _ h: Node, on tape: Tape) -> Node {
    tape.hyperbolicTangent(tape.shift(tape.sum(tape.product(x, w), tape.product(h, u)), b))
  }
}

/// The steps of sequences [n, T, d] as matrices and back.
struct Steps {
  var list: [Tensor]
  let samples: Int, width: Int
  init(_ list: [Tensor], samples: Int, width: Int) {
    self.list = list
    self.samples = samples
    self.width = width
  }
  init(_ x: Tensor) {
    samples = x.shape[0]
    width = x.shape[2]
    list = []
    for t in 0..<x.shape[1] {
      var m = Tensor(shape: [samples, width])
      for i in 0..<samples { for k in 0..<width { m[i, k] = x[i, t, k] } }
      list.append(m)
    }
  }
  var tensor: Tensor {
    var x = Tensor(shape: [samples, list.count, width])
    for (t, m) in list.enumerated() {
      for i in 0..<samples { for k in 0..<width { x[i, t, k] = m[i, k] } }
    }
    return x
  }
}

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    CellNodes(cell).step(Node(x), Node(h), on: Tape()).value
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let (nodes, tape) = (CellNodes(cell), Tape())
    var h = Node(start)
    var all: [Tensor] = []
    for part in Steps(x).list {
      h = nodes.step(Node(part), h, on: tape)
      all.append(h.value)
    }
    return Steps(all, samples: start.rows, width: start.columns).tensor
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let (nodes, tape, first) = (CellNodes(cell), Tape(), Node(start))
    let inputs = Steps(x).list.map { Node($0) }
    var h = first
    for (input, g) in zip(inputs, Steps(statesGradient).list) {
      h = nodes.step(input, h, on: tape)
      h.receive(g)
    }
    tape.backpropagate()
    return RecurrentTensors(
      cell: nodes.gradient, start: first.slope,
      x: Steps(inputs.map { $0.slope }, samples: x.shape[0], width: x.shape[2]).tensor)
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    let largest = gradients.flatMap { $0.values }.map { abs($0) }.max() ?? 0
    guard largest > 0 else { return gradients }
    let squares = gradients.reduce(0.0) { $1.values.reduce($0) { $0 + ($1 / largest) * ($1 / largest) } }
    let norm = largest * squares.squareRoot()
    return norm > maximumNorm ? gradients.map { $0 * (maximumNorm / norm) } : gradients
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    enum Gate: Int { case input, forget, candidate, output }
    let (n, u) = (state.hidden.rows, state.hidden.columns)
    let z = x.matmul(cell.inputWeights.transposed()) + state.hidden.matmul(cell.stateWeights.transposed()) + cell.bias
    var next = state
    for i in 0..<n {
      for j in 0..<u {
        func sum(_ gate: Gate) -> Double { z[i, gate.rawValue * u + j] }
        func open(_ gate: Gate) -> Double { 1 / (1 + exp(-sum(gate))) }
        next.memory[i, j] = open(.forget) * state.memory[i, j] + open(.input) * tanh(sum(.candidate))
        next.hidden[i, j] = open(.output) * tanh(next.memory[i, j])
      }
    }
    return next
  }

  /// Gram and Schmidt on the rows of a normal matrix, twice over for accuracy.
  private func orthogonal(_ size: Int, _ generator: inout Generator) -> Tensor {
    var rows: [[Double]] = []
    while rows.count < size {
      var v = (0..<size).map { _ in generator.normal() }
      for _ in 0..<2 {
        for q in rows {
          let dot = zip(q, v).reduce(0) { $0 + $1.0 * $1.1 }
          for k in 0..<size { v[k] -= dot * q[k] }
        }
      }
      let norm = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if norm > 1e-6 { rows.append(v.map { $0 / norm }) }
    }
    return Tensor(shape: [size, size], values: rows.flatMap { $0 })
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    let u = orthogonal(units, &generator)
    let w = generator.normal(shape: [units, inputs], deviation: 1 / Double(max(inputs, 1)).squareRoot())
    let v = generator.normal(shape: [classes, units], deviation: 1 / Double(max(units, 1)).squareRoot())
    return SequenceClassifier(
      cell: RecurrentCell(inputWeights: w, stateWeights: u, bias: Tensor(shape: [units])), outputWeights: v,
      outputBias: Tensor(shape: [classes]))
  }

  /// The whole classifier on a tape.
  private final class Run {
    let cell: CellNodes, v: Node, c: Node, tape = Tape(), scores: Node
    init(_ model: SequenceClassifier, _ x: Tensor) {
      cell = CellNodes(model.cell)
      v = Node(model.outputWeights)
      c = Node(model.outputBias)
      var h = Node(Tensor(shape: [x.shape[0], model.cell.bias.count]))
      for part in Steps(x).list { h = cell.step(Node(part), h, on: tape) }
      scores = tape.shift(tape.product(h, v), c)
    }
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor { Run(model, x).scores.value }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let run = Run(model, x)
    run.scores.receive(RNNLab.crossEntropy(run.scores.value, labels).gradient)
    run.tape.backpropagate()
    return SequenceClassifier(cell: run.cell.gradient, outputWeights: run.v.slope, outputBias: run.c.slope)
  }
}
