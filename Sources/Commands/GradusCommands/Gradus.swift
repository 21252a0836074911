package import ArgumentParser
public import Checks
import CommandSupport
import CourseRules
import Foundation
import ProgramSupport

/// The command line of the toolkit: thin, one file for each subcommand.
package struct Gradus: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "gradus",
    abstract: "Grades deep-learning labs written in Swift.",
    discussion: discussion,
    version: ToolkitVersion.current,
    subcommands: subcommands)

  package init() {}

  package static let discussion = """
    An instructor begins a course, or takes the labs as they are, hands one out, collects the submissions and grades them:
      gradus init my-course
      gradus labs
      gradus handout MLP --out mlp-handout
      gradus grade MLP --class submissions --out graded
    A student checks their own work in the handout with `swift run check`, or with `gradus check`.
    A CI job gates a submission: gradus grade MLP . --out graded --fail-under 6

    Exit codes: 0 done, 1 a submission is below what was asked, 2 a fault of ours or a wrong command.
    """

  /// A course's program has them too.
  package static let subcommands: [any ParsableCommand.Type] = [
    InitCommand.self, DoctorCommand.self, LabsCommand.self, HandoutCommand.self, CheckCommand.self, GradeCommand.self,
    RejudgeCommand.self, AuditCommand.self, NewCommand.self, PrepareCommand.self, TrainCommand.self, TaskCommand.self,
  ]
}

/// What the program `gradus` is.
public enum GradusProgram {
  /// Carries out the command that this process was started with, and ends the process: with 0 where all is done, 1 where a
  /// submission is below what was asked, 2 at a fault of ours or a wrong command.
  ///
  /// - Parameter labs: The labs that come with the toolkit.
  public static func main(labs: [Lab]) {
    Shelf.stock(labs)
    OwnCourse.takeOver(CommandLine.arguments)
    Companion.takeOver(CommandLine.arguments)
    Gradus.runProgram()
  }
}
