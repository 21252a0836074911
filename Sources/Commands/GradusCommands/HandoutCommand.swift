import ArgumentParser
import Checks
import CommandSupport
import Grading
import Handout
import Keys
import ProgramSupport
import Sandbox
import Storage

struct HandoutCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "handout", abstract: "Makes the package that students start from.",
    discussion: """
      DIR becomes a Swift package with the lab's statement, a skeleton to fill in and the public checks: `swift run check` \
      in it tells a student what passes. It holds no line of a solution and no hidden check.
      Where the current folder has a course.yml, the statement's title, times and table of points are the course's.
      """)

  @Argument(help: "The lab's name, as `gradus labs` lists it.")
  var lab: String
  @Option(help: ArgumentHelp("The folder to make; it must not exist.", valueName: "dir"))
  var out: String
  @Option(help: "How the reference is run to get its answers: bubblewrap, or none.")
  var sandbox: SandboxChoice = .bubblewrap
  @OptionGroup var course: CourseOption

  func run() throws {
    let (lab, rules) = try course.lab(named: lab)
    guard !Files.exists(out) else { throw ValidationError("\(out) exists already; choose another --out.") }
    let toolkit = try Toolkit.locate()
    let cache = try Cache.standard()
    let grader = try Grader.ofPublicChecks(
      lab, toolkit: toolkit, cache: cache, confinement: try sandbox.confinement(cache))
    try Handout(
      lab: lab, toolkit: toolkit, plan: grader.plan, reference: grader.reference.transcript, rules: rules?.rules
    ).write(to: out)
    print("\(out) is ready: \(lab.file) to fill in, STATEMENT.md to read, `swift run check` to try.")
  }
}

extension Grader {
  /// A grader of the public checks on the inputs that everyone knows.
  static func ofPublicChecks(
    _ lab: Lab, toolkit: Toolkit, cache: Cache, confinement: Confinement
  ) throws -> Grader {
    let plan = lab.publicPlan { CourseKey.everyone.seed(lab: lab.name, check: $0, scope: "public") }
    return try Grader(
      lab: lab, plan: plan, keyFingerprint: CourseKey.everyone.fingerprint, toolkit: toolkit,
      cache: cache, confinement: confinement)
  }
}
