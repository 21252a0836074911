import ArgumentParser
import Checks
import CommandSupport
import Grading
import Intake
import ProgramSupport
import Storage

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Runs the public checks on your own work.",
    discussion: """
      DIR is a handout's folder, or any folder or .swift file with your solution. Hidden checks are not run; how many \
      there are is said. Exits with 1 where a public check does not pass.
      """)

  @OptionGroup var work: OwnWork
  @OptionGroup var output: CheckOutput

  func run() throws {
    let lab = try work.lab.map { try Lab.named($0) } ?? work.choose(among: Shelf.labs, file: \.file)
    let submission = try Submission(path: work.path, file: lab.file)
    let cache = try Cache.standard()
    let grader = try Grader.ofPublicChecks(
      lab, toolkit: try Toolkit.locate(), cache: cache, confinement: OwnWork.confinement(cache))
    try output.tell(try grader.grade(submission), of: HandoutFolder.Card(lab))
  }
}
