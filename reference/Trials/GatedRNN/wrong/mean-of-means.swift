// mistake: a mean of the sequences' means in place of the mean over all steps
import GatedRNN

/// Everything forward only, on a tape of vectors that knows the way back of each operation.
struct Submission: GatedRNNContract {
  func lstmStep(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> LSTMStates {
    let tape = LSTMTape(weights, x.reshaped([x.rows, 1, x.columns]), [Int](repeating: 1, count: x.rows), states)
    return LSTMStates(hidden: joined(tape.hidden, states.hidden), memory: joined(tape.memory, states.memory))
  }

  func lstmRun(_ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates) -> LSTMStates {
    let tape = LSTMTape(weights, x, lengths, start)
    let like = Tensor(shape: [x.shape[0], x.shape[1], start.hidden.columns])
    return LSTMStates(hidden: joined(tape.hidden, like), memory: joined(tape.memory, like))
  }

  func lstmBackward(
    _ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates, hiddenGradient: Tensor
  ) -> LSTMGradient {
    let tape = LSTMTape(weights, x, lengths, start)
    tape.sweep(tape.hidden, hiddenGradient)
    return LSTMGradient(
      weights: LSTMWeights(
        inputWeights: tape.w.gradient(weights.inputWeights), stateWeights: tape.u.gradient(weights.stateWeights),
        bias: tape.b.gradient(weights.bias)),
      start: LSTMStates(
        hidden: Tensor(shape: start.hidden.shape, values: tape.start.flatMap(\.slope)),
        memory: Tensor(shape: start.memory.shape, values: tape.startMemory.flatMap(\.slope))),
      x: Tensor(shape: x.shape, values: tape.inputs.flatMap { $0.flatMap(\.slope) }))
  }

  func gruRun(_ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor) -> Tensor {
    joined(GRUTape(weights, x, lengths, start).states, Tensor(shape: [x.shape[0], x.shape[1], start.columns]))
  }

  func gruBackward(
    _ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor, statesGradient: Tensor
  ) -> GRUGradient {
    let tape = GRUTape(weights, x, lengths, start)
    tape.sweep(tape.states, statesGradient)
    return GRUGradient(
      weights: GRUWeights(
        inputWeights: tape.w.gradient(weights.inputWeights), stateWeights: tape.u.gradient(weights.stateWeights),
        inputBias: tape.b.gradient(weights.inputBias), stateBias: tape.a.gradient(weights.stateBias)),
      start: Tensor(shape: start.shape, values: tape.start.flatMap(\.slope)),
      x: Tensor(shape: x.shape, values: tape.inputs.flatMap { $0.flatMap(\.slope) }))
  }

  func initialModel(inputs: Int, units: Int, classes: Int, seed: UInt64) -> GatedClassifier {
    var generator = Generator(seed: seed)
    let deviation = 1 / sqrt(Double(units))
    let v = generator.normal(shape: [classes, units], deviation: deviation)
    let u = generator.normal(shape: [4 * units, units], deviation: deviation)
    let w = generator.normal(shape: [4 * units, inputs], deviation: deviation)
    var b = [Double](repeating: 0, count: 4 * units)
    b.replaceSubrange(units..<2 * units, with: [Double](repeating: 1, count: units))
    return GatedClassifier(
      weights: LSTMWeights(inputWeights: w, stateWeights: u, bias: Tensor(b)), outputWeights: v,
      outputBias: Tensor(shape: [classes]))
  }

  private func hidden(_ model: GatedClassifier, _ x: Tensor, _ lengths: [Int]) -> Tensor {
    lstmRun(model.weights, x, lengths: lengths, from: start(model, x.shape[0])).hidden
  }

  private func start(_ model: GatedClassifier, _ count: Int) -> LSTMStates {
    let zeros = Tensor(shape: [count, model.outputWeights.columns])
    return LSTMStates(hidden: zeros, memory: zeros)
  }

  func scores(_ model: GatedClassifier, _ x: Tensor, lengths: [Int]) -> Tensor {
    let states = hidden(model, x, lengths)
    let rows = states.reshaped([x.shape[0] * x.shape[1], states.shape[2]])
    return (rows.matmul(model.outputWeights.transposed()) + model.outputBias)
      .reshaped([x.shape[0], x.shape[1], model.outputBias.count])
  }

  func loss(_ scores: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool) -> SequenceLoss {
    let count = max(1, lengths.reduce(0) { $0 + (everyStep ? $1 : min(1, $1)) })
    var (loss, gradient) = (0.0, Tensor(shape: scores.shape))
    for row in lengths.indices {
      let sequence = scores.row(row)
      for t in 0..<lengths[row] where everyStep || t + 1 == lengths[row] {
        let values = sequence.row(t).values
        let largest = values.max() ?? 0
        let weights = values.map { exp($0 - largest) }
        let sum = weights.reduce(0, +)
        loss +=
          (log(sum) + largest - values[labels[row][t]])
          * (everyStep ? Double(count) / Double(lengths[row] * lengths.count) : 1)
        for (k, weight) in weights.enumerated() {
          gradient[row, t, k] = (weight / sum - (k == labels[row][t] ? 1 : 0)) / Double(count)
        }
      }
    }
    return SequenceLoss(loss: loss / Double(count), gradient: gradient)
  }

  func gradient(
    _ model: GatedClassifier, _ x: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool
  ) -> GatedClassifier {
    let states = hidden(model, x, lengths)
    let (places, units) = (x.shape[0] * x.shape[1], model.outputWeights.columns)
    let slope = loss(scores(model, x, lengths: lengths), labels, lengths: lengths, everyStep: everyStep).gradient
      .reshaped([places, model.outputBias.count])
    let back = lstmBackward(
      model.weights, x, lengths: lengths, from: start(model, x.shape[0]),
      hiddenGradient: slope.matmul(model.outputWeights).reshaped(states.shape))
    return GatedClassifier(
      weights: back.weights, outputWeights: slope.transposed().matmul(states.reshaped([places, units])),
      outputBias: slope.sum(axis: 0))
  }

  private func joined(_ nodes: [[Node]], _ like: Tensor) -> Tensor {
    Tensor(shape: like.shape, values: nodes.flatMap { $0.flatMap(\.value) })
  }
}

/// A vector, and what the loss says of it.
private final class Node {
  var value, slope: [Double]
  init(_ value: [Double]) { (self.value, slope) = (value, [Double](repeating: 0, count: value.count)) }
  convenience init(_ tensor: Tensor) { self.init(tensor.values) }
  func gradient(_ like: Tensor) -> Tensor { Tensor(shape: like.shape, values: slope) }
}

/// Operations in the order in which they were carried out.
private class Tape {
  private var backs: [() -> Void] = []
  private(set) var inputs: [[Node]] = []

