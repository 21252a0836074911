package import Checks
import Intake
import Ledger

extension Scorecard {
  /// Whether this mark is the submission's own doing alone, and so the same at every grading.
  ///
  /// What the machine may have had a part in is tried again by the next run: a build that was stopped, a compiler that
  /// failed without an error in the student's own file, a program that was killed from outside or that waited.
  package var isRepeatable: Bool {
    switch build.outcome {
    case .built: !verdicts.contains { $0.reason.map { [.killed, .wallTime, .slept].contains($0) } == true }
    case .rejected: true
    case .compileError:
      build.message.split(separator: "\n").contains { $0.hasPrefix("\(lab).swift:") && $0.contains("error:") }
    default: false
    }
  }
}

extension Kept {
  /// Why a submission that was graded before is graded again.
  func reasons(_ submission: Submission, _ source: [UInt8]?, after: Scorecard, isAsked: Bool) -> [PastGrading.Reason] {
    guard state != .otherKey else { return [.keyChanged] }
    guard case .intact = state, let before = scorecard else { return [.sealBroken] }
    var reasons: [PastGrading.Reason] = []
    let wasRejected = before.build.outcome == .rejected
    switch submission.content {
    case .source(let bytes, _): if bytes != source { reasons.append(.submissionChanged) }
    case .rejected(let reason), .nothing(let reason):
      if !wasRejected || before.build.message != reason { reasons.append(.submissionChanged) }
    }
    let (old, new) = (before.provenance, after.provenance)
    if old.plan != new.plan { reasons.append(.checksChanged) }
    if old.compiler != new.compiler { reasons.append(.compilerChanged) }
    if old.sandbox != new.sandbox { reasons.append(.sandboxChanged) }
    if reasons.isEmpty, old.contentKey != new.contentKey { reasons.append(.kitChanged) }
    if isAsked { reasons.append(.again) }
    return reasons.isEmpty ? [.machine] : reasons
  }
}
