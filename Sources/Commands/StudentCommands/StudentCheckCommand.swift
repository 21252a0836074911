import ArgumentParser
import Grading
import Intake
import ProgramSupport
import Storage

struct StudentCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Runs the public checks on your own work.",
    discussion: """
      DIR is a handout's folder, whose checks are then run, or any folder or .swift file with your solution. Hidden \
      checks are not here; how many there are is said. Exits with 1 where a public check does not pass.
      """)

  @OptionGroup var work: OwnWork
  @OptionGroup var output: CheckOutput

  func run() throws {
    let handout = try work.lab.map { try Handouts.named($0) } ?? guess()
    let submission = try Submission(path: work.path, file: handout.card.file)
    let cache = try Cache.standard()
    let grader = try handout.grader(
      toolkit: try Toolkit.locate(.runner), cache: cache, confinement: OwnWork.confinement(cache))
    try output.tell(try grader.grade(submission), of: handout.card)
  }

  private func guess() throws -> HandoutFolder {
    if HandoutFolder.isOne(work.path) { return try HandoutFolder(work.path) }
    return try work.choose(among: try Handouts.all(), file: \.card.file)
  }
}
