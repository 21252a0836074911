import Checks
import Testing

@testable import Reports

@Suite("In a terminal") struct TerminalTests {
  @Test(
    "columns that a text takes",
    arguments: [
      ("Ada", 3), ("Zoë", 3), ("Zoe\u{308}", 3), ("李小龍", 6), ("한국", 4), ("ｗｉｄｅ", 8), ("👩‍👩‍👧‍👦", 2), ("🇫🇷", 2), ("❤️", 2),
      ("a\u{200B}b", 2), ("", 0), ("👍🏽!", 3), ("привет", 6), ("…", 1),
    ])
  func widths(text: String, width: Int) { #expect(text.displayWidth == width) }

  @Test("cutting keeps to its width") func cut() {
    #expect("Ada Lovelace".cut(toWidth: 6) == "Ada L…")
    #expect("李小龍".cut(toWidth: 4) == "李…")
    #expect("李小龍".cut(toWidth: 6) == "李小龍")
    #expect("abc".cut(toWidth: 0) == "")
  }

  @Test("the columns of a class line up, whatever the names") func aligned() {
    let rows = Fixture.hostile.map { ClassTable.Row(Fixture.scorecard($0)) }
    let lines = ClassTable(rows).text(width: 100).split(separator: "\n")
    let table = lines.prefix(Fixture.hostile.count + 2)
    #expect(table.count == Fixture.hostile.count + 2)
    #expect(table.allSatisfy { String($0).displayWidth <= 100 })
    // Up to the last column everything is as wide in every line: where the points end, they end everywhere.
    let ends = table.dropFirst(2).map { line -> Int in
      guard let range = line.firstRange(of: "2.50/7.00") else { return -1 }
      return String(line[..<range.upperBound]).displayWidth
    }
    #expect(Set(ends).count == 1 && !ends.contains(-1))
    #expect(lines.last == "\(Fixture.hostile.count) submissions; median 2.50")
  }

  @Test("a class of nobody, and one with much to tell") func classes() {
    #expect(ClassTable([]).text().hasSuffix("\n0 submissions\n"))
    let cards = [
      Fixture.scorecard("a", verdicts: [Fixture.verdict("x", .passed, earned: 1)]),
      Fixture.scorecard("b", build: .init(.compileError), verdicts: [Fixture.verdict("x", .skipped)], sandbox: "none"),
    ]
    let text = ClassTable(cards.map { ClassTable.Row($0) }).text()
    #expect(text.contains("2 submissions; median 0.50; 1 not built"))
    #expect(text.contains("does not compile"))
    #expect(text.contains("sandbox: none: 1 ran without confinement"))
  }

  @Test("one submission: its checks, its mark, and what was not run") func summary() {
    let text = TerminalSummary(Fixture.scorecard(), for: .student, hiddenNotRun: 4).text()
    #expect(text.hasPrefix("Perceptron: Ada Lovelace\n"))
    #expect(text.contains("FAIL   0.50/2.00  Update rule"))
    #expect(text.contains("STOP   0.00/1.00  Training") && text.contains("todo   0.00/1.00  Adaline"))
    // Only the wrong one has a hint, not the one that ran into its limit or is still to be written.
    #expect(text.components(separatedBy: "Hint: look at the sign").count == 2)
    #expect(text.contains("not held against"))
    #expect(text.hasSuffix("2.50 of 7.00 points; public 2/6 passed, 4 hidden checks were not run\n"))
  }

  @Test("one submission that was not built shows the compiler's message, and no escape reaches the terminal")
  func notBuilt() {
    let build = Scorecard.Build(.compileError, message: "\u{1B}[31mMLP.swift:1:1: error: no\u{1B}[0m")
    let card = Fixture.scorecard("\u{1B}]0;x\u{7}", build: build, sandbox: "none")
    let text = TerminalSummary(card, for: .student).text()
    #expect(text.contains("Not built: does not compile\n  MLP.swift:1:1: error: no\n"))
    #expect(text.contains("sandbox: none"))
    #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
  }
}
