import Checks
import Grading
import Keys

/// What submissions answered, where a page shows it. Plans are read once, transcripts one after the other.
final class Transcripts {
  private let output: OutputFolder
  private let rejudgement: Rejudgement
  private var plans: [String: (checks: [String: PlannedCheck], reference: Transcript)] = [:]

  init(output: OutputFolder, lab: Lab, key: CourseKey) {
    self.output = output
    rejudgement = Rejudgement(output: output, lab: lab, key: key)
  }

  /// The wrong tensors of a submission, by their checks; none where its transcript is gone or not as it was written.
  func wrongTensors(of card: Scorecard) -> [String: WrongTensor] {
    // A verdict on values that tells of a case begins with the case's name: of others no tensor can be shown, and no
    // transcript need be read.
    let failed = card.verdicts.filter { verdict in
      verdict.kind == .failed && verdict.judge == "value" && verdict.details.contains { $0.hasPrefix("“") }
    }
    guard card.build.outcome == .built, !failed.isEmpty, let plan = try? plan(card.provenance.plan),
      let transcript = try? rejudgement.sealedTranscript(of: card.folder)
    else { return [:] }
    var tensors: [String: WrongTensor] = [:]
    for verdict in failed {
      guard let check = plan.checks[verdict.check], let own = transcript.evidence[verdict.check],
        let right = plan.reference.evidence[verdict.check]
      else { continue }
      tensors[verdict.check] = WrongTensor(of: check, told: verdict.details, own, against: right)
    }
    return tensors
  }

  private func plan(_ digest: String) throws -> (checks: [String: PlannedCheck], reference: Transcript) {
    if let known = plans[digest] { return known }
    let (plan, reference) = try output.plan(digest)
    let own = (Dictionary(plan.checks.map { ($0.id, $0) }) { first, _ in first }, reference)
    plans[digest] = own
    return own
  }
}
