import Checks
import Foundation
import Ledger
import Testing

@testable import Reports

/// What the services that read JUnit refuse, or show nothing of, on a class of 2,000.
///
/// GitLab: a file of 30 MB, 100 MB of a job, 500,000 cases of a job, and in some versions 250,000 elements of a file.
/// dorny/test-reporter: 65,535 bytes of a check, 1 MiB of a job's summary, which it cuts then.
@Suite("JUnit XML of large classes") struct JUnitLimitTests {
  /// As many checks as the largest lab has.
  static let checks = 34

  private func verdicts(failing: Int, text: String, checks: Int = checks) -> [Verdict] {
    (0..<checks).map { number in
      let title = "transform\(number): on tensors of other shapes, one element and many"
      return number < failing
        ? Fixture.verdict("transform\(number)", .failed, title: title, summary: text, details: [text, text, text])
        : Fixture.verdict("transform\(number)", .passed, title: title, earned: 1)
    }
  }

  @Test("a class of 2,000 is a file that GitLab reads, with every check and its reason") func gitLab() throws {
    let scratch = try Scratch()
    let text =
      "the tensor at position 12 differs: expected shape [3, 4], got [4, 3] & <" + String(repeating: "x", count: 330)
    let whole = verdicts(failing: 0, text: "")
    let mistaken = verdicts(failing: 17, text: text)
    let name = String(repeating: "漢", count: 65)
    let writer = try JUnitWriter(scratch.path("junit.xml"), profile: .strict, submissions: 2_000)
    for number in 0..<2_000 {
      try writer.add(
        Fixture.scorecard("\(number) \(name)", lab: "Perceptron", verdicts: number % 4 == 0 ? mistaken : whole),
        for: .instructor)
    }
    try writer.finish()
    let data = try Data(contentsOf: URL(filePath: scratch.path("junit.xml")))
    #expect(data.count < 30_000_000)
    // That is not reached by leaving much of the room.
    #expect(data.count > 20_000_000)
    let counts = Self.counts(of: data)
    #expect(counts.cases == 2_000 * (Self.checks + 1) && counts.cases < 500_000)
    #expect(counts.failures == 500 * 17)
    #expect(counts.elements < 250_000)
  }

  /// How many elements there are, and of these how many cases and failures.
  private static func counts(of data: Data) -> (elements: Int, cases: Int, failures: Int) {
    var (elements, cases, failures) = (0, 0, 0)
    data.withUnsafeBytes { bytes in
      for place in 0..<max(0, bytes.count - 4) where bytes[place] == UInt8(ascii: "<") {
        let next = bytes[place + 1]
        guard next != UInt8(ascii: "/"), next != UInt8(ascii: "?") else { continue }
        elements += 1
        if next == UInt8(ascii: "t"), bytes[place + 5] == UInt8(ascii: "c") { cases += 1 }
        if next == UInt8(ascii: "f") { failures += 1 }
      }
    }
    return (elements, cases, failures)
  }

  @Test("where there is room all is told; where there is little, less; where there is none, one case for all")
  func room() {
    let text = String(repeating: "why & how ", count: 300)
    let card = Fixture.scorecard(verdicts: verdicts(failing: 10, text: text, checks: 20))
    let suite = JUnitSuite(Shown(card, to: .instructor), className: "Lab.Ada")
    // Each time a byte less than was used: the next fewer words.
    var sizes: [Int] = []
    while sizes.count < 5 {
      var room = JUnitRoom(submissions: 1, bytes: sizes.last.map { $0 - 1 } ?? 1_000_000)
      let told = room.fit(suite)
      #expect(told.cases.count == 21 && told.failures == 10)
      sizes.append(told.size)
    }
    #expect(sizes == sizes.sorted(by: >) && sizes[0] == suite.size && sizes[4] * 4 < sizes[0], "\(sizes)")
    // Beside many others it may take more than its share for its checks, and no more than leaves them a case each.
    let share = sizes[4] * 2 / 3
    var shared = JUnitRoom(submissions: 100, bytes: share * 100)
    #expect(shared.fit(suite).size == sizes[4])
    var none = JUnitRoom(submissions: 1, bytes: sizes[4] - 1)
    let brief = none.fit(suite)
    #expect(brief.cases.count == 1 && brief.failures == 1 && brief.milliseconds == suite.milliseconds)
    var right = JUnitRoom(submissions: 1_000, bytes: 1_000)
    let passed = JUnitSuite(
      Shown(Fixture.scorecard(verdicts: verdicts(failing: 0, text: "")), to: .instructor), className: "a")
    #expect(right.fit(passed).failures == 0)
  }

