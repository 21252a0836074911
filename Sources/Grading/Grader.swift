package import Checks
package import Foundation
package import Intake
import Keys
package import Sandbox

/// Everything that grading one lab under one key needs, prepared once.
package struct Grader: Sendable {
  package let lab: Lab
  package let plan: PreparedPlan
  package let reference: Reference
  let builder: Builder
  let runner: Runner
  let keyFingerprint: String
  /// Where wrong numbers are to be explained.
  private let suspects: Suspects?

  package init(
    lab: Lab, plan: Plan, keyFingerprint: String, toolkit: Toolkit, cache: Cache, confinement: Confinement,
    diagnoses: Bool = false
  ) throws {
    self.lab = lab
    self.keyFingerprint = keyFingerprint
    let toolchain = try Toolchain.locate(cache: cache)
    let sdk = try SDK.prepare(
      lab: lab.name, toolkit: toolkit, toolchain: toolchain, cache: cache, confinement: confinement)
    builder = Builder(sdk: sdk, toolchain: toolchain, confinement: confinement)
    runner = Runner(toolchain: toolchain, confinement: confinement)
    self.plan = try PreparedPlan(plan)
    let master = try toolkit.master(of: lab.name)
    reference = try Reference.prepare(self.plan, master: master, builder: builder, runner: runner, cache: cache)
    suspects =
      diagnoses
      ? Suspects(lab: lab, master: master, plan: plan, builder: builder, runner: runner, cache: cache) : nil
  }

  /// One graded submission: the scorecard and what it rests on.
  package struct Result: Sendable {
    package var scorecard: Scorecard
    package var transcript: Transcript
    package var printed: [UInt8]
  }

  /// The digest of all that the mark of this submission depends on.
  package func contentKey(_ submission: Submission) -> String {
    let content: [UInt8] =
      switch submission.content {
      case .source(let bytes, _): bytes
      case .rejected(let reason): Array("rejected: \(reason)".utf8)
      }
    return Digest(parts: [
      ("source", content), ("sdk", Array(builder.sdk.key.utf8)), ("plan", Array(plan.digest.utf8)),
      ("sandbox", Array(builder.confinement.name.utf8)), ("format", [1]),
    ]).description
  }

  /// Builds, runs and judges one submission. Whatever its code does is in the result; only a fault of ours is thrown.
  package func grade(_ submission: Submission, at date: Date = Date()) throws -> Result {
    let workspace = try Workspace()
    let build = try build(submission, in: workspace)
    return try grade(submission, built: build, in: workspace, at: date)
  }

  /// Builds a submission in a workspace, once for however many plans.
  package func build(_ submission: Submission, in workspace: borrowing Workspace) throws -> Scorecard.Build {
    switch submission.content {
    case .rejected(let reason): return Scorecard.Build(.rejected, message: reason)
    case .source(let source, let ignored):
      var build = try builder.build(source, in: workspace)
      if build.outcome == .built, !ignored.isEmpty { build.message = "not read: \(ignored.joined(separator: ", "))" }
      return build
    }
  }

  /// Runs and judges what was built in a workspace.
  package func grade(
    _ submission: Submission, built build: Scorecard.Build, in workspace: borrowing Workspace, at date: Date
  ) throws -> Result {
    var record = Runner.Record(transcript: Transcript(), printed: [])
    if build.outcome == .built {
      record = try runner.run(
        "\(workspace.path)/build/worker", plan, expecting: reference.transcript, opponent: reference.worker)
    }
    let verdicts = try judge(record.transcript, built: build.outcome == .built)
    let scorecard = Scorecard(
      lab: lab.name, submission: submission.name.display, folder: submission.name.folder, build: build,
      verdicts: verdicts, provenance: provenance(submission), gradedAt: Int(date.timeIntervalSince1970))
    return Result(scorecard: scorecard, transcript: record.transcript, printed: record.printed)
  }

  /// The verdicts on a transcript; where nothing was built, every check is listed as skipped.
  package func judge(_ transcript: Transcript, built: Bool) throws -> [Verdict] {
    guard built else { return plan.plan.checks.map { $0.unbuilt } }
    let verdicts = try plan.plan.judge(transcript, reference: reference.transcript)
    guard let suspects else { return verdicts }
    return try Diagnosis.adding(to: verdicts, of: plan.plan, transcript, suspects: suspects.all)
  }

  private func provenance(_ submission: Submission) -> Scorecard.Provenance {
    Scorecard.Provenance(
      contentKey: contentKey(submission), compiler: builder.toolchain.version, sandbox: builder.confinement.name,
      keyFingerprint: keyFingerprint, plan: plan.digest)
  }
}
