import Checks
import GRDB

extension Gradebook {
  /// Who of the facts' students must be known before.
  package enum Newcomers { case refused, welcome }

  /// Adds an entry with those of the facts that say something new, in one step; nil where none does. `check` is asked
  /// within the step, when nobody else can write, and throws where it is not to be.
  @discardableResult
  package func write(
    _ act: Act, _ facts: [Fact], newcomers: Newcomers = .refused, undoes: Int? = nil,
    check: (Book) throws -> Void = { _ in }, checking scope: Book.Scope? = nil
  ) throws(GradebookFault) -> Entry? {
    try Self.guarded(path) {
      try queue.write { database in
        if let scope { try check(try Book(database, scope)) }
        var writer = try FactWriter(database)
        return try writer.write(act, facts, newcomers, undoes: undoes)
      }
    }
  }

  /// Takes an entry back, by a new one.
  package func undo(_ number: Int, _ act: Act) throws(GradebookFault) -> Entry {
    try Self.guarded(path) {
      try queue.write { database in
        guard try Bool.fetchOne(database, sql: "SELECT 1 FROM entry WHERE number = ?", arguments: [number]) != nil
        else {
          throw GradebookFault("there is no entry \(number). `gradus history STUDENT` tells their numbers.")
        }
        guard !(try Undone(database, upTo: nil)).contains(number) else {
          throw GradebookFault("entry \(number) was taken back already.")
        }
        var writer = try FactWriter(database)
        guard let entry = try writer.write(act, [], .refused, undoes: number) else {
          throw GradebookFault("entry \(number) could not be taken back.")
        }
        return entry
      }
    }
  }
}

/// Writes the lines of one entry.
private struct FactWriter {
  private let database: Database
  private let undone: Undone
  private var students: [String: Int] = [:]
  private var works: [String: Int] = [:]
  private let known: Statement
  private let insert: Statement

  init(_ database: Database) throws {
    self.database = database
    undone = try Undone(database, upTo: nil)
    known = try database.makeStatement(
      sql: """
        SELECT points, possible, time, text, entry, seen FROM fact
        WHERE work = ? AND student = ? AND kind = ? AND item = ? ORDER BY entry DESC
        """)
    insert = try database.makeStatement(
      sql: """
        INSERT INTO fact (work, student, kind, item, entry, points, possible, time, text, detail, seen)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
  }

  mutating func write(_ act: Act, _ facts: [Fact], _ newcomers: Gradebook.Newcomers, undoes: Int?) throws -> Entry? {
    var entry: Int?
    func begun() throws -> Int {
      if let entry { return entry }
      try database.execute(
        sql: "INSERT INTO entry (at, author, command, reason, undoes) VALUES (?, ?, ?, ?, ?)",
        arguments: [act.at, act.author, act.command, act.reason, undoes])
      let number = Int(database.lastInsertedRowID)
      entry = number
      return number
    }
    if undoes != nil { _ = try begun() }
    var seen: Set<Place> = []
    for fact in facts {
      guard seen.insert(Place(fact)).inserted else {
        throw GradebookFault("\(fact.student) is told two things of one kind at once. Nothing was written.")
      }
      var student = try self.student(fact.student)
      if student == nil {
        guard newcomers == .welcome else {
          throw GradebookFault("there is no student \(fact.student) in the roster. Nothing was written.")
        }
        try database.execute(
          sql: "INSERT INTO student (id, entry) VALUES (?, ?)", arguments: [fact.student, try begun()])
        student = Int(database.lastInsertedRowID)
        students[fact.student] = student
      }
      guard let student else { continue }
      let work = try self.work(fact.work)
      let key: [any DatabaseValueConvertible] = [work, student, fact.kind.rawValue, fact.item]
      guard try isNew(fact, key) else { continue }
      let number = try begun()
      var detail: Int64?
      if let text = fact.detail {
        try database.execute(sql: "INSERT INTO detail (text) VALUES (?)", arguments: [text])
        detail = database.lastInsertedRowID
      }
      try insert.execute(
        arguments: StatementArguments(
          [
            work, student, fact.kind.rawValue, fact.item, number, fact.points?.hundredths, fact.possible?.hundredths,
            fact.time, fact.text, detail, fact.seen,
          ] as [(any DatabaseValueConvertible)?]))
    }
    return entry.map {
      Entry(number: $0, at: act.at, author: act.author, command: act.command, reason: act.reason, undoes: undoes)
    }
  }

  private struct Place: Hashable {
    let (student, work, kind, item): (String, String, Fact.Kind, String)
    init(_ fact: Fact) { (student, work, kind, item) = (fact.student, fact.work, fact.kind, fact.item) }
    static func == (left: Place, right: Place) -> Bool {
      (left.student, left.work, left.kind, left.item) == (right.student, right.work, right.kind, right.item)
    }
    func hash(into hasher: inout Hasher) {
      hasher.combine(student)
      hasher.combine(work)
      hasher.combine(kind)
      hasher.combine(item)
    }
  }

  /// Whether the book says something else, or nothing where something is said.
  private func isNew(_ fact: Fact, _ key: [any DatabaseValueConvertible]) throws -> Bool {
    let rows = try Row.fetchCursor(known, arguments: StatementArguments(key))
    while let row = try rows.next() {
      if undone.contains(row[4]) { continue }
      let same =
        row[0] as Int? == fact.points?.hundredths && row[1] as Int? == fact.possible?.hundredths
        && row[2] as Int? == fact.time && row[3] as String? == fact.text && row[5] as Int? == fact.seen
      return !same
    }
    return fact.points != nil || fact.time != nil || fact.text != nil
  }

  private mutating func student(_ id: String) throws -> Int? {
    if let number = students[id] { return number }
    let number = try Int.fetchOne(database, sql: "SELECT number FROM student WHERE id = ?", arguments: [id])
    students[id] = number
    return number
  }

  private mutating func work(_ name: String) throws -> Int {
    if let number = works[name] { return number }
    if let number = try Int.fetchOne(database, sql: "SELECT number FROM work WHERE name = ?", arguments: [name]) {
      works[name] = number
      return number
    }
    try database.execute(sql: "INSERT INTO work (name) VALUES (?)", arguments: [name])
    works[name] = Int(database.lastInsertedRowID)
    return Int(database.lastInsertedRowID)
  }
}

/// The entries that were taken back and not given again.
struct Undone {
  private var numbers: Set<Int> = []

  init(_ database: Database, upTo: Int?) throws {
    let rows = try Row.fetchAll(
      database, sql: "SELECT number, undoes FROM entry WHERE undoes IS NOT NULL AND number <= ? ORDER BY number DESC",
      arguments: [upTo ?? Int.max])
    // The last word first: what takes back a taking back gives again.
    for row in rows where !numbers.contains(row[0]) { numbers.insert(row[1]) }
  }

  func contains(_ entry: Int) -> Bool { !numbers.isEmpty && numbers.contains(entry) }
}
