import ArgumentParser
import Checks
import CommandSupport
import Foundation
import Grading
import Intake
import ProgramSupport
import Sandbox
import Storage

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Runs the public checks on your own work.",
    discussion: """
      DIR is a handout's folder, or any folder or .swift file with your solution. Hidden checks are not run; how many \
      there are is said. Exits with 1 where a public check does not pass.
      """)

  @Argument(help: "Your folder or file.")
  var path = "."
  @Option(help: "The lab, where it cannot be told from the file's name.")
  var lab: String?
  @OptionGroup var output: CheckOutput

  func run() throws {
    let lab = try lab.map { try Lab.named($0) } ?? guess()
    let submission = try Submission(path: path, file: lab.file)
    // Your own code: confined where that is possible, and run all the same where not.
    let cache = try Cache.standard()
    let confinement = (try? Confinement.available(remembering: cache)) ?? .none
    let grader = try Grader.ofPublicChecks(
      lab, toolkit: try Toolkit.locate(), cache: cache, confinement: confinement)
    try output.tell(try grader.grade(submission), of: HandoutFolder.Card(lab))
  }

  private func guess() throws -> Lab {
    let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    let labs = Shelf.labs.filter { Files.exists("\(path)/\($0.file)") || name == $0.file }
    guard labs.count == 1 else {
      let files = Shelf.labs.map(\.file).joined(separator: ", ")
      throw ValidationError(
        "\(path) holds \(labs.isEmpty ? "none" : "several") of \(files). Say which lab: --lab NAME.")
    }
    return labs[0]
  }
}
