/// What was measured in each epoch of a training, as a table and as a picture.
public struct History: Sendable, Equatable, Codable {
  /// One epoch.
  public struct Epoch: Sendable, Equatable, Codable {
    /// From 1.
    public let number: Int
    /// The mean training loss over the epoch's steps.
    public let loss: Double
    /// The loss on the validation samples after the epoch, where there are any.
    public let validationLoss: Double?
    /// The part of the validation labels that is predicted rightly.
    public let accuracy: Double?
  }

  /// In order.
  public internal(set) var epochs: [Epoch] = []

  /// Comma-separated values with a header.
  public var commaSeparated: String {
    var text = "epoch,loss,validation_loss,accuracy\n"
    for epoch in epochs {
      let rest = [epoch.validationLoss, epoch.accuracy].map { $0.map { "\($0)" } ?? "" }
      text += "\(epoch.number),\(epoch.loss),\(rest.joined(separator: ","))\n"
    }
    return text
  }

  /// Curves of both losses on one scale from 0 (left axis), and of the accuracy from 0 to 1 (right axis), over the epochs.
  public var svg: String {
    let seen = epochs.flatMap { [$0.loss, $0.validationLoss ?? 0] }.filter(\.isFinite).max() ?? 1
    let plot = Plot(top: Plot.round(up: max(seen, 1e-12)), last: max(epochs.count, 1))
    let hasAccuracy = epochs.contains { $0.accuracy != nil }
    return plot.document(
      [
        plot.curve(epochs.map(\.loss), scale: plot.top, color: "#1f77b4", name: "training loss"),
        plot.curve(epochs.map(\.validationLoss), scale: plot.top, color: "#ff7f0e", name: "validation loss"),
        plot.curve(epochs.map(\.accuracy), scale: 1, color: "#2ca02c", name: "accuracy"),
      ], hasAccuracy: hasAccuracy)
  }
}
