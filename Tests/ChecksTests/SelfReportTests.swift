import Testing

@testable import Checks

/// What a student reads on a terminal, or in a file.
@Suite struct SelfReportTests {
  private static func verdict(_ check: String, _ kind: Verdict.Kind, summary: String = "") -> Verdict {
    Verdict(
      check: check, title: "\(check): one case", judge: "value", kind: kind, earned: kind == .passed ? 0.4 : 0,
      points: 0.4, audience: .everyone, hint: "look at the sign", summary: summary, details: [], inconclusive: false,
      seconds: 0, seed: "")
  }

  private static func report(_ verdicts: [Verdict], isColoured: Bool = false, isWhole: Bool = true) -> SelfReport {
    SelfReport(
      lab: "CNN", verdicts: verdicts, hidden: 11, hiddenPoints: 6, isColoured: isColoured, isWhole: isWhole)
  }

  @Test func pointsAndWhatComesNext() {
    let verdicts = [
      Self.verdict("size", .passed), Self.verdict("pool", .skipped), Self.verdict("convolve", .failed),
      Self.verdict("scores", .notAttempted),
    ]
    let text = Self.report(verdicts).text
    #expect(text.hasPrefix("ok    size      0.40 of 0.40  one case\nskip  pool      0.00 of 0.40  one case\n"))
    #expect(text.contains("public checks 1 of 4 passed, 0.40 of 1.60 public points."))
    #expect(text.contains("\nnext: convolve, to be mended\n"))
    #expect(text.contains("11 hidden checks, worth 6.00 points"))
    #expect(Self.report([verdicts[3]]).text.contains("next: scores, still to be written"))
    #expect(!Self.report([verdicts[0]]).text.contains("next:"))
    #expect(!Self.report([verdicts[0]], isWhole: false).text.contains("hidden"))
  }

  /// A hint on the numbers says nothing of a crash.
  @Test func onlyAWrongAnswerHasAHint() {
    for kind in Verdict.Kind.allCases {
      #expect(Self.report([Self.verdict("pool", kind)]).text.contains("look at the sign") == (kind == .failed))
    }
  }

  @Test func coloursOnlyWhereAskedFor() {
    let verdicts = Verdict.Kind.allCases.map { Self.verdict("pool", $0) }
    #expect(!Self.report(verdicts).text.contains("\u{1B}"))
    let coloured = Self.report(verdicts, isColoured: true).text
    #expect(coloured.contains("\u{1B}[32mok  \u{1B}[0m  pool") && coloured.contains("\u{1B}[31mFAIL\u{1B}[0m"))
  }

  @Test func whatWasPrintedStandsUnderItsCheckAndIsBounded() {
    let report = Self.report([])
    let passed = Self.verdict("pool", .passed)
    #expect(report.entry(passed, printed: "\n").split(separator: "\n").count == 1)
    let lines = report.entry(passed, printed: "a\u{1B}[2J\n" + String(repeating: "x", count: 900) + "\nb\n")
      .split(separator: "\n")
    #expect(
      lines.dropFirst() == [
        "      printed:", "        a [2J", "        \(String(repeating: "x", count: 200))", "        b",
      ])
    let many = report.entry(passed, printed: (1...50).map { "line \($0)\n" }.joined())
    #expect(many.contains("line 20\n") && !many.contains("line 21"))
    #expect(many.hasSuffix("… and 30 more lines"))
  }

  /// What a CI service shows: nothing that a program said ends the block it stands in, or makes it larger than is shown.
  @Test func aSummaryIsBoundedAndItsTextIsText() {
    let hostile = Self.verdict("pool", .errored, summary: "stopped: ````\n# mine\n</details>")
    let text = Self.report([Self.verdict("size", .passed), hostile], isColoured: true).markdown()
    #expect(text.hasPrefix("### CNN: not all that was run passed\n\n```text\nCNN: public checks 1 of 2 passed"))
    let fences = text.split(separator: "\n").filter { $0.hasPrefix("`````") }
    #expect(fences == ["`````text", "`````"] && !text.contains("\u{1B}"), "\(text)")
    #expect(Self.report([Self.verdict("size", .passed)]).markdown().hasPrefix("### CNN: all that was run passed\n"))
    let many = (0..<400).map { Self.verdict("check\($0)", .failed, summary: String(repeating: "é", count: 200)) }
    let long = Self.report(many).markdown()
    #expect(long.utf8.count <= 60_000 && long.contains("[cut here: there are ") && long.hasSuffix("\n```\n"))
  }

  @Test func pointsAreWrittenAsNumbersAre() {
    #expect(Self.report([Self.verdict("size", .passed), Self.verdict("pool", .failed)]).points == "0.4/0.8")
    #expect([0, 2.5, 0.05, 10, 100].map { Points($0).short } == ["0", "2.5", "0.05", "10", "100"])
  }
}
