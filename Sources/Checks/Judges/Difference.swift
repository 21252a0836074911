import LabKit

/// Where and how an answer differs from the reference's.
struct Difference: CustomStringConvertible {
  /// Which part, such as `gradients[1].weights`; empty for the whole answer.
  let path: String
  let text: String

  var description: String { path.isEmpty ? text : "\(path): \(text)" }
}

extension Value {
  /// The worst place at which one part of this record, or all of this where `part` is nil, differs from `reference`.
  func difference(from reference: Value, in part: String?, within bound: Bound) -> Difference? {
    guard let part else { return firstDifference(from: reference, within: bound) }
    guard let found = self[part], let expected = reference[part] else {
      return Difference(path: part, text: "it is missing in the answer")
    }
    return found.firstDifference(from: expected, within: bound.part(part), path: part)
  }

  /// The worst place at which this differs from `reference`, or nil where it agrees all through.
  func firstDifference(from reference: Value, within tolerance: Tolerance, path: String = "") -> Difference? {
    firstDifference(from: reference, within: Bound(tolerance), path: path)
  }

  /// The same within bounds that may differ from number to number.
  func firstDifference(from reference: Value, within bound: Bound, path: String = "") -> Difference? {
    switch (self, reference) {
    case (.real(let found), .real(let expected)):
      guard !bound.accepts(found, for: expected) else { return nil }
      return Difference(path: path, text: "expected \(expected.short), got \(found.short)")
    case (.tensor(let found), .tensor(let expected)):
      return found.difference(from: expected, within: bound, path: path)
    case (.list(let found), .list(let expected)):
      guard found.count == expected.count else {
        return Difference(path: path, text: "expected \(expected.count) items, got \(found.count)")
      }
      return zip(found, expected).enumerated().lazy.compactMap { index, pair in
        pair.0.firstDifference(from: pair.1, within: bound.item(index), path: "\(path)[\(index)]")
      }.first
    case (.record(let found), .record(let expected)) where found.map(\.name) == expected.map(\.name):
      return zip(found, expected).lazy.compactMap { pair in
        pair.0.value.firstDifference(
          from: pair.1.value, within: bound.part(pair.1.name),
          path: path.isEmpty ? pair.1.name : "\(path).\(pair.1.name)")
      }.first
    case (.integers(let found), .integers(let expected)):
      return found.difference(from: expected, path: path)
    default:
      guard self != reference else { return nil }
      return Difference(path: path, text: "expected \(reference.short), got \(short)")
    }
  }

  private var short: String {
    switch self {
    case .integer(let number): "\(number)"
    case .real(let number): number.short
    case .flag(let flag): "\(flag)"
    case .text(let text): "“\(text.prefix(80))”"
    default: kind
    }
  }
}

extension Tensor {
  func difference(from expected: Tensor, within tolerance: Tolerance, path: String) -> Difference? {
    difference(from: expected, within: Bound(tolerance), path: path)
  }

  func difference(from expected: Tensor, within bound: Bound, path: String) -> Difference? {
    guard shape == expected.shape else {
      return Difference(path: path, text: "expected shape \(expected.shape), got \(shape)")
    }
    let scale = expected.largest
    let wrong = (0..<count).filter { !bound.accepts(values[$0], for: expected.values[$0], at: $0, scale: scale) }
    guard !wrong.isEmpty else { return nil }
    let worst = wrong.max { error($0, from: expected) < error($1, from: expected) } ?? wrong[0]
    let text = """
      \(IndexClass.describe(wrong, shape: shape)) wrong; worst at \(IndexClass.position(worst, shape: shape)): \
      expected \(expected.values[worst].short), got \(values[worst].short), \
      relative error \(error(worst, from: expected).short)
      """
    return Difference(path: path, text: text)
  }

  /// |x − r| / max(|x|, |r|); infinite where x is no number.
  private func error(_ index: Int, from expected: Tensor) -> Double {
    let (found, wanted) = (values[index], expected.values[index])
    guard found.isFinite else { return .infinity }
    return abs(found - wanted) / max(abs(found), abs(wanted), .leastNormalMagnitude)
  }
}

extension [Int] {
  fileprivate func difference(from expected: [Int], path: String) -> Difference? {
    guard count == expected.count else {
      return Difference(path: path, text: "expected \(expected.count) integers, got \(count)")
    }
    let wrong = indices.filter { self[$0] != expected[$0] }
    guard let first = wrong.first else { return nil }
    return Difference(
      path: path,
      text: "\(wrong.count) of \(count) wrong; the first at \(first): expected \(expected[first]), got \(self[first])")
  }
}

extension Double {
  /// Four significant digits without trailing zeros, the same in every locale: `0.001234`, `1234`, and from 10⁴ on or
  /// below 10⁻³ with a power of ten, `1.235e4`.
  package var short: String {
    guard isFinite else { return isNaN ? "NaN" : self < 0 ? "−∞" : "∞" }
    guard self != 0 else { return "0" }
    // In two steps, for 10³²⁷ is beyond a Double.
    let (magnitude, shift) = abs(self) < 1e-280 ? (abs(self) * 1e40, -40) : (abs(self), 0)
    var exponent = Int(log10(magnitude).rounded(.down))
    var digits = Self.leading(magnitude, exponent)
    // The logarithm of a number next to a power of ten, or the rounding, may be one off.
    if digits < 1000 { (exponent, digits) = (exponent - 1, Self.leading(magnitude, exponent - 1)) }
    if digits > 9999 { (exponent, digits) = (exponent + 1, Self.leading(magnitude, exponent + 1)) }
    exponent += shift
    let sign = self < 0 ? "−" : ""
    guard -3...3 ~= exponent else { return "\(sign)\(Self.decimal(digits, places: 3))e\(exponent)" }
    return sign + Self.decimal(digits, places: 3 - exponent)
  }

  /// The first four digits as an integer, where the first one stands for 10 to `exponent`.
  private static func leading(_ magnitude: Double, _ exponent: Int) -> Int {
    let scaled =
      exponent >= 3 ? magnitude / pow(10, Double(exponent - 3)) : magnitude * pow(10, Double(3 - exponent))
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
