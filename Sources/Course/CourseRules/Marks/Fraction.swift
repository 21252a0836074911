package import Checks

/// An exact number, so that no mark depends on how binary fractions are rounded: 0.1 + 0.2 is 0.3 here.
///
/// Numerator and denominator stay below 2⁶². Where a result would need more (means over many marks with unlike totals),
/// it is the nearest trillionth instead.
package struct Fraction: Hashable, Comparable, Sendable {
  package let numerator: Int128
  /// Above zero, and without a common divisor with the numerator.
  package let denominator: Int128

  package static let zero = Fraction(0)
  package static let one = Fraction(1)

  package init(_ whole: Int) { (numerator, denominator) = (Int128(whole), 1) }

  package init(_ points: Points) { self.init(Int128(points.hundredths), 100) }

  /// Numbers of this module are bounded, so that these products fit 128 bits; a denominator of zero gives zero, which
  /// callers rule out.
  private init(_ numerator: Int128, _ denominator: Int128) {
    guard denominator != 0 else {
      self = .zero
      return
    }
    let divisor = Self.divisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    let (top, bottom) = (sign * numerator / Int128(divisor), sign * denominator / Int128(divisor))
    let limit: Int128 = 1 << 62
    if top.magnitude < limit.magnitude, bottom < limit {
      (self.numerator, self.denominator) = (top, bottom)
      return
    }
    let scale: Int128 = 1_000_000_000_000
    let (whole, rest) = top.quotientAndRemainder(dividingBy: bottom)
    let part = (Double(rest) / Double(bottom) * Double(scale)).rounded()
    let bounded = max(-1_000_000, min(1_000_000, whole))
    let value = bounded * scale + Int128(part)
    let common = Int128(Self.divisor(value.magnitude, scale.magnitude))
    (self.numerator, self.denominator) = (value / common, scale / common)
  }

  private static func divisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return max(left, 1)
  }

  /// A decimal number as people write it: `0.25`, `.5`, `12`; nil for anything else, and for more than nine digits on
  /// either side of the point.
  package init?(decimal text: some StringProtocol) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts.joined()
    guard parts.count <= 2, !digits.isEmpty, parts.allSatisfy({ $0.utf8.count <= 9 }),
      digits.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int128(digits)
    else { return nil }
    let power = parts.count == 2 ? parts[1].utf8.count : 0
    self.init(number, (0..<power).reduce(Int128(1)) { product, _ in product * 10 })
  }

  package static func + (left: Self, right: Self) -> Self {
    Self(left.numerator * right.denominator + right.numerator * left.denominator, left.denominator * right.denominator)
  }
  package static func - (left: Self, right: Self) -> Self { left + -right }
  package static prefix func - (value: Self) -> Self { Self(-value.numerator, value.denominator) }
  package static func * (left: Self, right: Self) -> Self {
    Self(left.numerator * right.numerator, left.denominator * right.denominator)
  }
  /// Zero where the divisor is: callers rule that out.
  package static func / (left: Self, right: Self) -> Self {
    Self(left.numerator * right.denominator, left.denominator * right.numerator)
  }
  package static func < (left: Self, right: Self) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }

  /// The greatest whole number that is no more.
  package var floor: Self {
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    return Self(rest < 0 ? quotient - 1 : quotient, 1)
  }

  /// As a number of hundredths of points, half a hundredth up.
  package var points: Points {
    let hundredths = (self * Fraction(100) + Fraction(1) / Fraction(2)).floor.numerator
    return Points(hundredths: Int(clamping: hundredths))
  }
}

extension Fraction: CustomStringConvertible {
  /// The shortest decimal with at most four decimals, with `≈` before it where it is rounded.
  package var description: String {
    let shown = ((self < .zero ? -self : self) * Fraction(10000) + Fraction(1) / Fraction(2)).floor
    let isExact = (self < .zero ? -self : self) * Fraction(10000) == shown
    var digits = String(shown.numerator)
    while digits.utf8.count < 5 { digits = "0" + digits }
    var decimals = digits.suffix(4)
    while decimals.last == "0" { decimals.removeLast() }
    let number = digits.dropLast(4) + (decimals.isEmpty ? "" : "." + decimals)
    return "\(isExact ? "" : "≈")\(self < .zero ? "-" : "")\(number)"
  }
}

extension Fraction: Codable {
  /// As `numerator/denominator`, which loses nothing.
  package init(from decoder: any Decoder) throws {
    let text = try String(from: decoder)
    let parts = text.split(separator: "/").compactMap { Int64($0) }
    guard parts.count == 2, parts[1] > 0, parts[0] > .min else {
      throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "no fraction: \(text)"))
    }
    self.init(Int128(parts[0]), Int128(parts[1]))
  }

  package func encode(to encoder: any Encoder) throws { try "\(numerator)/\(denominator)".encode(to: encoder) }
}
