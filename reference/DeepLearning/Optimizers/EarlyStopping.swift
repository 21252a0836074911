internal import Tensors

/// Stops when a validation loss has not become smaller for a number of epochs (Prechelt 1998).
public struct EarlyStopping: Sendable {
  /// How many epochs without improvement are borne.
  public let patience: Int
  /// What counts as smaller.
  public let margin: Double
  /// The smallest loss, and the epoch in which it was seen.
  public private(set) var best: (loss: Double, epoch: Int)?

  /// - Parameters: `patience` ≥ 1, `margin` ≥ 0.
  public init(patience: Int, margin: Double = 0) {
    require(patience >= 1 && margin >= 0, "EarlyStopping: patience \(patience), margin \(margin)")
    (self.patience, self.margin) = (patience, margin)
  }

  /// Takes note of an epoch's loss and tells whether to stop.
  public mutating func shouldStop(_ loss: Double, epoch: Int) -> Bool {
    guard let seen = best, loss >= seen.loss - margin else {
      best = (loss, epoch)
      return false
    }
    return epoch - seen.epoch >= patience
  }
}
