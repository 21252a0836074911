// mistake: biases are random with a deviation of 1.7/√u.
// against: “the biases are 0, or random around 0 with a deviation of $1/\sqrt u$ at most”
import RNN

/// A matrix for each step, and products of them.
struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    (x.matmul(cell.inputWeights.transposed()) + h.matmul(cell.stateWeights.transposed()) + cell.bias).map { tanh($0) }
  }

  /// H₀, H₁ … up to the last.
  private func history(_ cell: RecurrentCell, _ x: Tensor, _ start: Tensor) -> [Tensor] {
    (0..<x.shape[1]).reduce(into: [start]) { $0.append(step(cell, x.column($1), $0[$1])) }
  }

  /// Matrices [n, m], one for each step, side by side as [n, T, m].
  private func stacked(_ steps: [Tensor], _ n: Int, _ m: Int) -> Tensor {
    Tensor(shape: [n, steps.count, m], values: (0..<n).flatMap { a in steps.flatMap { $0.values[a * m..<(a + 1) * m] } })
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    stacked(Array(history(cell, x, start).dropFirst()), x.shape[0], cell.bias.count)
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let h = history(cell, x, start)
    var sum = RecurrentCell(inputWeights: 0 * cell.inputWeights, stateWeights: 0 * cell.stateWeights, bias: 0 * cell.bias)
    var later = 0 * start
    var dx: [Tensor] = []
    for t in (0..<x.shape[1]).reversed() {
      let g = (statesGradient.column(t) + later).combined(with: h[t + 1]) { $0 * (1 - $1) * (1 + $1) }
      sum.inputWeights += g.transposed().matmul(x.column(t))
      sum.stateWeights += g.transposed().matmul(h[t])
      sum.bias += g.sum(axis: 0)
      dx.append(g.matmul(cell.inputWeights))
      later = g.matmul(cell.stateWeights)
    }
    return RecurrentTensors(cell: sum, start: later, x: stacked(dx.reversed(), x.shape[0], x.shape[2]))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    let norm = gradients.map { ($0 * $0).sum() }.reduce(0, +).squareRoot()
    return norm > maximumNorm ? gradients.map { $0 * (maximumNorm / norm) } : gradients
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let u = cell.stateWeights.columns
    let z =
      x.matmul(cell.inputWeights.transposed()) + state.hidden.matmul(cell.stateWeights.transposed()) + cell.bias
    func block(_ b: Int) -> Tensor {
      z.transposed().rows(at: Array(b * u..<(b + 1) * u)).transposed()
    }
    func sigmoid(_ t: Tensor) -> Tensor { t.map { $0 >= 0 ? 1 / (1 + exp(-$0)) : exp($0) / (1 + exp($0)) } }
    let memory = sigmoid(block(1)) * state.memory + sigmoid(block(0)) * block(2).map { tanh($0) }
    return LSTMState(hidden: sigmoid(block(3)) * memory.map { tanh($0) }, memory: memory)
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    // PyTorch's: all uniform in ±1/√u.
    var generator = Generator(seed: seed)
    let bound = 1 / Double(units).squareRoot()
    func random(_ shape: Int...) -> Tensor { Tensor(shape: shape).map { _ in generator.uniform(-bound, bound) } }
    let cell = RecurrentCell(
      inputWeights: random(units, inputs), stateWeights: random(units, units), bias: 3 * random(units))
    return SequenceClassifier(cell: cell, outputWeights: random(classes, units), outputBias: 3 * random(classes))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let start = Tensor(shape: [x.shape[0], model.cell.bias.count])
    return history(model.cell, x, start).last!.matmul(model.outputWeights.transposed()) + model.outputBias
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let start = Tensor(shape: [x.shape[0], model.cell.bias.count])
    let last = history(model.cell, x, start).last!
    let slope = RNNLab.crossEntropy(scores(model, x), labels).gradient
    let steps = (0..<x.shape[1]).map { $0 == x.shape[1] - 1 ? slope.matmul(model.outputWeights) : start }
    return SequenceClassifier(
      cell: backward(model.cell, x, from: start, statesGradient: stacked(steps, start.rows, start.columns)).cell,
      outputWeights: slope.transposed().matmul(last), outputBias: slope.sum(axis: 0))
  }
}