  @Test("what some did not use is there for others") func roomIsShared() {
    var room = JUnitRoom(submissions: 2, bytes: 14_000)
    let small = JUnitSuite(Shown(Fixture.scorecard(verdicts: []), to: .instructor), className: "small")
    let text = String(repeating: "why ", count: 600)
    let card = Fixture.scorecard(verdicts: verdicts(failing: 5, text: text, checks: 5))
    let large = JUnitSuite(Shown(card, to: .instructor), className: "large")
    var alone = JUnitRoom(submissions: 2, bytes: 14_000)
    let first = alone.fit(large).size
    _ = room.fit(small)
    #expect(room.fit(large).size > first)
  }

  @Test("a size is never less than what is written") func sizes() throws {
    let scratch = try Scratch()
    for text in Fixture.hostile {
      let card = Fixture.scorecard(
        text, lab: text, folder: text, build: .init(.compileError, message: text),
        verdicts: Verdict.Kind.allCases.map {
          Fixture.verdict(text, $0, title: text, hint: text, summary: text, details: [text], reason: .crashed, line: 12)
        })
      let suite = JUnitSuite(
        Shown(card, to: .instructor), className: JUnitSuite.className(of: card.submission, lab: card.lab))
      _ = try scratch.junit([])
      let around = try scratch.text("junit.xml").utf8.count
      _ = try scratch.junit([card])
      let written = try scratch.text("junit.xml").utf8.count - around
      #expect(written <= suite.size, "\(text.prefix(40))")
    }
  }

  @Test("a submission in brief is as small as is reckoned with, whatever its names") func brief() {
    let wide = String(repeating: "&", count: 500)
    let card = Fixture.scorecard(wide, lab: wide, folder: wide, sandbox: wide)
    let name = JUnitSuite.className(of: wide, lab: wide)
    var none = JUnitRoom(submissions: 1, bytes: 0)
    #expect(none.fit(JUnitSuite(Shown(card, to: .instructor), className: name)).size < JUnitRoom.brief)
  }

  // MARK: dorny/test-reporter

  /// What it shows of one suite in a check: its table, then every case with the message of what failed.
  private func shown(_ suite: JUnitSuite) -> String {
    var lines = [
      "![Tests failed](https://img.shields.io/badge/tests-\(suite.failures)%20failed-critical)",
      "## ❌\u{A0}<a id=\"user-content-r0\" href=\"#user-content-r0\">junit.xml</a>",
      "|Test suite|Passed|Failed|Skipped|Time|", "|:---|---:|---:|---:|---:|",
      "|[\(suite.className)](#user-content-r0s0)|99 ✅|99 ❌|99 ⚪|100s|",
      "### ❌\u{A0}<a id=\"user-content-r0s0\" href=\"#user-content-r0s0\">\(suite.className)</a>", "```",
    ]
    for each in suite.cases {
      switch each.outcome {
      case .passed: lines.append("✅ \(each.name)")
      case .skipped: lines.append("⚪ \(each.name)")
      case .failure(let problem), .error(let problem):
        lines += ["❌ \(each.name)", "\t\(problem.type): \(problem.message)"]
      }
    }
    return (lines + ["```"]).joined(separator: "\n")
  }

  /// A student decides their name and what a crash says, each of any length in any script.
  @Test("a student's own file is shown whole in a check") func check() {
    let wide = String(repeating: "漢", count: 5_000)
    let verdicts = (0..<Self.checks).map {
      Fixture.verdict(
        "transform.edges\($0)", .failed, title: "one element, large numbers", summary: wide, details: [wide])
    }
    let card = Fixture.scorecard(wide, build: .init(.built, message: wide), verdicts: verdicts)
    let suite = JUnitSuite(
      Shown(card, to: .student), className: JUnitSuite.className(of: card.submission, lab: "Optimizers"))
    let text = shown(suite)
    #expect(suite.cases.count == Self.checks + 1 && text.utf8.count <= 65_535, "\(text.utf8.count)")
    // A message is one line, so nothing in it ends the block that it stands in.
    for each in suite.cases {
      if case .failure(let problem) = each.outcome { #expect(!problem.message.contains("\n")) }
    }
  }

  @Test("a class of 2,000 is a table that a job's summary takes") func table() {
    let wide = String(repeating: "漢", count: 5_000)
    let rows = (0..<2_000).map { number in
      let name = JUnitSuite.className(of: "\(number)\(wide)", lab: "Optimizers")
      return "|[\(name)](#user-content-r0s\(number))|34 ✅|34 ❌|34 ⚪|100s|"
    }
    #expect(rows.reduce(0) { $0 + $1.utf8.count + 1 } <= 1 << 20)
  }
}
