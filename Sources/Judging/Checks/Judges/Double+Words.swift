import LabKit

extension Double {
  /// Four significant digits without trailing zeros, the same in every locale: `0.001234`, `1234`, and from 10⁴ on or
  /// below 10⁻³ with a power of ten, `1.235e4`.
  package var short: String { words(digits: 4) }

  /// Two numbers, each with as many digits as it takes to tell them apart, four at least.
  package static func apart(_ first: Double, _ second: Double) -> (String, String) {
    for digits in 4...15 {
      let words = (first.words(digits: digits), second.words(digits: digits))
      if words.0 != words.1 { return words }
    }
    // Swift's own digits are those that no other number has.
    func exact(_ number: Double) -> String { number < 0 ? "−\(-number)" : "\(number)" }
    return (exact(first), exact(second))
  }

  /// At most `digits` significant digits, 4 to 15.
  private func words(digits count: Int) -> String {
    guard isFinite else { return isNaN ? "NaN" : self < 0 ? "−∞" : "∞" }
    guard self != 0 else { return "0" }
    // In two steps, for 10³²⁷ is beyond a Double.
    let (magnitude, shift) = abs(self) < 1e-280 ? (abs(self) * 1e40, -40) : (abs(self), 0)
    var exponent = Int(log10(magnitude).rounded(.down))
    var digits = Self.leading(count, of: magnitude, exponent)
    // The logarithm of a number next to a power of ten, or the rounding, may be one off.
    let end = Int(pow(10, Double(count)).rounded())
    if digits < end / 10 { (exponent, digits) = (exponent - 1, Self.leading(count, of: magnitude, exponent - 1)) }
    if digits >= end { (exponent, digits) = (exponent + 1, Self.leading(count, of: magnitude, exponent + 1)) }
    exponent += shift
    let sign = self < 0 ? "−" : ""
    guard -3...3 ~= exponent else { return "\(sign)\(Self.decimal(digits, places: count - 1))e\(exponent)" }
    return sign + Self.decimal(digits, places: count - 1 - exponent)
  }

  /// The first `count` digits as an integer, where the first one stands for 10 to `exponent`.
  private static func leading(_ count: Int, of magnitude: Double, _ exponent: Int) -> Int {
    let places = count - 1 - exponent
    let scaled = places < 0 ? magnitude / pow(10, Double(-places)) : magnitude * pow(10, Double(places))
    return Int(scaled.rounded())
  }

  /// digits · 10 to −places.
  private static func decimal(_ digits: Int, places: Int) -> String {
    var text = String(digits)
    text = String(repeating: "0", count: max(0, places + 1 - text.count)) + text
    let whole = text.dropLast(places)
    var fraction = text.suffix(places)
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}
