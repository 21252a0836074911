// mistake: every answer is zeros of the right shape
import RNN

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor { Tensor(shape: h.shape) }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    Tensor(shape: [x.shape[0], x.shape[1], cell.bias.count])
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    RecurrentTensors(cell: zeros(cell), start: Tensor(shape: start.shape), x: Tensor(shape: x.shape))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] { gradients.map { Tensor(shape: $0.shape) } }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    LSTMState(hidden: Tensor(shape: state.hidden.shape), memory: Tensor(shape: state.memory.shape))
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    let cell = RecurrentCell(
      inputWeights: Tensor(shape: [units, inputs]), stateWeights: Tensor(shape: [units, units]),
      bias: Tensor(shape: [units]))
    return SequenceClassifier(
      cell: cell, outputWeights: Tensor(shape: [classes, units]), outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    Tensor(shape: [x.shape[0], model.outputBias.count])
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    SequenceClassifier(
      cell: zeros(model.cell), outputWeights: Tensor(shape: model.outputWeights.shape),
      outputBias: Tensor(shape: model.outputBias.shape))
  }

  private func zeros(_ cell: RecurrentCell) -> RecurrentCell {
    RecurrentCell(
      inputWeights: Tensor(shape: cell.inputWeights.shape), stateWeights: Tensor(shape: cell.stateWeights.shape),
      bias: Tensor(shape: cell.bias.shape))
  }
}
