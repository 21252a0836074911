// mistake: clip divides by the norm plus 1e-6, as PyTorch does, where the statement wants nothing but the norm
import RNN

// A port of my NumPy notebook: the whole batch at once, one matrix product per step.

private func sigmoid(_ t: Tensor) -> Tensor { t.map { 1 / (1 + exp(-$0)) } }

extension Tensor {
  /// a[:, from:to]
  fileprivate func columns(_ from: Int, _ to: Int) -> Tensor {
    var picked: [Double] = []
    picked.reserveCapacity(rows * (to - from))
    let width = columns
    for i in 0..<rows { picked += values[i * width + from..<i * width + to] }
    return Tensor(shape: [rows, to - from], values: picked)
  }

  /// a[:, t, :] = slice
  fileprivate mutating func set(step t: Int, _ slice: Tensor) {
    let (steps, size) = (shape[1], shape[2])
    for i in 0..<shape[0] {
      for k in 0..<size { values[(i * steps + t) * size + k] = slice.values[i * size + k] }
    }
  }
}

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    // np.tanh(x @ W.T + h @ U.T + b)
    (x.matmul(cell.inputWeights.transposed()) + h.matmul(cell.stateWeights.transposed()) + cell.bias).map { tanh($0) }
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let (n, steps) = (x.shape[0], x.shape[1])
    var all = Tensor(shape: [n, steps, cell.bias.count])
    var h = start
    for t in 0..<steps {
      h = step(cell, x.column(t), h)
      all.set(step: t, h)
    }
    return all
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let steps = x.shape[1]
    let all = states(cell, x, from: start)
    var dW = Tensor(shape: cell.inputWeights.shape)
    var dU = Tensor(shape: cell.stateWeights.shape)
    var db = Tensor(shape: cell.bias.shape)
    var dX = Tensor(shape: x.shape)
    var dh = Tensor(shape: start.shape)
    for t in stride(from: steps - 1, through: 0, by: -1) {
      let h = all.column(t)
      let previous = t == 0 ? start : all.column(t - 1)
      let dz = (statesGradient.column(t) + dh) * h.map { 1 - $0 * $0 }
      let dzT = dz.transposed()
      dW += dzT.matmul(x.column(t))
      dU += dzT.matmul(previous)
      db += dz.sum(axis: 0)
      dX.set(step: t, dz.matmul(cell.inputWeights))
      dh = dz.matmul(cell.stateWeights)
    }
    return RecurrentTensors(
      cell: RecurrentCell(inputWeights: dW, stateWeights: dU, bias: db), start: dh, x: dX)
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    let norm = gradients.map { ($0 * $0).sum() }.reduce(0, +).squareRoot()
    let factor = min(1, maximumNorm / (norm + 1e-6))
    return gradients.map { $0 * factor }
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let u = state.hidden.columns
    let z = x.matmul(cell.inputWeights.transposed()) + state.hidden.matmul(cell.stateWeights.transposed()) + cell.bias
    let i = sigmoid(z.columns(0, u))
    let f = sigmoid(z.columns(u, 2 * u))
    let g = z.columns(2 * u, 3 * u).map { tanh($0) }
    let o = sigmoid(z.columns(3 * u, 4 * u))
    let c = f * state.memory + i * g
    return LSTMState(hidden: o * c.map { tanh($0) }, memory: c)
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    // As nn.RNN and nn.Linear do: uniform in ±1/√units, the biases too.
    var rng = Generator(seed: seed)
    let bound = 1 / sqrt(Double(units))
    func uniform(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape).map { _ in rng.uniform(-bound, bound) }
    }
    return SequenceClassifier(
      cell: RecurrentCell(
        inputWeights: uniform([units, inputs]), stateWeights: uniform([units, units]), bias: uniform([units])),
      outputWeights: uniform([classes, units]), outputBias: uniform([classes]))
  }

  private func last(_ all: Tensor, or start: Tensor) -> Tensor {
    all.shape[1] == 0 ? start : all.column(all.shape[1] - 1)
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let h0 = Tensor(shape: [x.shape[0], model.cell.bias.count])
    let h = last(states(model.cell, x, from: h0), or: h0)
    return h.matmul(model.outputWeights.transposed()) + model.outputBias
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let h0 = Tensor(shape: [x.shape[0], model.cell.bias.count])
    let all = states(model.cell, x, from: h0)
    let h = last(all, or: h0)
    let logits = h.matmul(model.outputWeights.transposed()) + model.outputBias
    let dScores = RNNLab.crossEntropy(logits, labels).gradient
    var dStates = Tensor(shape: all.shape)
    if all.shape[1] > 0 { dStates.set(step: all.shape[1] - 1, dScores.matmul(model.outputWeights)) }
    return SequenceClassifier(
      cell: backward(model.cell, x, from: h0, statesGradient: dStates).cell,
      outputWeights: dScores.transposed().matmul(h), outputBias: dScores.sum(axis: 0))
  }
}
