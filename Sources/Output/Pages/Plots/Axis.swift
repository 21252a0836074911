/// A straight axis with round numbers on it.
struct Axis {
  let low: Double
  let high: Double
  let step: Double
  /// Where it begins and ends on the drawing.
  let from: Double
  let to: Double

  /// From `low` to at least `high`, with at most `most` steps of 1, 2 or 5 times a power of ten.
  init(_ low: Double, _ high: Double, atMost most: Int, from: Double, to: Double, isWhole: Bool = false) {
    let span = max(high - low, isWhole ? 1 : 1e-9)
    var step = 1e-9
    search: for power in -9...12 {
      for factor in [1.0, 2, 5] {
        let candidate = factor * Self.power(of: 10, power)
        if isWhole, candidate < 1 { continue }
        step = candidate
        if (span / candidate).rounded(.up) <= Double(max(most, 1)) { break search }
      }
    }
    self.step = step
    self.low = low
    self.high = low + max(1, ((high - low) / step - 1e-9).rounded(.up)) * step
    (self.from, self.to) = (from, to)
  }

  private static func power(of base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= base }
    return exponent < 0 ? 1 / result : result
  }

  func place(_ value: Double) -> Double { from + (value - low) / (high - low) * (to - from) }

  var ticks: [Double] {
    let count = Int(((high - low) / step).rounded())
    return (0...max(count, 1)).map { low + Double($0) * step }
  }

  /// A tick as it is written: no more decimals than the steps want.
  func label(_ value: Double) -> String { SVG.number(value, decimals: step >= 1 ? 0 : step >= 0.1 ? 1 : 2) }
}
