import Checks
import Foundation
import Grading
import HiddenChecks
import TestSupport
import Testing

/// The program that students install: it runs the public checks by what handouts hold, and knows nothing else.
@Suite struct StudentProgramTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var program: String { "\(CommandLineTool.products ?? "")/gradus-student" }

  @Test func checksByWhatHandoutsHold() throws {
    let toolkit = try Toolkit.locate()
    let launcher = "Sources/Untrusted/Launcher/launcher.c"
    try folder.write(
      String(
        decoding: try #require(FileManager.default.contents(atPath: "\(toolkit.root)/\(launcher)")), as: UTF8.self),
      to: "home/\(launcher)")
    let handout = "\(folder.path)/home/handouts/Perceptron"
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/home/handouts", withIntermediateDirectories: true)
    #expect(try CommandLineTool().run(["handout", "Perceptron", "--out", handout]).code == 0)

    let student = CommandLineTool(environment: ["GRADUS_HOME": "\(folder.path)/home"], program: program)
    #expect(try student.run(["labs"]).output.hasPrefix("Perceptron: "))
    let own = "\(folder.path)/mine"
    #expect(try student.run(["handout", "perceptron", "--out", own]).code == 0)
    let untouched = try student.run(["check", own, "--points", "\(folder.path)/points"])
    #expect(untouched.code == 1, "\(untouched.error)")
    #expect(untouched.output.contains("hidden checks, worth"))
    #expect(try folder.read("points").hasPrefix("0/"))

    // Beside nothing of a handout too, and by no other kit than an instructor's grading.
    try folder.write(try toolkit.master(of: "Perceptron"), to: "solved/Perceptron.swift")
    let solved = try student.run(
      ["check", "\(folder.path)/solved", "--points", "\(folder.path)/points", "--summary", "\(folder.path)/summary"])
    #expect(solved.code == 0, "\(solved.output) \(solved.error)")
    let points = try folder.read("points").trimmingCharacters(in: .newlines).split(separator: "/")
    #expect(points.count == 2 && points[0] == points[1], "\(points)")
    #expect(try folder.read("summary").contains("all that was run passed"))

    try folder.write("struct Submission {", to: "broken/Perceptron.swift")
    let broken = try student.run(["check", "\(folder.path)/broken", "--junit", "\(folder.path)/junit.xml"])
    #expect(broken.code == 1)
    #expect(broken.output.contains("was not built"))
    #expect(try folder.read("junit.xml").contains("testsuite"))
  }

  /// Its lab's name becomes a part of a script.
  @Test(arguments: ["../MLP", "MLP; touch /tmp/x", "", "É"])
  func aHandoutThatIsNoneIsRefused(_ name: String) throws {
    let lab = Lab(name: name, title: "", publicChecks: [], hiddenChecks: [], mutants: [])
    try folder.write(String(decoding: try HandoutFolder.Card(lab).bytes(), as: UTF8.self), to: HandoutFolder.Card.path)
    #expect(throws: (any Error).self) { try HandoutFolder(folder.path) }
  }

  /// What is linked into a program can be read in it.
  @Test func holdsNothingHidden() throws {
    let whole = "\(CommandLineTool.products ?? "")/gradus"
    func holds(_ program: String, _ text: String) throws -> Bool {
      let code = try CommandLineTool(program: "/usr/bin/grep").run(["-a", "-F", "-q", "-e", text, program]).code
      try #require(code < 2)
      return code == 0
    }
    // Shorter texts stand within instructions.
    for lab in Catalogue.labs {
      let mistakes = lab.mutants.map(\.mistake).filter { $0.utf8.count > 24 && !$0.contains("\\") }
      let found = try #require(try mistakes.first { try holds(whole, $0) }, "\(lab.name)")
      #expect(try !holds(program, found), "\(found)")
    }
    for name in ["PerceptronHiddenChecks", "PerceptronPublicChecks"] { #expect(try holds(whole, name), "\(name)") }
    #expect(try !holds(program, "PerceptronHiddenChecks"))
    #expect(try !holds(program, "PerceptronPublicChecks"), "how public questions are followed through tells solutions")
  }
}
