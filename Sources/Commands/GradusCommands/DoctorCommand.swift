import ArgumentParser
import CommandSupport
import ProgramSupport
import Storage

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Tries what grading and building need, and says what to do where something is missing.",
    discussion: "Exit codes: 0 all is well, or only a course's office cannot be built; 2 nothing can be graded so.")

  func run() throws {
    try Examination.tell(
      [Examination.toolkit(), Examination.toolchain(), Examination.cache()] + Examination.sandbox()
        + Libraries.findings()
        + Examination.disk() + [office()])
  }

  private func office() -> Finding {
    var finding = Finding("gradus-course") {
      // A course's own program is both.
      guard CourseReading.isAsked, !Files.exists(CompanionProgram.path) else { return "is there" }
      throw DoctorFault("it is not built, which collects submissions, makes pages and reads course.yml: make course")
    }
    if finding.state == .bad { finding.state = .lacking }
    return finding
  }
}
