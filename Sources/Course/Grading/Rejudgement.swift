package import Checks
package import Foundation
package import Keys
import Ledger
import Storage

/// Judging saved transcripts again, by today's rules: nobody's code is run.
///
/// A check's calls were drawn from a seed that its plan holds. Today's check drawn from the same seed makes the same
/// calls unless what it asks has changed; where they are the same, today's points, tolerances and judges hold, and
/// where they are not, the old rule stays, for there is no answer to the new question.
package struct Rejudgement: Sendable {
  let output: OutputFolder
  package let lab: Lab
  let key: CourseKey
  /// The course's rules that `lab` is under, where there are any.
  let rules: AppliedRules?

  package init(output: OutputFolder, lab: Lab, key: CourseKey, rules: AppliedRules? = nil) {
    (self.output, self.lab, self.key, self.rules) = (output, lab, key, rules)
  }

  /// What became of one submission.
  package enum Outcome: Sendable {
    case judged(Change, Rules)
    /// It stays as it is, and why.
    case impossible(submission: String, reason: String)
  }

  /// A submission's marks by the old rules and by today's.
  package struct Change: Sendable {
    package var before: Scorecard
    package var after: Scorecard
    var history: History

    /// Whether a mark, a verdict or what is said of it differs.
    package var isChanged: Bool { before.verdicts != after.verdicts }

    /// A check whose points or kind differ; nil on the side where it is not.
    package struct Difference: Sendable {
      package var check: String
      package var before: Verdict?
      package var after: Verdict?
    }

    package var differences: [Difference] {
      let now = after.verdicts.map { verdict in
        Difference(check: verdict.check, before: before.verdicts.first { $0.check == verdict.check }, after: verdict)
      }
      let gone = before.verdicts.filter { old in !after.verdicts.contains { $0.check == old.check } }
      return (now + gone.map { Difference(check: $0.check, before: $0) }).filter {
        $0.before?.earned != $0.after?.earned || $0.before?.kind != $0.after?.kind
          || $0.before?.points != $0.after?.points
      }
    }
  }

  /// Judges every graded submission again, one at a time, and tells of each. With a `report` what differs is written:
  /// all of it in one step at the end, so that whatever stops this leaves every mark as it was.
  package func run(
    writing report: OutputFolder.Report? = nil, at date: Date = Date(), _ tell: (Outcome) throws -> Void
  ) throws {
    let staging = try report.map { _ in try Staging(in: output.root) }
    var rules: [String: Result<Rules, any Error>] = [:]
    for name in try output.graded() {
      let outcome = judge(name, &rules, at: date)
      if let report, let staging {
        if case .judged(let change, let rules) = outcome, change.before != change.after {
          try stage(change, rules, staging, report)
        } else {
          try staging.keep(name)
        }
      }
      try tell(outcome)
    }
    try staging?.commit()
  }

  private func judge(_ name: String, _ rules: inout [String: Result<Rules, any Error>], at date: Date) -> Outcome {
    guard let kept = output.kept(name, by: key) else { return .impossible(submission: name, reason: "it is gone") }
    let shown = kept.scorecard?.submission ?? name
    func impossible(_ reason: String) -> Outcome {
      .impossible(submission: shown, reason: "\(reason); `gradus grade` grades it again")
    }
    switch kept.state {
    case .broken(let reason): return impossible("seal broken: \(reason)")
    case .otherKey: return impossible("it was graded under another key")
    case .intact: break
    }
    guard let before = kept.scorecard else { return impossible("its scorecard cannot be read") }
    do {
      let digest = before.provenance.plan
      let known = rules[digest] ?? Result { try Rules(of: try output.plan(digest), lab: lab) }
      rules[digest] = known
      let today = try known.get()
      let after = try judge(before, kept.history, today, at: date)
      return .judged(Change(before: before, after: after, history: kept.history), today)
    } catch {
      return impossible("\(error)")
    }
  }

  private func judge(_ before: Scorecard, _ history: History, _ rules: Rules, at date: Date) throws -> Scorecard {
    var after = before
    if before.build.outcome == .built {
      let transcript = try sealedTranscript(of: before.folder)
      after.verdicts = try watched(before.folder, before.provenance.contentKey, rules) {
        try rules.judge(transcript, before: before.verdicts)
      }
    } else {
      after.verdicts = rules.plan.plan.checks.map(\.unbuilt)
    }
    after.earned = after.verdicts.reduce(.zero) { $0 + $1.earned }
    after.possible = after.verdicts.reduce(.zero) { $0 + $1.points }
    after.rules = self.rules?.recorded(at: date)
    if after.verdicts != before.verdicts { after.gradedAt = Int(date.timeIntervalSince1970) }
    after.provenance.plan = rules.plan.digest
    if let inputs = history.gradings.last?.inputs {
      after.provenance.contentKey = Grader.contentKey(inputs: inputs, plan: rules.plan.digest)
    }
    return after
  }

  package func sealedTranscript(of submission: String) throws -> Transcript {
    let folder = output.folder(of: submission)
    let bytes = try Files.read("\(folder)/transcript")
    let seal = Seal(text: String(decoding: try Files.read("\(folder)/\(Seal.file)"), as: UTF8.self))
    guard seal?.holds(for: bytes, of: "transcript") == true else {
      throw FileFault("\(folder)/transcript", "is not as it was written")
    }
    return try Transcript(bytes: bytes)
  }

  /// Makes the new folder beside the old: all but the scorecard and its reports is as it was.
  private func stage(_ change: Change, _ rules: Rules, _ staging: Staging, _ report: OutputFolder.Report) throws {
    try output.keep(rules.plan, rules.reference)
    try output.keep(self.rules)
    let old = output.folder(of: change.before.folder)
    let made = Set(["scorecard.json", History.file, Seal.file])
    let kept = try FileManager.default.contentsOfDirectory(atPath: old).filter { !made.contains($0) }.sorted()
    var history = change.history
    if change.isChanged {
      let inputs = history.gradings.last?.inputs ?? ""
      try history.append(PastGrading(change.after, because: [.rejudged], inputs: inputs))
    }
    try output.fill(
      staging.folder(of: change.before.folder), change.after, history,
      kept.map { (name: $0, bytes: try Files.read("\(old)/\($0)")) }, sealedBy: key, report: report)
  }
}
