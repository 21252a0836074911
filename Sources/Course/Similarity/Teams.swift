package import Tables

/// Who worked together and may hand in the same: a CSV with the columns `student` and `team`, in this order where the
/// first row names none.
package struct Teams: Sendable {
  private var teams: [String: Set<String>] = [:]
  /// Rows that say nothing, for a remark.
  package private(set) var unread: [String] = []

  package init() {}

  package init(_ bytes: [UInt8], name: String) throws(TableFault) {
    let sheet = try Sheet(reading: bytes, name: name, isRagged: true) { ["student", "team"].contains($0.lowercased()) }
    let named = (student: sheet.column(["student"]), team: sheet.column(["team"]))
    var (columns, rows) = ((student: 0, team: 1), sheet.cells.indices)
    if let student = named.student, let team = named.team {
      columns = (student, team)
      rows = rows.dropFirst()
    }
    for number in rows {
      let fields = sheet.row(number)
      if fields.allSatisfy(\.isEmpty) { continue }
      guard fields.count > max(columns.student, columns.team), !fields[columns.student].isEmpty else {
        unread.append("row \(number + 1)")
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
}
