import ArgumentParser
import CommandSupport
import CourseRules
import Foundation

/// The command line: thin, one file for each subcommand.
@main
struct Gradus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradus",
    abstract: "Grades deep-learning labs written in Swift.",
    discussion: """
      An instructor hands out a lab, collects the submissions and grades them:
        gradus labs
        gradus handout MLP --out mlp-handout
        gradus grade MLP --class submissions --out graded
      A student checks their own work in the handout with `swift run check`, or with `gradus check`.
      A CI job gates a submission: gradus grade MLP . --out graded --fail-under 6

      Exit codes: 0 done, 1 a submission is below what was asked, 2 a fault of ours or a wrong command.
      """,
    version: ToolkitVersion.current,
    subcommands: [
      LabsCommand.self, HandoutCommand.self, CheckCommand.self, GradeCommand.self, RejudgeCommand.self,
      AuditCommand.self, NewCommand.self, TrainCommand.self,
    ])

  static func main() {
    Companion.takeOver(CommandLine.arguments)
    runProgram()
  }
}
