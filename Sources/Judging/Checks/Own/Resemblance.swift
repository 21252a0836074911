import LabKit

/// Whether answers are an attempt at what was asked: whether they vary as the reference's do.
///
/// What is judged against a submission itself (its gradient against its own loss, its training against its own gradient,
/// the same question twice) is consistent for constants, zeros and functions of nothing too. A mistake, such as a sign, a
/// factor, a derivative left out or a bias forgotten, leaves most of the variation as it is: the correlation of all
/// numbers with the reference's stays far from 0, while that of nonsense is that of chance.
enum Resemblance {
  /// The least correlation, whatever its sign, of numbers pooled over all answers.
  static let least = 0.5
  /// The least of each part, where answers have parts of unlike origin: one that is right by chance carries no other.
  static let leastOfPart = 0.35
  /// Of few numbers more is asked: of n numbers chance alone makes a correlation of 0.8/√n in the mean, 0.6/√n to and fro
  /// (a normal one's absolute value). So many deviations above that; of very few, that nearly all is alike.
  static let (deviations, most) = (3.7, 0.75)

  /// Whether the first of each pair, a submission's, varies as the second, the reference's.
  static func holds(_ pairs: [(Value, Value)]) -> Bool {
    guard !pairs.isEmpty else { return true }
    guard let found = measure(pairs) else { return pairs.allSatisfy { $0.0 == $0.1 } }
    return found.suffices(least)
  }

  /// The same of parts that are made apart from each other, such as a gradient's tensors or a lab's functions: all of them
  /// together, and each of them.
  static func holds(parts: [[(Value, Value)]]) -> Bool {
    holds(parts.flatMap { $0 }) && parts.allSatisfy { correlation($0).map { $0 >= leastOfPart } ?? true }
  }

  /// A correlation and what it comes from.
  private struct Measure {
    let correlation: Double
    /// How many numbers that were free to be otherwise.
    let freedom: Double
    /// What chance alone makes of it in the mean: more where it comes from many tensors of few numbers each.
    let chance: Double

    func suffices(_ least: Double) -> Bool {
      let doubtful = chance + Resemblance.deviations * 0.6 / freedom.squareRoot()
      return correlation >= min(Resemblance.most, max(least, doubtful))
    }
  }

  static func correlation(_ pairs: [(Value, Value)]) -> Double? { measure(pairs)?.correlation }

  /// The mean of the correlations, each weighted by how many numbers it comes from: of each tensor with numbers enough, of
  /// the ranks of all small ones together and of all single numbers together, of which one may be far larger than the others.
  /// Large tensors are not thrown together: that one is larger than another is no variation. Nil where the reference's do
  /// not vary.
  private static func measure(_ pairs: [(Value, Value)]) -> Measure? {
    var asked: [[Leaf]] = []
    for (own, theirs) in pairs {
      var next: [Leaf] = []
      theirs.collect(beside: own, into: &next)
      // Nearly the same question again, as differences ask it, says nothing new. Unlike questions may have one small answer.
      let before = next.contains(where: \.isLarge) ? asked[...] : asked.suffix(1)
      guard !before.contains(where: { $0.elementsEqual(next) { $0.isNear($1) } }) else { continue }
      asked.append(next)
    }
    let leaves = asked.flatMap { $0 }
    let (small, single) = (leaves.filter { !$0.isLarge && !$0.isSingle }, leaves.filter(\.isSingle))
    var (sum, weight, chance, freedom) = (0.0, 0.0, 0.0, 0.0)
    for leaf in leaves.filter(\.isLarge) + [Leaf(joining: small).ranked, Leaf(joining: single).ranked] {
      guard let varied = pearson(leaf.own, leaf.theirs) else { continue }
      let count = Double(leaf.theirs.count)
      sum += count * varied
      weight += count
      chance += 0.8 * count / leaf.freedom.squareRoot()
      freedom += leaf.freedom
    }
    return weight > 0 ? Measure(correlation: sum / weight, freedom: freedom, chance: chance / weight) : nil
  }

