import Checks
import Foundation
import Testing

@testable import Reports

/// What a student may see, in every format at once.
@Suite("Who sees what") struct ReaderTests {
  /// A verdict whose every text can be found again in a report.
  private static func marked(_ name: String, _ kind: Verdict.Kind, _ audience: Audience) -> Verdict {
    Fixture.verdict(
      name, kind, title: "title-\(name)", earned: kind == .passed ? 1 : 0, audience: audience, hint: "hint-\(name)",
      summary: "summary-\(name)", details: ["details-\(name)"], reason: kind == .errored ? .crashed : nil)
  }

  private static let kinds = Verdict.Kind.allCases

  private static func card() -> Scorecard {
    Fixture.scorecard(
      verdicts: kinds.map { marked("public-\($0.rawValue)-", $0, .everyone) }
        + kinds.map { marked("hidden-\($0.rawValue)-", $0, .instructors) })
  }

  /// Every format, as one reader gets it.
  private static func reports(for reader: Reader) throws -> [String: String] {
    let scratch = try Scratch()
    let card = card()
    try ScorecardFile.write(card, to: scratch.path("scorecard.json"), for: reader)
    return [
      "strict": try String(contentsOfFile: scratch.junit([card], .strict, for: reader), encoding: .utf8),
      "rich": try String(contentsOfFile: scratch.junit([card], .rich, for: reader), encoding: .utf8),
      "Markdown": MarkdownReport(card, for: reader).text,
      "terminal": TerminalSummary(card, for: reader).text(),
      "JSON": try scratch.text("scorecard.json"),
    ]
  }

  @Test("a student sees of a hidden check its name, hint, and only what tells of their own program")
  func student() throws {
    for (format, text) in try Self.reports(for: .student) {
      #expect(!text.contains("details-hidden"), "\(format)")
      #expect(!text.contains("summary-hidden-passed-"), "\(format)")
      #expect(!text.contains("summary-hidden-failed-"), "\(format)")
      #expect(!text.contains("f1a9e5"), "\(format): the key's fingerprint")
      for kind in Self.kinds {
        #expect(text.contains("title-hidden-\(kind.rawValue)-"), "\(format)")
        #expect(text.contains("title-public-\(kind.rawValue)-"), "\(format)")
      }
      // What a stopped program says may carry hidden inputs: a fixed sentence stands in its place.
      for kind in ["errored", "notAttempted"] {
        #expect(!text.contains("summary-hidden-\(kind)-"), "\(format), \(kind)")
      }
      #expect(text.contains(Stop.Reason.crashed.sentence), "\(format)")
      for kind in ["skipped"] {
        #expect(text.contains("summary-hidden-\(kind)-"), "\(format), \(kind)")
      }
      #expect(text.contains("hint-hidden-failed-"), "\(format)")
      #expect(text.contains("summary-public-failed-"), "\(format)")
      #expect(text.contains("details-public-failed-"), "\(format)")
    }
  }

  @Test("an instructor sees all") func instructor() throws {
    for (format, text) in try Self.reports(for: .instructor) {
      for kind in ["failed", "errored"] {
        #expect(text.contains("summary-hidden-\(kind)-"), "\(format)")
        #expect(text.contains("details-hidden-\(kind)-"), "\(format)")
      }
    }
  }

  @Test("no hidden seed and no hidden time reaches a student; public ones do", arguments: Verdict.Kind.allCases)
  func seeds(kind: Verdict.Kind) {
    let card = Fixture.scorecard(
      verdicts: [Fixture.verdict("p", kind), Fixture.verdict("h", kind, audience: .instructors)])
    let student = Shown(card, to: .student).scorecard.verdicts
    #expect(student.map(\.seed) == ["5eed", ""])
    #expect(student.map(\.seconds) == [0.25, 0])
    #expect(student.map(\.earned) == card.verdicts.map(\.earned))
    #expect(Shown(card, to: .instructor).scorecard == card)
  }

  @Test("a failed hidden check says that its evidence is not shown") func note() throws {
    let card = Fixture.scorecard(verdicts: [Fixture.verdict("h", .failed, audience: .instructors)])
    for text in [MarkdownReport(card, for: .student).text, TerminalSummary(card, for: .student).text()] {
      #expect(text.contains("hidden check: what it measured is not shown"))
    }
    #expect(!MarkdownReport(card, for: .instructor).text.contains("is not shown"))
  }
}
