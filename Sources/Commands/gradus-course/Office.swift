import ArgumentParser
import Collecting
import Foundation

/// What a course does besides grading: one file for each subcommand. `gradus COMMAND` leads here.
@main
struct Office: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradus",
    abstract: "What a course does besides grading.",
    subcommands: [CollectCommand.self, PagesCommand.self])

  /// As `main` of ArgumentParser, but wrong usage exits with 2, and so does every fault.
  static func main() {
    // Started by itself, in a sandbox, to read one archive: with that nothing else of this program is begun.
    if let code = UnpackingProgram.run(CommandLine.arguments) { Foundation.exit(code) }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      let isHelp = exitCode(for: error) == .success
      let message = fullMessage(for: error)
      (isHelp ? FileHandle.standardOutput : .standardError).write(Data((message + "\n").utf8))
      Foundation.exit(isHelp ? 0 : 2)
    }
  }
}
