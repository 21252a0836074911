import Checks
import Foundation
import Testing

@testable import HiddenChecks

/// `grading/LAB/SENTENCES.md` says of each sentence of a statement which checks ask for it, and which mutants break it.
@Suite struct SentenceTests {
  /// A row: what the statement says, the checks that ask for it, the mutants that break it.
  struct Row {
    let sentence: String
    let checks, mutants: [String]
  }

  /// Text without what Markdown does with lines, and without the bar that a table cannot hold.
  static func words(_ text: some StringProtocol) -> String {
    String(text).replacing("\\|", with: "|").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  static func rows(of lab: String) throws -> [Row] {
    try LabTests.text("grading/\(lab)/SENTENCES.md").split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
      .map {
        line in
        let cells = line.replacing("\\|", with: "\u{0}").split(separator: "|", omittingEmptySubsequences: false)
          .map { String($0).replacing("\u{0}", with: "|") }
        func names(_ cell: String) -> [String] {
          cell.split(separator: ",").map { words($0).replacing("`", with: "") }.filter { $0 != "–" }
        }
        try #require(cells.count == 5, "three cells: \(line)")
        return Row(sentence: words(cells[1]), checks: names(cells[2]), mutants: names(cells[3]))
      }
  }

  @Test(arguments: Catalogue.labs.map(\.name))
  func everySentenceHasItsChecks(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let statement = Self.words(try LabTests.text("assignments/\(name)/STATEMENT.md"))
    let checks = Set((lab.publicChecks + lab.hiddenChecks).map(\.id))
    let fails = Dictionary(uniqueKeysWithValues: lab.mutants.map { ($0.name, Set($0.fails + $0.sometimes)) })
    let rows = try Self.rows(of: name)
    #expect(rows.count >= 20)
    for row in rows {
      #expect(statement.contains(row.sentence), "the statement does not say: \(row.sentence)")
      // What is left open, or only told, is asked by none.
      if row.checks == ["open"] || row.checks == ["told"] { continue }
      #expect(!row.checks.isEmpty && checks.isSuperset(of: row.checks), "\(row.checks)")
      for mutant in row.mutants {
        let failed = try #require(fails[mutant], "there is no mutant \(mutant)")
        #expect(!failed.isDisjoint(with: row.checks), "\(mutant) fails none of \(row.checks)")
      }
    }
    // Each check is there for a sentence, each mutant breaks one.
    #expect(Set(rows.flatMap(\.checks)).isSuperset(of: checks), "\(checks.subtracting(rows.flatMap(\.checks)))")
  }
}
