package import ArgumentParser
import CourseRules
import ProgramSupport

/// The command line that students and their CI jobs have: the public checks, and nothing that tells a solution.
package struct Student: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "gradus",
    abstract: "Checks your work on deep-learning labs written in Swift.",
    discussion: """
      Take a lab, write your code in its one file, and check it as often as you like:
        gradus labs
        gradus handout MLP --out mlp
        cd mlp && gradus check
      This is what students install: it holds the public checks only, and grades nobody.

      Exit codes: 0 all public checks pass, 1 one does not, 2 a fault of ours or a wrong command.
      """,
    version: ToolkitVersion.current,
    subcommands: [
      StudentLabsCommand.self, StudentHandoutCommand.self, StudentCheckCommand.self, StudentDoctorCommand.self,
    ])

  package init() {}
}

/// What the students' program is.
public enum StudentProgram {
  /// Carries out the command that this process was started with, and ends the process.
  public static func main() { Student.runProgram() }
}
