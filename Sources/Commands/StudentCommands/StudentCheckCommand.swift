import ArgumentParser
import Foundation
import Grading
import Intake
import ProgramSupport
import Sandbox
import Storage

struct StudentCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Runs the public checks on your own work.",
    discussion: """
      DIR is a handout's folder, whose checks are then run, or any folder or .swift file with your solution. Hidden \
      checks are not here; how many there are is said. Exits with 1 where a public check does not pass.
      """)

  @Argument(help: "Your folder or file.")
  var path = "."
  @Option(help: "The lab, where it cannot be told from the file's name.")
  var lab: String?
  @OptionGroup var output: CheckOutput

  func run() throws {
    let handout = try lab.map { try Handouts.named($0) } ?? guess()
    let submission = try Submission(path: path, file: handout.card.file)
    // One's own code: confined where that is possible, and run all the same where not.
    let cache = try Cache.standard()
    let confinement = (try? Confinement.available(remembering: cache)) ?? .none
    let grader = try handout.grader(toolkit: try Toolkit.locate(.runner), cache: cache, confinement: confinement)
    try output.tell(try grader.grade(submission), of: handout.card)
  }

  private func guess() throws -> HandoutFolder {
    if HandoutFolder.isOne(path) { return try HandoutFolder(path) }
    let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    let all = try Handouts.all()
    let fitting = all.filter { Files.exists("\(path)/\($0.card.file)") || name == $0.card.file }
    guard fitting.count == 1 else {
      let files = all.map(\.card.file).joined(separator: ", ")
      throw ValidationError(
        "\(path) holds \(fitting.isEmpty ? "none" : "several") of \(files). Say which lab: --lab NAME.")
    }
    return fitting[0]
  }
}
