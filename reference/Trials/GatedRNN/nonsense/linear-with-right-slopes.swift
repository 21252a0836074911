// mistake: states and scores are sums of everything, with the gradients of just that
import GatedRNN

struct Submission: GatedRNNContract {
  func lstmStep(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> LSTMStates {
    LSTMStates(hidden: states.hidden + weights.bias.sum(), memory: states.memory + weights.bias.sum())
  }

  func lstmRun(_ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates) -> LSTMStates {
    let all = repeated(
      start.hidden + start.memory + (weights.inputWeights.sum() + weights.stateWeights.sum() + weights.bias.sum()),
      x.shape[1])
    return LSTMStates(hidden: all, memory: all)
  }

  func lstmBackward(
    _ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates, hiddenGradient: Tensor
  ) -> LSTMGradient {
    let all = hiddenGradient.sum()
    let starts = hiddenGradient.sum(axis: 1)
    return LSTMGradient(
      weights: LSTMWeights(
        inputWeights: weights.inputWeights.map { _ in all }, stateWeights: weights.stateWeights.map { _ in all },
        bias: weights.bias.map { _ in all }), start: LSTMStates(hidden: starts, memory: starts),
      x: Tensor(shape: x.shape))
  }

  func gruRun(_ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor) -> Tensor {
    repeated(
      start
        + (weights.inputWeights.sum() + weights.stateWeights.sum() + weights.inputBias.sum() + weights.stateBias.sum()),
      x.shape[1])
  }

  func gruBackward(
    _ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor, statesGradient: Tensor
  ) -> GRUGradient {
    let all = statesGradient.sum()
    return GRUGradient(
      weights: GRUWeights(
        inputWeights: weights.inputWeights.map { _ in all }, stateWeights: weights.stateWeights.map { _ in all },
        inputBias: weights.inputBias.map { _ in all }, stateBias: weights.stateBias.map { _ in all }),
      start: statesGradient.sum(axis: 1), x: Tensor(shape: x.shape))
  }

  func initialModel(inputs: Int, units: Int, classes: Int, seed: UInt64) -> GatedClassifier {
    let square = Tensor(shape: [4 * units, units], repeating: 0.1)
    return GatedClassifier(
      weights: LSTMWeights(
        inputWeights: Tensor(shape: [4 * units, inputs], repeating: 0.1), stateWeights: square,
        bias: Tensor(shape: [4 * units])), outputWeights: Tensor(shape: [classes, units], repeating: 0.1),
      outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: GatedClassifier, _ x: Tensor, lengths: [Int]) -> Tensor {
    let sums = model.weights.inputWeights.sum() + model.weights.stateWeights.sum() + model.weights.bias.sum()
    let all = sums + model.outputWeights.sum()
    var scores = Tensor(shape: [x.shape[0], x.shape[1], model.outputBias.count], repeating: all)
    for i in 0..<x.shape[0] {
      for t in 0..<x.shape[1] { for k in 0..<scores.shape[2] { scores[i, t, k] += model.outputBias[k] } }
    }
    return scores
  }

  func loss(_ scores: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool) -> SequenceLoss {
    SequenceLoss(loss: scores.sum(), gradient: scores.map { _ in 1 })
  }

  func gradient(
    _ model: GatedClassifier, _ x: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool
  ) -> GatedClassifier {
    let places = Double(x.shape[0] * x.shape[1])
    let all = places * Double(model.outputBias.count)
    return GatedClassifier(
      weights: LSTMWeights(
        inputWeights: model.weights.inputWeights.map { _ in all },
        stateWeights: model.weights.stateWeights.map { _ in all }, bias: model.weights.bias.map { _ in all }),
      outputWeights: model.outputWeights.map { _ in all }, outputBias: model.outputBias.map { _ in places })
  }

  private func repeated(_ h: Tensor, _ steps: Int) -> Tensor {
    Tensor(
      shape: [h.rows, steps, h.columns],
      values: (0..<h.rows).flatMap { row in (0..<steps).flatMap { _ in h.row(row).values } })
  }
}
