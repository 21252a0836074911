/// What became of an export: how many marks went, and all that somebody should look at, in sentences.
package struct Filling: Sendable, Hashable {
  package var filled = 0
  /// No mark, so an empty cell.
  package var without: [String] = []
  /// Marks that have no row.
  package var unmatched: [String] = []
  /// What could have been filled and was not, and why.
  package var left: [String] = []
  /// Rows for which nothing was handed in; they are as they were.
  package var rowsWithout: [String] = []
  package var remarks: [String] = []

  package init() {}

  /// Lines for a terminal.
  package func lines(_ what: String) -> [String] {
    ["\(what): \(filled) \(filled == 1 ? "mark" : "marks")"]
      + section("No mark, and so an empty cell, which is no zero", without)
      + section("Not matched, and in no row", unmatched) + section("Not filled", left)
      + section("Rows of the sheet of which nothing was graded, left as they were", rowsWithout)
      + section("To know", remarks)
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    guard !lines.isEmpty else { return [] }
    let shown = lines.prefix(Self.most).map { "  \($0)" }
    return ["\(title):"] + shown + (lines.count > Self.most ? ["  and \(lines.count - Self.most) more"] : [])
  }

  private static let most = 50
}
