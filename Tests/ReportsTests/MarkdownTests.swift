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
    #expect(text.hasPrefix("# Perceptron: 2.50 of 7.00 points\n"))
    #expect(text.contains("2000-02-29 00:00:00 UTC"))
    #expect(text.contains("| Update rule | public | failed | 0.50 | 2.00 |"))
    #expect(text.contains("| Adaline | public | not attempted | 0.00 | 1.00 |"))
    #expect(text.contains("| Speed | public | passed (timing inconclusive) | 1.00 | 1.00 |"))
    #expect(text.contains("not held against the submission"))
    #expect(text.contains("### Update rule") && text.contains("- worst tensor: w"))
    #expect(!text.contains("### Decision"))
    #expect(!text.contains("sandbox"))
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
    #expect(text.components(separatedBy: "## Checks").first?.contains("`sandbox: none`") == true)
  }
}
