import Checks
import Foundation
import Grading
import Handout
import HiddenChecks
import Keys
import Sandbox
import TestSupport
import Testing

@Suite struct HandoutTests {
  private func handout(_ lab: Lab) throws -> Handout {
    let toolkit = try Toolkit.locate()
    let plan = lab.publicPlan { CourseKey.everyone.seed(lab: lab.name, check: $0, scope: "public") }
    let grader = try Grader(
      lab: lab, plan: plan, keyFingerprint: "", toolkit: toolkit, cache: try Cache.standard(),
      confinement: try Confinement.available())
    return try Handout(lab: lab, toolkit: toolkit, plan: grader.plan, reference: grader.reference.transcript)
  }

  private func lines(_ text: String, longerThan count: Int) -> Set<String> {
    Set(
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
        $0.count > count && !$0.hasPrefix("//") && !$0.contains("import ")
      })
  }

  @Test(arguments: Catalogue.labs.map(\.name))
  func givesNothingAway(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let toolkit = try Toolkit.locate()
    var secrets = Skeleton.solutionLines(of: try toolkit.master(of: name))
    #expect(secrets.count > 10)
    for file in try toolkit.sources(in: "grading/\(name)") {
      secrets.formUnion(lines(String(decoding: file.data, as: UTF8.self), longerThan: 40))
    }
    // The kit is the same for every lab and knows of none: what stands in it too tells nothing.
    for module in ["LabKit", "Checks", "Checks/Drawing"] {
      for file in try toolkit.module(module) {
        secrets.subtract(lines(String(decoding: file.data, as: UTF8.self), longerThan: 0))
      }
    }
    let kit = ["LabKit", "Worker", "Checks", "SelfCheck"].map { "Gradus/\($0)/" }
    for (path, bytes) in try handout(lab).files() where !kit.contains(where: path.hasPrefix) {
      let text = String(decoding: bytes, as: UTF8.self)
      let leaked = lines(text, longerThan: 0).intersection(secrets)
      #expect(leaked == [], "\(path)")
      guard path.hasSuffix(".plan") || path.hasSuffix(".reference") else { continue }
      let hidden = lab.hiddenChecks.map(\.id).filter { text.contains("\"\($0)\"") }
      #expect(hidden == [], "\(path)")
    }
  }

  /// The master's own comments tell how it does it; the contract's say what is to be done.
  @Test(arguments: Catalogue.labs.map(\.name))
  func skeletonSpeaksInTheContractsWords(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let toolkit = try Toolkit.locate()
    let skeleton = try #require(try handout(lab).files().first { $0.path == lab.file })
    let lines = String(decoding: skeleton.bytes, as: UTF8.self).split(separator: "\n").map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    let contract = try toolkit.contract(of: name).map { String(decoding: $0.data, as: UTF8.self) }.joined()
    let header = "/// Your solution of the \(name) lab; `STATEMENT.md` says what each function is to do."
    for line in lines where line.hasPrefix("//") && !line.hasPrefix("// YOUR CODE HERE") && line != header {
      #expect(contract.contains(line))
    }
    #expect(lines.contains(header))
    for (place, line) in lines.enumerated() where line.hasPrefix("func ") {
      #expect(lines[place - 1].hasPrefix("///"), "\(line)")
    }
  }

  @Test(arguments: Catalogue.labs.map(\.name))
  func holdsOnlyWhatCanBeCheckedWithoutAReference(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let plan = lab.publicPlan { _ in 1 }
    let timed = plan.checks.filter { $0.judge.kind == "timing" }.map(\.id)
    #expect(timed == [])
  }

  @Test func holdsNothingThatItDoesNotNeed() throws {
    let lab = try #require(Catalogue.lab("Perceptron"))
    let files = try handout(lab).files()
    // How questions are drawn is no student's business, and would have to be built.
    for name in ["Check.swift", "Lab.swift", "Mutant.swift", "ValueDraw.swift"] {
      #expect(!files.contains { $0.path.hasSuffix("/\(name)") }, "\(name)")
    }
    let readme = try #require(files.first { $0.path == "README.md" })
    let text = String(decoding: readme.bytes, as: UTF8.self)
    #expect(text.contains("`Perceptron.tanh(x)`") && text.contains("delete `.build`"))
    let regression = try handout(try #require(Catalogue.lab("Regression"))).files()
    #expect(
      !String(decoding: try #require(regression.first { $0.path == "README.md" }).bytes, as: UTF8.self).contains("tanh")
    )
  }

  @Test func refusesAMasterWithoutRegions() {
    #expect(throws: SkeletonError.self) { try Skeleton.strip("func f() -> Int { 1 }\n") }
    #expect(throws: SkeletonError.self) { try Skeleton.strip("// BEGIN SOLUTION\n1\n") }
    #expect(throws: SkeletonError.self) { try Skeleton.strip("// END SOLUTION\n") }
    #expect(throws: SkeletonError.self) {
      try Skeleton.strip("// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION\n")
    }
  }

  @Test func stripsRegions() throws {
    let master =
      "func f() -> Int {\n  // BEGIN SOLUTION\n  41 + 1\n  // END SOLUTION\n}\n// BEGIN SOLUTION HELPERS\nlet x = 1\n// END SOLUTION\n"
    #expect(
      try Skeleton.strip(master)
        == "func f() -> Int {\n  // YOUR CODE HERE: remove the next line.\n  notImplemented()\n}\n")
  }
}
