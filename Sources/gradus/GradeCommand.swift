import ArgumentParser
import Checks
import Foundation
import Grading
import HiddenChecks
import Intake
import Keys

struct GradeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "grade", abstract: "Grades submissions.")
  @Argument var lab: String
  @Argument var paths: [String]
  @Option var out: String
  @Option var jobs = 2
  @Option var sandbox: SandboxChoice = .bubblewrap

  func run() throws {
    let lab = try Lab.named(lab)
    let output = try OutputFolder(out)
    let key = try output.key()
    let plan = lab.plan { key.seed(lab: lab.name, check: $0, scope: "class") }
    let grader = try Grader(
      lab: lab, plan: plan, keyFingerprint: key.fingerprint, toolkit: try Toolkit.locate(), cache: try Cache.standard(),
      confinement: try sandbox.confinement())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    for path in paths {
      let result = try grader.grade(try Submission(path: path, file: lab.file))
      print(String(decoding: try encoder.encode(result.scorecard), as: UTF8.self))
      print(String(decoding: result.printed, as: UTF8.self))
    }
  }
}
