// mistake: starts a generator from the same seed for every matrix, so that their numbers are alike
// breaks: "Every matrix has random numbers of its own, each drawn by itself (but for an orthogonal $U$), so that hardly two are alike"
import RNN

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let z = x.matmul(cell.inputWeights.transposed()) + h.matmul(cell.stateWeights.transposed()) + cell.bias
    return z.map { tanh($0) }
  }

  /// The states one after the other, H_0 first.
  private func chain(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> [Tensor] {
    var all = [start]
    for t in 0..<x.shape[1] { all.append(step(cell, x.column(t), all[t])) }
    return all
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let (n, steps, u) = (x.shape[0], x.shape[1], cell.bias.count)
    let all = chain(cell, x, from: start)
    var result = Tensor(shape: [n, steps, u])
    for t in 0..<steps {
      for i in 0..<n {
        for k in 0..<u { result[i, t, k] = all[t + 1][i, k] }
      }
    }
    return result
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let (n, steps, d, u) = (x.shape[0], x.shape[1], x.shape[2], cell.bias.count)
    let h = chain(cell, x, from: start)
    var answer = RecurrentTensors(
      cell: RecurrentCell(
        inputWeights: Tensor(shape: [u, d]), stateWeights: Tensor(shape: [u, u]), bias: Tensor(shape: [u])),
      start: Tensor(shape: [n, u]), x: Tensor(shape: x.shape))
    // What the later states say of the present one.
    var carry = Tensor(shape: [n, u])
    for t in (0..<steps).reversed() {
      let whole = statesGradient.column(t) + carry
      let delta = whole * h[t + 1].map { 1 - $0 * $0 }
      answer.cell.inputWeights += delta.transposed().matmul(x.column(t))
      answer.cell.stateWeights += delta.transposed().matmul(h[t])
      answer.cell.bias += delta.sum(axis: 0)
      let dx = delta.matmul(cell.inputWeights)
      for i in 0..<n {
        for j in 0..<d { answer.x[i, t, j] = dx[i, j] }
      }
      carry = delta.matmul(cell.stateWeights)
    }
    answer.start = carry
    return answer
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    var squares = 0.0
    for g in gradients {
      for v in g.values { squares += v * v }
    }
    let norm = squares.squareRoot()
    if norm <= maximumNorm { return gradients }
    return gradients.map { $0 * (maximumNorm / norm) }
  }

  private func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let z = x.matmul(cell.inputWeights.transposed()) + state.hidden.matmul(cell.stateWeights.transposed()) + cell.bias
    var next = state
    let (n, u) = (state.memory.shape[0], state.memory.shape[1])
    for i in 0..<n {
      for k in 0..<u {
        let input = sigmoid(z[i, k])
        let forget = sigmoid(z[i, u + k])
        let candidate = tanh(z[i, 2 * u + k])
        let output = sigmoid(z[i, 3 * u + k])
        let memory = forget * state.memory[i, k] + input * candidate
        next.memory[i, k] = memory
        next.hidden[i, k] = output * tanh(memory)
      }
    }
    return next
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    let w = generator.normal(shape: [units, inputs], deviation: 1 / Double(max(1, inputs)).squareRoot())
    generator = Generator(seed: seed)
    let u = generator.normal(shape: [units, units], deviation: 1 / Double(max(1, units)).squareRoot())
    generator = Generator(seed: seed)
    let v = generator.normal(shape: [classes, units], deviation: 1 / Double(max(1, units)).squareRoot())
    return SequenceClassifier(
      cell: RecurrentCell(inputWeights: w, stateWeights: u, bias: Tensor(shape: [units])),
      outputWeights: v, outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    var h = Tensor(shape: [x.shape[0], model.cell.bias.count])
    for t in 0..<x.shape[1] { h = step(model.cell, x.column(t), h) }
    return h.matmul(model.outputWeights.transposed()) + model.outputBias
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let (n, steps, u) = (x.shape[0], x.shape[1], model.cell.bias.count)
    let start = Tensor(shape: [n, u])
    let last = chain(model.cell, x, from: start)[steps]
    let delta = RNNLab.crossEntropy(scores(model, x), labels).gradient
    let lastGradient = delta.matmul(model.outputWeights)
    var g = Tensor(shape: [n, steps, u])
    if steps > 0 {
      for i in 0..<n {
        for k in 0..<u { g[i, steps - 1, k] = lastGradient[i, k] }
      }
    }
    let back = backward(model.cell, x, from: start, statesGradient: g)
    return SequenceClassifier(
      cell: back.cell, outputWeights: delta.transposed().matmul(last), outputBias: delta.sum(axis: 0))
  }
}
