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

  /// Curves of both losses on one scale from 0, and of the accuracy from 0 to 1, over the epochs.
  public var svg: String {
    let (width, height, margin) = (640.0, 320.0, 40.0)
    let top = max(epochs.flatMap { [$0.loss, $0.validationLoss ?? 0] }.max() ?? 1, 1e-12)
    func curve(_ values: [Double?], scale: Double, color: String, name: String) -> String {
      let points = values.enumerated().compactMap { index, value -> String? in
        guard let value, value.isFinite else { return nil }
        let x = margin + (width - 2 * margin) * Double(index) / Double(max(values.count - 1, 1))
        let y = height - margin - (height - 2 * margin) * min(value / scale, 1)
        return "\((x * 10).rounded() / 10),\((y * 10).rounded() / 10)"
      }
      guard !points.isEmpty else { return "" }
      return
        "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"\(color)\"><title>\(name)</title></polyline>\n"
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" font-family="sans-serif" font-size="12">
      <rect x="\(margin)" y="\(margin)" width="\(width - 2 * margin)" height="\(height - 2 * margin)" fill="none" stroke="#ccc"/>
      \(curve(epochs.map(\.loss), scale: top, color: "#1f77b4", name: "training loss"))\
      \(curve(epochs.map(\.validationLoss), scale: top, color: "#ff7f0e", name: "validation loss"))\
      \(curve(epochs.map(\.accuracy), scale: 1, color: "#2ca02c", name: "accuracy"))\
      <text x="\(margin)" y="\(margin - 8)"><tspan fill="#1f77b4">training loss</tspan> <tspan fill="#ff7f0e">validation loss</tspan> \
      (0 to \((top * 1000).rounded() / 1000)) <tspan fill="#2ca02c">accuracy</tspan> (0 to 1)</text>
      <text x="\(width / 2)" y="\(height - 10)" text-anchor="middle">epoch 1 to \(epochs.count)</text>
      </svg>

      """
  }
}
