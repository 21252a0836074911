import LabKit

/// A way in which wrong numbers come from the right ones, that the numbers themselves show, whatever the code.
enum Slip: Hashable {
  case notFinite, zero, negated, doubled, halved, transposed, reshaped, flipped, notSummed, notAveraged
  /// Times the number of rows of the argument at that place, or divided by it.
  case timesRows(Int)
  case dividedByRows(Int)
  /// Times one and the same number, wherever it is wrong.
  case scaled(Double)
  /// Right to some seven digits: rounded to `Float` at the end, or nearly right by whatever was rounded or left out.
  case rounded, nearly

  /// What a student reads, about one or several parts.
  var sentence: String {
    switch self {
    case .notFinite: "holds NaN or infinities: an exp that overflows, a log of 0, or a division by 0"
    case .zero: "is all zeros: never written, or masked away"
    case .negated: "has the wrong sign: every number is the negative of what it must be"
    case .doubled: "is 2 times what it must be: a factor ½ is missing, or something is added twice"
    case .halved: "is ½ of what it must be: a factor 2 is missing, or a ½ stands there twice"
    case .timesRows: "is as many times too large as one of the arguments has rows: a division by the number of samples?"
    case .dividedByRows:
      "is as many times too small as one of the arguments has rows: divided by the number of samples once too often?"
    case .transposed: "is transposed: the right numbers with rows and columns exchanged"
    case .reshaped: "has the right numbers in another shape"
    case .flipped: "is flipped: the right numbers with the last two axes running backwards"
    case .notSummed: "is not summed over its first axis, the samples: the sum is right, and wanted"
    case .scaled(let factor): "is \(factor.short) times what it must be, all through: a common factor is wrong"
    case .rounded: "is right to some seven digits only: it was computed in Float; use Double all through"
    case .nearly:
      "is nearly right, but not to the digits that a Double has: something in Float, a small number added, or an approximation"
    case .notAveraged: "is not averaged over its first axis, the samples: the mean is right, and wanted"
    }
  }

  /// The slips that relate all wrong pairings of one part: where two fit, both, and where more do, none. Those pairings that
  /// are right say nothing: a factor of N cannot be seen where N is 1.
  static func relating(_ pairings: [Pairing], within tolerance: Tolerance) -> [Slip] {
    let wrong = pairings.filter { !$0.isRight }
    guard let first = wrong.first else { return [] }
    func fits(_ slip: Slip) -> Bool { wrong.allSatisfy { slip.relates($0, within: tolerance) } }
    if fits(.notFinite) { return [.notFinite] }
    if fits(.rounded) { return [.rounded] }
    if fits(.nearly) { return [.nearly] }
    // Two numbers of different size at least: one alone is related to anything.
    let sizes = Set(wrong.flatMap { $0.expected.values.map(\.magnitude) })
    guard sizes.count > 1 else { return [] }
    if fits(.zero) { return [.zero] }
    let places = first.rows.indices
    let slips: [Slip] =
      [.negated, .doubled, .halved, .transposed, .reshaped, .flipped, .notSummed, .notAveraged]
      + places.map { .timesRows($0) } + places.map { .dividedByRows($0) }
    var fitting: [Slip] = []
    for slip in slips where !fitting.contains(where: { $0.sentence == slip.sentence }) && fits(slip) {
      fitting.append(slip)
    }
    guard fitting.isEmpty else { return fitting.count <= 2 ? fitting : [] }
    guard sizes.count > 2, let factor = first.factor, fits(.scaled(factor)) else { return [] }
    return [.scaled(factor)]
  }

  /// Whether numbers that are wrong in some other way may well look so.
  var isEasy: Bool {
    switch self {
    case .scaled, .nearly, .rounded: true
    default: false
    }
  }

  /// Whether it is the same slip, but for rounding.
  func isAkin(to other: Slip) -> Bool {
    switch (self, other) {
    case (.scaled(let factor), .scaled(let theirs)): abs(factor - theirs) <= 1e-6 * abs(theirs)
    case (.nearly, .rounded), (.rounded, .nearly): true
    default: self == other
    }
  }