  /// A tensor or a single number of the reference's, and what stands in its place.
  fileprivate struct Leaf {
    var own: [Double]
    var theirs: [Double]
    var isSingle: Bool
    var isLarge: Bool { theirs.count >= 8 }

    /// How many numbers were free: where one's own are a few, again and again, while the reference's are many, one lucky
    /// number makes them all alike.
    var freedom: Double {
      Double(theirs.count) * min(1, Double(Self.distinct(own)) / Double(max(1, Self.distinct(theirs))))
    }

    private static func distinct(_ values: [Double]) -> Int { Set(values.map(\.significant)).count }

    /// `own` is nil where nothing of that size stands there.
    init(_ own: [Double]?, _ theirs: [Double], isSingle: Bool = false) {
      self.own = own ?? [Double](repeating: 0, count: theirs.count)
      self.theirs = theirs
      self.isSingle = isSingle
    }

    /// Whether the reference's numbers are those of another leaf, to a fiftieth of the largest.
    func isNear(_ other: Leaf) -> Bool {
      guard theirs.count == other.theirs.count else { return false }
      let largest = theirs.reduce(0) { max($0, abs($1)) }
      return zip(theirs, other.theirs).allSatisfy { abs($0 - $1) <= 0.02 * largest }
    }

    init(joining leaves: [Leaf]) { self.init(leaves.flatMap(\.own), leaves.flatMap(\.theirs)) }

    /// Each number's rank in its place; equal ones, but for rounding, share theirs.
    var ranked: Leaf { Leaf(Self.ranks(own), Self.ranks(theirs)) }

    private static func ranks(_ values: [Double]) -> [Double] {
      guard values.allSatisfy(\.isFinite) else { return values }
      let least = 1e-12 * values.reduce(0) { max($0, abs($1)) }
      let values = values.map { abs($0) <= least ? 0 : $0.significant }
      let order = values.indices.sorted { values[$0] < values[$1] }
      var ranks = values
      var start = 0
      while start < order.count {
        var end = start
        while end + 1 < order.count, values[order[end + 1]] == values[order[start]] { end += 1 }
        for place in start...end { ranks[order[place]] = Double(start + end) / 2 }
        start = end + 1
      }
      return ranks
    }
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

extension Double {
  /// With its first 30 bits, which are what rounding leaves alone.
  fileprivate var significant: Double {
    guard isFinite, self != 0 else { return self }
    let unit = Double(sign: .plus, exponent: exponent - 30, significand: 1)
    return unit > 0 ? (self / unit).rounded() * unit : self
  }
}

extension Value {
  /// The tensors and numbers of this value, the reference's, beside those of a submission's.
  fileprivate func collect(beside own: Value?, into leaves: inout [Resemblance.Leaf]) {
    switch self {
    case .text: break
    case .integer(let number):
      leaves.append(.init(own?.integer.map { [Double($0)] }, [Double(number)], isSingle: true))
    case .flag(let flag):
      let found: [Double]? = if case .flag(let flag)? = own { [flag ? 1 : 0] } else { nil }
      leaves.append(.init(found, [flag ? 1 : 0], isSingle: true))
    case .real(let number):
      let found: [Double]? = if case .real(let number)? = own { [number] } else { nil }
      leaves.append(.init(found, [number], isSingle: true))
    case .integers(let numbers):
      let found: [Double]? =
        if case .integers(let found)? = own, found.count == numbers.count { found.map(Double.init) } else { nil }
      leaves.append(.init(found, numbers.map(Double.init)))
    case .tensor(let theirs):
      guard case .tensor(let own)? = own, own.count == theirs.count else {
        return leaves.append(.init(nil, theirs.values))
      }
      // A transposed matrix is turned back.
      let isTurned =
        own.shape != theirs.shape && own.rank == 2 && own.count > 0 && own.shape == theirs.shape.reversed()
      leaves.append(.init(isTurned ? own.transposed().values : own.values, theirs.values))
    case .list(let items):
      let found: [Value]? = if case .list(let found)? = own { found } else { nil }
      for (place, item) in items.enumerated() {
        item.collect(beside: found.flatMap { place < $0.count ? $0[place] : nil }, into: &leaves)
      }
    case .record(let fields):
      for field in fields { field.value.collect(beside: own?[field.name], into: &leaves) }
    }
  }

  private var integer: Int? { if case .integer(let number) = self { number } else { nil } }
}
