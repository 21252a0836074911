import Checks
import Foundation
import Grading
import Reports
import TestSupport
import Testing

/// A course's file, from its text to the marks.
@Suite struct CourseRulesCommandTests {
  let gradus = CommandLineTool()
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var out: String { "\(folder.path)/out" }
  private var file: String { "\(folder.path)/course.yml" }

  private func card() throws -> Scorecard { try ScorecardFile.read("\(out)/students/ada/scorecard.json") }
  private func report() throws -> String {
    try String(contentsOfFile: "\(out)/students/ada/report.md", encoding: .utf8)
  }

  private func grade() throws -> CommandLineTool.Outcome {
    try gradus.run([
      "grade", "Perceptron", "\(folder.path)/class", "--class", "--out", out, "--course", file, "--no-diagnosis",
    ])
  }

  @Test func rulesMakeTheMark() throws {
    try folder.write(try SmallLab.master(), to: "class/ada/Perceptron.swift")
    let rules = "course: A <b>\nlabs:\n  Perceptron:\n    checks: { decision: 5, timing: off }\n    hidden: "
    try folder.write("\(rules)nothing\n", to: "course.yml")
    let first = try grade()
    #expect(first.code == 0, "\(first.error)")
    let card = try card()
    #expect(card.verdicts.first { $0.check == "decision" }?.points == 5)
    #expect(!card.verdicts.contains { $0.check == "timing" })
    let recorded = try #require(card.rules)
    #expect(recorded.hidden == .nothing && recorded.changes.contains { $0.hasPrefix("decision: ") })
    #expect(FileManager.default.fileExists(atPath: "\(out)/rules/\(recorded.digest).json"))
    #expect(try report().contains("hidden checks together"))

    // What students see is another: the mark stays, and nothing runs anew.
    try folder.write("\(rules)name\n", to: "course.yml")
    let second = try grade()
    #expect(second.error.contains("(unchanged)"), "\(second.error)")
    #expect(try !report().contains("hidden checks together"))
    #expect(try self.card().gradedAt == card.gradedAt)

    // Without the file at hand the rules of the results hold.
    let absent = try gradus.run(["rejudge", out])
    #expect(absent.output.contains("0 changed") && absent.error.contains("so the rules hold"), "\(absent.error)")

    // Other points: saved answers are judged by them, and grading does it too.
    try folder.write("course: A\nlabs: { Perceptron: { checks: { decision: 6 } } }\n", to: "course.yml")
    let preview = try gradus.run(["rejudge", out, "--course", file])
    #expect(preview.output.contains("decision: passed 5.00 of 5.00 → passed 6.00 of 6.00"), "\(preview.output)")
    let third = try grade()
    #expect(third.code == 0 && !third.error.contains("(unchanged)"), "\(third.error)")
    #expect(try self.card().verdicts.contains { $0.check == "timing" })
  }

  @Test func aBrokenCourseFileIsToldInFullAndNothingIsWritten() throws {
    try folder.write(try SmallLab.master(), to: "class/ada/Perceptron.swift")
    try folder.write("course: A\nlabs:\n  Perceptron:\n    checks: { desicion: 5 }\n    total: 3\n", to: "course.yml")
    for outcome in [try gradus.run(["course", "check", file]), try grade()] {
      #expect(outcome.code == 2)
      #expect(
        outcome.error.contains("course.yml:4: there is no check “desicion” in Perceptron: did you mean decision?"))
      #expect(outcome.error.contains("course.yml:5: the points of Perceptron's checks add up to 10.00"))
    }
    #expect(!FileManager.default.fileExists(atPath: out))
    let nowhere = try gradus.run(["course", "check", "\(folder.path)/nowhere.yml"])
    #expect(nowhere.code == 2 && nowhere.error.contains("cannot be read"))
    try folder.write("course: A\ntoolkit: 99.1\nlabs: { Perceptron: {} }\n", to: "course.yml")
    #expect(
      try gradus.run(["course", "check", file]).error.contains("course.yml:2: this course is for the toolkit “99.1”"))
  }

  /// What the page about course.yml shows is a course file.
  @Test func theExampleIsRight() throws {
    let root = try Toolkit.locate().root
    let page = try String(contentsOfFile: "\(root)/Sources/Course/CourseFile/README.md", encoding: .utf8)
    let example = try #require(page.firstMatch(of: /```yaml\n([\s\S]*?)```/))
    try folder.write(String(example.1), to: "course.yml")
    let outcome = try gradus.run(["course", "check", file])
    #expect(outcome.code == 0, "\(outcome.error)")
  }

  @Test func aGoodCourseFileIsSummedUp() throws {
    try folder.write(
      "course: A\nlabs: { Perceptron: { checks: { timing: off }, self-checks: 2 } }\nwork: { exam: { out of: 20 } }\n"
        + "final: { out of: 20, mark: 0.5 Perceptron + 0.5 exam }\n", to: "course.yml")
    let outcome = try gradus.run(["course", "check", file])
    #expect(outcome.code == 0, "\(outcome.error)")
    for words in ["2 of them self-checks", "timing: off", "exam: 20.00 points", "0.5 Perceptron + 0.5 exam"] {
      #expect(outcome.output.contains(words), "\(outcome.output)")
    }
  }
}
