import Checks
import Foundation
import Ledger
import Testing

@testable import Reports

/// What the files of a class say of those who have no mark, and of those of whom there is more to say.
@Suite("How submissions stand") struct StandingTests {
  private static let reason = "out/students: No space left on device"

  private static func ungraded(_ name: String = "Bob", _ status: Standing.Status = .notGraded) -> Ungraded {
    Ungraded(
      submission: name, folder: "bob", lab: "Perceptron", possible: 7, standing: Standing(status, reason),
      at: 951_782_400)
  }

  @Test("no mark is an empty cell, not a zero") func grades() throws {
    let scratch = try Scratch()
    let writer = try GradesWriter(scratch.path("grades.csv"), checks: Fixture.everyKind.map(\.check))
    try writer.add(Self.ungraded("=bob"))
    try writer.add(Fixture.scorecard(), Standing(.withdrawn, "it is gone"), shown: "Ada [ada]")
    try writer.finish()
    let lines = try scratch.text("grades.csv").split(separator: "\r\n")
    #expect(lines[1] == "'=bob,bob,Perceptron,,7.00,notGraded,\(Self.reason),,,,,,,,,,,,")
    #expect(lines[2].hasPrefix("Ada [ada],ada,Perceptron,2.50,7.00,withdrawn,it is gone,built,2,"))
    #expect(Set(lines.map { $0.count { $0 == "," } }) == [18])
  }

  @Test("only what says so may lack a check's cell") func otherChecks() throws {
    let scratch = try Scratch()
    let writer = try GradesWriter(scratch.path("grades.csv"), checks: ["decision", "newer"])
    let card = Fixture.scorecard(verdicts: [Fixture.verdict("decision", .passed, earned: 1)])
    #expect(throws: ReportError.self) { try writer.add(card) }
    try writer.add(card, Standing(.otherChecks, "others"))
    try writer.finish()
    #expect(try scratch.text("grades.csv").hasSuffix(",1.00,\r\n"))
  }

  @Test("no mark is one error, in both dialects", arguments: JUnitProfile.allCases)
  func junit(profile: JUnitProfile) throws {
    let scratch = try Scratch()
    let writer = try JUnitWriter(scratch.path("junit.xml"), profile: profile)
    try writer.add(Self.ungraded())
    try writer.add(Fixture.scorecard(), Standing(.graded, "changed by hand once"), for: .instructor)
    try writer.finish()
    let text = try scratch.text("junit.xml")
    #expect(text.contains("tests=\"1\" failures=\"0\" errors=\"1\""))
    #expect(text.contains("<error message=\"not graded: \(Self.reason)\" type=\"notGraded\">"))
    #expect(text.contains("<property name=\"status\" value=\"notGraded\"/>") == (profile == .rich))
    #expect(text.contains("<property name=\"remark\" value=\"changed by hand once\"/>") == (profile == .rich))
    if profile == .strict { #expect(Schema.faults(ofFileAt: scratch.path("junit.xml")) == []) }
  }

  @Test("the table tells who has no mark and why, and the median is of the class") func table() {
    let rows = [
      ClassTable.Row(Fixture.scorecard("Ada")), ClassTable.Row(Self.ungraded()),
      ClassTable.Row(Fixture.scorecard("Eve", verdicts: []), Standing(.withdrawn, "gone")),
      ClassTable.Row(Self.ungraded("Mallory", .sealBroken)),
    ]
    let text = ClassTable(rows).text()
    #expect(text.contains("4 submissions; median 2.50; 1 withdrawn; 1 not graded; 1 seal broken\n"))
    #expect(text.contains("-/7.00"))
    #expect(text.contains("not graded: Bob: \(Self.reason)\n"))
    #expect(text.contains("seal broken: Mallory: "))
    #expect(text.contains("ok, withdrawn"))
  }

  @Test(
    "names that look the same are told apart",
    arguments: [
      ("ada", "ada "), ("ada", "a\u{200B}da"), ("ada", "ada\u{200D}"), ("a b", "a  b"), ("Zo\u{EB}", "Zoe\u{308}"),
      ("ada", "Ada"), ("ada", "ad\u{AD}a"), ("", "\u{200B}"),
    ])
  func lookAlikes(one: String, other: String) {
    var names = LookAlikes()
    names.add(one, folder: "1")
    #expect(names.shown(one, folder: "1") == one)
    names.add(other, folder: "2")
    names.add("bob", folder: "3")
    #expect(names.shown(one, folder: "1") == "\(one) [1]")
    #expect(names.shown(other, folder: "2") == "\(other) [2]")
    #expect(names.shown("bob", folder: "3") == "bob")
  }

  @Test("only an instructor reads the gradings; both, how many there were") func history() throws {
    let gradings = [
      PastGrading(
        Fixture.scorecard(verdicts: [Fixture.verdict("a|b", .passed, earned: 1)]), because: [.first], inputs: ""),
      PastGrading(
        Fixture.scorecard(verdicts: [Fixture.verdict("a|b", .failed)]), because: [.sealBroken, .checksChanged],
        inputs: "", kept: "edited-1.json"),
    ]
    let report = MarkdownReport(Fixture.scorecard(), for: .instructor, gradings: gradings).text
    #expect(report.contains("## Graded 2 times"))
    #expect(report.contains("| 1 | 2000-02-29 00:00:00 | 1.00 of 1.00 | first grading |  |"))
    #expect(
      report.contains("| 2 | 2000-02-29 00:00:00 | 0.00 of 1.00 | seal broken, checks changed (edited-1.json) | "))
    #expect(report.contains(#"a\|b: 1.00 → 0.00 |"#))
    let student = MarkdownReport(Fixture.scorecard(), for: .student, gradings: gradings).text
    #expect(student.contains("Graded 2 times; this is the last.") && !student.contains("edited-1.json"))
    #expect(!MarkdownReport(Fixture.scorecard(), for: .instructor, gradings: [gradings[0]]).text.contains("times"))
    let many = MarkdownReport(
      Fixture.scorecard(), for: .instructor, gradings: Array(repeating: gradings[0], count: 14)
    ).text
    #expect(many.contains("| 14 | ") && !many.contains("| 4 | ") && many.contains("The first 4 are in history.jsonl."))
  }

  @Test("every field, reason and status is in the documentation") func documented() throws {
    let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Output/Reports/README.md")
    let documentation = try String(contentsOf: readme, encoding: .utf8)
    let grading = PastGrading(Fixture.scorecard(), because: [.first], inputs: "i", kept: "edited-1.json")
    let object = try JSONSerialization.jsonObject(with: JSONEncoder().encode(grading)) as? [String: Any]
    let fields = try #require(object).keys.sorted()
    #expect(fields.count == 10)
    let words = fields + PastGrading.Reason.allCases.map(\.rawValue) + Standing.Status.allCases.map(\.rawValue)
    for word in words + GradesWriter.columns { #expect(documentation.contains("`\(word)`"), "\(word)") }
  }
}
