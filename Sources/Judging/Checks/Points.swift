/// Points in whole hundredths, so that sums are exact and a mark is the same however it is added up.
public struct Points: Hashable, Comparable, Sendable, Codable, AdditiveArithmetic {
  public let hundredths: Int

  public init(hundredths: Int) { self.hundredths = hundredths }

  /// The nearest hundredth; half a hundredth is rounded to the even one.
  public init(_ points: Double) {
    let rounded = (points * 100).rounded(.toNearestOrEven)
    hundredths = rounded.isFinite && abs(rounded) < 1e9 ? Int(rounded) : 0
  }

  public static let zero = Points(hundredths: 0)
  public static func + (left: Points, right: Points) -> Points {
    Points(hundredths: left.hundredths + right.hundredths)
  }
  public static func - (left: Points, right: Points) -> Points {
    Points(hundredths: left.hundredths - right.hundredths)
  }
  public static func < (left: Points, right: Points) -> Bool { left.hundredths < right.hundredths }

  /// That part of these points, rounded down to a hundredth unless it is the whole: no rounding ever makes full marks.
  package func fraction(_ part: Double) -> Points {
    if part >= 1 { return self }
    // A share that is no number is none.
    guard part > 0 else { return .zero }
    return Points(hundredths: Int(Double(hundredths) * part + 1e-9))
  }

  public init(from decoder: any Decoder) throws { self.init(try Double(from: decoder)) }
  public func encode(to encoder: any Encoder) throws { try (Double(hundredths) / 100).encode(to: encoder) }
}

extension Points: CustomStringConvertible, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  public init(floatLiteral value: Double) { self.init(value) }
  public init(integerLiteral value: Int) { self.init(hundredths: value * 100) }

  /// With a dot and two decimals: `7.50`.
  public var description: String {
    let magnitude = abs(hundredths)
    let cents = magnitude % 100
    return "\(hundredths < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
  }
}
