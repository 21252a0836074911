package import LabKit

/// How far the numbers of an answer may be from the reference's, number by number.
///
/// Where the reference was also asked with its inputs changed in their last bits, the change of its answer, the slack, says
/// what rounding may do to any right solution: a number x agrees with the reference's r where
/// |x − r| ≤ 1e-12 · max(1, |r|, the answer's largest) + 1000 · slack, and never further than the tolerance allows. So well-conditioned
/// questions are asked to twelve digits, and ill-conditioned ones forgive. Where a question is asked at another scale, all
/// of this is said of multiples of its `unit`. Where it is relative, the first part is 1e-12 · |r|: tiny numbers beside large
/// ones have their digits too.
struct Bound {
  let tolerance: Tolerance
  /// The largest change of each number, in the form of the answer; nil where it is not known.
  private let slack: Value?
  private let unit: Double
  private let isRelative: Bool

  static let floor = 1e-12
  static let growth = 1000.0

  init(_ tolerance: Tolerance, slack: Value? = nil, unit: Double = 1, isRelative: Bool = false) {
    self.tolerance = tolerance
    self.slack = slack
    self.unit = unit
    self.isRelative = isRelative
  }

  func part(_ name: String) -> Bound { with(slack?[name]) }

  func item(_ place: Int) -> Bound {
    guard case .list(let items)? = slack, place < items.count else { return with(nil) }
    return with(items[place])
  }

  /// The same of a part of the answer, which has this slack.
  private func with(_ slack: Value?) -> Bound { Bound(tolerance, slack: slack, unit: unit, isRelative: isRelative) }

  /// Whether a number, or the one at `place` of a tensor whose largest is `scale`, is as good as the reference's.
  func accepts(_ found: Double, for expected: Double, at place: Int = 0, scale: Double = 0) -> Bool {
    let (found, expected, scale) = (found / unit, expected / unit, scale / unit)
    guard tolerance.accepts(found, for: expected) else { return false }
    guard found.isFinite, expected.isFinite, let slack = slack(at: place) else { return true }
    // What is below the least number of full length has no digits to be asked for.
    let size = isRelative ? max(abs(expected), .leastNormalMagnitude / Self.floor) : max(1, abs(expected), scale)
    return abs(found - expected) <= Self.floor * size + Self.growth * slack / unit
  }

  private func slack(at place: Int) -> Double? {
    switch slack {
    case .real(let number): number
    case .tensor(let tensor): place < tensor.count ? tensor.values[place] : nil
    default: nil
    }
  }
}

extension Tensor {
  /// The largest finite magnitude.
  var largest: Double { values.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 } }

  /// The largest distance of a number from the one at its place.
  func gap(to other: Tensor) -> Double { zip(values, other.values).reduce(0) { max($0, abs($1.0 - $1.1)) } }
}

extension Call {
  /// This call with each number of its arguments changed in its last bit, up, down or not at all; zeros and integers stay.
  package func nudged(_ generator: inout Generator) -> Call {
    Call(operation: operation, arguments: arguments.map { $0.nudged(&generator) })
  }
}

extension Value {
  fileprivate func nudged(_ generator: inout Generator) -> Value {
    switch self {
    case .real(let number): return .real(Self.nudged(number, &generator))
    case .tensor(let tensor):
      var tensor = tensor
      for place in tensor.values.indices { tensor.values[place] = Self.nudged(tensor.values[place], &generator) }
      return .tensor(tensor)
    case .list(let items): return .list(items.map { $0.nudged(&generator) })
    case .record(let fields): return .record(fields.map { Field($0.name, $0.value.nudged(&generator)) })
    case .integer, .integers, .flag, .text: return self
    }
  }

  private static func nudged(_ number: Double, _ generator: inout Generator) -> Double {
    let choice = generator.integer(below: 3)
    guard number.isFinite, number != 0, choice > 0 else { return number }
    return choice == 1 ? number.nextUp : number.nextDown
  }

  /// For each number how far it is from the same of `other`, the larger of that and of what stands in `least`; nil where the
  /// two are built differently or decide otherwise, so that nothing can be said.
  package func slack(from other: Value, atLeast least: Value?) -> Value? {
    switch (self, other) {
    case (.real(let a), .real(let b)):
      let before: Double = if case .real(let number)? = least { number } else { 0 }
      return .real(Self.gap(a, b, before))
    case (.tensor(let a), .tensor(let b)):
      guard a.shape == b.shape else { return nil }
      var gaps = a
      let before: Tensor? = if case .tensor(let tensor)? = least, tensor.count == a.count { tensor } else { nil }
      for place in a.values.indices {
        gaps.values[place] = Self.gap(a.values[place], b.values[place], before?.values[place] ?? 0)
      }
      return .tensor(gaps)
    case (.list(let a), .list(let b)):
      guard a.count == b.count else { return nil }
      let before: [Value]? = if case .list(let items)? = least, items.count == a.count { items } else { nil }
      let items = a.indices.compactMap { a[$0].slack(from: b[$0], atLeast: before?[$0]) }
      return items.count == a.count ? .list(items) : nil
    case (.record(let a), .record(let b)):
      guard a.map(\.name) == b.map(\.name) else { return nil }
      let fields = zip(a, b).compactMap { one, two in
        one.value.slack(from: two.value, atLeast: least?[one.name]).map { Field(one.name, $0) }
      }
      return fields.count == a.count ? .record(fields) : nil
    default: return self == other ? self : nil
    }
  }

  private static func gap(_ a: Double, _ b: Double, _ before: Double) -> Double {
    guard a.isFinite, b.isFinite else { return a == b || (a.isNaN && b.isNaN) ? before : .infinity }
    return max(abs(a - b), before)
  }
}
