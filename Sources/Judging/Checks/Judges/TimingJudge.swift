import LabKit

/// The submission's CPU time against the reference's on the same calls, run in turns on the same machine.
///
/// Each round is a call to one and then to the other; its figure is the ratio of their CPU seconds, measured from
/// outside. The median ratio's confidence interval comes from order statistics (no assumption on the noise): with n
/// rounds it runs from the k-th smallest to the k-th largest, k chosen for 99 %. Above the limit with all of it: failed.
/// Below with all of it, and not far over in the sum of the rounds, the longest tenth left out: passed. Otherwise more
/// rounds; if none are left, failed by the sum, or inconclusive, and never failed.
///
/// Where the calls are of several sizes it is the growth that counts: how many times the ratio at a larger size is that at
/// the smallest one. Work that grows by a further power of the size fails whatever its constant is, and tidy work with a
/// large constant passes; `limit` is then only for what is absurdly slow. Where a right way of working grows otherwise than
/// the reference's, growth counts only for those who are `farBehind` it at the larger size.
public struct TimingJudge: Hashable, Sendable, Codable {
  /// How many times the reference's CPU time is allowed.
  public var limit: Double
  /// Rounds that are not counted, while caches and pages warm up.
  public var warmUp: Int
  public var tolerance: Tolerance
  /// The only part of the answers that must be right, such as a record's `gradients`; all of them where nil.
  public var part: String?
  /// The size of each call: 0 the smallest, others what grew; empty where all are of one size.
  public var sizes: [Int]
  /// How many times the smallest size's ratio those of the others may be.
  public var growth: Double
  /// How many times the reference's CPU time a larger size must take for its growth to count.
  public var farBehind: Double

  public init(
    limit: Double, warmUp: Int = 1, tolerance: Tolerance = Tolerance(), part: String? = nil, sizes: [Int] = [],
    growth: Double = 3, farBehind: Double = 0
  ) {
    self.limit = limit
    self.warmUp = warmUp
    self.tolerance = tolerance
    self.part = part
    self.sizes = sizes
    self.growth = growth
    self.farBehind = farBehind
  }

  /// How many times the limit all rounds together may take where the single ones are too noisy to tell.
  static let excess = 1.5

  /// What the rounds of one size say.
  private struct Figure {
    let interval: ClosedRange<Double>
    let total: Double
  }

  private func figure(_ submission: [Double], _ reference: [Double], size: Int) -> Figure? {
    let rounds = (0..<min(submission.count, reference.count)).filter {
      sizes.isEmpty || sizes[$0 % sizes.count] == size
    }
    .dropFirst(warmUp)
    let ratios = rounds.map { submission[$0] / max(reference[$0], 1e-9) }.sorted()
    guard let rank = Self.rank(ratios.count) else { return nil }
    let total = Self.sum(rounds.map { submission[$0] }) / max(Self.sum(rounds.map { reference[$0] }), 1e-9)
    return Figure(interval: ratios[rank]...ratios[ratios.count - 1 - rank], total: total)
  }

  /// The sum of all but the longest tenth of the rounds, one at least: a single halt of the machine, in whosever round it
  /// falls, may be longer than all the others together.
  private static func sum(_ seconds: [Double]) -> Double {
    seconds.sorted().dropLast(max(1, seconds.count / 10)).reduce(0, +)
  }

  /// An interval for the median ratio at a size, or nil for too few rounds to say anything.
  package func interval(_ submission: [Double], _ reference: [Double], size: Int = 0) -> ClosedRange<Double>? {
    figure(submission, reference, size: size)?.interval
  }

  private var allSizes: [Int] { sizes.isEmpty ? [0] : Set(sizes).sorted() }

  /// Those of all sizes, the smallest first, or nil where one has too few rounds.
  private func figures(_ submission: [Double], _ reference: [Double]) -> [Figure]? {
    let figures = allSizes.compactMap { figure(submission, reference, size: $0) }
    return figures.count == allSizes.count ? figures : nil
  }

  /// Whether these rounds are enough to say passed or failed.
  package func isSettled(_ submission: [Double], _ reference: [Double]) -> Bool {
    guard let figures = figures(submission, reference) else { return false }
    let findings = findings(figures)
    return findings.contains { $0.isOver } || findings.allSatisfy { $0.isUnder }
  }

  /// Whether these rounds would cost points.
  package func isTooSlow(_ submission: [Double], _ reference: [Double]) -> Bool {
    guard let figures = figures(submission, reference) else { return false }
    return Self.excess(findings(figures)) != nil
  }

