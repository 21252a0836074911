@_exported public import LabKit

/// What a submission to the GatedRNN lab provides; the statement has the equations.
///
/// Write `struct Submission: GatedRNNContract { … }`. No function may remember anything from one call to the next.
/// Shapes: n sequences, T steps, d inputs, u units. Sequences are `[n, T, d]`, of which the first `lengths[i]` steps of
/// sequence i count; a state is `[n, u]`, all states of a run are `[n, T, u]`.
public protocol GatedRNNContract {
  init()

  /// One step of the LSTM for inputs `[n, d]`; right for sums of ±1000 too.
  func lstmStep(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> LSTMStates

  /// The states after each step, both `[n, T, u]`; past the end of a sequence they stay as they are.
  func lstmRun(_ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates) -> LSTMStates

  /// Backpropagation through time: the gradient in weights, start and x of a loss whose gradient in the hidden states that
  /// `lstmRun` gives is `hiddenGradient`, `[n, T, u]`.
  func lstmBackward(
    _ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates, hiddenGradient: Tensor
  ) -> LSTMGradient

  /// The GRU's states after each step, `[n, T, u]`; past the end of a sequence they stay as they are.
  func gruRun(_ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor) -> Tensor

  /// The gradient in weights, start and x of a loss whose gradient in what `gruRun` gives is `statesGradient`.
  func gruBackward(
    _ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor, statesGradient: Tensor
  ) -> GRUGradient

  /// An LSTM classifier with random weights drawn from `seed`, and a bias of 1 at the forget gates.
  func initialModel(inputs: Int, units: Int, classes: Int, seed: UInt64) -> GatedClassifier

  /// The scores of the hidden state after each step, `[n, T, classes]`, from a start of zeros.
  func scores(_ model: GatedClassifier, _ x: Tensor, lengths: [Int]) -> Tensor

  /// The mean cross-entropy over the steps that count, each sequence's last one or all of them, and its gradient in the
  /// scores. `labels` has T classes for each sequence.
  func loss(_ scores: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool) -> SequenceLoss

  /// The gradient of that loss of the model's scores in every weight and bias of the model.
  func gradient(
    _ model: GatedClassifier, _ x: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool
  ) -> GatedClassifier
}

/// An LSTM's weights, four blocks of u rows each: input gate, forget gate, candidate, output gate, in this order. Also
/// their gradient.
public struct LSTMWeights: Hashable, Sendable {
  /// W, `[4u, d]`.
  public var inputWeights: Tensor
  /// U, `[4u, u]`.
  public var stateWeights: Tensor
  /// b, `[4u]`.
  public var bias: Tensor

  public init(inputWeights: Tensor, stateWeights: Tensor, bias: Tensor) {
    (self.inputWeights, self.stateWeights, self.bias) = (inputWeights, stateWeights, bias)
  }
}

/// What an LSTM hands from step to step, `[n, u]` each, or that of all steps, `[n, T, u]` each. Also the gradient in it.
public struct LSTMStates: Hashable, Sendable {
  /// H.
  public var hidden: Tensor
  /// C.
  public var memory: Tensor

  public init(hidden: Tensor, memory: Tensor) { (self.hidden, self.memory) = (hidden, memory) }
}

/// The gradient in all that an LSTM's states depend on.
public struct LSTMGradient: Hashable, Sendable {
  public var weights: LSTMWeights
  public var start: LSTMStates
  public var x: Tensor

  public init(weights: LSTMWeights, start: LSTMStates, x: Tensor) {
    (self.weights, self.start, self.x) = (weights, start, x)
  }
}

/// A GRU's weights, three blocks of u rows each: reset gate, update gate, candidate, in this order. Also their gradient.
public struct GRUWeights: Hashable, Sendable {
  /// W, `[3u, d]`.
  public var inputWeights: Tensor
  /// U, `[3u, u]`.
  public var stateWeights: Tensor
  /// b, `[3u]`, which is added to x Wᵀ.
  public var inputBias: Tensor
  /// a, `[3u]`, which is added to h Uᵀ.
  public var stateBias: Tensor

  public init(inputWeights: Tensor, stateWeights: Tensor, inputBias: Tensor, stateBias: Tensor) {
    (self.inputWeights, self.stateWeights) = (inputWeights, stateWeights)
    (self.inputBias, self.stateBias) = (inputBias, stateBias)
  }
}

/// The gradient in all that a GRU's states depend on.
public struct GRUGradient: Hashable, Sendable {
  public var weights: GRUWeights
  public var start: Tensor
  public var x: Tensor

  public init(weights: GRUWeights, start: Tensor, x: Tensor) {
    (self.weights, self.start, self.x) = (weights, start, x)
  }
}

/// An LSTM and an affine layer that reads its hidden states. Also their gradient.
public struct GatedClassifier: Hashable, Sendable {
  public var weights: LSTMWeights
  /// V, `[classes, u]`.
  public var outputWeights: Tensor
  /// v, `[classes]`.
  public var outputBias: Tensor

  public init(weights: LSTMWeights, outputWeights: Tensor, outputBias: Tensor) {
    (self.weights, self.outputWeights, self.outputBias) = (weights, outputWeights, outputBias)
  }
}

/// A loss, and its gradient in the scores, `[n, T, classes]`.
public struct SequenceLoss: Hashable, Sendable {
  public var loss: Double
  public var gradient: Tensor

  public init(loss: Double, gradient: Tensor) { (self.loss, self.gradient) = (loss, gradient) }
}