  /// A node for each step of each sequence: of those past an end nothing comes of it.
  func take(_ x: Tensor) {
    let size = x.shape[2]
    inputs = (0..<x.shape[0]).map { row in
      (0..<x.shape[1]).map { t in
        let from = (row * x.shape[1] + t) * size
        return Node(Array(x.values[from..<from + size]))
      }
    }
  }

  /// The matrix of that many numbers a row, times x.
  func product(_ matrix: Node, _ x: Node, rows: Int) -> Node {
    let size = x.value.count
    let result = Node(
      (0..<rows).map { row in
        var sum = 0.0
        for k in 0..<size { sum += matrix.value[row * size + k] * x.value[k] }
        return sum
      })
    backs.append {
      for row in 0..<rows {
        let slope = result.slope[row]
        for k in 0..<size {
          matrix.slope[row * size + k] += slope * x.value[k]
          x.slope[k] += slope * matrix.value[row * size + k]
        }
      }
    }
    return result
  }

  func sum(_ a: Node, _ b: Node) -> Node {
    let result = Node(a.value.indices.map { a.value[$0] + b.value[$0] })
    backs.append {
      for k in result.slope.indices {
        a.slope[k] += result.slope[k]
        b.slope[k] += result.slope[k]
      }
    }
    return result
  }

  func times(_ a: Node, _ b: Node) -> Node {
    let result = Node(a.value.indices.map { a.value[$0] * b.value[$0] })
    backs.append {
      for k in result.slope.indices {
        a.slope[k] += result.slope[k] * b.value[k]
        b.slope[k] += result.slope[k] * a.value[k]
      }
    }
    return result
  }

