import ArgumentParser
import Checks
import CommandSupport
import Grading
import Keys
import ProgramSupport

struct PrepareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prepare", abstract: "Compiles what grading a lab needs, so that the first submission need not wait.",
    discussion: """
      The kit, and with --suspects the master and the known mistakes, are kept in the cache (GRADUS_CACHE), for the \
      compiler at hand. Nothing of it depends on a course's key.
      """)

  @Argument(help: "The labs' names.")
  var labs: [String]
  @Flag(help: "Compile the master and the known mistakes too, with which wrong numbers are compared.")
  var suspects = false
  @Option(help: "How it is compiled: bubblewrap, or none.")
  var sandbox: SandboxChoice = .bubblewrap

  func run() throws {
    let (toolkit, cache) = (try Toolkit.locate(), try Cache.standard())
    let confinement = try sandbox.confinement(cache)
    for lab in try labs.map({ try Lab.named($0) }) {
      let grader = try Grader(
        lab: lab, plan: Plan(lab: lab.name, checks: []), keyFingerprint: CourseKey.everyone.fingerprint,
        toolkit: toolkit, cache: cache, confinement: confinement, diagnoses: suspects)
      // Without a question the reference is compiled, and asked nothing.
      if suspects { try grader.prepareSuspects() }
      print("\(lab.name) is prepared.")
    }
  }
}
