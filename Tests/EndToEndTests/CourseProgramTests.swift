import Checks
import CommandSupport
import Foundation
import Glibc
import HiddenChecks
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
    // Its folder may be named as one likes.
    let home = "\(folder.path)/a \"b\" $(c)/mine"
    try folder.write("", to: "a \"b\" $(c)/notes")
    let begun = try CommandLineTool().run(["init", home])
    #expect(begun.code == 0, "\(begun.error)")
    // Somewhere in the course: `gradus` builds it and becomes its program.
    let course = CommandLineTool(folder: home)
    let labs = try CommandLineTool(folder: "\(home)/grading/Warmup").run(["labs"])
    #expect(labs.error == "building the course in \(home)\n")
    #expect(labs.output.hasPrefix("Warmup: ") && labs.output.contains("\nMLP: "), "\(labs.output)\(labs.error)")
    let check = try course.run(["course", "check"])
    #expect(check.code == 0, "\(check.error)")

    let audit = try course.run(["audit", "Warmup"])
    #expect(audit.code == 0, "\(audit.output)\(audit.error)")

    // Its own course.yml holds, since it is started in its folder.
    let rules = try String(contentsOfFile: "\(home)/course.yml", encoding: .utf8)
    try rules.replacing("total: 10", with: "total: 11").replacing("transform: 6", with: "transform: 7")
      .write(toFile: "\(home)/course.yml", atomically: true, encoding: .utf8)
    let master = try String(contentsOfFile: "\(home)/reference/Solutions/Warmup/Warmup.swift", encoding: .utf8)
    try folder.write(master, to: "class/ada/Warmup.swift")
    let graded = try course.run(["grade", "Warmup", "--class", "\(folder.path)/class", "--out", "\(folder.path)/out"])
    #expect(graded.code == 0, "\(graded.error)")
    let card = try ScorecardFile.read("\(folder.path)/out/students/ada/scorecard.json")
    #expect(card.earned == 11 && card.possible == 11 && card.rules?.changes == ["transform: 6.00 → 7.00 points"])

    // A new lab comes into the course that one stands in.
    let new = try course.run(["new", "Second"])
    #expect(new.code == 0 && FileManager.default.fileExists(atPath: "\(home)/grading/Second"), "\(new.error)")
    #expect(try course.run(["new", "mlp"]).error.contains("There is a lab MLP already"))

    // Both of its modules, and the program, are built again where they changed: what the audit says is of the new one.
    let mine = "a \"b\" $(c)/mine"
    let mutants = "\(mine)/grading/Warmup/WarmupHiddenChecks.swift"
    try folder.change(mutants, "twice: ", "doubled: ")
    try folder.change("\(mine)/assignments/Warmup/WarmupPublicChecks.swift", "\"a vector\"", "\"five numbers\"")
    let edited = try course.run(["audit", "Warmup", "--only", "doubled"])
    #expect(edited.code == 0 && edited.output.contains("ok  mutant doubled"), "\(edited.output)\(edited.error)")

    // The reference library serves any package.
    try folder.change(
      "\(mine)/Sources/course/main.swift", "import GradusCourse",
      "import DeepLearning\nimport GradusCourse\n\nprint(try Dataset<Float>.digits().count)")
    let digits = try course.run(["labs"])
    #expect(digits.output.hasPrefix("1797\nSecond: ") || digits.output.hasPrefix("1797\nWarmup: "), "\(digits)")

    // What does not compile is told with its line, and nothing is done; neither by what was built before.
    try folder.change(mutants, "static let all", "static lot all")
    let broken = try course.run(["new", "Third"])
    #expect(broken.code == 0, "\(broken.error)")
    for words in [["labs"], ["course", "check"]] {
      let outcome = try course.run(words)
      #expect(outcome.code == 2 && outcome.output.isEmpty)
      #expect(outcome.error.contains("WarmupHiddenChecks.swift:") && outcome.error.contains("nothing was done"))
    }
  }

  /// A course's folder where nothing can be built: told, and nothing is taken for done.
  @Test func whereNothingCanBeWrittenIsTold() throws {
    let home = "\(folder.path)/mine"
    #expect(try CommandLineTool().run(["init", home]).code == 0)
    try folder.write("in the way", to: "mine/.build")
    let outcome = try CommandLineTool(folder: home).run(["labs"])
    #expect(outcome.code == 2 && outcome.output.isEmpty)
    #expect(outcome.error.contains("mine/.build/gradus: the folder cannot be made"), "\(outcome.error)")
  }

  @Test func newOutsideOfACourseWritesNothing() throws {
    let outcome = try CommandLineTool(folder: folder.path).run(["new", "Second"])
    #expect(outcome.code == 2 && outcome.error.contains("belongs to no course"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func twoLabsOfOneNameAreRefused() {
    func lab(_ name: String) -> Lab { Lab(name: name, title: "", publicChecks: [], hiddenChecks: [], mutants: []) }
    Shelf.stock(Catalogue.labs)
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

extension TemporaryFolder {
  /// Writes one of its files anew, with one text in place of another that must be there.
  fileprivate func change(_ file: String, _ text: String, _ instead: String) throws {
    let before = try read(file)
    try #require(before.contains(text), "\(file) has no \(text)")
    try write(before.replacing(text, with: instead), to: file)
  }
}
