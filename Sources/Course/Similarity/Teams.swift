/// Who worked together and may hand in the same: a CSV with the columns `student` and `team`, in this order where the
/// first line names none.
package struct Teams: Sendable {
  private var teams: [String: Set<String>] = [:]
  /// Lines that say nothing, for a remark.
  package private(set) var unread: [String] = []

  package init() {}

  package init(csv: String) {
    var columns = (student: 0, team: 1)
    let byteOrderMark = "\u{FEFF}"
    let text = csv.hasPrefix(byteOrderMark) ? String(csv.unicodeScalars.dropFirst()) : csv
    for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let fields = Self.fields(line)
      if fields.allSatisfy(\.isEmpty) { continue }
      let names = fields.map { $0.lowercased() }
      if number == 0, let student = names.firstIndex(of: "student"), let team = names.firstIndex(of: "team") {
        columns = (student, team)
        continue
      }
      guard fields.count > max(columns.student, columns.team), !fields[columns.student].isEmpty else {
        unread.append("line \(number + 1)")
        continue
      }
      // Who is in no team has an empty field.
      guard !fields[columns.team].isEmpty else { continue }
      teams[fields[columns.student], default: []].insert(fields[columns.team])
    }
  }

  /// The students that are told of, in order.
  package var students: [String] { teams.keys.sorted() }

  /// Whether two are of one team.
  package func areTogether(_ left: String, _ right: String) -> Bool {
    guard let left = teams[left], let right = teams[right] else { return false }
    return !left.isDisjoint(with: right)
  }

  /// The fields of a line, of which some stand in quotes (RFC 4180); spreadsheets of some countries write semicolons.
  private static func fields(_ line: Substring) -> [String] {
    let separator: Character = line.contains(";") && !line.contains(",") ? ";" : line.contains("\t") ? "\t" : ","
    var (fields, field, isQuoted, wasQuote) = ([String](), "", false, false)
    for character in line {
      if character == "\"" {
        if isQuoted {
          (isQuoted, wasQuote) = (false, true)
        } else {
          if wasQuote { field.append("\"") }
          (isQuoted, wasQuote) = (true, false)
        }
        continue
      }
      wasQuote = false
      if character == separator, !isQuoted {
        fields.append(trimmed(field))
        field = ""
      } else {
        field.append(character)
      }
    }
    return fields + [trimmed(field)]
  }

  private static func trimmed(_ field: String) -> String {
    var field = field[...]
    while field.first?.isWhitespace == true { field = field.dropFirst() }
    while field.last?.isWhitespace == true { field = field.dropLast() }
    return String(field)
  }
}
