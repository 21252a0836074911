// mistake: each matrix is drawn from a new generator of the same seed
// breaks: "Every matrix has random numbers of its own, each drawn by itself (but for an orthogonal $U$), so that hardly two are alike, all from one `Generator(seed: seed)` or generators split from it"
import RNN

extension Tensor {
  /// What a batch of sequences `[n, T, d]` holds at step t, `[n, d]`.
  fileprivate func atStep(_ t: Int) -> Tensor { column(t) }

  /// Puts `[n, d]` in at step t of `[n, T, d]`.
  fileprivate mutating func put(_ part: Tensor, atStep t: Int) {
    let (n, steps, d) = (shape[0], shape[1], shape[2])
    for i in 0..<n {
      for j in 0..<d { values[(i * steps + t) * d + j] = part.values[i * d + j] }
    }
  }
}

private func affine(_ x: Tensor, _ w: Tensor, _ h: Tensor, _ u: Tensor, _ b: Tensor) -> Tensor {
  x.matmul(w.transposed()) + h.matmul(u.transposed()) + b
}

/// 1 / (1 + e⁻ᶻ): of exp of what is not positive alone, so that nothing overflows and small values keep their digits.
private func sigmoid(_ z: Double) -> Double {
  if z >= 0 { return 1 / (1 + exp(-z)) }
  let e = exp(z)
  return e / (1 + e)
}

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    affine(x, cell.inputWeights, h, cell.stateWeights, cell.bias).map { tanh($0) }
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let steps = x.shape[1]
    var all = Tensor(shape: [x.shape[0], steps, start.shape[1]])
    var h = start
    for t in 0..<steps {
      h = step(cell, x.atStep(t), h)
      all.put(h, atStep: t)
    }
    return all
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let steps = x.shape[1]
    let all = states(cell, x, from: start)
    var dW = Tensor(shape: cell.inputWeights.shape)
    var dU = Tensor(shape: cell.stateWeights.shape)
    var db = Tensor(shape: cell.bias.shape)
    var dx = Tensor(shape: x.shape)
    // What the steps after t say of H_t.
    var later = Tensor(shape: start.shape)
    for t in (0..<steps).reversed() {
      let before = t > 0 ? all.atStep(t - 1) : start
      let whole = statesGradient.atStep(t) + later
      let dz = whole.combined(with: all.atStep(t)) { (g: Double, h: Double) -> Double in g * (1 - h * h) }
      let dzT = dz.transposed()
      dW += dzT.matmul(x.atStep(t))
      dU += dzT.matmul(before)
      db += dz.sum(axis: 0)
      dx.put(dz.matmul(cell.inputWeights), atStep: t)
      later = dz.matmul(cell.stateWeights)
    }
    let slope = RecurrentCell(inputWeights: dW, stateWeights: dU, bias: db)
    return RecurrentTensors(cell: slope, start: later, x: dx)
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    var squares = 0.0
    for g in gradients { squares += g.values.reduce(0.0) { $0 + $1 * $1 } }
    let norm = squares.squareRoot()
    guard norm > maximumNorm else { return gradients }
    let factor = maximumNorm / norm
    return gradients.map { $0 * factor }
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let (n, u) = (state.hidden.shape[0], state.hidden.shape[1])
    let z = affine(x, cell.inputWeights, state.hidden, cell.stateWeights, cell.bias)
    var new = state
    for s in 0..<n {
      for j in 0..<u {
        let input = sigmoid(z[s, j])
        let forget = sigmoid(z[s, u + j])
        let candidate = tanh(z[s, 2 * u + j])
        let output = sigmoid(z[s, 3 * u + j])
        let memory = forget * state.memory[s, j] + input * candidate
        new.memory[s, j] = memory
        new.hidden[s, j] = output * tanh(memory)
      }
    }
    return new
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    let w = generator.normal(shape: [units, inputs], deviation: 1 / Double(inputs).squareRoot())
    generator = Generator(seed: seed)
    let u = generator.normal(shape: [units, units], deviation: 1 / Double(units).squareRoot())
    generator = Generator(seed: seed)
    let v = generator.normal(shape: [classes, units], deviation: 1 / Double(units).squareRoot())
    let cell = RecurrentCell(inputWeights: w, stateWeights: u, bias: Tensor(shape: [units]))
    return SequenceClassifier(cell: cell, outputWeights: v, outputBias: Tensor(shape: [classes]))
  }

  private func zeros(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    Tensor(shape: [x.shape[0], model.cell.bias.count])
  }

  /// All states and the last one.
  private func read(_ model: SequenceClassifier, _ x: Tensor) -> (all: Tensor, last: Tensor) {
    let start = zeros(model, x)
    let all = states(model.cell, x, from: start)
    let steps = x.shape[1]
    return (all, steps > 0 ? all.atStep(steps - 1) : start)
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let last = read(model, x).last
    return last.matmul(model.outputWeights.transposed()) + model.outputBias
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let steps = x.shape[1]
    let (all, last) = read(model, x)
    let slope = RNNLab.crossEntropy(last.matmul(model.outputWeights.transposed()) + model.outputBias, labels).gradient
    var statesGradient = Tensor(shape: all.shape)
    if steps > 0 { statesGradient.put(slope.matmul(model.outputWeights), atStep: steps - 1) }
    let back = backward(model.cell, x, from: zeros(model, x), statesGradient: statesGradient)
    return SequenceClassifier(
      cell: back.cell, outputWeights: slope.transposed().matmul(last), outputBias: slope.sum(axis: 0))
  }
}
