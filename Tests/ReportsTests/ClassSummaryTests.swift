import Checks
import Foundation
import Ledger
import Reports
import Testing

@Suite("A class's summary") struct ClassSummaryTests {
  @Test("tells marks, who needs a person, and what cost most") func whole() {
    var summary = ClassSummary(lab: "Perceptron")
    summary.add(Fixture.scorecard("Ada"))
    summary.add(Fixture.scorecard("Bob", build: .init(.compileError, message: "no"), verdicts: Fixture.everyKind))
    summary.add(Fixture.scorecard("Cy", sandbox: "none"), Standing(.withdrawn, "it is gone"))
    summary.add(
      Ungraded(
        submission: "Eve", folder: "eve", lab: "Perceptron", possible: 7,
        standing: Standing(.notGraded, "nothing gradable: two files"), at: 0))
    let text = summary.text()
    #expect(text.hasPrefix("# Perceptron: 4 submissions, median 2.50, from 2.50 to 2.50\n"))
    #expect(text.contains("## Needs a person (3)\n\n- Bob: does not compile\n- Cy: withdrawn; it is gone; ran without"))
    #expect(text.contains("- Eve: not graded: nothing gradable: two files\n"))
    #expect(text.contains("| Update rule | public | 0 of 2 | 3.00 |\n"))
    // Who has no mark has none here either.
    #expect(text.contains("| Eve | – |") && text.contains("| Ada | 2.50 of 7.00 | 2 | 1 | 1 | 1 | 1 |  |\n"))
    // What is lost most stands first: the rule's three points before those worth two.
    let worst = text.split(separator: "\n").filter { $0.contains("| public |") }
    #expect(worst.count == 4 && worst[0].hasPrefix("| Update rule"), "\(worst)")
  }

  @Test("names are text, wherever they stand") func names() {
    for hostile in Fixture.hostile {
      var summary = ClassSummary(lab: "Lab")
      summary.add(Fixture.scorecard(hostile, build: .init(.rejected)), Standing(.otherChecks, hostile))
      let lines = summary.text().split(separator: "\n")
      // No name makes a line, a column or a heading of its own.
      #expect(lines.count == 14, "\(hostile)")
      let row = lines.last.map(String.init) ?? ""
      #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 9, "\(row)")
      for mark in ["<script", "[x](", "![y]", "@SUM"] { #expect(!summary.text().contains(mark)) }
    }
  }

  @Test("of any size of class it is one that services take") func bounded() {
    var summary = ClassSummary(lab: "Lab")
    let name = String(repeating: "<", count: 200)
    for number in 0..<3_000 {
      summary.add(
        Ungraded(
          submission: "\(number)\(name)", folder: "\(number)", lab: "Lab", possible: 1,
          standing: Standing(.notGraded, name), at: 0))
    }
    let text = summary.text()
    #expect(text.utf8.count <= ClassSummary.limit && text.utf8.count > ClassSummary.limit / 2)
    #expect(ClassSummary.limit <= 1 << 20)
    #expect(text.contains(/- and [0-9]+ more; the command's output names all/))
    #expect(text.contains(/[0-9]+ more are in `grades.csv`\./))
    #expect(text.contains("## Marks"))
  }
}
