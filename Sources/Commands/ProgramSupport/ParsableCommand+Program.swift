package import ArgumentParser
import Foundation

extension ParsableCommand {
  /// As `main` of ArgumentParser, but wrong usage exits with 2, and so does every fault.
  package static func runProgram() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      Foundation.exit(code.rawValue)
    } catch {
      let isHelp = exitCode(for: error) == .success
      (isHelp ? FileHandle.standardOutput : .standardError).say(fullMessage(for: error))
      Foundation.exit(isHelp ? 0 : 2)
    }
  }
}
