import Checks
import Reports
import Testing

/// What a course lets students see of hidden checks.
@Suite struct HiddenLevelTests {
  private func card(_ level: HiddenLevel?) -> Scorecard {
    let hint = "hint-hidden"
    var card = Fixture.scorecard(verdicts: [
      Fixture.verdict("open", .passed, title: "title-open", earned: 1),
      Fixture.verdict(
        "fails", .failed, title: "title-fails", earned: 0.5, points: 2, audience: .instructors, hint: hint,
        diagnosis: "diagnosis-hidden"),
      Fixture.verdict(
        "stops", .errored, title: "title-stops", audience: .instructors, hint: hint, summary: "summary-hidden",
        reason: .crashed, line: 7),
      Fixture.verdict("passes", .passed, title: "title-passes", earned: 1, audience: .instructors, hint: hint),
    ])
    card.rules = level.map { Scorecard.Rules(digest: "d", hidden: $0, changes: ["fails: off"]) }
    return card
  }

  /// All that a student gets, in one text.
  private func told(_ level: HiddenLevel?) throws -> String {
    let scratch = try Scratch()
    let card = card(level)
    return try [
      MarkdownReport(card, for: .student).text,
      String(contentsOfFile: scratch.junit([card], .rich, for: .student), encoding: .utf8),
    ].joined()
  }

  @Test func withoutRulesAllIsTold() throws {
    let all = try told(nil)
    #expect(try told(.cause) == all)
    #expect(all.contains("diagnosis-hidden") && all.contains("hint-hidden") && !all.contains("summary-hidden"))
  }

  @Test func aHintIsNoCause() throws {
    let hint = try told(.hint)
    #expect(!hint.contains("diagnosis-hidden") && hint.contains("hint-hidden") && hint.contains("title-fails"))
  }

  @Test func aNameIsNoHint() throws {
    let name = try told(.name)
    #expect(!name.contains("hint-hidden") && !name.contains("crashed") && name.contains("title-fails"))
  }

  @Test func nothingIsHowManyAndHowMuch() throws {
    let nothing = try told(.nothing)
    for word in ["fails", "stops", "passes", "hint-hidden"] { #expect(!nothing.contains(word), "\(word)") }
    #expect(nothing.contains("three hidden checks together"))
    let shown = Shown(card(.nothing), to: .student).scorecard
    #expect(shown.verdicts.map(\.points).reduce(.zero, +) == shown.possible)
    #expect(shown.verdicts.map(\.earned).reduce(.zero, +) == shown.earned)
  }

  @Test(arguments: HiddenLevel.allCases) func instructorsSeeAllAndByWhichRules(_ level: HiddenLevel) {
    let text = MarkdownReport(card(level), for: .instructor).text
    #expect(text.contains("diagnosis-hidden") && text.contains("students see: \(level.rawValue)"))
    #expect(text.contains("fails: off"))
  }
}
