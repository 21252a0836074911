import Checks
import CourseRules
import Foundation
import Grading
import HiddenChecks
import Testing

@testable import Handout

@Suite struct StatementFileTests {
  private let written = """
    # A lab

    *Time:* 2 hours. *Points:* 10. *To hand in:* one
    file.

    | check | points | who sees it | after | what |
    |---|---:|---|---|---|
    | `one` | 4.00 | public | | one \\| two |
    | `two` | 3.00 | public | `one` | more |
    | `three` | 2.00 | hidden | `one`, `two` | yet more |
    | `four` | 1.00 | hidden | | the rest |
    | **together** | **10.00** | | | |
    """

  private func check(_ id: String, _ points: Points) -> Check {
    Check(id, id, points: points, hint: "") { _ in Draw(calls: [], judge: .property(PropertyJudge([]))) }
  }

  private var lab: Lab {
    Lab(
      name: "Lab", title: "A lab", publicChecks: [check("one", 4), check("two", 3)],
      hiddenChecks: [check("three", 2), check("four", 1)], mutants: [])
  }

  private func text(_ rules: LabRules) -> String { StatementFile.text(written, of: lab.under(rules), under: rules) }

  @Test func withoutRulesItIsAsItWasWritten() {
    #expect(StatementFile.text(written, of: lab, under: nil) == written)
    #expect(text(LabRules(name: "Lab")).replacing("10.00. *To", with: "10. *To") == written)
  }

  @Test func theTableIsTheCoursesOwn() throws {
    let rules = LabRules(
      name: "Lab", title: "B|<b>", zone: "Europe/Paris", closes: Date(timeIntervalSince1970: 1_792_447_140),
      checks: ["one": .init(points: 6.5), "two": .init(isOff: true), "four": .init(points: 0)], selfChecks: 0,
      team: try #require(TeamRule(fewest: 1, most: 2)))
    let lines = text(rules).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "# B\\|\\<b\\>")
    #expect(
      lines[2...5].joined(separator: "\n").contains("*Points:* 8.50. *To hand in:* one\nfile.\n\n*Closes:* 2026-10-"))
    #expect(text(rules).contains("(Europe/Paris). *Teams:* of 1 to 2."))
    #expect(lines.contains("| `one` | 6.50 | hidden | | one \\| two |"))
    #expect(lines.contains("| `three` | 2.00 | hidden | `one` | yet more |"))
    #expect(lines.contains("| `four` | 0.00 | hidden | | the rest |"))
    #expect(lines.contains("| **together** | **8.50** | | | |"))
    #expect(!text(rules).contains("`two`"))
  }

  @Test func whatStudentsAreNotToldOfIsOneRow() {
    let said = text(LabRules(name: "Lab", hidden: HiddenView(show: .nothing)))
    #expect(said.contains("| 2 others | 3.00 | hidden | | |"))
    #expect(!said.contains("`three`") && !said.contains("`four`"))
  }

  /// The table of every lab is one that rules can change.
  @Test(arguments: Catalogue.labs.map(\.name)) func everyStatementHasATableToChange(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let checks = lab.publicChecks + lab.hiddenChecks
    let rules = LabRules(name: name, checks: Dictionary(uniqueKeysWithValues: checks.map { ($0.id, .init(points: 7)) }))
    let root = try Toolkit.locate().root
    let statement = try String(contentsOfFile: "\(root)/assignments/\(name)/STATEMENT.md", encoding: .utf8)
    let said = StatementFile.text(statement, of: lab.under(rules), under: rules)
    #expect(said.split(separator: "\n").count { $0.hasPrefix("| `") && $0.contains("| 7.00 |") } == checks.count)
    #expect(
      said.contains("| **together** | **\(checks.count * 7).00** |")
        && said.contains("*Points:* \(checks.count * 7).00"))
  }
}
