import Checks
import Foundation
import TestSupport
import Testing

@testable import Export

@Suite struct CanvasTests {
  private struct Imported: Decodable {
    var possible: String
    var marks: [String: String]
    var cells: [String]
  }

  private let book = """
    Student,ID,SIS User ID,SIS Login ID,Section,MLP (4711),CNN (4712),Final MLP exam (4713),Assignments Current Points
    ,,,,,Manual Posting,,,
        Points Possible,,,,,10.0,10.0,20.0,(read only)
    "Lovelace, Ada",501,S1,ada@example.org,A,,,,12
    "=cmd|calc, Eve",502,-S2,eve,A,3,,,12
    "Müller, Jörg",503,S3,jm,B,,,,12
    "Student, Test",599,,x,B,,,,
    """

  private func mark(_ canvas: String?, ids: Set<String> = [], _ result: HandBack.Result, name: String? = nil)
    -> HandBack
  {
    HandBack(
      .init(numbers: canvas.map { ["canvas": $0] } ?? [:], ids: ids, name: name), submission: canvas ?? "s",
      folder: "f", possible: 10, result: result)
  }

  private func gradebook(_ assignment: String? = "4711", lab: String = "MLP") throws(ExportError) -> CanvasGradebook {
    try CanvasGradebook(Array(book.utf8), name: "g.csv", assignment: assignment, lab: lab)
  }

  @Test func canvasTakesTheMarks() throws {
    let folder = try TemporaryFolder()
    let (text, filling) = try gradebook().fill(
      [
        mark("501", .points(7.5)), mark(nil, ids: ["-S2"], .none("not graded"), name: "Eve"),
        mark(nil, ids: ["S3"], .excused),
        mark("77", .points(1)), mark(nil, .points(1), name: "Ada Lovelace"),
      ], isScaled: false)
    try folder.write(text, to: "canvas.csv")
    let imported: Imported = try Python.read("canvas_gradebook.py", ["\(folder.path)/canvas.csv", "4711"])
    #expect(imported.possible == "10.0")
    #expect(imported.marks == ["501": "7.50", "502": "", "503": "EX"])
    #expect(imported.cells.contains("'=cmd|calc, Eve") && !imported.cells.contains("-S2"))
    #expect(imported.cells.allSatisfy { !$0.hasPrefix("=") && !$0.hasPrefix("-") })
    #expect(filling.unmatched == ["77", "Ada Lovelace"])
    #expect(filling.without == ["Eve (-S2): not graded"])
  }

  @Test func whatCannotBeFilledIsToldInASentence() throws {
    func refused(_ body: () throws(ExportError) -> Void) -> String {
      do throws(ExportError) { try body() } catch { return error.description }
      return "taken"
    }
    #expect(
      refused { () throws(ExportError) in _ = try gradebook(nil) }.contains("2 assignments that has MLP in its name"))
    #expect(refused { () throws(ExportError) in _ = try gradebook("9") }.contains("no assignment called 9"))
    #expect(refused { () throws(ExportError) in _ = try gradebook(nil, lab: "CNN") } == "taken")
    #expect(
      refused { () throws(ExportError) in _ = try gradebook("4713").fill([mark("501", .points(1))], isScaled: false) }
        .contains("--scale makes 20.00 of 10.00"))
    #expect(
      refused { () throws(ExportError) in _ = try gradebook().fill([mark("1", .points(1))], isScaled: false) }
        .contains("the gradebook of another course"))
    #expect(
      try gradebook("4713").fill([mark("501", .points(7.25))], isScaled: true).filling.remarks
        == ["Canvas passes over assignments with “final” in their names: rename it there first"])
    #expect(
      refused { () throws(ExportError) in
        _ = try CanvasGradebook(Array("a,b\n1,2\n".utf8), name: "g.csv", assignment: nil, lab: "MLP")
      }.contains("no gradebook of Canvas"))
  }
}
