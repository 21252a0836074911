import Checks
import Foundation
import Testing

@testable import Reports

@Suite("report.md") struct MarkdownTests {
  @Test(
    "markup of strangers is shown, not obeyed",
    arguments: [
      ("*a* _b_ `c` ~d~ $e$", #"\*a\* \_b\_ \`c\` \~d\~ \$e\$"#), ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
      ("[x](y) ![z](w)", #"\[x\](y) \!\[z\](w)"#), ("a | b", #"a \| b"#), ("# h", ##"\# h"##), ("- l", #"\- l"#),
      ("12. l", #"12\. l"#), ("1) l", #"1\) l"#), ("0.50 - 1", "0.50 - 1"), ("7.", #"7\."#), ("x 1. y", "x 1. y"),
      ("https://e.org www.e.org", #"https\://e.org www\.e.org"#), ("@ada", "@\u{2060}ada"), ("a\n# b", ##"a \# b"##),
      (#"\*"#, #"\\\*"#), ("===", #"\==="#),
    ])
  func escapes(text: String, expected: String) { #expect(Markdown.text(text) == expected) }

  @Test("a fence is longer than what it holds", arguments: ["", "x", "```", "a ```` b\n```\n", "`````````"])
  func fence(text: String) throws {
    let lines = Markdown.fence(text, atMost: 1_000).components(separatedBy: "\n")
    let fence = try #require(lines.last)
    #expect(fence.count >= 3 && fence.allSatisfy { $0 == "`" })
    #expect(lines.first == fence + "text")
    #expect(!text.contains(fence))
  }

  private static let visible = Fixture.hostile.filter { !["", " ", "\u{FEFF}"].contains($0) }

  @Test("hostile names add no line that Markdown acts upon", arguments: visible)
  func hostile(text: String) {
    let verdicts = [Fixture.verdict(text, .failed, title: text, hint: text, summary: text, details: [text])]
    func shape(_ text: String) -> [String] {
      let verdicts = verdicts.map { verdict in
        var verdict = verdict
        if text == "plain" {
          (verdict.title, verdict.hint, verdict.summary) = (text, text, text)
          verdict.details = [text]
        }
        return verdict
      }
      let card = Fixture.scorecard(text, lab: text, folder: text, verdicts: verdicts, sandbox: text)
      // How each line begins: what would make another block of it.
      return MarkdownReport(card, for: .instructor).text.components(separatedBy: "\n").map { line in
        String(line.prefix { "#-| >`".contains($0) })
      }
    }
    #expect(shape(text).filter { !$0.isEmpty } == shape("plain").filter { !$0.isEmpty })
    let report = MarkdownReport(Fixture.scorecard(text, verdicts: verdicts), for: .student).text
    #expect(!report.contains("<script") && report.firstMatch(of: /[^\\]\]\(/) == nil && !report.contains("\u{1B}"))
  }

  @Test("what earlier checks alone kept from being asked is nothing to mend") func unasked() {
    let verdicts = [
      Fixture.verdict("fit", .errored, title: "Training", summary: "no answer", reason: .wallTime),
      Fixture.verdict("predict", .errored, title: "Prediction", summary: "not asked", reason: .slept),
      Fixture.verdict("score", .errored, title: "Scores", summary: "not asked", reason: .slept),
    ]
    let report = MarkdownReport(Fixture.scorecard(verdicts: verdicts), for: .student).text
    #expect(report.contains("points, one mistake") && !report.contains("### Prediction"))
    #expect(
      report.contains(
        "- two checks not asked, since the submission had slept for too long in earlier checks: 2.00 points (predict, score)"
      ))
  }

  @Test("a text of which nothing is left makes no empty item", arguments: ["", " ", "\u{FEFF}", "\u{0}\n"])
  func blank(text: String) {
    let verdicts = [Fixture.verdict("x", .failed, title: text, hint: text, summary: text, details: [text, text])]
    let report = MarkdownReport(Fixture.scorecard(text, verdicts: verdicts), for: .instructor).text
    let lines = report.components(separatedBy: "\n").map { $0.filter { $0 != " " } }
    #expect(!lines.contains("-") && !lines.contains("###"))
    #expect(!report.contains("What happened") && !report.contains("Hint") && !report.contains("Measured"))
    #expect(report.contains("### (unnamed)"))
  }

  @Test("the mark, every check and what to look at") func whole() {
    let text = MarkdownReport(Fixture.scorecard(), for: .student).text
    #expect(text.hasPrefix("# Perceptron: 2.50 of 7.00 points, two mistakes\n"))
    #expect(text.contains("2000-02-29 00:00:00 UTC"))
    #expect(text.contains("| Update rule | public | failed | 0.50 | 2.00 |"))
    #expect(text.contains("| Adaline | public | not attempted | 0.00 | 1.00 |"))
    #expect(text.contains("| Speed | public | passed (timing inconclusive) | 1.00 | 1.00 |"))
    #expect(text.contains("not held against the submission"))
    #expect(text.contains("### Update rule") && text.contains("- worst tensor: w"))
    #expect(!text.contains("### Decision"))
    #expect(!text.contains("sandbox"))
  }

  @Test("the mistakes stand first, what waits for them in a line, the table last", arguments: Reader.allCases)
  func order(reader: Reader) throws {
    let verdicts =
      [
        Fixture.verdict("forward", .passed, title: "forward: one layer", earned: 1),
        Fixture.verdict(
          "backward", .failed, title: "backward: one layer", summary: "0 of 2 cases right",
          diagnosis: "1/n is missing (seen in weights)"),
        Fixture.verdict(
          "backward.many", .failed, title: "backward: many layers", diagnosis: "1/n is missing (seen in bias)"),
        Fixture.verdict("predict", .errored, hint: "the largest score", summary: "the program crashed"),
        Fixture.verdict("fit", .skipped, points: 2, waitsFor: "backward"),
      ] + (1...20).map { Fixture.verdict("fit.\($0)", .skipped, points: 0.1, waitsFor: "fit") }
    let text = MarkdownReport(Fixture.scorecard(verdicts: verdicts), for: reader).text
    // Two checks with one cause are one mistake.
    #expect(text.hasPrefix("# Perceptron: 1.00 of 8.00 points, two mistakes\n"))
    let places = try ["### backward: one layer", "- Likely cause: 1/n", "### A check", "wait for", "## All checks"].map
    {
      try #require(text.firstRange(of: $0), "\($0) in\n\(text)").lowerBound
    }
    #expect(places == places.sorted())
    #expect(text.contains("- 21 checks wait for **backward**: 4.00 points (fit, fit.1, "))
    #expect(text.contains("fit.11 and 9 more)"))
    #expect(text.contains("Likely cause: the same as above"))
    // The hint on predict's numbers says nothing of its crash.
    #expect(text.contains("look at the sign") && !text.contains("the largest score"))
    #expect(!text.contains("### A check (2)"))
  }

  @Test("files that were not read are no remarks of the compiler, and not listed without end") func otherFiles() {
    let names = (1...20).map { "File\($0).swift" }
    let build = Scorecard.Build(.built, message: "not read: \(names.joined(separator: ", "))")
    let text = MarkdownReport(Fixture.scorecard(build: build), for: .student).text
    #expect(text.contains("Not read: File1.swift, ") && text.contains("File12.swift and 8 more."))
    #expect(!text.contains("compiler"))
    let both = Scorecard.Build(.built, message: "not read: a.swift\nwarning: never used")
    let told = MarkdownReport(Fixture.scorecard(build: both), for: .student).text
    #expect(told.contains("Not read: a.swift.") && told.contains("```text\nwarning: never used\n```"))
  }

  @Test("a compiler's message stays in its fence, and no check is told twice") func compileError() {
    let message = "MLP.swift:1:1: error: `x`\n```\n# not a heading\n<b>"
    let text = MarkdownReport(Fixture.scorecard(build: .init(.compileError, message: message)), for: .student).text
    #expect(text.contains("## Not built: does not compile"))
    #expect(text.contains("````text\n\(message)\n````"))
    #expect(!text.contains("### "))
    #expect(text.contains("| Update rule |"))
  }

  @Test("running without confinement is told at the top", arguments: Reader.allCases) func sandbox(reader: Reader) {
    let text = MarkdownReport(Fixture.scorecard(sandbox: "none"), for: reader).text
    #expect(text.components(separatedBy: "## All checks").first?.contains("`sandbox: none`") == true)
  }
}
