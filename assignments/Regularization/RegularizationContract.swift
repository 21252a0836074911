@_exported public import LabKit

/// What a submission to the Regularization lab provides; the statement has the equations.
///
/// Write `struct Submission: RegularizationContract { … }`. What a layer or a rule keeps between calls goes into the value
/// that it is given; no function may remember anything elsewhere.
/// Shapes: n samples with d features, a matrix `[n, d]`, one sample a row.
public protocol RegularizationContract {
  init()

  /// The mean of (w·x + b − y)² over the samples (0 for none), plus λ‖w‖².
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double

  /// The gradient of `ridgeLoss` in weights and bias.
  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel

  /// `steps` steps of gradient descent on `ridgeLoss`, each on all samples.
  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel

  /// For each unit by itself 0 with the probability given, 1 / (1 − probability) otherwise, drawn from `seed`.
  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor

  /// In training x ⊙ `dropoutMask(x.shape, probability, seed)`; otherwise x as it is.
  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor

  /// The gradient in x of a loss whose gradient in x ⊙ mask is `outputGradient`.
  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor

  /// Batch normalisation in training: with the batch's own mean and variance, and the running ones moved towards them.
  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor

  /// Batch normalisation outside of training: with the running mean and variance.
  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor

  /// The gradients of a loss through `batchNormTraining`, from its gradient in the output.
  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients

  /// Takes note of the validation loss of one more epoch and tells whether to stop.
  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool
}

/// A weight for each feature and a bias; also their gradient.
public struct RidgeModel: Hashable, Sendable {
  public var weights: [Double]
  public var bias: Double

  public init(weights: [Double], bias: Double) {
    self.weights = weights
    self.bias = bias
  }
}

/// γ and β, a number for each feature.
public struct BatchNormParameters: Hashable, Sendable {
  /// γ.
  public var gain: Tensor
  /// β.
  public var shift: Tensor

  public init(gain: Tensor, shift: Tensor) {
    self.gain = gain
    self.shift = shift
  }
}

/// What batch normalisation remembers of its batches, a number for each feature.
public struct RunningStatistics: Hashable, Sendable {
  public var mean: Tensor
  public var variance: Tensor

  public init(mean: Tensor, variance: Tensor) {
    self.mean = mean
    self.variance = variance
  }
}

/// The gradients of a loss in γ, in β and in the input.
public struct BatchNormGradients: Hashable, Sendable {
  public var gain: Tensor
  public var shift: Tensor
  public var input: Tensor

  public init(gain: Tensor, shift: Tensor, input: Tensor) {
    self.gain = gain
    self.shift = shift
    self.input = input
  }
}

/// What early stopping has seen so far.
public struct StoppingState: Hashable, Sendable {
  /// How many epochs were seen.
  public var epoch = 0
  /// The least loss so far.
  public var bestLoss = Double.infinity
  /// The epoch that had it, counted from 1; 0 before the first one.
  public var bestEpoch = 0

  public init() {}
}
