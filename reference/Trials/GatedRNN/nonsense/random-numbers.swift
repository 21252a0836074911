// mistake: random numbers of the right shapes, drawn from what is asked
import GatedRNN

struct Submission: GatedRNNContract {
  func lstmStep(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> LSTMStates {
    LSTMStates(hidden: drawn(states.hidden.shape, x), memory: drawn(states.memory.shape, x))
  }

  func lstmRun(_ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates) -> LSTMStates {
    let all = drawn([x.shape[0], x.shape[1], start.hidden.columns], x)
    return LSTMStates(hidden: all, memory: all)
  }

  func lstmBackward(
    _ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates, hiddenGradient: Tensor
  ) -> LSTMGradient {
    LSTMGradient(
      weights: LSTMWeights(
        inputWeights: drawn(weights.inputWeights.shape, x), stateWeights: drawn(weights.stateWeights.shape, x),
        bias: drawn(weights.bias.shape, x)),
      start: LSTMStates(hidden: drawn(start.hidden.shape, x), memory: drawn(start.memory.shape, x)),
      x: drawn(x.shape, x))
  }

  func gruRun(_ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor) -> Tensor {
    drawn([x.shape[0], x.shape[1], start.columns], x)
  }

  func gruBackward(
    _ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor, statesGradient: Tensor
  ) -> GRUGradient {
    GRUGradient(
      weights: GRUWeights(
        inputWeights: drawn(weights.inputWeights.shape, x), stateWeights: drawn(weights.stateWeights.shape, x),
        inputBias: drawn(weights.inputBias.shape, x), stateBias: drawn(weights.stateBias.shape, x)),
      start: drawn(start.shape, x), x: drawn(x.shape, x))
  }

  func initialModel(inputs: Int, units: Int, classes: Int, seed: UInt64) -> GatedClassifier {
    let square = Tensor(shape: [4 * units, units], repeating: 0.1)
    let seed = Tensor([Double(seed)])
    return GatedClassifier(
      weights: LSTMWeights(
        inputWeights: Tensor(shape: [4 * units, inputs], repeating: 0.1), stateWeights: square,
        bias: Tensor(shape: [4 * units])), outputWeights: drawn([classes, units], seed),
      outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: GatedClassifier, _ x: Tensor, lengths: [Int]) -> Tensor {
    drawn([x.shape[0], x.shape[1], model.outputBias.count], x)
  }

  func loss(_ scores: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool) -> SequenceLoss {
    SequenceLoss(loss: abs(drawn([1], scores)[0]), gradient: drawn(scores.shape, scores))
  }

  func gradient(
    _ model: GatedClassifier, _ x: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool
  ) -> GatedClassifier {
    GatedClassifier(
      weights: LSTMWeights(
        inputWeights: drawn(model.weights.inputWeights.shape, x),
        stateWeights: drawn(model.weights.stateWeights.shape, x),
        bias: drawn(model.weights.bias.shape, x)), outputWeights: drawn(model.outputWeights.shape, x),
      outputBias: drawn(model.outputBias.shape, x))
  }

  private func drawn(_ shape: [Int], _ numbers: Tensor) -> Tensor {
    var generator = Generator(
      seed: UInt64(
        bitPattern: Int64(numbers.values.first.map { Int(1e6 * max(-1e6, min(1e6, $0.isNaN ? 0 : $0))) } ?? 0)))
    return generator.normal(shape: shape, deviation: 0.5)
  }
}
