#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Curves over the epochs in a frame with ticks, as a picture that a browser shows.
struct Plot {
  /// The value at the left axis's upper end.
  let top: Double
  /// The last epoch.
  let last: Int

  init(top: Double, last: Int) { (self.top, self.last) = (top, last) }

  private let width = 640.0
  private let height = 360.0
  private let margin = 56.0

  /// The next of 1, 2, 5, 10, 20, 50, … times a power of ten.
  static func round(up value: Double) -> Double {
    let power = pow(10, floor(log10(value)))
    let steps = [1.0, 2, 5, 10]
    return (steps.first { $0 * power >= value * (1 - 1e-12) } ?? 10) * power
  }

  /// One curve; values that are not finite leave a gap.
  func curve(_ values: [Double?], scale: Double, color: String, name: String) -> String {
    let points = values.enumerated().compactMap { index, value -> String? in
      guard let value, value.isFinite else { return nil }
      return "\(short(x(Double(index + 1)))),\(short(y(min(max(value / scale, 0), 1))))"
    }
    guard !points.isEmpty else { return "" }
    return
      "<polyline points=\"\(points.joined(separator: " "))\" fill=\"none\" stroke=\"\(color)\"><title>\(name)</title></polyline>"
  }

  func document(_ curves: [String], hasAccuracy: Bool) -> String {
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" font-family=\"sans-serif\" font-size=\"12\">",
      "<rect x=\"\(margin)\" y=\"\(margin)\" width=\"\(width - 2 * margin)\" height=\"\(height - 2 * margin)\" fill=\"none\" stroke=\"#ccc\"/>",
    ]
    for step in 0...4 {
      let part = Double(step) / 4
      lines.append(text(margin - 6, y(part) + 4, "end", short(top * part, digits: 4)))
      if hasAccuracy { lines.append(text(width - margin + 6, y(part) + 4, "start", short(part))) }
      if step > 0 && step < 4 {
        lines.append(
          "<line x1=\"\(margin)\" y1=\"\(short(y(part)))\" x2=\"\(width - margin)\" y2=\"\(short(y(part)))\" stroke=\"#eee\"/>"
        )
      }
    }
    for epoch in Set((0...5).map { 1 + (last - 1) * $0 / 5 }).sorted() {
      lines.append(text(x(Double(epoch)), height - margin + 16, "middle", "\(epoch)"))
    }
    lines += curves.filter { !$0.isEmpty }
    lines.append(text(width / 2, height - 12, "middle", "epoch"))
    lines.append(
      "<text x=\"\(margin)\" y=\"\(margin - 16)\"><tspan fill=\"#1f77b4\">training loss</tspan> <tspan fill=\"#ff7f0e\">validation loss</tspan>\(hasAccuracy ? " <tspan fill=\"#2ca02c\">accuracy (right axis)</tspan>" : "")</text>"
    )
    return (lines + ["</svg>", ""]).joined(separator: "\n")
  }

  private func x(_ epoch: Double) -> Double { margin + (width - 2 * margin) * (epoch - 1) / Double(max(last - 1, 1)) }
  private func y(_ part: Double) -> Double { height - margin - (height - 2 * margin) * part }

  private func text(_ x: Double, _ y: Double, _ anchor: String, _ words: String) -> String {
    "<text x=\"\(short(x))\" y=\"\(short(y))\" text-anchor=\"\(anchor)\">\(words)</text>"
  }

  /// A number without the digits that nobody sees.
  private func short(_ value: Double, digits: Int = 2) -> String {
    guard value != 0 else { return "0" }
    let power = pow(10, Double(digits) - floor(log10(abs(value))) - (digits == 2 ? -1 : 0))
    let rounded = (value * power).rounded() / power
    return rounded == rounded.rounded() && abs(rounded) < 1e6 ? "\(Int(rounded))" : "\(rounded)"
  }
}
