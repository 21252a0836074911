// mistake: every function hands through what it is given, in the shape that is wanted
import GatedRNN

struct Submission: GatedRNNContract {
  func lstmStep(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> LSTMStates {
    states
  }

  func lstmRun(_ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates) -> LSTMStates {
    LSTMStates(hidden: repeated(start.hidden, x.shape[1]), memory: repeated(start.memory, x.shape[1]))
  }

  func lstmBackward(
    _ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates, hiddenGradient: Tensor
  ) -> LSTMGradient {
    LSTMGradient(
      weights: weights, start: LSTMStates(hidden: hiddenGradient.sum(axis: 1), memory: 0 * start.memory),
      x: Tensor(shape: x.shape))
  }

  func gruRun(_ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor) -> Tensor {
    repeated(start, x.shape[1])
  }

  func gruBackward(
    _ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor, statesGradient: Tensor
  ) -> GRUGradient {
    GRUGradient(weights: weights, start: statesGradient.sum(axis: 1), x: Tensor(shape: x.shape))
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
    var scores = Tensor(shape: [x.shape[0], x.shape[1], model.outputBias.count])
    for i in 0..<x.shape[0] {
      for t in 0..<x.shape[1] { for k in 0..<scores.shape[2] { scores[i, t, k] = model.outputBias[k] } }
    }
    return scores
  }

  func loss(_ scores: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool) -> SequenceLoss {
    SequenceLoss(loss: scores.sum(), gradient: scores)
  }

  func gradient(
    _ model: GatedClassifier, _ x: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool
  ) -> GatedClassifier {
    model
  }

  private func repeated(_ h: Tensor, _ steps: Int) -> Tensor {
    Tensor(
      shape: [h.rows, steps, h.columns],
      values: (0..<h.rows).flatMap { row in (0..<steps).flatMap { _ in h.row(row).values } })
  }
}
