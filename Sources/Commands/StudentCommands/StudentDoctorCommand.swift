import ArgumentParser
import ProgramSupport

struct StudentDoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Tries what checking needs, and says what to do where something is missing.",
    discussion: "Exit codes: 0 all is well; 2 nothing can be checked so.")

  func run() throws {
    try Examination.tell(
      [Examination.toolkit(.runner), Examination.toolchain(), Examination.cache()] + Examination.sandbox()
        + Examination.disk())
  }
}