  private func relates(_ pair: Pairing, within tolerance: Tolerance) -> Bool {
    func isNear(_ one: Tensor, _ other: Tensor) -> Bool { pair.isNear(one, other, within: tolerance) }
    func isScaled(by factor: Double) -> Bool { isNear(pair.found, pair.expected.map { factor * $0 }) }
    func rows(_ place: Int) -> Double? {
      guard place < pair.rows.count, pair.rows[place] > 1 else { return nil }
      return Double(pair.rows[place])
    }
    let (found, expected) = (pair.found, pair.expected)
    switch self {
    case .notFinite:
      return expected.values.allSatisfy(\.isFinite) && !found.values.allSatisfy(\.isFinite)
    case .zero: return isScaled(by: 0)
    case .negated: return isScaled(by: -1)
    case .doubled: return isScaled(by: 2)
    case .halved: return isScaled(by: 0.5)
    case .scaled(let factor): return isScaled(by: factor)
    case .rounded:
      return Slip.nearly.relates(pair, within: tolerance) && found.values.allSatisfy { Double(Float($0)) == $0 }
    case .nearly:
      let scale = expected.largest
      return found.shape == expected.shape && scale > 0
        && zip(found.values, expected.values).allSatisfy { abs($0 - $1) <= 1e-5 * max(abs($1), 1e-2 * scale) }
    case .timesRows(let place): return rows(place).map { isScaled(by: $0) } ?? false
    case .dividedByRows(let place): return rows(place).map { isScaled(by: 1 / $0) } ?? false
    case .transposed:
      return found.rank == 2 && found.count == expected.count && found.count > 0
        && isNear(found.transposed(), expected)
    case .reshaped:
      return found.shape != expected.shape && found.count == expected.count
        && isNear(Tensor(shape: expected.shape, values: found.values), expected)
    case .flipped: return isNear(found.flipped, expected)
    case .notSummed: return found.summedOverFirstAxis.map { isNear($0, expected) } ?? false
    case .notAveraged:
      guard let sum = found.summedOverFirstAxis else { return false }
      return isNear(sum.map { $0 / Double(found.rows) }, expected)
    }
  }
}

extension Pairing {
  /// Whether two tensors made of these two are the same but for rounding, whatever the unit of the numbers is: far nearer to
  /// each other than the wrong numbers are to the right ones.
  fileprivate func isNear(_ one: Tensor, _ other: Tensor, within tolerance: Tolerance) -> Bool {
    let absolute = tolerance.absolute * min(1, expected.largest)
    let bound = Tolerance(relative: tolerance.relative, absolute: absolute)
    guard one.difference(from: other, within: bound, path: "") == nil else { return false }
    return found.shape != expected.shape || one.gap(to: other) <= Self.rounding * gap
  }

  /// How many times the largest right number what stands there is.
  fileprivate var factor: Double? {
    guard found.shape == expected.shape,
      let place = expected.values.indices.max(by: { abs(expected.values[$0]) < abs(expected.values[$1]) }),
      expected.values[place] != 0
    else { return nil }
    let factor = found.values[place] / expected.values[place]
    return factor.isFinite && factor != 0 ? factor : nil
  }
}

extension Tensor {
  /// The last two axes backwards.
  fileprivate var flipped: Tensor {
    guard rank >= 2 else { return self }
    guard count > 0 else { return self }
    let size = shape[rank - 2] * shape[rank - 1]
    return Tensor(
      shape: shape,
      values: stride(from: 0, to: count, by: size).flatMap { values[$0..<$0 + size].reversed() })
  }

  fileprivate var summedOverFirstAxis: Tensor? {
    guard rank >= 1, count > 0 else { return nil }
    var sum = Tensor(shape: Array(shape.dropFirst()))
    for (place, value) in values.enumerated() { sum.values[place % sum.count] += value }
    return sum
  }
}
