import Checks
import Reports
import Tables

/// Canvas's gradebook as it is exported, and what is imported of it: the students' columns, and one assignment's.
///
/// Students are known by `ID`, else by what the school calls them; the assignment by the number in brackets behind its name.
package struct CanvasGradebook: Sendable {
  private let sheet: Sheet
  private let column: Int
  /// Hundredths that the assignment is worth; nil where the sheet does not tell.
  private let possible: Int?
  /// The row `    Points Possible`.
  private let pointsRow: Int

  private static let heads = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]

  /// `assignment` is the number or the name of a column; without it the one column that has the lab's name is taken.
  package init(_ bytes: [UInt8], name: String, assignment: String?, lab: String) throws(ExportError) {
    let sheet = try Sheet.kept(bytes, name: name) { Self.heads.contains($0) }
    guard sheet.head.first == "Student", sheet.head.contains("ID") else {
      throw ExportError("\(name) is no gradebook of Canvas: its columns do not begin with Student, and hold an ID.")
    }
    guard let pointsRow = sheet.cells.indices.prefix(4).first(where: { sheet.text($0, 0).trimmed == "Points Possible" })
    else { throw ExportError("\(name) is no gradebook of Canvas: there is no row Points Possible below its head.") }
    let assignments = sheet.head.enumerated().compactMap { place, head -> (Int, name: String, number: String)? in
      guard let match = head.wholeMatch(of: /(.*) \((\d+)\)/) else { return nil }
      return (place, String(match.1), String(match.2))
    }
    let found = assignments.filter { each in
      guard let assignment else {
        let words = each.name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        return words.contains(lab.lowercased())
      }
      return each.number == assignment || each.name == assignment || "\(each.name) (\(each.number))" == assignment
    }
    guard found.count == 1, let only = found.first else {
      let what = assignment.map { "called \($0)" } ?? "that has \(lab) in its name"
      let all = assignments.prefix(20).map { "\($0.name) (\($0.number))" }.joined(separator: ", ")
      throw ExportError(
        "\(name) has \(found.isEmpty ? "no assignment" : "\(found.count) assignments") \(what). Say which it is: "
          + "--assignment NUMBER. There are: \(all.isEmpty ? "none" : all).")
    }
    let points = sheet.text(pointsRow, only.0)
    guard !points.contains("read only") else {
      throw ExportError("\(only.name) in \(name) is read only: Canvas takes no marks for it.")
    }
    (self.sheet, self.pointsRow, column, possible) = (sheet, pointsRow, only.0, MarkText.hundredths(points))
  }

  /// The file to be imported.
  package func fill(_ marks: [HandBack], isScaled: Bool) throws(ExportError) -> (text: String, filling: Filling) {
    var filling = Filling()
    let places = Self.heads.compactMap { sheet.head.firstIndex(of: $0) }
    var text = CSV.record(places.map { sheet.head[$0] } + [sheet.head[column]])
    text += CSV.record(places.map { $0 == 0 ? "    Points Possible" : "" } + [sheet.text(pointsRow, column).trimmed])
    let students = sheet.cells.indices.dropFirst(pointsRow + 1)
    let columns = ["ID", "SIS User ID", "SIS Login ID"].map { head in index(students, head) }
    var taken: [Int: HandBack] = [:]
    var twice: Set<Int> = []
    for mark in marks {
      let identity = mark.identity
      let row =
        identity.numbers["canvas"].map { columns[0][$0.lowercased()] }
        ?? identity.ids.sorted().lazy.compactMap { columns[1][$0.lowercased()] ?? columns[2][$0.lowercased()] }.first
        ?? identity.emails.sorted().lazy.compactMap { columns[2][$0] }.first
      guard let row else {
        filling.unmatched.append(mark.words)
        continue
      }
      if let other = taken.updateValue(mark, forKey: row) {
        filling.unmatched += [other, mark].map { "\($0.words): two marks go to the same row" }
        twice.insert(row)
      }
    }
    for row in twice { taken[row] = nil }
    guard !taken.isEmpty else {
      throw ExportError(
        "\(sheet.name) is the gradebook of another course: none of \(marks.count) marks is of its students.")
    }
    for (row, mark) in taken.sorted(by: { $0.key < $1.key }) {
      let cell = try cell(mark, isScaled: isScaled, &filling)
      text += CSV.record(places.map { known(row, $0) } + [cell])
    }
    if sheet.head[column].lowercased().contains("final") {
      filling.remarks.append("Canvas passes over assignments with “final” in their names: rename it there first")
    }
    return (text, filling)
  }

  private func cell(_ mark: HandBack, isScaled: Bool, _ filling: inout Filling) throws(ExportError) -> String {
    switch mark.result {
    case .excused:
      filling.filled += 1
      return "EX"
    case .none(let reason):
      filling.without.append("\(mark.words): \(reason)")
      return ""
    case .points(let points):
      filling.filled += 1
      guard let possible, possible != mark.possible.hundredths else { return points.description }
      guard isScaled else {
        throw ExportError(
          "the assignment is worth \(Points(hundredths: possible)) points in \(sheet.name), and the lab "
            + "\(mark.possible). If it is the right one, --scale makes \(Points(hundredths: possible)) of \(mark.possible)."
        )
      }
      return MarkText.scaled(points, of: mark.possible, to: possible).description
    }
  }

  /// The rows by what they have in a column; what several have tells nobody.
  private func index(_ rows: some Sequence<Int>, _ head: String) -> [String: Int] {
    guard let column = sheet.head.firstIndex(of: head) else { return [:] }
    let keys = Dictionary(grouping: rows) { sheet.text($0, column).trimmed.lowercased() }
    return keys.filter { !$0.key.isEmpty && $0.value.count == 1 }.compactMapValues(\.first)
  }

  /// A cell as it was. Where a spreadsheet would take it for a formula, a name gets an apostrophe; what else identifies a
  /// student is left out, since the importer takes the `ID` before it.
  private func known(_ row: Int, _ column: Int) -> String {
    let text = sheet.text(row, column)
    let safe = CSV.text(text)
    return safe == text ? text : sheet.head[column] == "Student" ? safe : ""
  }
}
