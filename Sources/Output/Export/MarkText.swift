import Checks
import Tables

/// Numbers as sheets have them.
enum MarkText {
  /// Hundredths of what a cell says, with a dot or a comma; nil where it is no number.
  static func hundredths(_ text: String) -> Int? {
    let plain = text.trimmed.replacing(",", with: ".").filter { !$0.isWhitespace }
    guard let match = plain.wholeMatch(of: /(-?)(\d{1,7})(?:\.(\d{1,5}))?/) else { return nil }
    let decimals = (match.3.map(String.init) ?? "").padding(2)
    guard let whole = Int(match.2), let cents = Int(decimals.prefix(2)) else { return nil }
    // More than hundredths are in no sheet but as noughts.
    guard decimals.dropFirst(2).allSatisfy({ $0 == "0" }) else { return nil }
    return (match.1.isEmpty ? 1 : -1) * (whole * 100 + cents)
  }

  static func text(_ points: Points, comma: Bool) -> String {
    comma ? points.description.replacing(".", with: ",") : points.description
  }

  /// The share of `possible` that these points are, of another maximum: to the nearest hundredth, halves up.
  static func scaled(_ points: Points, of possible: Points, to maximum: Int) -> Points {
    guard possible.hundredths > 0 else { return points }
    let product = points.hundredths * maximum * 2 + possible.hundredths
    let divisor = possible.hundredths * 2
    let quotient = product / divisor - (product < 0 && product % divisor != 0 ? 1 : 0)
    return Points(hundredths: quotient)
  }
}

extension String {
  fileprivate func padding(_ count: Int) -> String { self + String(repeating: "0", count: max(0, count - self.count)) }
}
