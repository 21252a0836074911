import RNN

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let fromInput = x.matmul(cell.inputWeights.transposed())
    let fromState = h.matmul(cell.stateWeights.transposed())
    return (fromInput + fromState + cell.bias).map { tanh($0) }
  }

  /// H₀ to H_T, a list of matrices `[n, u]`.
  private func history(_ cell: RecurrentCell, _ x: Tensor, _ start: Tensor) -> [Tensor] {
    var list = [start]
    for t in 0..<x.shape[1] { list.append(step(cell, x.column(t), list[t])) }
    return list
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let (n, steps, u) = (x.shape[0], x.shape[1], cell.bias.count)
    let list = history(cell, x, start)
    var all = Tensor(shape: [n, steps, u])
    for t in 0..<steps {
      for a in 0..<n {
        for j in 0..<u { all.values[(a * steps + t) * u + j] = list[t + 1].values[a * u + j] }
      }
    }
    return all
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let (n, steps, d) = (x.shape[0], x.shape[1], x.shape[2])
    let list = history(cell, x, start)
    var slope = RecurrentTensors(
      cell: RecurrentCell(
        inputWeights: Tensor(shape: cell.inputWeights.shape), stateWeights: Tensor(shape: cell.stateWeights.shape),
        bias: Tensor(shape: cell.bias.shape)),
      start: Tensor(shape: start.shape), x: Tensor(shape: x.shape))
    // What the later steps say of the state.
    var later = Tensor(shape: start.shape)
    for t in (0..<steps).reversed() {
      let before = list[t]
      let whole = statesGradient.column(t) + later
      let inner = whole * list[t + 1].map { (1 - $0) * (1 + $0) }
      let turned = inner.transposed()
      slope.cell.inputWeights += turned.matmul(x.column(t))
      slope.cell.stateWeights += turned.matmul(before)
      slope.cell.bias += inner.sum(axis: 0)
      let toInput = inner.matmul(cell.inputWeights)
      for a in 0..<n {
        for j in 0..<d { slope.x.values[(a * steps + t) * d + j] = toInput.values[a * d + j] }
      }
      later = inner.matmul(cell.stateWeights)
    }
    slope.start = later
    return slope
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    var squares = 0.0
    for tensor in gradients {
      for g in tensor.values { squares += g * g }
    }
    let norm = squares.squareRoot()
    guard norm > maximumNorm else { return gradients }
    let factor = maximumNorm / norm
    return gradients.map { factor * $0 }
  }

  private func sigmoid(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let u = cell.bias.count / 4
    let z =
      x.matmul(cell.inputWeights.transposed()) + state.hidden.matmul(cell.stateWeights.transposed()) + cell.bias
    var next = state
    for a in 0..<x.rows {
      for j in 0..<u {
        let input = sigmoid(z[a, j])
        let forget = sigmoid(z[a, u + j])
        let candidate = tanh(z[a, 2 * u + j])
        let output = sigmoid(z[a, 3 * u + j])
        let memory = forget * state.memory[a, j] + input * candidate
        next.memory[a, j] = memory
        next.hidden[a, j] = output * tanh(memory)
      }
    }
    return next
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    func matrix(_ rows: Int, _ columns: Int) -> Tensor {
      generator.normal(shape: [rows, columns], deviation: 1 / Double(columns).squareRoot())
    }
    let cell = RecurrentCell(
      inputWeights: matrix(units, inputs), stateWeights: matrix(units, units), bias: Tensor(shape: [units]))
    return SequenceClassifier(
      cell: cell, outputWeights: matrix(classes, units), outputBias: Tensor(shape: [classes]))
  }

  private func read(_ model: SequenceClassifier, _ state: Tensor) -> Tensor {
    state.matmul(model.outputWeights.transposed()) + model.outputBias
  }

  private func zeroStart(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    Tensor(shape: [x.shape[0], model.cell.bias.count])
  }

  /// The state after the last step.
  private func lastState(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let start = zeroStart(model, x)
    let steps = x.shape[1]
    return steps == 0 ? start : states(model.cell, x, from: start).column(steps - 1)
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    return read(model, lastState(model, x))
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let (n, steps, u) = (x.shape[0], x.shape[1], model.cell.bias.count)
    let last = lastState(model, x)
    let g = RNNLab.crossEntropy(read(model, last), labels).gradient
    let toState = g.matmul(model.outputWeights)
    var statesGradient = Tensor(shape: [n, steps, u])
    if steps > 0 {
      for a in 0..<n {
        for j in 0..<u { statesGradient[a, steps - 1, j] = toState[a, j] }
      }
    }
    let swept = backward(model.cell, x, from: zeroStart(model, x), statesGradient: statesGradient)
    return SequenceClassifier(
      cell: swept.cell, outputWeights: g.transposed().matmul(last), outputBias: g.sum(axis: 0))
  }
}
