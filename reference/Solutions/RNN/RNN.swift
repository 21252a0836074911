import RNN

/// Elman's network with backpropagation through time, gradient clipping, and a step of the LSTM.
struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    // BEGIN SOLUTION
    let fromInput = x.matmul(cell.inputWeights.transposed())
    let fromState = h.matmul(cell.stateWeights.transposed())
    return (fromInput + fromState + cell.bias).map { tanh($0) }
    // END SOLUTION
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    // BEGIN SOLUTION
    var states = Tensor(shape: [x.shape[0], x.shape[1], cell.bias.count])
    var h = start
    for t in 0..<x.shape[1] {
      h = step(cell, slice(x, t), h)
      put(h, t, into: &states)
    }
    return states
    // END SOLUTION
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    // BEGIN SOLUTION
    let steps = x.shape[1]
    var states = [start]
    for t in 0..<steps { states.append(step(cell, slice(x, t), states[t])) }

    var inputWeights = Tensor(shape: cell.inputWeights.shape)
    var stateWeights = Tensor(shape: cell.stateWeights.shape)
    var bias = Tensor(shape: cell.bias.shape)
    var xGradient = Tensor(shape: x.shape)
    // What the later steps say of the state at hand.
    var later = Tensor(shape: start.shape)
    for t in (0..<steps).reversed() {
      let total = slice(statesGradient, t) + later
      let delta = total * states[t + 1].map { 1 - $0 * $0 }
      inputWeights += delta.transposed().matmul(slice(x, t))
      stateWeights += delta.transposed().matmul(states[t])
      bias += delta.sum(axis: 0)
      put(delta.matmul(cell.inputWeights), t, into: &xGradient)
      later = delta.matmul(cell.stateWeights)
    }
    let gradient = RecurrentCell(inputWeights: inputWeights, stateWeights: stateWeights, bias: bias)
    return RecurrentTensors(cell: gradient, start: later, x: xGradient)
    // END SOLUTION
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    // BEGIN SOLUTION
    var squares = 0.0
    for gradient in gradients { squares += (gradient * gradient).sum() }
    let norm = sqrt(squares)
    if norm <= maximumNorm { return gradients }
    return gradients.map { $0 * (maximumNorm / norm) }
    // END SOLUTION
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    // BEGIN SOLUTION
    let fromInput = x.matmul(cell.inputWeights.transposed())
    let fromState = state.hidden.matmul(cell.stateWeights.transposed())
    let sums = fromInput + fromState + cell.bias
    let units = state.hidden.columns
    var next = state
    for row in 0..<sums.rows {
      for unit in 0..<units {
        let input = sigmoid(sums[row, unit])
        let forget = sigmoid(sums[row, units + unit])
        let candidate = tanh(sums[row, 2 * units + unit])
        let output = sigmoid(sums[row, 3 * units + unit])
        let memory = forget * state.memory[row, unit] + input * candidate
        next.memory[row, unit] = memory
        next.hidden[row, unit] = output * tanh(memory)
      }
    }
    return next
    // END SOLUTION
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    // BEGIN SOLUTION
    var generator = Generator(seed: seed)
    let cell = RecurrentCell(
      inputWeights: generator.normal(shape: [units, inputs], deviation: 1 / sqrt(Double(inputs))),
      stateWeights: generator.normal(shape: [units, units], deviation: 1 / sqrt(Double(units))),
      bias: Tensor(shape: [units]))
    return SequenceClassifier(
      cell: cell, outputWeights: generator.normal(shape: [classes, units], deviation: 1 / sqrt(Double(units))),
      outputBias: Tensor(shape: [classes]))
    // END SOLUTION
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    // BEGIN SOLUTION
    lastState(model, x).matmul(model.outputWeights.transposed()) + model.outputBias
    // END SOLUTION
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    // BEGIN SOLUTION
    let delta = RNNLab.crossEntropy(scores(model, x), labels).gradient
    var statesGradient = Tensor(shape: [x.shape[0], x.shape[1], model.cell.bias.count])
    if x.shape[1] > 0 { put(delta.matmul(model.outputWeights), x.shape[1] - 1, into: &statesGradient) }
    let start = Tensor(shape: [x.shape[0], model.cell.bias.count])
    return SequenceClassifier(
      cell: backward(model.cell, x, from: start, statesGradient: statesGradient).cell,
      outputWeights: delta.transposed().matmul(lastState(model, x)), outputBias: delta.sum(axis: 0))
    // END SOLUTION
  }
  // BEGIN SOLUTION HELPERS

  private func lastState(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    var h = Tensor(shape: [x.shape[0], model.cell.bias.count])
    for t in 0..<x.shape[1] { h = step(model.cell, slice(x, t), h) }
    return h
  }

  /// Step t of every sequence, `[n, d]`.
  private func slice(_ x: Tensor, _ t: Int) -> Tensor {
    let (steps, size) = (x.shape[1], x.shape[2])
    var result = Tensor(shape: [x.shape[0], size])
    for sample in 0..<x.shape[0] {
      for k in 0..<size { result.values[sample * size + k] = x.values[(sample * steps + t) * size + k] }
    }
    return result
  }

  private func put(_ part: Tensor, _ t: Int, into x: inout Tensor) {
    for sample in 0..<part.rows {
      for k in 0..<part.columns { x[sample, t, k] = part[sample, k] }
    }
  }

  private func sigmoid(_ z: Double) -> Double {
    z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))
  }
  // END SOLUTION
}
