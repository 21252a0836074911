package import ArgumentParser
package import Checks
import CourseRules
import Foundation
package import Grading
import ProgramSupport
import Storage

/// `--course`: the rules of the course, for the commands that they hold for.
package struct CourseOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The course's file with its rules; without it course.yml of the current folder, where there is one.",
      valueName: "file"))
  package var course: String?

  package init() {}

  /// The lab of that name under the course's rules, and the rules: nil where there is no course file, and where that says
  /// nothing of this lab. Results in `folder` that were made by rules are not made by others because a file is not at hand:
  /// without one theirs hold.
  package func lab(named name: String, resultsIn folder: String? = nil) throws -> (lab: Lab, rules: AppliedRules?) {
    let lab = try Lab.named(name)
    guard let path = course ?? (Files.exists(Self.file) ? Self.file : nil) else {
      guard let folder, let kept = try (try? OutputFolder(existing: folder))?.rules() else { return (lab, nil) }
      FileHandle.standardError.say("note: there is no course file here, so the rules hold that \(folder) was made by")
      return (lab.under(kept), try AppliedRules(kept, of: lab))
    }
    guard let rules = try CourseReading.course(path).lab(lab.name) else {
      FileHandle.standardError.say("note: \(path) says nothing of \(lab.name), so the lab's own rules hold")
      return (lab, nil)
    }
    let applied = try AppliedRules(rules, of: lab)
    return (lab.under(rules), applied)
  }

  private static let file = "course.yml"
}