  func block(_ a: Node, _ place: Int, of size: Int) -> Node {
    let result = Node(Array(a.value[place * size..<(place + 1) * size]))
    backs.append { for k in 0..<size { a.slope[place * size + k] += result.slope[k] } }
    return result
  }

  /// f of each number, with f′ told by f's value.
  func map(_ a: Node, _ f: (Double) -> Double, _ derivative: @escaping (Double) -> Double) -> Node {
    let result = Node(a.value.map(f))
    backs.append { for k in result.slope.indices { a.slope[k] += result.slope[k] * derivative(result.value[k]) } }
    return result
  }

  func squash(_ a: Node) -> Node { map(a, { tanh($0) }, { 1 - $0 * $0 }) }
  func gate(_ a: Node) -> Node {
    map(a, { $0 > 0 ? 1 / (1 + exp(-$0)) : exp($0) / (1 + exp($0)) }, { $0 * (1 - $0) })
  }
  func opposite(_ a: Node) -> Node { map(a, { 1 - $0 }, { _ in -1 }) }

  func sweep(_ ends: [[Node]], _ slopes: Tensor) {
    var place = 0
    for node in ends.flatMap({ $0 }) {
      for k in node.slope.indices { node.slope[k] += slopes.values[place + k] }
      place += node.slope.count
    }
    for back in backs.reversed() { back() }
    // Closures hold nodes, nodes no closures: nothing keeps itself alive.
    backs = []
  }
}

private final class LSTMTape: Tape {
  let w, u, b: Node
  private(set) var hidden: [[Node]] = []
  private(set) var memory: [[Node]] = []
  private(set) var start: [Node] = []
  private(set) var startMemory: [Node] = []

  init(_ weights: LSTMWeights, _ x: Tensor, _ lengths: [Int], _ from: LSTMStates) {
    (w, u, b) = (Node(weights.inputWeights), Node(weights.stateWeights), Node(weights.bias))
    super.init()
    take(x)
    let units = from.hidden.columns
    for row in lengths.indices {
      var (h, c) = (Node(from.hidden.row(row)), Node(from.memory.row(row)))
      start.append(h)
      startMemory.append(c)
      var (run, memories): ([Node], [Node]) = ([], [])
      for t in 0..<x.shape[1] {
        if t < lengths[row] {
          let z = sum(sum(product(w, inputs[row][t], rows: 4 * units), product(u, h, rows: 4 * units)), b)
          let kept = times(gate(block(z, 1, of: units)), c)
          c = sum(kept, times(gate(block(z, 0, of: units)), squash(block(z, 2, of: units))))
          h = times(gate(block(z, 3, of: units)), squash(c))
        }
        run.append(h)
        memories.append(c)
      }
      hidden.append(run)
      memory.append(memories)
    }
  }
}

private final class GRUTape: Tape {
  let w, u, b, a: Node
  private(set) var states: [[Node]] = []
  private(set) var start: [Node] = []

  init(_ weights: GRUWeights, _ x: Tensor, _ lengths: [Int], _ from: Tensor) {
    (w, u) = (Node(weights.inputWeights), Node(weights.stateWeights))
    (b, a) = (Node(weights.inputBias), Node(weights.stateBias))
    super.init()
    take(x)
    let units = from.columns
    for row in lengths.indices {
      var h = Node(from.row(row))
      start.append(h)
      var run: [Node] = []
      for t in 0..<x.shape[1] {
        if t < lengths[row] {
          let p = sum(product(w, inputs[row][t], rows: 3 * units), b)
          let q = sum(product(u, h, rows: 3 * units), a)
          let r = gate(sum(block(p, 0, of: units), block(q, 0, of: units)))
          let z = gate(sum(block(p, 1, of: units), block(q, 1, of: units)))
          let n = squash(sum(block(p, 2, of: units), times(r, block(q, 2, of: units))))
          h = sum(times(opposite(z), n), times(z, h))
        }
        run.append(h)
      }
      states.append(run)
    }
  }
}
