import LabKit

/// A known mistake, and what a program that makes it answers to a plan.
package struct Suspect: Sendable {
  /// The mistake in a sentence.
  package var mistake: String
  /// The checks that it fails.
  package var fails: [String]
  package var transcript: Transcript

  package init(mistake: String, fails: [String], transcript: Transcript) {
    self.mistake = mistake
    self.fails = fails
    self.transcript = transcript
  }

  /// Whether a submission's wrong answers to a check are just this mistake's.
  func explains(_ check: PlannedCheck, _ evidence: Evidence) -> Bool {
    guard fails.contains(check.id), let own = transcript.evidence[check.id], own.stop == nil, evidence.stop == nil,
      own.answers.count == evidence.answers.count
    else { return false }
    switch check.judge {
    case .values(let judge):
      return judge.cases.allSatisfy { trial in
        let difference = evidence.answers[trial.call].difference(
          from: own.answers[trial.call], in: trial.part, within: Bound(judge.tolerance))
        return difference == nil
      }
    case .differences(let judge):
      return Set(judge.probes.map(\.gradientCall)).allSatisfy { call in
        evidence.answers[call].firstDifference(from: own.answers[call], within: Tolerance()) == nil
      }
    case .accuracy, .loss, .timing, .property, .repeats: return false
    }
  }
}
