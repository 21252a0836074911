import Checks
import Tables

/// Moodle's grading worksheet, to be filled in place and given back.
///
/// The importer knows a student by the number in the first column, takes the grade and the feedback comments, and wants
/// the time of the last change as it was; so every other cell stays byte for byte.
package struct MoodleWorksheet: Sendable {
  package struct Options: Sendable {
    /// Heads of columns in other languages.
    package var columns: [MoodleColumn: String] = [:]
    /// Whether decimals are written with a comma; seen from the sheet unless told.
    package var hasComma: Bool?
    /// Whether marks are to be scaled to the sheet's maximum where the lab has another.
    package var isScaled = false
    /// Whether marks above the maximum are to be cut to it.
    package var isCapped = false
    /// Whether comments that somebody else wrote are to be replaced.
    package var replacesComments = false

    package init() {}
  }

  /// A person of the sheet.
  struct Row: Sendable {
    var place: Int
    var number: String
    /// What stands before the number: the site's word for a participant.
    var word: String
  }

  private(set) var sheet: Sheet
  let columns: [MoodleColumn: Int]
  let options: Options
  let rows: [Row]

  package init(_ bytes: [UInt8], name: String, options: Options = Options()) throws(ExportError) {
    let sheet = try Sheet.kept(bytes, name: name) { head in
      MoodleColumn.knows(head) || options.columns.values.contains { $0.lowercased() == head.lowercased() }
    }
    self.sheet = sheet
    self.options = options
    columns = try Self.columns(of: sheet, options)
    rows = try Self.rows(of: sheet, columns[.identifier] ?? 0)
  }

  private static func columns(of sheet: Sheet, _ options: Options) throws(ExportError) -> [MoodleColumn: Int] {
    var columns: [MoodleColumn: Int] = [:]
    for column in MoodleColumn.allCases {
      let told = options.columns[column]?.lowercased()
      let places = sheet.head.indices.filter { place in
        told.map { $0 == sheet.head[place].lowercased() } ?? column.isCalled(sheet.head[place])
      }
      guard places.count < 2 else {
        throw ExportError("\(sheet.name) has two columns called \(sheet.head[places[0]]). Download it again.")
      }
      if told != nil, places.isEmpty {
        throw ExportError("\(sheet.name) has no column called \(options.columns[column] ?? "").")
      }
      columns[column] = places.first
    }
    for column in [MoodleColumn.identifier, .mark] where columns[column] == nil {
      let heads = sheet.head.prefix(20).joined(separator: ", ")
      throw ExportError(
        "\(sheet.name) is no grading worksheet of Moodle: it has no column for the \(column.rawValue). Its columns are: "
          + "\(heads). In a language that is not known here say which it is: --column \(column.rawValue)=HEAD.")
    }
    return columns
  }

  private static func rows(of sheet: Sheet, _ column: Int) throws(ExportError) -> [Row] {
    var rows: [Row] = []
    var places: [String: Int] = [:]
    for place in sheet.cells.indices.dropFirst() {
      let text = sheet.text(place, column).trimmed
      let digits = String(text.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
      guard !digits.isEmpty else {
        throw ExportError("row \(place + 1) of \(sheet.name) has no number in \(sheet.head[column]): “\(text)”.")
      }
      if let other = places.updateValue(place, forKey: digits) {
        throw ExportError(
          "rows \(other + 1) and \(place + 1) of \(sheet.name) have the same identifier, \(text). Download it again.")
      }
      rows.append(Row(place: place, number: digits, word: String(text.dropLast(digits.count)).trimmed))
    }
    guard !rows.isEmpty else { throw ExportError("\(sheet.name) has no students.") }
    return rows
  }

  func text(_ row: Row, _ column: MoodleColumn) -> String {
    columns[column].map { sheet.text(row.place, $0).trimmed } ?? ""
  }

  mutating func set(_ row: Row, _ column: MoodleColumn, to text: String) {
    if let place = columns[column] { sheet.set(row.place, place, to: text) }
  }

  /// The sheet's file.
  package var written: [UInt8] { sheet.written }

  /// Whether decimals are written with a comma: as told, else as the sheet's own numbers are, else as its language has it.
  var hasComma: Bool {
    if let told = options.hasComma { return told }
    for row in rows {
      for column in [MoodleColumn.maximum, .mark] {
        let text = text(row, column)
        if MarkText.hundredths(text) != nil, text.contains(where: { ".,".contains($0) }) { return text.contains(",") }
      }
    }
    // A dot is read as one on every site, a comma only where the language has it.
    return false
  }
}
