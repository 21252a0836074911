package import Checks
import Reports
import Tables

/// A form on which somebody writes marks: as CSV for a spreadsheet, or as Markdown for an editor.
package struct MarkForm: Sendable {
  package struct Row: Sendable {
    package var student: String
    /// For people: the name, and a team's others.
    package var words: String
    /// By items, as they are now.
    package var points: [String: Points]
    package var comment: String

    package init(student: String, words: String, points: [String: Points], comment: String) {
      (self.student, self.words, self.points, self.comment) = (student, words, points, comment)
    }
  }

  /// What was written for one student.
  package struct Filled: Sendable, Hashable {
    package var student: String
    /// By items; only those that have a number.
    package var points: [String: Points]
    package var comment: String
    /// The entry of the gradebook from which the form was made.
    package var base: Int
    /// Where it stands, for sentences.
    package var place: String
  }

  let work: String
  let items: [(name: String, points: Points)]
  let rows: [Row]
  let base: Int

  package init(work: String, items: [(name: String, points: Points)], rows: [Row], base: Int) {
    (self.work, self.items, self.rows, self.base) = (work, items, rows, base)
  }

  private func head(_ item: (name: String, points: Points)) -> String { "\(item.name) (of \(item.points))" }

  package var csv: String {
    CSV.record(["student", "name"] + items.map { CSV.text(head($0)) } + ["comment", "book"])
      + rows.map { row in
        CSV.record(
          [CSV.text(row.student), CSV.text(row.words)] + items.map { row.points[$0.name]?.description ?? "" }
            + [CSV.text(row.comment), "\(work) \(base)"])
      }.joined()
  }

  package var markdown: String {
    let lines = rows.map { row in
      let cells = items.map { "- \(head($0)): \(row.points[$0.name]?.description ?? "")" }
      return
        "## \(row.student): \(Clean.line(row.words))\n\n\(cells.joined(separator: "\n"))\n- comment: \(Clean.line(row.comment))\n"
    }
    return """
      # \(work)

      <!-- gradus form \(work) \(base) -->
      Points go behind the colons. What is left empty is not marked.

      \(lines.joined(separator: "\n"))
      """
  }

  // MARK: - Reading

  /// What stands in a form of that work that somebody filled in, in either of the two formats.
  package static func read(_ bytes: [UInt8], name: String, work: String, items: [String]) throws(ExportError)
    -> [Filled]
  {
    let start = String(decoding: bytes.prefix(4_096), as: UTF8.self)
    return start.contains("<!-- gradus form ")
      ? try markdown(bytes, name, work, items) : try csv(bytes, name, work, items)
  }

  private static func csv(_ bytes: [UInt8], _ name: String, _ work: String, _ items: [String]) throws(ExportError)
    -> [Filled]
  {
    let sheet = try Sheet.read(bytes, name: name) { ["student", "name", "comment", "book"].contains($0) }
    var columns: [(column: Int, item: String)] = []
    for item in items {
      let found = sheet.head.indices.filter { sheet.head[$0] == item || sheet.head[$0].hasPrefix("\(item) (of ") }
      guard found.count < 2 else { throw ExportError("\(name) has two columns for \(item).") }
      if let column = found.first { columns.append((column, item)) }
    }
    guard let student = sheet.head.firstIndex(of: "student"), let book = sheet.head.firstIndex(of: "book"),
      !columns.isEmpty
    else {
      throw ExportError(
        "\(name) is no form of \(work): `gradus form \(work)` writes one. Its columns are: "
          + "\(sheet.head.prefix(20).joined(separator: ", ")).")
    }
    let comment = sheet.head.firstIndex(of: "comment")
    var filled: [Filled] = []
    for row in sheet.cells.indices.dropFirst() {
      let place = "row \(row + 1) of \(name)"
      var points: [String: Points] = [:]
      for (column, item) in columns { points[item] = try number(sheet.text(row, column), "\(place), \(item)") }
      filled.append(
        Filled(
          student: unquoted(sheet.text(row, student).trimmed), points: points,
          comment: comment.map { unquoted(sheet.text(row, $0).trimmed) } ?? "",
          base: try base(sheet.text(row, book), work, place), place: place))
    }
    return filled
  }

  /// Without the apostrophe that keeps a spreadsheet from taking it for a formula.
  private static func unquoted(_ text: String) -> String {
    text.hasPrefix("'") && CSV.text(String(text.dropFirst())) == text ? String(text.dropFirst()) : text
  }

  private static func markdown(_ bytes: [UInt8], _ name: String, _ work: String, _ items: [String]) throws(ExportError)
    -> [Filled]
  {
    var (filled, entry): ([Filled], Int?) = ([], nil)
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      let line = String(line).trimmed
      let place = "line \(place + 1) of \(name)"
      if let match = line.wholeMatch(of: /<!-- gradus form (.*) -->/) {
        entry = try base(String(match.1), work, place)
      } else if line.hasPrefix("## "), let entry {
        let student = line.dropFirst(3).split(separator: ": ", maxSplits: 1).first.map(String.init) ?? ""
        filled.append(Filled(student: student.trimmed, points: [:], comment: "", base: entry, place: place))
      } else if line.hasPrefix("- "), let last = filled.indices.last {
        let rest = String(line.dropFirst(2))
        if rest.hasPrefix("comment:") {
          filled[last].comment = String(rest.dropFirst(8)).trimmed
        } else if let item = items.first(where: { rest.hasPrefix("\($0) (of ") || rest.hasPrefix("\($0):") }) {
          let value = rest.dropFirst(item.count).drop { $0 != ":" }.dropFirst()
          if let points = try number(String(value), "\(place), \(item)") { filled[last].points[item] = points }
        } else {
          throw ExportError("\(place): there is no item “\(Clean.line(rest, atMost: 60))” in \(work).")
        }
      }
    }
    return filled
  }

  private static func number(_ text: String, _ place: String) throws(ExportError) -> Points? {
    let text = text.trimmed
    if text.isEmpty { return nil }
    guard let hundredths = MarkText.hundredths(text) else {
      throw ExportError("\(place): “\(Clean.line(text, atMost: 60))” are no points. Nothing was written.")
    }
    return Points(hundredths: hundredths)
  }

  private static func base(_ text: String, _ work: String, _ place: String) throws(ExportError) -> Int {
    let words = text.trimmed.split(separator: " ")
    guard words.count >= 2, let number = words.last.flatMap({ Int($0) }),
      words.dropLast().joined(separator: " ") == work
    else { throw ExportError("\(place) is of another form, and not of \(work): “\(Clean.line(text, atMost: 60))”.") }
    return number
  }
}
