internal import Tensors

/// Stops when a validation loss has not become smaller for a number of epochs (Prechelt 1998).
///
/// A loss that is not a number is no improvement.
public struct EarlyStopping: Sendable, Codable, Equatable {
  /// The smallest loss, and the epoch in which it was seen.
  public struct Best: Sendable, Codable, Equatable {
    /// A number below infinity; −∞ is lower than all others.
    public let loss: Double
    /// As it was given.
    public let epoch: Int
  }

  /// How many epochs without improvement are borne.
  public let patience: Int
  /// What counts as smaller.
  public let margin: Double
  /// The best epoch, once there is one whose loss is a number below infinity.
  public private(set) var best: Best?
  private var first: Int?

  /// - Parameters: `patience` ≥ 1, `margin` ≥ 0.
  public init(patience: Int, margin: Double = 0) {
    require(patience >= 1 && margin >= 0, "EarlyStopping: patience \(patience), margin \(margin)")
    (self.patience, self.margin) = (patience, margin)
  }

  /// Takes note of an epoch's loss and tells whether to stop.
  public mutating func shouldStop(_ loss: Double, epoch: Int) -> Bool {
    let start = first ?? epoch
    first = start
    if loss < (best?.loss ?? .infinity) - (best == nil ? 0 : margin) {
      best = Best(loss: loss, epoch: epoch)
      return false
    }
    // Without a best yet, the first epoch counts as borne too.
    return epoch - (best?.epoch ?? start - 1) >= patience
  }
}
