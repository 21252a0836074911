import LabKit

/// A known mistake, and what a program that makes it answers to a plan.
package struct Suspect: Sendable {
  package var name: String
  /// The mistake in a sentence.
  package var mistake: String
  /// The checks that it fails.
  package var fails: [String]
  package var transcript: Transcript

  package init(name: String, mistake: String, fails: [String], transcript: Transcript) {
    self.name = name
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
          from: own.answers[trial.call], in: trial.part, within: judge.tolerance)
        return difference == nil
      }
    case .differences(let judge):
      return Set(judge.probes.map(\.gradientCall)).allSatisfy { call in
        evidence.answers[call].firstDifference(from: own.answers[call], within: Tolerance()) == nil
      }
    case .accuracy, .loss, .timing, .property: return false
    }
  }
}

/// Which known mistake a submission's wrong numbers are those of.
///
/// A mistake is named only where it explains every number of a failed check, so a right answer never gets a diagnosis,
/// and neither does a mistake that nobody has thought of. Nothing hidden is told: the sentence is about the code.
package enum Diagnosis {
  /// The verdicts with a likely cause where there is one. Of several suspects for a check, the one that explains most of
  /// the failed checks is named, and the first of these.
  package static func adding(
    to verdicts: [Verdict], of plan: Plan, _ transcript: Transcript, suspects: () throws -> [Suspect]
  ) rethrows -> [Verdict] {
    let failed = plan.checks.filter { check in
      verdicts.contains { $0.check == check.id && $0.kind == .failed } && check.judge.isDiagnosable
    }
    guard !failed.isEmpty else { return verdicts }
    let explained = try suspects().map { suspect in
      let checks = failed.filter { check in transcript.evidence[check.id].map { suspect.explains(check, $0) } ?? false }
      return (suspect, Set(checks.map(\.id)))
    }
    return verdicts.map { verdict in
      let candidates = explained.filter { $0.1.contains(verdict.check) }
      guard let best = candidates.max(by: { $0.1.count < $1.1.count })?.1.count,
        let cause = candidates.first(where: { $0.1.count == best })?.0
      else { return verdict }
      var verdict = verdict
      verdict.diagnosis = cause.mistake
      return verdict
    }
  }
}

extension Judge {
  /// Whether its answers are numbers that a mistake can be recognized by.
  package var isDiagnosable: Bool {
    switch self {
    case .values, .differences: true
    case .accuracy, .loss, .timing, .property: false
    }
  }
}
