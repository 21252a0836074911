package import Checks

/// One grading of a submission as its history keeps it.
package struct PastGrading: Hashable, Sendable, Codable {
  /// Why a submission was graded, or graded again.
  package enum Reason: String, Sendable, Codable, CaseIterable {
    case first
    /// Something else was handed in.
    case submissionChanged
    /// The checks, their points or their inputs are not the same as then.
    case checksChanged
    case keyChanged
    case compilerChanged
    case sandboxChanged
    /// What submissions are compiled against is not the same as then.
    case kitChanged
    /// The machine may have had a part in what came out.
    case machine
    /// Saved answers were judged again, by later rules.
    case rejudged
    /// What was kept is not what was written: it was changed by hand, or damaged.
    case sealBroken
    /// Somebody asked for it.
    case again
  }

  /// When, in seconds since 1970.
  package var gradedAt: Int
  package var earned: Points
  package var possible: Points
  package var build: String
  /// What each check earned.
  package var checks: [String: Points]
  package var reasons: [Reason]
  package var contentKey: String
  /// The digest of what the content key is made from, but for the plan; of use where the rules alone change.
  package var inputs: String
  package var keyFingerprint: String
  /// The file beside the history that holds a scorecard which was changed by hand.
  package var kept: String?

  package init(_ scorecard: Scorecard, because reasons: [Reason], inputs: String, kept: String? = nil) {
    gradedAt = scorecard.gradedAt
    earned = scorecard.earned
    possible = scorecard.possible
    build = scorecard.build.outcome.rawValue
    checks = Dictionary(scorecard.verdicts.map { ($0.check, $0.earned) }) { first, _ in first }
    self.reasons = reasons
    contentKey = scorecard.provenance.contentKey
    self.inputs = inputs
    keyFingerprint = scorecard.provenance.keyFingerprint
    self.kept = kept
  }
}
