// mistake: the gates as 0.5 + 0.5 tanh(z / 2), of which no digit is left below 1e-16, where that counts beside a vast memory
import RNN

extension Tensor {
  /// x[:, t, :]
  fileprivate func at(_ t: Int) -> Tensor {
    let (n, T, d) = (shape[0], shape[1], shape[2])
    let starts: [Int] = (0..<n).map { ($0 * T + t) * d }
    return Tensor(shape: [n, d], values: starts.flatMap { values[$0..<$0 + d] })
  }
  fileprivate var T: Tensor { transposed() }
}

/// [n, w] tensors, one per step, to [n, T, w].
private func stack(_ list: [Tensor], _ n: Int, _ width: Int) -> Tensor {
  Tensor(
    shape: [n, list.count, width],
    values: (0..<n).flatMap { i in list.flatMap { $0.values[i * width..<(i + 1) * width] } })
}

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    (x.matmul(cell.inputWeights.T) + h.matmul(cell.stateWeights.T) + cell.bias).map { tanh($0) }
  }

  private func list(_ cell: RecurrentCell, _ x: Tensor, _ start: Tensor) -> [Tensor] {
    (0..<x.shape[1]).reduce(into: [start]) { $0.append(step(cell, x.at($1), $0[$0.count - 1])) }
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    stack(Array(list(cell, x, start).dropFirst()), start.rows, start.columns)
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let h = list(cell, x, start)
    var g = (w: 0 * cell.inputWeights, u: 0 * cell.stateWeights, b: 0 * cell.bias)
    var carry = Tensor(shape: start.shape)
    var dx: [Tensor] = []
    for t in (0..<x.shape[1]).reversed() {
      let dz = (statesGradient.at(t) + carry) * h[t + 1].map { 1 - $0 * $0 }
      g.w += dz.T.matmul(x.at(t))
      g.u += dz.T.matmul(h[t])
      g.b += dz.sum(axis: 0)
      dx.append(dz.matmul(cell.inputWeights))
      carry = dz.matmul(cell.stateWeights)
    }
    return RecurrentTensors(
      cell: RecurrentCell(inputWeights: g.w, stateWeights: g.u, bias: g.b), start: carry,
      x: stack(dx.reversed(), x.shape[0], x.shape[2]))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    let norm = gradients.map { ($0 * $0).sum() }.reduce(0, +).squareRoot()
    let factor = norm > 0 ? min(1, maximumNorm / norm) : 1
    return gradients.map { factor * $0 }
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let u = state.hidden.columns
    let z = (x.matmul(cell.inputWeights.T) + state.hidden.matmul(cell.stateWeights.T) + cell.bias).T
    func block(_ j: Int) -> Tensor { z.rows(at: Array(j * u..<(j + 1) * u)).T }
    func sigmoid(_ t: Tensor) -> Tensor { t.map { 0.5 + 0.5 * tanh(0.5 * $0) } }
    let c = sigmoid(block(1)) * state.memory + sigmoid(block(0)) * block(2).map { tanh($0) }
    return LSTMState(hidden: sigmoid(block(3)) * c.map { tanh($0) }, memory: c)
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    func glorot(_ out: Int, _ into: Int) -> Tensor {
      let a = sqrt(6 / Double(out + into))
      return Tensor(shape: [out, into]).map { _ in generator.uniform(-a, a) }
    }
    return SequenceClassifier(
      cell: RecurrentCell(
        inputWeights: glorot(units, inputs), stateWeights: glorot(units, units), bias: Tensor(shape: [units])),
      outputWeights: glorot(classes, units), outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    list(model.cell, x, Tensor(shape: [x.shape[0], model.cell.bias.count])).last!
      .matmul(model.outputWeights.T) + model.outputBias
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let zero = Tensor(shape: [x.shape[0], model.cell.bias.count])
    let last = list(model.cell, x, zero).last!
    let slope = RNNLab.crossEntropy(last.matmul(model.outputWeights.T) + model.outputBias, labels).gradient
    let steps = x.shape[1]
    let g = (0..<steps).map { $0 == steps - 1 ? slope.matmul(model.outputWeights) : zero }
    let inner = backward(model.cell, x, from: zero, statesGradient: stack(g, zero.rows, zero.columns))
    return SequenceClassifier(cell: inner.cell, outputWeights: slope.T.matmul(last), outputBias: slope.sum(axis: 0))
  }
}
