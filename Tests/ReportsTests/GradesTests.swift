import Checks
import Foundation
import Testing

@testable import Reports

@Suite("grades.csv") struct GradesTests {
  private static let checks = Fixture.everyKind.map(\.check)

  @Test("header, counts and points, byte for byte") func bytes() throws {
    let scratch = try Scratch()
    let writer = try GradesWriter(scratch.path("grades.csv"), checks: Self.checks)
    try writer.add(Fixture.scorecard())
    try writer.add(Fixture.scorecard("Müller, \"Zoë\"", folder: "=zoe", build: .init(.compileError)))
    #expect(!(try scratch.names().contains("grades.csv")))
    try writer.finish()
    let expected = """
      submission,folder,lab,points,possible,status,remark,build,passed,failed,errored,skipped,not_attempted,\
      decision,speed,update,fit,predict,adaline\r
      Ada Lovelace,ada,Perceptron,2.50,7.00,graded,,built,2,1,1,1,1,1.00,1.00,0.50,0.00,0.00,0.00\r
      "Müller, ""Zoë""\",'=zoe,Perceptron,2.50,7.00,graded,,compileError,2,1,1,1,1,1.00,1.00,0.50,0.00,0.00,0.00\r

      """
    // As bytes: to Swift a carriage return and a line feed are one character.
    #expect(Array(try scratch.text("grades.csv").utf8) == Array(expected.utf8))
    #expect(try scratch.names() == ["grades.csv"])
  }

  @Test(
    "no cell is a formula",
    arguments: [
      ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
      ("\n=1", "'\n=1"), ("  =1", "'  =1"), ("＝1", "'＝1"), ("Ada", "Ada"), ("a=1", "a=1"), ("", ""), ("李", "李"),
      ("\u{0}=1", "'=1"), ("\r\n=1", "'\r\n=1"),
    ])
  func formulas(text: String, expected: String) { #expect(CSV.text(text) == expected) }

  @Test(
    "Python's reader gets every name back",
    .enabled(if: Python.isThere, "python3 is missing, so grades.csv was NOT read by an independent reader"))
  func readBack() throws {
    let scratch = try Scratch()
    let writer = try GradesWriter(scratch.path("grades.csv"), checks: Self.checks)
    for name in Fixture.hostile { try writer.add(Fixture.scorecard(name)) }
    try writer.finish()
    let rows = try Python.read(scratch.path("grades.csv"), with: "read_csv.py", as: [[String]].self)
    #expect(rows.count == Fixture.hostile.count + 1)
    #expect(rows.allSatisfy { $0.count == GradesWriter.columns.count + Self.checks.count })
    for (row, name) in zip(rows.dropFirst(), Fixture.hostile) {
      let cell = row[0].hasPrefix("'") ? String(row[0].dropFirst()) : row[0]
      let kept = name.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 || [9, 10, 13].contains($0.value) }
      #expect(Array(cell.unicodeScalars) == Array(kept))
    }
  }

  @Test("a scorecard with other checks is refused by name") func otherChecks() throws {
    let scratch = try Scratch()
    let writer = try GradesWriter(scratch.path("grades.csv"), checks: ["decision", "older"])
    let card = Fixture.scorecard(verdicts: [Fixture.verdict("decision", .passed), Fixture.verdict("newer", .passed)])
    let error = #expect(throws: ReportError.self) { try writer.add(card) }
    #expect(error == .columns(submission: "Ada Lovelace", missing: ["older"], unknown: ["newer"]))
  }
}
