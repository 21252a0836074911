import Checks

/// How the checks of a lab came out over a class.
struct ItemAnalysis {
  struct Item {
    var check: String
    var title: String
    var audience: Audience
    var judge: String
    var points: Points
    /// Mean share of its points that was earned, 0 to 1.
    var rate: Double
    /// The correlation of its points with those of all other checks; nil where either never varies.
    var discrimination: Double?
    /// What all of them lost here together.
    var lost: Points
    var kinds: [Verdict.Kind: Int]
  }

  private(set) var items: [Item] = []
  /// How many submissions this is about.
  let count: Int

  /// Of those that were built and have something written: who handed in nothing says nothing of a check.
  init(_ cards: [Scorecard]) {
    let tried = cards.filter(Self.isAttempt)
    count = tried.count
    var order: [String] = []
    var verdicts: [String: [(verdict: Verdict, rest: Int)]] = [:]
    for card in tried {
      let total = card.verdicts.reduce(0) { $0 + $1.earned.hundredths }
      for verdict in card.verdicts {
        if verdicts[verdict.check] == nil { order.append(verdict.check) }
        verdicts[verdict.check, default: []].append((verdict, total - verdict.earned.hundredths))
      }
    }
    items = order.compactMap { check in verdicts[check].flatMap(Self.item) }
  }

  static func isAttempt(_ card: Scorecard) -> Bool {
    card.build.outcome == .built && card.verdicts.contains { $0.kind != .notAttempted && $0.kind != .skipped }
  }

  private static func item(_ all: [(verdict: Verdict, rest: Int)]) -> Item? {
    guard let last = all.last?.verdict else { return nil }
    let earned = all.map { Double($0.verdict.earned.hundredths) }
    let possible = all.reduce(0) { $0 + $1.verdict.points.hundredths }
    return Item(
      check: last.check, title: last.title, audience: last.audience, judge: last.judge, points: last.points,
      rate: possible > 0 ? earned.reduce(0, +) / Double(possible) : 0,
      discrimination: correlation(earned, all.map { Double($0.rest) }),
      lost: all.map(\.verdict).lost,
      kinds: Dictionary(all.map { ($0.verdict.kind, 1) }, uniquingKeysWith: +))
  }

  /// Pearson's correlation: r = Σ (xᵢ − x̄)(yᵢ − ȳ) / √(Σ (xᵢ − x̄)² Σ (yᵢ − ȳ)²); nil where one of them is constant.
  static func correlation(_ x: [Double], _ y: [Double]) -> Double? {
    guard x.count == y.count, x.count > 2 else { return nil }
    let (meanX, meanY) = (x.reduce(0, +) / Double(x.count), y.reduce(0, +) / Double(y.count))
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - meanX) * (a - meanX)
      yy += (b - meanY) * (b - meanY)
      xy += (a - meanX) * (b - meanY)
    }
    guard xx > 1e-9, yy > 1e-9 else { return nil }
    return xy / (xx * yy).squareRoot()
  }
}
