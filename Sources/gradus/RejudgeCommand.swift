import ArgumentParser
import Checks
import Foundation
import Grading

struct RejudgeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rejudge", abstract: "Judges saved answers again, by today's points and tolerances.",
    discussion: """
      DIR is the --out of a `gradus grade`. No submission is run: its saved transcript is judged again. What would change \
      is shown; with --write it is also written. A check that asks other questions than then keeps its old verdict, and \
      is named: `gradus grade` asks the new ones.
      """)

  @Argument(help: "The folder of results.")
  var folder: String
  @Flag(help: "Write what is shown.")
  var write = false

  func run() throws {
    let output = try OutputFolder(existing: folder)
    let lock = try output.lock()
    defer { withExtendedLifetime(lock) {} }
    let rejudgement = Rejudgement(output: output, lab: try Lab.named(try output.lab()))
    var (count, changed) = (0, 0)
    var notes: Set<String> = []
    try rejudgement.run { change, updated in
      count += 1
      for check in updated.changedQuestions { notes.insert("\(check) asks something else now: its old verdict stays") }
      for check in updated.added { notes.insert("\(check) is new: nothing was asked of it") }
      guard change.isChanged else { return }
      changed += 1
      print("\(change.before.submission): \(change.before.earned) → \(change.after.earned) of \(change.after.possible)")
      for (before, after) in change.verdicts {
        let then = before.map { "\($0.kind.rawValue) \($0.earned) of \($0.points)" } ?? "absent"
        print("  \(after.check): \(then) → \(after.kind.rawValue) \(after.earned) of \(after.points)")
      }
      if write { try rejudgement.write(change, updated, report: StudentFiles.write) }
    }
    for note in notes.sorted() { print("note: \(note); `gradus grade` asks anew") }
    if write, changed > 0 { _ = try ClassFiles.write(in: output, lab: rejudgement.lab) }
    let ending = changed == 0 ? "" : write ? ", written" : "; nothing was written, --write does"
    print("\(count) judged again, \(changed) changed\(ending)")
  }
}
