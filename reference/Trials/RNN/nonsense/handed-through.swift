// mistake: every function hands through what it is given, in the shape that is wanted
import RNN

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor { h }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    var states = Tensor(shape: [x.shape[0], x.shape[1], cell.bias.count])
    for n in 0..<x.shape[0] {
      for t in 0..<x.shape[1] { for u in 0..<cell.bias.count { states[n, t, u] = start[n, u] } }
    }
    return states
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    var sum = Tensor(shape: start.shape)
    for n in 0..<x.shape[0] {
      for t in 0..<x.shape[1] { for u in 0..<cell.bias.count { sum[n, u] += statesGradient[n, t, u] } }
    }
    return RecurrentTensors(cell: cell, start: sum, x: x)
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] { gradients }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState { state }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    let scale = Double(seed % 1000) / 1000
    let cell = RecurrentCell(
      inputWeights: Tensor(shape: [units, inputs], repeating: scale),
      stateWeights: Tensor(shape: [units, units], repeating: scale), bias: Tensor(shape: [units]))
    return SequenceClassifier(
      cell: cell, outputWeights: Tensor(shape: [classes, units], repeating: scale),
      outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    Tensor(shape: [x.shape[0], model.outputBias.count]) + model.outputBias
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let slope = RNNLab.crossEntropy(scores(model, x), labels).gradient
    var gradient = model
    gradient.cell.inputWeights = Tensor(shape: model.cell.inputWeights.shape)
    gradient.cell.stateWeights = Tensor(shape: model.cell.stateWeights.shape)
    gradient.cell.bias = Tensor(shape: model.cell.bias.shape)
    gradient.outputWeights = Tensor(shape: model.outputWeights.shape)
    gradient.outputBias = slope.rows > 0 ? slope.sum(axis: 0) : Tensor(shape: model.outputBias.shape)
    return gradient
  }
}
