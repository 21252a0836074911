import ArgumentParser
import Checks
import CommandSupport
import Foundation
import Grading
import Intake
import Keys
import ProgramSupport
import Storage

struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Grades submissions against public and hidden checks.",
    discussion: """
      PATH is one submission: a folder that holds the lab's file, or a .swift file. With --class it is a folder of \
      submissions, one folder or .swift file for each student.

      Every submission is compiled and run confined by bubblewrap: no network, a read-only view of the compiler and the \
      lab's kit, limits on time, memory, processes and output. What it answers is judged here, outside.

      DIR then holds, for each student, students/NAME/{scorecard.json, junit.xml, report.md, instructor.md, transcript}, \
      and for the class junit.xml and grades.csv. The same command again grades only what changed, and goes on where a \
      run was stopped.

      Each mark is sealed with the course key, and all gradings are kept in students/NAME/history.jsonl. One that was \
      changed by hand is told, and graded again.

      Where nothing can be graded, or nobody can tell which of several files is meant, there is no mark: those stand as \
      not graded in the class's files, and a person must look at them.

      Where the current folder has a course.yml its rules for the lab hold: points, limits, hints, checks that are off, \
      what students see of hidden checks. Each scorecard records them; after they were changed the same command grades \
      anew what they change, and shows students from the deadline on what they may see from then on.

      Exit codes: 0 all that is gradable was graded, whatever the marks; 1 a mark is below --fail-under, or there is \
      nothing gradable where that is given; 2 a fault of ours or a wrong \
      command: those that could not be graded are listed, stand in the class's files without a mark, and are tried \
      again by the same command.
      """)

  @Argument(help: "The lab's name, as `gradus labs` lists it.")
  var lab: String
  @Argument(help: "Submissions.")
  var paths: [String]
  @Flag(name: .customLong("class"), help: "Each PATH is a folder of submissions.")
  var isClass = false
  @Option(help: ArgumentHelp("Where the results go.", valueName: "dir"))
  var out: String
  @Option(name: .shortAndLong, help: "How many are graded at once; on a cluster in each task.")
  var jobs: Int?
  @Option(
    help: ArgumentHelp(
      "The file with the course key that hidden inputs are drawn from; without it DIR/course.key, made on first use.",
      valueName: "file"))
  var key: String?
  @Option(help: ArgumentHelp("Exit with 1 where a mark is below this.", valueName: "points"))
  var failUnder: Double?
  @Option(
    help: ArgumentHelp(
      "Write the class as Markdown to this file, for a CI job's summary: marks, what needs a person, which checks cost most. "
        + "At most 1 MB.", valueName: "file"))
  var summary: String?
  @Option(help: "How code is confined: bubblewrap, or none (limits only, for trusted code).")
  var sandbox: SandboxChoice = .bubblewrap

  @OptionGroup var course: CourseOption

  @Flag(help: "Do not look for the known mistake behind wrong numbers, which takes a while at the first one.")
  var noDiagnosis = false
  @Flag(help: "Grade all again, the unchanged too; what they had stays in their histories.")
  var again = false
  @Flag(help: "Try again what ended the grader in an earlier run.")
  var retry = false
  @Flag(help: "Grade under another course key than that of the results in DIR: all inputs are drawn anew.")
  var newKey = false

  @OptionGroup(title: "On a cluster") var fleet: FleetOptions

  func validate() throws {
    guard jobs ?? 1 > 0 else { throw ValidationError("--jobs must be at least 1.") }
    if let failUnder, !(0...1000).contains(failUnder) {
      throw ValidationError("--fail-under wants points, such as 5.5.")
    }
  }

  func run() throws {
    if fleet.on == .slurm { return try runOnSlurm() }
    // All that can be wrong with the command is found before anything is written.
    let (lab, rules) = try course.lab(named: lab, resultsIn: out)
    let turns = try Turns(paths, isClass: isClass, lab: lab, besides: out)
    for remark in turns.remarks { FileHandle.standardError.say("note: \(remark)") }
    let given = try key.map { try CourseKey(fileContents: try Files.read($0)) }
    let cache = try Cache.standard()
    let confinement = try sandbox.confinement(cache)
    Workspace.removeLeftovers()
    let toolkit = try Toolkit.locate()

    let output = try OutputFolder(out, lab: lab.name)
    let lock = try output.lock()
    defer { withExtendedLifetime(lock) {} }
    let courseKey = try output.courseKey(given: given, isNew: newKey)
    let progress = GradingProgress(failUnder: failUnder.map { Points($0) })
    var grader = try Grader(
      lab: lab, plan: lab.plan { courseKey.seed(lab: lab.name, check: $0, scope: "class") },
      keyFingerprint: courseKey.fingerprint, toolkit: toolkit, cache: cache,
      confinement: confinement, diagnoses: !noDiagnosis, note: progress.say)
    grader.rules = rules
    let reserve = output.reserve(submissions: turns.count)
    var run = ClassRun(
      grader: grader, output: output, key: courseKey,
      jobs: Jobs.capped(jobs ?? ProcessInfo.processInfo.activeProcessorCount), report: StudentFiles.write)
    (run.again, run.retry) = (again, retry)
    try run.run(count: turns.count, name: turns.name, load: turns.load, progress: progress.show)

    let faults = progress.finish()
    reserve.release()
    try tell(turns, faults, try write(output, lab, courseKey, turns, faults))
    if progress.isBelow { throw ExitCode(1) }
  }

  /// The class's files are written whatever became of single submissions.
  func write(
    _ output: OutputFolder, _ lab: Lab, _ key: CourseKey, _ turns: Turns, _ faults: [GradingProgress.Fault]
  ) throws -> ClassFiles.Result {
    var failures: [String] = []
    do { try output.note(seen: turns.places) } catch { failures.append("\(error)") }
    let reasons = Dictionary(faults.map { ($0.folder, $0.reason) }) { first, _ in first }
    var result = try ClassFiles(output: output, lab: lab, key: key, faults: reasons, summary: summary).write()
    result.failures = failures + result.failures
    return result
  }

  func tell(_ turns: Turns, _ faults: [GradingProgress.Fault], _ written: ClassFiles.Result) throws {
    print(written.table)
    print("\(turns.count - faults.count) graded; the reports are in \(out)")
    let error = FileHandle.standardError
    for fault in faults { error.say("not graded: \(fault.name): \(fault.reason)") }
    for failure in written.failures { error.say("not written: \(failure)") }
    let ours = faults.count { !$0.isNothing }
    if ours > 0 { error.say("\(ours) have no mark, by a fault that is not theirs. The same command tries again.") }
    if ours < faults.count {
      error.say("\(faults.count - ours) have no mark, since there is nothing to grade: a person must look at them.")
    }
    let isNobodyGraded = !faults.isEmpty && faults.count == turns.count
    if ours > 0 || isNobodyGraded || !written.failures.isEmpty { throw ExitCode(2) }
  }
}
