/// How the answers of a check are turned into a share of its points: one case for each kind, all of them pure.
package enum Judge: Hashable, Sendable, Codable {
  case values(ValueJudge)
  case differences(DifferenceJudge)
  case accuracy(AccuracyJudge)
  case loss(LossJudge)
  case timing(TimingJudge)
  case property(PropertyJudge)

  /// The kind in a word.
  package var kind: String {
    switch self {
    case .values: "value"
    case .differences: "gradient"
    case .accuracy: "accuracy"
    case .loss: "loss"
    case .timing: "timing"
    case .property: "property"
    }
  }

  /// Compares what the submission answered with what the reference answered to the same calls.
  package func rule(_ submission: Evidence, against reference: Evidence) -> Ruling {
    switch self {
    case .values(let judge): judge.rule(submission, against: reference)
    case .differences(let judge): judge.rule(submission, against: reference)
    case .accuracy(let judge): judge.rule(submission, against: reference)
    case .loss(let judge): judge.rule(submission, against: reference)
    case .timing(let judge): judge.rule(submission, against: reference)
    case .property(let judge): judge.rule(submission)
    }
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
  /// Whether noise hid the answer; then the share is 1, since doubt is never held against a submission.
  package var inconclusive: Bool

  package init(share: Double, summary: String, details: [String] = [], inconclusive: Bool = false) {
    self.share = share
    self.summary = summary
    self.details = details
    self.inconclusive = inconclusive
  }

  /// All the points.
  package static func passed(_ summary: String, _ details: [String] = []) -> Ruling {
    Ruling(share: 1, summary: summary, details: details)
  }

  /// None of the points.
  package static func failed(_ summary: String, _ details: [String] = []) -> Ruling {
    Ruling(share: 0, summary: summary, details: details)
  }
}
