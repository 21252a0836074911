package import Checks
package import Foundation

/// What a hand-in after the closing time costs.
///
/// Within the grace nothing is lost. After it every day that has begun since the closing time itself costs the same, up to
/// the cap; `refusedAfter` the closing time a hand-in does not count at all. The rule without losses is the default.
package struct LateRule: Hashable, Sendable, Codable {
  /// A part of what the hand-in earned, or points.
  package enum Amount: Hashable, Sendable, Codable {
    /// From 0 to 1: 10 % is a tenth.
    case part(Fraction)
    case points(Points)

    func points(of earned: Points) -> Points {
      switch self {
      case .part(let part): (Fraction(earned) * part).points
      case .points(let points): points
      }
    }
  }

  /// Seconds after the closing time in which nothing is lost.
  package var grace: Int
  /// What each begun day costs; nil where lateness costs nothing.
  package var perDay: Amount?
  /// No more than this is lost.
  package var cap: Amount?
  /// Seconds after the closing time from which on nothing counts; nil where there is no such end.
  package var refusedAfter: Int?

  package init(grace: Int = 0, perDay: Amount? = nil, cap: Amount? = nil, refusedAfter: Int? = nil) {
    (self.grace, self.perDay, self.cap, self.refusedAfter) = (grace, perDay, cap, refusedAfter)
  }

  /// Lateness costs nothing.
  package static let none = LateRule()

  /// Whether it matters when something was handed in.
  package var canCost: Bool { perDay != nil || refusedAfter != nil }

  /// What the rule made of one hand-in.
  package struct Outcome: Hashable, Sendable, Codable {
    /// The points that count.
    package var counted: Points
    package var lost: Points
    /// Begun days after the closing time, none within the grace.
    package var days: Int
    package var isRefused: Bool
    /// In a sentence, for the student; empty where it was on time.
    package var explanation: String
  }

  /// Applies the rule to `earned` points handed in at a time. Where a lab never closes nothing is late.
  ///
  /// `closes` is the lab's closing time, or the student's own where that was extended.
  package func outcome(earned: Points, handedIn: Date, closes: Date?) -> Outcome {
    var outcome = Outcome(counted: earned, lost: .zero, days: 0, isRefused: false, explanation: "")
    let late = closes.map { Self.wholeSeconds(handedIn.timeIntervalSince($0)) } ?? 0
    guard late > 0 else { return outcome }
    if let refusedAfter, late > max(refusedAfter, grace) {
      (outcome.counted, outcome.lost, outcome.isRefused) = (.zero, earned, true)
      outcome.days = Self.begunDays(late)
      outcome.explanation =
        "handed in \(Interval.words(late)) late: after \(Interval.words(max(refusedAfter, grace))) nothing counts"
      return outcome
    }
    guard late > grace else {
      outcome.explanation = "handed in \(Interval.words(late)) late, within the grace of \(Interval.words(grace))"
      return outcome
    }
    outcome.days = Self.begunDays(late)
    let days = "\(outcome.days) day\(outcome.days == 1 ? "" : "s") begun"
    guard let perDay else {
      outcome.explanation = "handed in \(Interval.words(late)) late, which costs nothing"
      return outcome
    }
    let full = Self.times(perDay, outcome.days, earned)
    let bounded = min(full, cap?.points(of: earned) ?? full)
    outcome.lost = max(.zero, min(earned, bounded))
    outcome.counted = earned - outcome.lost
    outcome.explanation =
      "handed in \(Interval.words(late)) late, \(days) at \(perDay.words) a day"
      + (bounded < full ? ", at most \(cap?.words ?? "")" : "") + ": \(outcome.lost) points lost"
    return outcome
  }

  /// The last moment at which a hand-in loses nothing.
  package func deadline(closes: Date?) -> Date? { closes.map { $0.addingTimeInterval(TimeInterval(grace)) } }

  private static func begunDays(_ seconds: Int) -> Int { (seconds + 86399) / 86400 }

  /// A part is taken of the whole at once, so that a day's rounding is not added up.
  private static func times(_ amount: Amount, _ days: Int, _ earned: Points) -> Points {
    switch amount {
    case .part(let part): (Fraction(earned) * min(.one, part * Fraction(days))).points
    case .points(let points): Points(hundredths: points.hundredths * min(days, 1_000_000))
    }
  }

  /// Parts of a second are nobody's: a hand-in within the closing second is on time.
  private static func wholeSeconds(_ interval: TimeInterval) -> Int {
    interval.isFinite && abs(interval) < 1e12 ? Int(interval.rounded(.down)) : interval > 0 ? 1 << 40 : 0
  }
}

extension LateRule.Amount {
  /// As the course file has it: `10 %`, `0.50 points`.
  package var words: String {
    switch self {
    case .part(let part): "\(part * Fraction(100)) %"
    case .points(let points): "\(points) points"
    }
  }
}
