import Checks
import Collecting
import Export
import Foundation
import Gradebook
import Keys

/// What a graded folder and its class's attempts say, as lines for the gradebook.
struct Taking {
  private(set) var facts: [Fact] = []
  /// Whose submissions are nobody's of the roster.
  private(set) var unknown: [String] = []
  private(set) var attempts = 0
  private(set) var marks = 0

  /// Everyone of `source`, or with `only` one student. `isAdding` makes students of who is in no roster.
  init(_ source: inout HandBacks, into book: Book, only: String? = nil, isAdding: Bool) throws {
    let lab = source.results.lab.name
    let owners = Owners(book)
    var added: Set<String> = []
    for submission in try source.submissions() {
      var students: [String] = []
      for person in submission.student.people {
        if let id = owners.id(of: person, on: submission.student.platform) {
          students.append(id)
        } else if isAdding {
          let told = person.email ?? person.id.map { "\(submission.student.platform.rawValue) \($0)" }
          let id = Plain.line(told ?? submission.folder)
          students.append(id)
          if added.insert(id).inserted { facts += Self.newcomer(id, person, submission.student.platform) }
        } else {
          unknown.append(submission.student.words)
        }
      }
      if let only { students.removeAll { $0 != only } }
      for student in Set(students).sorted() { take(submission, of: student, lab) }
    }
  }

  private mutating func take(_ submission: HandBacks.Submission, of student: String, _ lab: String) {
    for attempt in submission.attempts {
      facts.append(
        Fact(
          student, .attempt, work: lab, item: attempt.attempt, time: attempt.toldHandIn.map { Int($0) },
          seen: Int(attempt.toldHandIn == nil ? attempt.order : attempt.collected),
          text: attempt.nothingGradable.map { "nothing gradable: \($0)" } ?? ""))
      attempts += 1
    }
    guard let graded = submission.graded else { return }
    if submission.attempts.isEmpty {
      facts.append(Fact(student, .attempt, work: lab, item: graded.attempt, seen: graded.card.gradedAt, text: ""))
      attempts += 1
    }
    facts.append(
      Fact(
        student, .automatic, work: lab, item: graded.attempt, points: graded.card.earned,
        possible: graded.card.possible, time: graded.card.gradedAt, detail: Self.detail(graded.card)))
    marks += 1
  }

  private static func detail(_ card: Scorecard) -> String {
    card.verdicts.map {
      "\($0.check): \($0.earned) of \($0.points)\($0.kind == .passed ? "" : ", \($0.kind.rawValue)")"
    }
    .joined(separator: "\n")
  }

  private static func newcomer(_ id: String, _ person: Student.Person, _ platform: Layout) -> [Fact] {
    let account = person.id.map { "\(platform.rawValue) \($0)" }
    return RosterStudent(
      id: id, name: person.name.map(Plain.line), email: person.email.map(Plain.line),
      accounts: Set([account.map(Plain.line)].compactMap(\.self))
    ).facts
  }
}

/// Who of the roster somebody is whom a platform tells of: by account, id or address, never by name.
struct Owners {
  private var byAccount: [String: String] = [:]
  private var byEmail: [String: String] = [:]
  private var ids: Set<String> = []

  init(_ book: Book) {
    for person in book.people {
      ids.insert(person.id)
      for account in person.accounts { byAccount[account] = person.id }
      if let email = person.email { byEmail[email.lowercased()] = person.id }
    }
  }

  /// Whose id, address or account (`moodle 1234567`) that is.
  func id(ofKey key: String) -> String? {
    ids.contains(key) ? key : byAccount[key] ?? byEmail[key.lowercased()]
  }

  func id(of person: Student.Person, on platform: Layout) -> String? {
    if let id = person.id {
      if let known = byAccount["\(platform.rawValue) \(id)"] { return known }
      // Numbers of these two are the platform's own, and may be somebody else's at the school.
      if platform != .moodle, platform != .canvas, ids.contains(id) { return id }
      if let known = byEmail[id.lowercased()] { return known }
    }
    return person.email.flatMap { byEmail[$0.lowercased()] }
  }
}
