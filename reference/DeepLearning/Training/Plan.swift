internal import Tensors

/// How a model is trained on a dataset.
public struct Plan: Sendable {
  /// Passes over the training samples.
  public var epochs: Int
  /// Samples in a step; the last batch of an epoch is left out when it is not full, unless it is the only one.
  public var batch: Int
  /// How the rate changes, step by step.
  public var schedule: Schedule
  /// When to stop early, by the validation loss (so `fit` needs validation samples); the parameters of the best epoch are then put
  /// back.
  public var stopping: EarlyStopping?
  /// Called after each step with epoch (from 1), step of the epoch (from 1) and steps in the epoch; for a progress bar.
  public var afterStep: (@Sendable (Int, Int, Int) -> Void)?
  /// Called after each epoch.
  public var afterEpoch: (@Sendable (History.Epoch) -> Void)?

  /// A plan; traps unless epochs and batch are positive.
  public init(
    epochs: Int, batch: Int = 32, schedule: Schedule = .constant, stopping: EarlyStopping? = nil,
    afterStep: (@Sendable (Int, Int, Int) -> Void)? = nil, afterEpoch: (@Sendable (History.Epoch) -> Void)? = nil
  ) {
    require(epochs > 0 && batch > 0, "Plan: \(epochs) epochs of batches of \(batch)")
    (self.epochs, self.batch, self.schedule, self.stopping) = (epochs, batch, schedule, stopping)
    (self.afterStep, self.afterEpoch) = (afterStep, afterEpoch)
  }
}
