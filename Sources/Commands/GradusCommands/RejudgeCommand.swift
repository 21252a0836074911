import ArgumentParser
import Checks
import CommandSupport
import Foundation
import Grading
import Keys
import ProgramSupport
import Storage

struct RejudgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rejudge", abstract: "Judges saved answers again, by today's points and tolerances.",
    discussion: """
      DIR is the --out of a `gradus grade`. No submission is run: its saved transcript is judged again. What would change \
      is shown; with --write it is also written, for all in one step at the end. A check that asks other questions than \
      then keeps its old verdict, one that is no more goes with its points, and one that is new is not in these marks: \
      each is named, and `gradus grade` asks anew.

      Exit codes: 0 all were judged; 2 a fault of ours or a wrong command: those that could not be judged are listed and \
      stay as they are.
      """)

  @Argument(help: "The folder of results.")
  var folder: String
  @Flag(help: "Write what is shown.")
  var write = false
  @Option(
    help: ArgumentHelp("The file with the course key, where it is not DIR/course.key.", valueName: "file"))
  var key: String?
  @OptionGroup var course: CourseOption

  func run() throws {
    let output = try OutputFolder(existing: folder)
    let (lab, rules) = try course.lab(named: try output.lab(), resultsIn: folder)
    let given = try key.map { try CourseKey(fileContents: try Files.read($0)) }
    let lock = try output.lock()
    defer { withExtendedLifetime(lock) {} }
    let key = try output.existingKey(given: given)
    var (count, changed) = (0, 0)
    var impossible: [String] = []
    var notes: Set<String> = []
    try Rejudgement(output: output, lab: lab, key: key, rules: rules).run(writing: write ? StudentFiles.write : nil) {
      outcome in
      switch outcome {
      case .impossible(let submission, let reason):
        impossible.append("cannot be judged again: \(submission): \(reason)")
      case .judged(let change, let rules):
        count += 1
        notes.formUnion(rules.notes)
        guard change.isChanged else { return }
        changed += 1
        show(change)
      }
    }
    for note in notes.sorted() { print("note: \(note)") }
    // Also where nothing changed: an earlier run may have been stopped before it came to them.
    let written = write ? try ClassFiles(output: output, lab: lab, key: key).write() : nil
    let ending = changed == 0 ? "" : write ? ", written" : "; nothing was written, --write does"
    print("\(count) judged again, \(changed) changed\(ending)")
    let failures = (written?.failures ?? []).map { "not written: \($0)" }
    for line in impossible + failures { FileHandle.standardError.say(line) }
    if !(impossible + failures).isEmpty { throw ExitCode(2) }
  }

  private func show(_ change: Rejudgement.Change) {
    let (before, after) = (change.before, change.after)
    let possible = before.possible == after.possible ? "" : " of \(before.possible)"
    print("\(before.submission): \(before.earned)\(possible) → \(after.earned) of \(after.possible)")
    for difference in change.differences {
      func words(_ verdict: Verdict?) -> String {
        verdict.map { "\($0.kind.rawValue) \($0.earned) of \($0.points)" } ?? "absent"
      }
      print("  \(difference.check): \(words(difference.before)) → \(words(difference.after))")
    }
  }
}

extension Rules {
  /// What is to be known of the checks that today's rules do not simply judge.
  fileprivate var notes: [String] {
    changed.map { "\($0) asks something else now: its old verdict stays; `gradus grade` asks anew" }
      + removed.map { "\($0) is no check any more: its verdict and its points go" }
      + added.map { "\($0) is new: nothing was asked, so these marks are without it; `gradus grade` asks it" }
  }
}
