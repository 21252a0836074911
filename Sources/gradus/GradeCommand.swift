import ArgumentParser
import Checks
import Foundation
import Grading
import Intake
import Keys

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

      Exit codes: 0 all were graded, whatever the marks; 1 a mark is below --fail-under; 2 a fault of ours or a wrong \
      command: those that could not be graded are listed and have no mark.
      """)

  @Argument(help: "The lab's name, as `gradus labs` lists it.")
  var lab: String
  @Argument(help: "Submissions.")
  var paths: [String]
  @Flag(name: .customLong("class"), help: "Each PATH is a folder of submissions.")
  var isClass = false
  @Option(help: ArgumentHelp("Where the results go.", valueName: "dir"))
  var out: String
  @Option(name: .shortAndLong, help: "How many are graded at once.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount
  @Option(
    help: ArgumentHelp(
      "The file with the course key that hidden inputs are drawn from; without it DIR/course.key, made on first use.",
      valueName: "file"))
  var key: String?
  @Option(help: ArgumentHelp("Exit with 1 where a mark is below this.", valueName: "points"))
  var failUnder: Double?
  @Option(help: "How code is confined: bubblewrap, or none (limits only, for trusted code).")
  var sandbox: SandboxChoice = .bubblewrap

  @Flag(help: "Do not look for the known mistake behind wrong numbers, which takes a while at the first one.")
  var noDiagnosis = false

  func validate() throws {
    guard jobs > 0 else { throw ValidationError("--jobs must be at least 1.") }
    if let failUnder, !(0...1000).contains(failUnder) {
      throw ValidationError("--fail-under wants points, such as 5.5.")
    }
  }

  func run() throws {
    // All that can be wrong with the command is found before anything is written.
    let lab = try Lab.named(lab)
    let turns = try Turns(paths, isClass: isClass, file: lab.file, besides: out)
    let given = try key.map { try CourseKey(fileContents: try Files.read($0)) }
    let cache = try Cache.standard()
    let confinement = try sandbox.confinement(cache)
    Workspace.removeLeftovers()
    let toolkit = try Toolkit.locate()

    let output = try OutputFolder(out, lab: lab.name)
    let lock = try output.lock()
    defer { withExtendedLifetime(lock) {} }
    let courseKey = try given ?? output.key()
    let grader = try Grader(
      lab: lab, plan: lab.plan { courseKey.seed(lab: lab.name, check: $0, scope: "class") },
      keyFingerprint: courseKey.fingerprint, toolkit: toolkit, cache: cache,
      confinement: confinement, diagnoses: !noDiagnosis)
    let progress = GradingProgress(failUnder: failUnder.map { Points($0) })
    try ClassRun(grader: grader, output: output, jobs: jobs, report: StudentFiles.write)
      .run(count: turns.count, load: turns.load, progress: progress.show)

    let faults = progress.finish()
    guard faults.isEmpty else {
      for fault in faults { FileHandle.standardError.say("not graded: \(fault)") }
      FileHandle.standardError.say(
        "\(faults.count) have no mark, by a fault that is not theirs. The same command tries again.")
      throw ExitCode(2)
    }
    let table = try ClassFiles.write(in: output, lab: lab)
    print(table)
    print("\(turns.count) graded; the reports are in \(out)")
    if progress.isBelow { throw ExitCode(1) }
  }
}

/// The submissions of a command, read one at a time when their turn comes.
struct Turns: Sendable {
  private let turns: [(path: String, name: UntrustedName?)]
  private let file: String

  /// `output` may lie among the submissions and is none.
  init(_ paths: [String], isClass: Bool, file: String, besides output: String) throws {
    self.file = file
    var turns: [(path: String, name: UntrustedName?)] = []
    var folders: [String: String] = [:]
    for path in paths {
      if isClass {
        let own = URL(fileURLWithPath: output).standardizedFileURL.path
        for name in try Submission.names(inClass: path)
        where URL(fileURLWithPath: "\(path)/\(name.display)").standardizedFileURL.path != own {
          turns.append((path, name))
        }
      } else {
        turns.append((path, nil))
      }
    }
    for turn in turns {
      let name = try turn.name ?? Submission.name(ofPath: turn.path)
      if let other = folders.updateValue(turn.path, forKey: name.folder) {
        throw ValidationError(
          "Two submissions are named \(name.display), in \(other) and \(turn.path); their results would share a folder."
        )
      }
    }
    self.turns = turns
  }

  var count: Int { turns.count }

  func load(_ index: Int) throws -> Submission {
    let turn = turns[index]
    guard let name = turn.name else { return try Submission(path: turn.path, file: file) }
    return Submission(name, inClass: turn.path, file: file)
  }
}
