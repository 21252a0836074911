import Checks
import CommandSupport
import Foundation
import Glibc
import Reports
import TestSupport
import Testing

@testable import GradusCommands
@testable import ProgramSupport

/// A course outside of the checkout: begun, built, proved, graded in.
@Suite struct CourseProgramTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func aNewCourseGradesASubmission() throws {
    let built = try BuiltCourse("\(folder.path)/mine")
    let course = built.course
    let labs = try course.run(["labs"])
    #expect(labs.output.hasPrefix("Warmup: ") && labs.output.contains("\nMLP: "), "\(labs.output)\(labs.error)")
    let check = try course.run(["course", "check"])
    #expect(check.code == 0, "\(check.error)")

    let audit = try course.run(["audit", "Warmup"])
    #expect(audit.code == 0, "\(audit.output)\(audit.error)")

    // Its own course.yml holds, since it is started in its folder.
    let rules = try String(contentsOfFile: "\(built.folder)/course.yml", encoding: .utf8)
    try rules.replacing("total: 10", with: "total: 11").replacing("transform: 6", with: "transform: 7")
      .write(toFile: "\(built.folder)/course.yml", atomically: true, encoding: .utf8)
    let master = try String(contentsOfFile: "\(built.folder)/reference/Solutions/Warmup/Warmup.swift", encoding: .utf8)
    try folder.write(master, to: "class/ada/Warmup.swift")
    let graded = try course.run(["grade", "Warmup", "--class", "\(folder.path)/class", "--out", "\(folder.path)/out"])
    #expect(graded.code == 0, "\(graded.error)")
    let card = try ScorecardFile.read("\(folder.path)/out/students/ada/scorecard.json")
    #expect(card.earned == 11 && card.possible == 11 && card.rules?.changes == ["transform: 6.00 → 7.00 points"])

    // A new lab comes into the course that one stands in.
    let new = try course.run(["new", "Second"])
    #expect(new.code == 0 && FileManager.default.fileExists(atPath: "\(built.folder)/grading/Second"), "\(new.error)")
    #expect(try course.run(["new", "mlp"]).error.contains("There is a lab MLP already"))

    // The reference library serves any package.
    try folder.write(
      "import DeepLearning\n\nprint(try Dataset<Float>.digits().count)\n", to: "mine/Sources/digits/main.swift")
    let digits = try built.program("digits", "\(built.folder)/Sources/digits/main.swift").run([])
    #expect(digits.output == "1797\n", "\(digits.error)")
  }

  @Test func newOutsideOfACourseWritesNothing() throws {
    let outcome = try CommandLineTool(folder: folder.path).run(["new", "Second"])
    #expect(outcome.code == 2 && outcome.error.contains("belongs to no course"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func twoLabsOfOneNameAreRefused() {
    func lab(_ name: String) -> Lab { Lab(name: name, title: "", publicChecks: [], hiddenChecks: [], mutants: []) }
    let toolkits = #expect(throws: ShelfFault.self) { try Shelf.add([lab("mlp")], of: "/nowhere") }
    #expect(toolkits?.description.contains("one is the toolkit's") == true)
    let own = #expect(throws: ShelfFault.self) { try Shelf.add([lab("A"), lab("a")], of: "/nowhere") }
    #expect(own?.description.contains("Two labs are named a") == true)
    #expect(Shelf.lab("A") == nil)
  }

  /// A program whose toolkit's files have become another version says so, and grades nothing.
  @Test func anotherVersionOfTheToolkitIsTold() throws {
    for path in ["assignments/x", "Sources/Student/LabKit/x", "reference/Solutions/x"] {
      try folder.write("", to: path)
    }
    try folder.write("static let current = \"99.0.0\"", to: "Sources/Course/CourseRules/ToolkitVersion.swift")
    try folder.write(try SmallLab.master(), to: "class/ada/Perceptron.swift")
    let outcome = try CommandLineTool(environment: ["GRADUS_HOME": folder.path]).run([
      "grade", "Perceptron", "--class", "\(folder.path)/class", "--out", "\(folder.path)/out",
    ])
    #expect(outcome.code == 2 && outcome.error.contains("are of another version"), "\(outcome.error)")
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/out"))
  }
}

@Suite struct DoctorTests {
  @Test func saysWhatIsWrongAndWhatToDo() throws {
    let folder = try TemporaryFolder()
    try folder.write("#!/bin/sh\necho 'no permissions to create a namespace' >&2\nexit 1\n", to: "bwrap")
    chmod("\(folder.path)/bwrap", 0o755)
    let sick = try CommandLineTool(environment: ["GRADUS_BWRAP": "\(folder.path)/bwrap", "GRADUS_SWIFTC": "/nowhere"])
      .run(["doctor"])
    #expect(sick.code == 2)
    #expect(sick.output.contains("BAD  toolchain: swiftc was not found"), "\(sick.output)")
    #expect(sick.output.contains("BAD  bubblewrap: ") && sick.output.contains("no permissions"), "\(sick.output)")
    #expect(sick.output.contains("ok   toolkit: version"))
    let well = try CommandLineTool().run(["doctor"])
    #expect(well.output.contains("ok   toolchain: Swift version"), "\(well.output)")
  }

  @Test func eachReasonHasItsRemedy() {
    func remedy(_ change: (inout NamespaceFacts) -> Void) -> String {
      var facts = NamespaceFacts(apparmorRestricts: 0, clone: 1, most: 1000, isContained: false, isRoot: false)
      change(&facts)
      return facts.remedy
    }
    #expect(remedy { $0.most = 0 }.contains("max_user_namespaces=10000"))
    #expect(remedy { $0.clone = 0 }.contains("unprivileged_userns_clone=1"))
    #expect(remedy { $0.isContained = true }.contains("seccomp=unconfined"))
    #expect(remedy { $0.apparmorRestricts = 1 }.contains("apparmor_restrict_unprivileged_userns=0"))
    #expect(remedy { _ in }.contains("what bubblewrap said"))
  }
}
