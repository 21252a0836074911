import LabKit

/// Whether answers are an attempt at what was asked: whether they vary as the reference's do.
///
/// What is judged against a submission itself (its gradient against its own loss, its training against its own gradient,
/// the same question twice) is consistent for constants, zeros and functions of nothing too. A mistake, such as a sign, a
/// factor, a derivative left out or a bias forgotten, leaves most of the variation as it is: the correlation of all
/// numbers with the reference's stays far from 0, while that of nonsense is that of chance.
enum Resemblance {
  /// The least correlation, whatever its sign, of numbers pooled over all answers.
  static let least = 0.3

  /// Whether the first of each pair, a submission's, varies as the second, the reference's.
  static func holds(_ pairs: [(Value, Value)], atLeast least: Double = least) -> Bool {
    guard !pairs.isEmpty else { return true }
    guard let correlation = correlation(pairs) else { return pairs.allSatisfy { $0.0 == $0.1 } }
    return correlation >= least
  }

  /// The mean of the correlations, each weighted by how many numbers it comes from: of each answer with numbers enough, and
  /// of all the others taken together. Nil where the reference's do not vary.
  static func correlation(_ pairs: [(Value, Value)]) -> Double? {
    var (sum, weight) = (0.0, 0.0)
    var (few, fewTheirs): ([Double], [Double]) = ([], [])
    for (own, theirs) in pairs {
      let wanted = theirs.numbers
      let found = own.numbers(like: theirs)
      if wanted.count < 8 {
        fewTheirs += wanted
        few += found ?? [Double](repeating: 0, count: wanted.count)
      } else if let varied = pearson(found ?? [Double](repeating: 0, count: wanted.count), wanted) {
        sum += Double(wanted.count) * varied
        weight += Double(wanted.count)
      }
    }
    if fewTheirs.count > 1, let varied = pearson(few, fewTheirs) {
      sum += Double(fewTheirs.count) * varied
      weight += Double(fewTheirs.count)
    }
    return weight > 0 ? sum / weight : nil
  }

  /// |correlation|, 0 where the first does not vary or is not finite; nil where the second does not vary.
  private static func pearson(_ own: [Double], _ theirs: [Double]) -> Double? {
    let n = Double(theirs.count)
    let scale = theirs.reduce(0) { max($0, abs($1)) }
    guard scale > 0, scale.isFinite else { return nil }
    let meanTheirs = theirs.reduce(0) { $0 + $1 / scale } / n
    let b = theirs.map { $0 / scale - meanTheirs }
    let norm = b.reduce(0) { $0 + $1 * $1 }
    guard norm > 1e-12 * n else { return nil }
    let ownScale = own.reduce(0) { max($0, abs($1)) }
    guard ownScale > 0, own.allSatisfy(\.isFinite) else { return 0 }
    let mean = own.reduce(0) { $0 + $1 / ownScale } / n
    let a = own.map { $0 / ownScale - mean }
    let ownNorm = a.reduce(0) { $0 + $1 * $1 }
    guard ownNorm > 1e-12 * n else { return 0 }
    let product = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    return min(1, abs(product) / (norm * ownNorm).squareRoot())
  }
}

extension Value {
  /// All numbers in it, front to back; truth as 0 and 1.
  var numbers: [Double] {
    switch self {
    case .integer(let number): [Double(number)]
    case .real(let number): [number]
    case .flag(let flag): [flag ? 1 : 0]
    case .text: []
    case .integers(let numbers): numbers.map(Double.init)
    case .tensor(let tensor): tensor.values
    case .list(let items): items.flatMap(\.numbers)
    case .record(let fields): fields.flatMap(\.value.numbers)
    }
  }

  /// All numbers, matrices that are transposed turned back; nil where there are more or fewer than in `other`.
  fileprivate func numbers(like other: Value) -> [Double]? {
    switch (self, other) {
    case (.tensor(let own), .tensor(let theirs)):
      if own.shape != theirs.shape, own.rank == 2, own.count > 0, own.shape == theirs.shape.reversed() {
        return own.transposed().values
      }
      return own.count == theirs.count ? own.values : nil
    case (.list(let own), .list(let theirs)):
      guard own.count == theirs.count else { return nil }
      let parts = zip(own, theirs).compactMap { $0.numbers(like: $1) }
      return parts.count == own.count ? Array(parts.joined()) : nil
    case (.record(let own), .record(let theirs)):
      guard own.map(\.name) == theirs.map(\.name) else { return nil }
      let parts = zip(own, theirs).compactMap { $0.value.numbers(like: $1.value) }
      return parts.count == own.count ? Array(parts.joined()) : nil
    default:
      let own = numbers
      return own.count == other.numbers.count ? own : nil
    }
  }
}
