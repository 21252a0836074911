package import Checks
package import Foundation
package import Intake
import Keys
package import Sandbox
import Storage

/// Everything that grading one lab under one key needs, prepared once.
///
/// The questions are drawn and the reference is asked in the background: submissions are compiled meanwhile.
package struct Grader: Sendable {
  /// What submissions are asked, and what the reference answers.
  struct Exam: Sendable {
    let plan: PreparedPlan
    let reference: Reference
    /// Where wrong numbers are to be explained.
    let suspects: Suspects?
  }

  package let lab: Lab
  let builder: Builder
  let programs: Programs
  let runner: Runner
  let keyFingerprint: String
  /// The course's rules that `lab` is under, where there are any.
  package var rules: AppliedRules?
  /// The node of a cluster that this is, for the scorecards.
  package var node: String?
  private let exam: Pending<Exam>

  package init(
    lab: Lab, plan: @autoclosure @escaping @Sendable () -> Plan, keyFingerprint: String, toolkit: Toolkit, cache: Cache,
    confinement: Confinement, diagnoses: Bool = false,
    note: @escaping @Sendable (String) -> Void = { _ in }
  ) throws {
    let draw = plan
    try self.init(
      lab: lab, kit: try toolkit.kit(of: lab.name), keyFingerprint: keyFingerprint, toolkit: toolkit, cache: cache,
      confinement: confinement
    ) { programs, runner in
      let plan = try PreparedPlan(draw())
      let master = try toolkit.master(of: lab.name)
      return Exam(
        plan: plan,
        reference: try Reference.prepare(plan, master: master, programs: programs, runner: runner, cache: cache),
        suspects: diagnoses
          ? Suspects(lab: lab, master: master, programs: programs, runner: runner, cache: cache, note: note) : nil)
    }
  }

  /// Grades by questions whose answers are known, as a handout has them: no master is wanted, and nothing is timed.
  package init(
    lab: Lab, plan: Plan, answers: Transcript, kit: KitSources, keyFingerprint: String, toolkit: Toolkit, cache: Cache,
    confinement: Confinement
  ) throws {
    try self.init(
      lab: lab, kit: kit, keyFingerprint: keyFingerprint, toolkit: toolkit, cache: cache, confinement: confinement
    ) { _, _ in
      Exam(
        plan: try PreparedPlan(plan), reference: Reference(worker: nil, transcript: answers), suspects: nil)
    }
  }

  private init(
    lab: Lab, kit: KitSources, keyFingerprint: String, toolkit: Toolkit, cache: Cache, confinement: Confinement,
    exam: @escaping @Sendable (Programs, Runner) throws -> Exam
  ) throws {
    self.lab = lab
    self.keyFingerprint = keyFingerprint
    let toolchain = try Toolchain.locate(cache: cache)
    let sdk = try SDK.prepare(kit, toolchain: toolchain, cache: cache, confinement: confinement)
    let cell = try Cell.prepare(
      toolkit: toolkit, toolchain: toolchain, cache: cache, confinement: confinement)
    let (builder, runner) = (
      Builder(sdk: sdk, toolchain: toolchain, confinement: confinement, cell: cell),
      Runner(toolchain: toolchain, confinement: confinement, cell: cell)
    )
    (self.builder, self.runner) = (builder, runner)
    let programs = Programs(builder: builder, cache: cache)
    self.programs = programs
    self.exam = Pending { try exam(programs, runner) }
  }

  /// The drawn questions. Waits for them, and throws where the reference is at fault.
  package var plan: PreparedPlan { get throws { try exam.value().plan } }
  /// The reference and its answers. Waits for them, and throws where it is at fault.
  package var reference: Reference { get throws { try exam.value().reference } }

  /// Compiles what wrong numbers are compared with, so that those who grade at once need not each do it.
  package func prepareSuspects() throws { try exam.value().suspects?.compile() }

  /// One graded submission: the scorecard and what it rests on.
  package struct Result: Sendable {
    package var scorecard: Scorecard
    package var transcript: Transcript
    package var printed: [UInt8]
  }

  /// Builds, runs and judges one submission. Whatever its code does is in the result; only a fault of ours is thrown.
  /// What it answered to a check goes to `judging` before that is judged, and at last all of it.
  package func grade(
    _ submission: Submission, at date: Date = Date(), judging: (Transcript) throws -> Void = { _ in }
  ) throws -> Result {
    let workspace = try Workspace()
    let build = try build(submission, in: workspace)
    return try grade(
      submission, built: Programs.Built(build: build, worker: "\(workspace.path)/build/worker"), at: date,
      judging: judging)
  }

  /// Builds a submission in a workspace.
  private func build(_ submission: Submission, in workspace: borrowing Workspace) throws -> Scorecard.Build {
    switch submission.content {
    case .rejected(let reason), .nothing(let reason): return Scorecard.Build(.rejected, message: reason)
    case .source(let source, let ignored):
      var build = try builder.build(source, in: workspace)
      var told = submission.notes.map { "handed in: \($0)" }
      if build.outcome == .built, !ignored.isEmpty {
        build.message = ""
        told.append("not read: \(ignored.joined(separator: ", "))")
      }
      build.message = (told + (build.message.isEmpty ? [] : [build.message])).joined(separator: "\n")
      return build
    }
  }

  /// Builds a source of our own, once for however many plans.
  func program(of source: String) throws -> Programs.Built { try programs.program(of: source) }

  /// Runs and judges what was built.
  func grade(
    _ submission: Submission, built program: Programs.Built, at date: Date,
    judging: (Transcript) throws -> Void = { _ in }
  ) throws -> Result {
    let exam = try exam.value()
    var record = Runner.Record(transcript: Transcript(), printed: [])
    if program.build.outcome == .built {
      record = try runner.run(
        program.worker, exam.plan,
        as: .submission(against: exam.reference.transcript, opponent: exam.reference.worker), judging: judging)
      if case .source(let source, _) = submission.content {
        CrashLines(
          toolchain: builder.toolchain, confinement: builder.confinement, cell: builder.cell, file: lab.file,
          source: source
        ).locate(&record.transcript, of: program.worker)
      }
    }
    try judging(record.transcript)
    let verdicts = try judge(record.transcript, built: program.build.outcome == .built)
    let scorecard = Scorecard(
      lab: lab.name, submission: submission.name.display, folder: submission.name.folder, build: program.build,
      verdicts: verdicts, provenance: try provenance(submission), gradedAt: Int(date.timeIntervalSince1970),
      rules: rules?.recorded(at: date))
    return Result(scorecard: scorecard, transcript: record.transcript, printed: record.printed)
  }

  /// The verdicts on a transcript; where nothing was built, every check is listed as skipped.
  package func judge(_ transcript: Transcript, built: Bool) throws -> [Verdict] {
    let exam = try exam.value()
    guard built else { return exam.plan.plan.checks.map { $0.unbuilt } }
    let verdicts = try exam.plan.plan.judge(transcript, reference: exam.reference.transcript)
    return try Diagnosis.adding(
      to: verdicts, of: exam.plan.plan, transcript, reference: exam.reference.transcript,
      suspects: { try exam.suspects?.suspects(of: $0, passed: $1) ?? [] })
  }

  private func provenance(_ submission: Submission) throws -> Scorecard.Provenance {
    var provenance = Scorecard.Provenance(
      contentKey: try contentKey(submission), compiler: builder.toolchain.version, sandbox: builder.confinement.name,
      keyFingerprint: keyFingerprint, plan: try plan.digest)
    provenance.node = node
    return provenance
  }
}
