import ArgumentParser
import Collecting
import CommandSupport
import Foundation

/// What a course does besides grading: one file for each subcommand. `gradus COMMAND` leads here.
@main
struct Office: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradus",
    abstract: "What a course does besides grading.",
    subcommands: [CollectCommand.self, PagesCommand.self, CourseCommand.self])

  static func main() {
    // Started by itself, in a sandbox, to read one archive: with that nothing else of this program is begun.
    if let code = UnpackingProgram.run(CommandLine.arguments) { Foundation.exit(code) }
    runProgram()
  }
}
