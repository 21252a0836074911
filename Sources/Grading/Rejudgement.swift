package import Checks
import Foundation
import Keys

/// Judging saved transcripts again, by today's rules: nobody's code is run.
///
/// A check's calls were drawn from a seed that its plan holds. Today's check drawn from the same seed makes the same
/// calls unless what it asks has changed; where they are the same, today's points, tolerances and judges hold, and
/// where they are not, the old rule stays, for there is no answer to the new question.
package struct Rejudgement: Sendable {
  let output: OutputFolder
  package let lab: Lab

  package init(output: OutputFolder, lab: Lab) {
    self.output = output
    self.lab = lab
  }

  /// What became of one submission.
  package struct Change: Sendable {
    package var before: Scorecard
    package var after: Scorecard
    package var folder: String

    /// Whether a mark, a verdict or what is said of it differs.
    package var isChanged: Bool { before.verdicts != after.verdicts }

    /// The checks whose points or kind differ.
    package var verdicts: [(before: Verdict?, after: Verdict)] {
      after.verdicts.compactMap { now in
        let then = before.verdicts.first { $0.check == now.check }
        guard then?.earned != now.earned || then?.kind != now.kind || then?.points != now.points else { return nil }
        return (then, now)
      }
    }
  }

  /// A plan brought up to today's rules, and the checks that could not be.
  package struct Updated: Sendable {
    package var plan: PreparedPlan
    package var reference: Transcript
    package var changedQuestions: [String]
    package var added: [String]
  }

  /// Today's rules for the questions of a saved plan.
  package func update(_ digest: String) throws -> Updated {
    let (saved, reference) = try output.plan(digest)
    var changed: [String] = []
    let today = lab.publicChecks.map { ($0, Audience.everyone) } + lab.hiddenChecks.map { ($0, Audience.instructors) }
    let checks = saved.checks.map { old -> PlannedCheck in
      guard let (check, audience) = today.first(where: { $0.0.id == old.id }) else {
        changed.append(old.id)
        return old
      }
      let new = PlannedCheck(check, audience: audience, seed: old.seed)
      guard new.calls == old.calls else {
        changed.append(old.id)
        return old
      }
      return new
    }
    let known = Set(saved.checks.map(\.id))
    return Updated(
      plan: try PreparedPlan(Plan(lab: saved.lab, checks: checks)), reference: reference, changedQuestions: changed,
      added: today.map(\.0.id).filter { !known.contains($0) })
  }

  /// Judges every graded submission again, one at a time.
  package func run(_ report: (Change, Updated) throws -> Void) throws {
    var updates: [String: Updated] = [:]
    for folder in try output.graded() {
      guard let before = output.scorecard(of: folder) else {
        throw GradingFault.file(output.folder(of: folder), "its scorecard.json cannot be read; grade it again")
      }
      let digest = before.provenance.plan
      let updated = try updates[digest] ?? update(digest)
      updates[digest] = updated
      var after = before
      if before.build.outcome == .built {
        let transcript = try output.transcript(of: folder)
        let plan = updated.plan.plan
        let verdicts = try plan.judge(transcript, reference: updated.reference)
        after.verdicts = Diagnosis.adding(
          to: verdicts, of: plan, transcript, reference: updated.reference, suspects: { [] }
        ).map { verdict in
          // The numbers are the same, so what they were recognized as stays.
          var verdict = verdict
          let known = before.verdicts.first { $0.check == verdict.check }?.diagnosis
          if verdict.kind == .failed, let known { verdict.diagnosis = known }
          return verdict
        }
      } else {
        after.verdicts = updated.plan.plan.checks.map(\.unbuilt)
      }
      after.provenance.plan = updated.plan.digest
      after.earned = after.verdicts.reduce(.zero) { $0 + $1.earned }
      after.possible = after.verdicts.reduce(.zero) { $0 + $1.points }
      try report(Change(before: before, after: after, folder: folder), updated)
    }
  }

  /// Puts a rejudged scorecard and its reports in place of the old ones; the transcript and all else stay.
  package func write(_ change: Change, _ updated: Updated, report: (Scorecard, String) throws -> Void) throws {
    try output.keep(updated.plan, updated.reference)
    let old = output.folder(of: change.folder)
    let kept = try FileManager.default.contentsOfDirectory(atPath: old).sorted().map { name in
      (name: name, bytes: try Files.read("\(old)/\(name)"))
    }
    try output.put(kept, for: change.folder) { try report(change.after, $0) }
  }
}
