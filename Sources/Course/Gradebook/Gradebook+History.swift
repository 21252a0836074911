import Checks
import GRDB

/// A line of a student's history: what an entry said, and what was said before.
package struct HistoryLine: Sendable {
  package var entry: Entry
  package var fact: Fact
  /// What held until then; nil where nothing did.
  package var before: Fact?
  /// Whether the entry was taken back later.
  package var isUndone: Bool
}

extension Gradebook {
  /// All that was ever said of a student, in order.
  package func history(of student: String) throws(GradebookFault) -> [HistoryLine] {
    try Self.guarded(path) {
      try queue.read { database in
        let undone = try Undone(database, upTo: nil)
        let entries = try Self.entries(database, of: student)
        var last: [String: Fact] = [:]
        var lines: [HistoryLine] = []
        let rows = try Row.fetchAll(
          database,
          sql: """
            SELECT work.name, fact.kind, fact.item, fact.entry, fact.points, fact.possible, fact.time, fact.text
            FROM fact JOIN work ON work.number = fact.work JOIN student ON student.number = fact.student
            WHERE student.id = ? ORDER BY fact.entry, fact.kind, fact.item
            """, arguments: [student])
        for row in rows {
          guard let kind = Fact.Kind(rawValue: row[1]), let entry = entries[row[3]] else { continue }
          let fact = Fact(
            student, kind, work: row[0], item: row[2], points: (row[4] as Int?).map { Points(hundredths: $0) },
            possible: (row[5] as Int?).map { Points(hundredths: $0) }, time: row[6], text: row[7])
          let place = "\(fact.work)\0\(kind.rawValue)\0\(fact.item)"
          let isUndone = undone.contains(entry.number)
          lines.append(HistoryLine(entry: entry, fact: fact, before: last[place], isUndone: isUndone))
          if !isUndone { last[place] = fact }
        }
        return lines
      }
    }
  }

  /// The entries of a student by their numbers, and those that took one of them back.
  private static func entries(_ database: Database, of student: String) throws -> [Int: Entry] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT number, at, author, command, reason, undoes FROM entry WHERE number IN
          (SELECT fact.entry FROM fact JOIN student ON student.number = fact.student WHERE student.id = ?)
        """, arguments: [student])
    return Dictionary(rows.map { ($0[0], entry($0)) }) { first, _ in first }
  }

  private static func entry(_ row: Row) -> Entry {
    Entry(number: row[0], at: row[1], author: row[2], command: row[3], reason: row[4], undoes: row[5])
  }

  /// The entries with these numbers.
  package func entries(_ numbers: Set<Int>) throws(GradebookFault) -> [Int: Entry] {
    try Self.guarded(path) {
      try queue.read { database in
        let marks = numbers.map { _ in "?" }.joined(separator: ", ")
        let rows = try Row.fetchAll(
          database,
          sql: "SELECT number, at, author, command, reason, undoes FROM entry WHERE number IN (\(marks))",
          arguments: StatementArguments(Array(numbers)))
        return Dictionary(rows.map { ($0[0], Self.entry($0)) }) { first, _ in first }
      }
    }
  }

  /// The entries that take others back, the last first.
  package func undoings(of numbers: Set<Int>) throws(GradebookFault) -> [Entry] {
    try Self.guarded(path) {
      try queue.read { database in
        try Row.fetchAll(
          database,
          sql: "SELECT number, at, author, command, reason, undoes FROM entry WHERE undoes IS NOT NULL ORDER BY number"
        ).map(Self.entry).filter { numbers.contains($0.undoes ?? 0) }
      }
    }
  }

  /// What the checks of an attempt came to, as it was kept; nil where nothing was.
  package func detail(of attempt: String, in work: String, entry: Int) throws(GradebookFault) -> String? {
    try Self.guarded(path) {
      try queue.read { database in
        try String.fetchOne(
          database,
          sql: """
            SELECT detail.text FROM fact JOIN detail ON detail.number = fact.detail JOIN work ON work.number = fact.work
            WHERE work.name = ? AND fact.item = ? AND fact.entry = ? AND fact.kind = ?
            """, arguments: [work, attempt, entry, Fact.Kind.automatic.rawValue])
      }
    }
  }

  /// The number of the last entry before a time.
  package func entry(before time: Int) throws(GradebookFault) -> Int {
    try Self.guarded(path) {
      try queue.read {
        try Int.fetchOne($0, sql: "SELECT MAX(number) FROM entry WHERE at <= ?", arguments: [time]) ?? 0
      }
    }
  }
}
