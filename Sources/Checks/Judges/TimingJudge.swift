import LabKit

/// The submission's CPU time against the reference's on the same calls, run in turns on the same machine.
///
/// Each round is a call to one and then to the other; its figure is the ratio of their CPU seconds, measured from
/// outside. The median ratio's confidence interval comes from order statistics (no assumption on the noise): with n
/// rounds it runs from the k-th smallest to the k-th largest, k chosen for 99 %. Above the limit with all of it: failed.
/// Below with all of it: passed. Otherwise more rounds; if none are left, inconclusive, and never failed.
package struct TimingJudge: Hashable, Sendable, Codable {
  /// How many times the reference's CPU time is allowed.
  package var limit: Double
  /// Rounds that are not counted, while caches and pages warm up.
  package var warmUp: Int
  package var tolerance: Tolerance
  /// The only part of the answers that must be right, such as a record's `gradients`; all of them where nil.
  package var part: String?

  package init(limit: Double, warmUp: Int = 1, tolerance: Tolerance = Tolerance(), part: String? = nil) {
    self.limit = limit
    self.warmUp = warmUp
    self.tolerance = tolerance
    self.part = part
  }

  /// How many times the limit all rounds together may take where the single ones are too noisy to tell.
  static let excess = 1.5

  /// An interval for the median ratio, or nil for too few rounds to say anything.
  package func interval(_ submission: [Double], _ reference: [Double]) -> ClosedRange<Double>? {
    let ratios = zip(submission, reference).dropFirst(warmUp).map { $0 / max($1, 1e-9) }.sorted()
    guard let rank = Self.rank(ratios.count) else { return nil }
    return ratios[rank]...ratios[ratios.count - 1 - rank]
  }

  /// Whether these rounds are enough to say passed or failed.
  package func isSettled(_ submission: [Double], _ reference: [Double]) -> Bool {
    guard let interval = interval(submission, reference) else { return false }
    return interval.lowerBound > limit || interval.upperBound < limit
  }

  func rule(_ submission: Evidence, against reference: Evidence) -> Ruling {
    for (found, expected) in zip(submission.answers, reference.answers) {
      if let difference = found.difference(from: expected, in: part, within: tolerance) {
        return .failed("fast or slow, the answer is wrong", ["while timed: \(difference)"])
      }
    }
    guard let interval = interval(submission.seconds, reference.seconds) else {
      return Ruling(
        share: 1, summary: "too few rounds to tell", details: ["\(submission.seconds.count) rounds"], inconclusive: true
      )
    }
    let details = [
      """
      CPU time \(interval.lowerBound.short) to \(interval.upperBound.short) times the reference's \
      (99 % interval of the median, \(submission.seconds.count - warmUp) rounds); limit \(limit.short) times
      """
    ]
    if interval.lowerBound > limit { return .failed("slower than the time budget", details) }
    if interval.upperBound < limit { return .passed("within the time budget", details) }
    // A machine's noise moves single rounds, hardly their sum; a program that makes its own noise pays for it in the sum.
    let total =
      submission.seconds.dropFirst(warmUp).reduce(0, +) / max(reference.seconds.dropFirst(warmUp).reduce(0, +), 1e-9)
    if total > Self.excess * limit {
      return .failed(
        "slower than the time budget in all", details + ["all rounds together \(total.short) times the reference's"])
    }
    return Ruling(share: 1, summary: "too noisy to tell, so not held against you", details: details, inconclusive: true)
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
