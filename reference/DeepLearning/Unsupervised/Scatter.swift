public import Tensors

/// Points of the plane, coloured by their class, as a picture that a browser shows: of t-SNE, of principal components, of clouds.
public enum Scatter {
  /// Ten colours that are told apart; more classes begin again.
  private static let colors = [
    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf",
  ]

  /// - Parameters:
  ///   - points: samples × 2; one that is not finite is left out.
  ///   - labels: a class for each, from 0.
  public static func svg<Scalar>(_ points: Tensor<Scalar>, labels: [Int32]) -> String {
    require(
      points.shape.rank == 2 && points.shape[1] == 2 && points.shape[0] == labels.count
        && labels.allSatisfy { $0 >= 0 },
      "Scatter: \(labels.count) labels for the points \(points.shape)")
    let all = points.elements.map(\.double)
    let shown = labels.indices.filter { all[2 * $0].isFinite && all[2 * $0 + 1].isFinite }
    let (xs, ys) = (shown.map { all[2 * $0] }, shown.map { all[2 * $0 + 1] })
    let (left, bottom) = (xs.min() ?? 0, ys.min() ?? 0)
    let span = max((xs.max() ?? 0) - left, (ys.max() ?? 0) - bottom, .leastNormalMagnitude)
    func place(_ value: Double) -> Double { (20 + value / span * 600).rounded(toMultipleOf: 0.1) }
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 640\" font-family=\"sans-serif\" font-size=\"14\">"
    ]
    for (index, sample) in shown.enumerated() {
      let color = colors[Int(labels[sample]) % colors.count]
      let (x, y) = (place(xs[index] - left), 640 - place(ys[index] - bottom))
      lines.append("<circle cx=\"\(x)\" cy=\"\(y.rounded(toMultipleOf: 0.1))\" r=\"2.5\" fill=\"\(color)\"/>")
    }
    for (row, label) in Set(labels).sorted().enumerated() {
      lines.append(
        "<text x=\"650\" y=\"\(30 + 20 * row)\" fill=\"\(colors[Int(label) % colors.count])\">\(label)</text>")
    }
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }
}

extension Double {
  /// Short in a file: 12.3, not 12.299999999999999.
  fileprivate func rounded(toMultipleOf step: Double) -> Double { (self / step).rounded() / (1 / step) }
}
