/// How the answers of a check are turned into a share of its points: one case for each kind, all of them pure.
public enum Judge: Hashable, Sendable, Codable {
  case values(ValueJudge)
  case differences(DifferenceJudge)
  case accuracy(AccuracyJudge)
  case loss(LossJudge)
  case timing(TimingJudge)
  case property(PropertyJudge)
  case repeats(RepeatJudge)

  /// The kind in a word.
  public var kind: String {
    switch self {
    case .values: "value"
    case .differences: "gradient"
    case .accuracy: "accuracy"
    case .loss: "loss"
    case .timing: "timing"
    case .property, .repeats: "property"
    }
  }

  /// Whether the questions are asked in a second process too, in the opposite order; its answers follow the first's.
  package var isAskedTwice: Bool { if case .repeats = self { true } else { false } }

  /// Compares what the submission answered with what the reference answered to the same calls.
  package func rule(
    _ submission: Evidence, against reference: Evidence, given circumstances: Circumstances = Circumstances()
  ) -> Ruling {
    let ruling =
      switch self {
      case .values(let judge): judge.rule(submission, against: reference, holding: circumstances.holding)
      case .differences(let judge): judge.rule(submission, against: reference, given: circumstances)
      case .accuracy(let judge): judge.rule(submission, against: reference)
      case .loss(let judge): judge.rule(submission, against: reference)
      case .timing(let judge): judge.rule(submission, against: reference, given: circumstances)
      case .property(let judge): judge.rule(submission)
      case .repeats(let judge): judge.rule(submission, against: reference)
      }
    if case .values = self { return ruling }
    guard ruling.share < 1, circumstances.holdsThroughout else { return ruling }
    return .passed("right, given what your own functions answer", ruling.details)
  }
}

/// What is known of a submission when a check is judged.
package struct Circumstances: Sendable {
  /// Whether a check that this one builds on failed: that mistake has been paid for there.
  package var isBuiltOnMistake = false
  /// The cases that are right by the submission's own lower functions.
  package var holding: Set<String> = []
  /// Whether there are such cases and all of them are right.
  package var holdsThroughout = false

  package init() {}

  /// `check`'s, where `isBuiltOnMistake`.
  init(_ check: PlannedCheck, _ submission: Evidence, against reference: Evidence, isBuiltOnMistake: Bool) {
    self.isBuiltOnMistake = isBuiltOnMistake
    guard isBuiltOnMistake, let own = check.own else { return }
    holding = own.holding(submission, against: reference)
    holdsThroughout = !own.equations.isEmpty && own.equations.allSatisfy { holding.contains($0.name) }
  }
}

/// What a judge found.
package struct Ruling: Hashable, Sendable {
  /// The share of the points earned, 0 to 1; 1 is passed.
  package var share: Double
  /// One line that gives no hidden number away.
  package var summary: String
  /// The measured facts, for those who may see them.
  package var details: [String]
  /// What to do, where the check's hint would be about something else.
  package var advice: String?
  /// Whether noise hid the answer; then the share is 1, since doubt is never held against a submission.
  package var inconclusive: Bool

  package init(
    share: Double, summary: String, details: [String] = [], advice: String? = nil, inconclusive: Bool = false
  ) {
    self.share = share
    self.summary = summary
    self.details = details
    self.advice = advice
    self.inconclusive = inconclusive
  }

  /// All the points.
  package static func passed(_ summary: String, _ details: [String] = []) -> Ruling {
    Ruling(share: 1, summary: summary, details: details)
  }

  /// None of the points.
  package static func failed(_ summary: String, _ details: [String] = [], advice: String? = nil) -> Ruling {
    Ruling(share: 0, summary: summary, details: details, advice: advice)
  }
}
