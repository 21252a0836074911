import Checks

/// The pieces of a drawing. Numbers are written by ourselves, so that no locale changes them.
enum SVG {
  /// At most so many decimals, without trailing zeros.
  static func number(_ value: Double, decimals: Int = 2) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "0" }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let rounded = Int((abs(value) * Double(scale)).rounded())
    var fraction = decimals == 0 ? "" : String(rounded % scale + scale).dropFirst().description
    while fraction.last == "0" { fraction.removeLast() }
    let sign = value < 0 && rounded > 0 ? "-" : ""
    return "\(sign)\(rounded / scale)" + (fraction.isEmpty ? "" : ".\(fraction)")
  }

  /// Two decimals always: `-0.30`.
  static func fixed(_ value: Double) -> String {
    let points = Points(value)
    return points == .zero ? "0.00" : points.description
  }

  /// A drawing of its own size, with what it shows in words for those who do not see it.
  static func drawing(width: Double, height: Double, title: String, _ inner: String) -> String {
    let (w, h) = (number(width), number(height))
    return #"<svg xmlns="http://www.w3.org/2000/svg" role="img" width="\#(w)" height="\#(h)" "#
      + #"viewBox="0 0 \#(w) \#(h)"><title>\#(Escaped.text(title))</title>\#(inner)</svg>"#
  }

  static func text(
    _ text: String, _ x: Double, _ y: Double, anchor: String = "middle", class name: String = "quiet"
  ) -> String {
    #"<text x="\#(number(x))" y="\#(number(y))" text-anchor="\#(anchor)" class="\#(name)">\#(Escaped.text(text))</text>"#
  }

  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) -> String {
    #"<line x1="\#(number(x1))" y1="\#(number(y1))" x2="\#(number(x2))" y2="\#(number(y2))" class="\#(name)"/>"#
  }

  static func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, class name: String, inner: String = ""
  ) -> String {
    let shape =
      #"<rect x="\#(number(x))" y="\#(number(y))" width="\#(number(width))" height="\#(number(height))" class="\#(name)""#
    return inner.isEmpty ? shape + "/>" : "\(shape)>\(inner)</rect>"
  }

  static func title(_ text: String) -> String { "<title>\(Escaped.text(text))</title>" }

  /// A short bar for a share, beside the number that says it.
  static func bar(_ share: Double, width: Double = 60, height: Double = 9) -> String {
    let part = max(0, min(1, share)) * width
    return #"<svg width="\#(number(width))" height="\#(number(height))" aria-hidden="true">"#
      + rectangle(0, 0, width, height, class: "track") + rectangle(0, 0, part, height, class: "bar") + "</svg>"
  }
}
