import Checks
import Foundation
import GRDB

extension Gradebook {
  package func book(_ scope: Book.Scope = .init()) throws(GradebookFault) -> Book {
    try Self.guarded(path) { try queue.read { try Book($0, scope) } }
  }
}

extension Book {
  init(_ database: Database, _ scope: Scope) throws {
    let undone = try Undone(database, upTo: scope.upTo)
    last =
      try Int.fetchOne(
        database, sql: "SELECT MAX(number) FROM entry WHERE number <= ?", arguments: [scope.upTo ?? Int.max]) ?? 0
    var numbers: [Int: Int] = [:]
    let students = try Row.fetchCursor(
      database, sql: "SELECT number, id FROM student WHERE entry <= ? ORDER BY id", arguments: [scope.upTo ?? Int.max])
    while let row = try students.next() {
      let id: String = row[1]
      numbers[row[0]] = people.count
      places[id] = people.count
      people.append(Person(id: id))
    }
    var works: [Int: String] = [:]
    for row in try Row.fetchAll(database, sql: "SELECT number, name FROM work") { works[row[0]] = row[1] }
    let own = try scope.work.map { name in
      try Int.fetchOne(database, sql: "SELECT number FROM work WHERE name = ?", arguments: [name]) ?? -1
    }
    let course = try Int.fetchOne(database, sql: "SELECT number FROM work WHERE name = ''") ?? -1
    let wanted = scope.students.map { ids in numbers.filter { ids.contains(people[$0.value].id) }.keys.sorted() }
    var reader = FactReader(undone: undone, numbers: numbers)
    let attempt = try database.makeStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM fact WHERE work = ? AND kind = \(Fact.Kind.attempt.rawValue) AND entry <= ?)")
    for work in own.map({ [course, $0] }) ?? works.keys.sorted() {
      if try Bool.fetchOne(attempt, arguments: [work, scope.upTo ?? Int.max]) ?? false {
        recorded.insert(works[work] ?? "")
      }
      let rows = try Row.fetchCursor(
        database, sql: Self.sql(work == course ? nil : wanted), arguments: [work, scope.upTo ?? Int.max])
      try reader.read(rows, work: works[work] ?? "", into: &self)
    }
  }

  /// The lines of a work in the order in which they lie; of few students only theirs, with everyone's teams.
  private static func sql(_ students: [Int]?) -> String {
    let lines =
      "SELECT student, kind, item, entry, points, possible, time, text, seen FROM fact WHERE work = ?1 AND entry <= ?2"
    let order = "ORDER BY student, kind, item, entry"
    guard let students else { return "\(lines) \(order)" }
    let list = students.map { "\($0)" }.joined(separator: ", ")
    let team = Fact.Kind.team.rawValue
    return "\(lines) AND kind = \(team) UNION ALL \(lines) AND kind > \(team) AND student IN (\(list)) \(order)"
  }
}

/// Lays the lines of a work one over the other: the last word holds.
private struct FactReader {
  let undone: Undone
  let numbers: [Int: Int]

  mutating func read(_ rows: RowCursor, work: String, into book: inout Book) throws {
    var records: [Int: Book.Record] = [:]
    var record = Book.Record()
    var current = -1
    while let row = try rows.next() {
      if undone.contains(row[3]) { continue }
      guard let place = numbers[row[0]], let kind = Fact.Kind(rawValue: row[1]) else { continue }
      if kind.rawValue <= Fact.Kind.team.rawValue {
        tell(row, kind, place, work, &book)
        continue
      }
      if place != current {
        if current >= 0 { records[current] = record }
        (current, record) = (place, Book.Record())
      }
      tell(row, kind, &record)
    }
    if current >= 0 { records[current] = record }
    book.records[work] = records.mapValues { record in
      var record = record
      record.attempts.removeAll { $0.handedIn == nil && $0.earned == nil && $0.remark == nil }
      return record
    }
    for (place, person) in book.people.enumerated() {
      if let team = person.teams[work] { book.teams[work, default: [:]][team, default: []].append(place) }
    }
  }

  /// What is said of the person.
  private func tell(_ row: Row, _ kind: Fact.Kind, _ place: Int, _ work: String, _ book: inout Book) {
    let text: String? = row[7]
    switch kind {
    case .name: book.people[place].name = text
    case .email: book.people[place].email = text
    case .section: book.people[place].section = text
    case .account:
      if text == nil { book.people[place].accounts.remove(row[2]) } else { book.people[place].accounts.insert(row[2]) }
    case .team: book.people[place].teams[work] = text
    default: break
    }
  }

  private func tell(_ row: Row, _ kind: Fact.Kind, _ record: inout Book.Record) {
    let points = (row[4] as Int?).map { Points(hundredths: $0) }
    switch kind {
    case .attempt:
      let id: String = row[2]
      if let last = record.attempts.indices.last, record.attempts[last].id == id {
        (record.attempts[last].handedIn, record.attempts[last].remark) = (row[6], row[7])
        (record.attempts[last].seen, record.attempts[last].entry) = (row[8], row[3])
      } else {
        record.attempts.append(.init(id: id, handedIn: row[6], seen: row[8], remark: row[7], entry: row[3]))
      }
    case .automatic:
      let id: String = row[2]
      guard let place = record.attempts.firstIndex(where: { $0.id == id }) else { return }
      record.attempts[place].earned = points
      record.attempts[place].possible = (row[5] as Int?).map { Points(hundredths: $0) }
      record.attempts[place].entry = row[3]
    case .manual: record.manual[row[2]] = points.map { .init(value: $0, entry: row[3], text: row[7]) }
    case .bonus: record.bonuses[row[2]] = points.map { .init(value: $0, entry: row[3], text: row[7]) }
    case .override: record.override = points.map { .init(value: $0, entry: row[3], text: row[7]) }
    case .excuse: record.excuse = (row[7] as String?).map { .init(value: true, entry: row[3], text: $0) }
    case .closing: record.closing = (row[6] as Int?).map { .init(value: $0, entry: row[3], text: row[7]) }
    default: break
    }
  }
}

extension Gradebook {
  /// The book of one student and of those with whom work is handed in.
  package func book(with student: String, upTo: Int? = nil) throws(GradebookFault) -> Book {
    let people = try book(.init(upTo: upTo, students: []))
    guard let place = people.places[student] else { return people }
    let works = Set(people.teams.keys).union([""])
    let members = works.flatMap { people.members(with: place, for: $0) }.map { people.people[$0].id }
    return try book(.init(upTo: upTo, students: Set(members + [student])))
  }
}