  /// What is over its bound. A machine's noise moves single rounds, hardly the sum of all; a program that makes its own noise
  /// pays for it there.
  private static func excess(_ findings: [Finding]) -> String? {
    if let over = findings.first(where: \.isOver) { return over.summary }
    if findings.allSatisfy(\.isUnder) { return nil }
    return findings.first(where: \.isOverInAll).map { "\($0.summary), in all" }
  }

  /// A ratio held against its bound.
  private struct Finding {
    let isOver: Bool
    let isUnder: Bool
    /// Whether all rounds together are far over it, whatever most single ones say.
    let isOverInAll: Bool
    let detail: String
    let summary: String

    init(_ interval: ClosedRange<Double>, inAll: Double, bound: Double, detail: String, summary: String) {
      isOver = interval.lowerBound > bound
      isOverInAll = inAll > TimingJudge.excess * bound
      isUnder = interval.upperBound < bound && !isOverInAll
      (self.detail, self.summary) = (detail, summary)
    }

    /// The same, where it counts only if another one is over too.
    init(_ finding: Finding, onlyIf other: Finding) {
      isOver = finding.isOver && other.isOver
      isOverInAll = finding.isOverInAll && other.isOverInAll
      isUnder = finding.isUnder || other.isUnder
      (detail, summary) = (finding.detail, finding.summary)
    }
  }

  private func findings(_ figures: [Figure]) -> [Finding] {
    guard let small = figures.first else { return [] }
    let absolute = figures.map { figure in
      Finding(
        figure.interval, inAll: figure.total, bound: limit,
        detail: """
          CPU time \(figure.interval.lowerBound.short) to \(figure.interval.upperBound.short) times the reference's \
          (99 % interval of the median); limit \(limit.short) times; all rounds but the longest together \
          \(figure.total.short) times
          """, summary: "slower than the time budget")
    }
    return absolute
      + figures.dropFirst().map { large in
        let (low, high) = (
          large.interval.lowerBound / max(small.interval.upperBound, 1e-9),
          large.interval.upperBound / max(small.interval.lowerBound, 1e-9)
        )
        let grown = Finding(
          low...max(low, high), inAll: large.total / max(small.total, 1e-9), bound: growth,
          detail: """
            for a larger question \(low.short) to \(high.short) times as far behind the reference as for a small one; \
            allowed \(growth.short) times
            """,
          summary: "the time grows faster than the work: it is done again and again, or more of it than is needed")
        let behind = Finding(large.interval, inAll: large.total, bound: farBehind, detail: "", summary: "")
        return Finding(grown, onlyIf: behind)
      }
  }

  func rule(
    _ submission: Evidence, against reference: Evidence, given circumstances: Circumstances = Circumstances()
  ) -> Ruling {
    if let wrong = wrongAnswer(submission, against: reference, circumstances) { return wrong }
    guard let figures = figures(submission.seconds, reference.seconds) else {
      return Ruling(
        share: 1, summary: "too few rounds to tell", details: ["\(submission.seconds.count) rounds"], inconclusive: true
      )
    }
    let findings = findings(figures)
    let details = findings.map(\.detail)
    if let excess = Self.excess(findings) { return .failed(excess, details) }
    if findings.allSatisfy(\.isUnder) { return .passed("within the time budget", details) }
    return Ruling(share: 1, summary: "too noisy to tell, so not held against you", details: details, inconclusive: true)
  }

  /// A wrong answer, fast or slow, earns nothing, unless it is wrong by a mistake that another check has counted: then it
  /// must vary as the right one does, which shows that the work was done.
  private func wrongAnswer(
    _ submission: Evidence, against reference: Evidence, _ circumstances: Circumstances
  ) -> Ruling? {
    for (found, expected) in zip(submission.answers, reference.answers) {
      guard let difference = found.difference(from: expected, in: part, within: Bound(tolerance)) else { continue }
      let answers = zip(submission.answers, reference.answers).map { own, theirs in
        (part.flatMap { own[$0] } ?? own, part.flatMap { theirs[$0] } ?? theirs)
      }
      if circumstances.isBuiltOnMistake, Resemblance.holds(answers) { return nil }
      return .failed(
        "fast or slow, the answer is wrong", ["while timed: \(difference)"],
        advice: "The answers that were timed are wrong; mend them first, and then see how long they take.")
    }
    return nil
  }

  /// The largest k with P(fewer than k+1 of n fair coins show heads) ≤ 0.005: one side of a 99 % interval.
  static func rank(_ n: Int) -> Int? {
    var term = 1.0
    for _ in 0..<n { term /= 2 }
    var (cumulative, rank) = (0.0, -1)
    for k in 0..<n {
      cumulative += term
      if cumulative > 0.005 { break }
      rank = k
      term *= Double(n - k) / Double(k + 1)
    }
    return rank < 0 ? nil : rank
  }
}
