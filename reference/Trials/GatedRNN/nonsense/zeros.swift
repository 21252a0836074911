// mistake: zeros of the right shapes everywhere
import GatedRNN

struct Submission: GatedRNNContract {
  func lstmStep(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> LSTMStates {
    LSTMStates(hidden: 0 * states.hidden, memory: 0 * states.memory)
  }

  func lstmRun(_ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates) -> LSTMStates {
    let zeros = Tensor(shape: [x.shape[0], x.shape[1], start.hidden.columns])
    return LSTMStates(hidden: zeros, memory: zeros)
  }

  func lstmBackward(
    _ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates, hiddenGradient: Tensor
  ) -> LSTMGradient {
    LSTMGradient(
      weights: LSTMWeights(
        inputWeights: 0 * weights.inputWeights, stateWeights: 0 * weights.stateWeights, bias: 0 * weights.bias),
      start: LSTMStates(hidden: 0 * start.hidden, memory: 0 * start.memory), x: Tensor(shape: x.shape))
  }

  func gruRun(_ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor) -> Tensor {
    Tensor(shape: [x.shape[0], x.shape[1], start.columns])
  }

  func gruBackward(
    _ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor, statesGradient: Tensor
  ) -> GRUGradient {
    GRUGradient(
      weights: GRUWeights(
        inputWeights: 0 * weights.inputWeights, stateWeights: 0 * weights.stateWeights,
        inputBias: 0 * weights.inputBias, stateBias: 0 * weights.stateBias), start: 0 * start, x: Tensor(shape: x.shape)
    )
  }

  func initialModel(inputs: Int, units: Int, classes: Int, seed: UInt64) -> GatedClassifier {
    let square = Tensor(shape: [4 * units, units], repeating: 0)
    return GatedClassifier(
      weights: LSTMWeights(
        inputWeights: Tensor(shape: [4 * units, inputs], repeating: 0), stateWeights: square,
        bias: Tensor(shape: [4 * units])), outputWeights: Tensor(shape: [classes, units], repeating: 0),
      outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: GatedClassifier, _ x: Tensor, lengths: [Int]) -> Tensor {
    Tensor(shape: [x.shape[0], x.shape[1], model.outputBias.count])
  }

  func loss(_ scores: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool) -> SequenceLoss {
    SequenceLoss(loss: 0, gradient: Tensor(shape: scores.shape))
  }

  func gradient(
    _ model: GatedClassifier, _ x: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool
  ) -> GatedClassifier {
    GatedClassifier(
      weights: LSTMWeights(
        inputWeights: 0 * model.weights.inputWeights, stateWeights: 0 * model.weights.stateWeights,
        bias: 0 * model.weights.bias), outputWeights: 0 * model.outputWeights, outputBias: 0 * model.outputBias)
  }
}
