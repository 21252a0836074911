import ArgumentParser
public import Checks
import Collecting
import CommandSupport
import CourseFile
import CourseRules
import Foundation
import GradusCommands
import HiddenChecks
import ProgramSupport

/// The program of a course: all of `gradus`'s commands, for the course's own labs and those of the toolkit.
public enum CourseProgram {
  /// Carries out the command that this process was started with, and ends the process: with 0 where all is done, 1 where a
  /// submission is below what was asked, 2 at a fault of ours or a wrong command.
  ///
  /// - Parameters:
  ///   - labs: The course's own labs. Their names differ from each other's and from the toolkit's, whatever the case.
  ///   - file: The program's source, which lies in the course's package: there the labs' files are looked for.
  public static func main(labs: [Lab] = [], file: String = #filePath) {
    // Started by itself, in a sandbox, to read one archive: with that nothing else of this program is begun.
    if let code = UnpackingProgram.run(CommandLine.arguments) { Foundation.exit(code) }
    Shelf.stock(Catalogue.labs)
    CourseReading.use { try CourseFile.course($0) }
    do {
      if !labs.isEmpty { try Shelf.add(labs, of: try root(above: file)) }
    } catch {
      FileHandle.standardError.say("Error: \(error)")
      Foundation.exit(2)
    }
    CourseRoot.runProgram()
  }

  /// The folder of the package that a source belongs to.
  private static func root(above file: String) throws -> String {
    var folder = URL(fileURLWithPath: file)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) { return folder.path }
    }
    throw ValidationError(
      "The course's folder, in which \(file) was built, is no more there. Build the course again where it is now.")
  }
}

struct CourseRoot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: CommandLine.arguments.first.map { URL(fileURLWithPath: $0).lastPathComponent } ?? "course",
    abstract: "Grades deep-learning labs written in Swift.",
    discussion: Gradus.discussion,
    version: ToolkitVersion.current,
    subcommands: Gradus.subcommands + [
      CollectCommand.self, PagesCommand.self, SimilarCommand.self, CourseCommand.self, ExportCommand.self,
      RosterCommand.self,
      RecordCommand.self, GradebookCommand.self, MarkCommand.self, HandedInCommand.self, TeamCommand.self,
      FormCommand.self, RegradeCommand.self, HistoryCommand.self, ExplainCommand.self, UndoCommand.self,
    ])
}
