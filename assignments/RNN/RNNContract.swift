@_exported public import LabKit

/// What a submission to the RNN lab provides; the statement has the equations.
///
/// Write `struct Submission: RNNContract { … }`. No function may remember anything from one call to the next.
/// Shapes: n samples, T steps, d inputs, u units. Sequences are `[n, T, d]`, states `[n, u]`.
public protocol RNNContract {
  init()

  /// One step of Elman's network, tanh(x Wᵀ + h Uᵀ + b), for inputs `[n, d]` and states `[n, u]`.
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor

  /// The state after each step of the sequences, `[n, T, u]`; the first step starts from `start`.
  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor

  /// Backpropagation through time: the gradient in cell, start and x of a loss whose gradient in what `states` gives is
  /// `statesGradient`.
  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors

  /// All tensors scaled by one factor, so that their norm together is at most `maximumNorm`; as they are where it is.
  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor]

  /// One step of the LSTM for inputs `[n, d]`; right for sums of ±1000 too.
  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState

  /// A classifier with random weights drawn from `seed`.
  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier

  /// The scores `[n, classes]`: the output layer on the state after the last step, from a start of zeros.
  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor

  /// The gradient of the mean cross-entropy of the scores, `RNNLab.crossEntropy`, in every weight and bias.
  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier
}

/// Elman's cell; also its gradient.
public struct RecurrentCell: Hashable, Sendable {
  /// W, `[u, d]`.
  public var inputWeights: Tensor
  /// U, `[u, u]`.
  public var stateWeights: Tensor
  /// b, `[u]`.
  public var bias: Tensor

  public init(inputWeights: Tensor, stateWeights: Tensor, bias: Tensor) {
    self.inputWeights = inputWeights
    self.stateWeights = stateWeights
    self.bias = bias
  }
}

/// What the states of a recurrent network depend on; also the gradient in it.
public struct RecurrentTensors: Hashable, Sendable {
  public var cell: RecurrentCell
  public var start: Tensor
  public var x: Tensor

  public init(cell: RecurrentCell, start: Tensor, x: Tensor) {
    self.cell = cell
    self.start = start
    self.x = x
  }
}

/// An LSTM's weights, four blocks of u rows each: input gate, forget gate, candidate, output gate, in this order.
public struct LSTMCell: Hashable, Sendable {
  /// W, `[4u, d]`.
  public var inputWeights: Tensor
  /// U, `[4u, u]`.
  public var stateWeights: Tensor
  /// b, `[4u]`.
  public var bias: Tensor

  public init(inputWeights: Tensor, stateWeights: Tensor, bias: Tensor) {
    self.inputWeights = inputWeights
    self.stateWeights = stateWeights
    self.bias = bias
  }
}

/// What an LSTM hands from step to step.
public struct LSTMState: Hashable, Sendable {
  /// h, `[n, u]`.
  public var hidden: Tensor
  /// c, `[n, u]`.
  public var memory: Tensor

  public init(hidden: Tensor, memory: Tensor) {
    self.hidden = hidden
    self.memory = memory
  }
}

/// Elman's cell and an affine layer that reads its last state; also their gradient.
public struct SequenceClassifier: Hashable, Sendable {
  public var cell: RecurrentCell
  /// V, `[classes, u]`.
  public var outputWeights: Tensor
  /// `[classes]`.
  public var outputBias: Tensor

  public init(cell: RecurrentCell, outputWeights: Tensor, outputBias: Tensor) {
    self.cell = cell
    self.outputWeights = outputWeights
    self.outputBias = outputBias
  }
}
