package import Checks
import Foundation

/// The book as it stands, or stood after an earlier entry.
package struct Book: Sendable {
  /// What of it is wanted.
  package struct Scope: Sendable {
    /// Only what was there up to this entry.
    package var upTo: Int?
    package var work: String?
    /// Only these; their teams' others must be among them.
    package var students: Set<String>?

    package init(upTo: Int? = nil, work: String? = nil, students: Set<String>? = nil) {
      self.upTo = upTo
      self.work = work
      self.students = students
    }
  }

  package struct Person: Sendable {
    package var id: String
    package var name: String?
    package var email: String?
    package var section: String?
    /// `moodle 1234567`.
    package var accounts: Set<String> = []
    /// By works; under no name the team for all of them.
    package var teams: [String: String] = [:]

    package init(id: String) { self.id = id }

    package func team(for work: String) -> String? { teams[work] ?? teams[""] }

    /// For people.
    package var words: String { name.map { "\($0) (\(id))" } ?? id }
  }

  /// A value with the entry that set it.
  package struct Said<Value: Sendable>: Sendable {
    package var value: Value
    package var entry: Int
    package var text: String?
  }

  package struct Attempt: Sendable {
    package var id: String
    /// Seconds since 1970.
    package var handedIn: Int?
    /// When it was collected.
    package var seen: Int?
    /// Why it has no mark, where it has none.
    package var remark: String?
    package var earned: Points?
    package var possible: Points?
    /// Of the mark.
    package var entry: Int
  }

  /// What is known of one student in one work.
  package struct Record: Sendable {
    package var attempts: [Attempt] = []
    package var manual: [String: Said<Points>] = [:]
    package var bonuses: [String: Said<Points>] = [:]
    package var override: Said<Points>?
    package var excuse: Said<Bool>?
    package var closing: Said<Int>?
    /// Whether nothing of anybody was recorded yet: then it is not known who handed nothing in.
    package var isUnrecorded = false

    package init() {}
  }

  /// In the order of their ids.
  package internal(set) var people: [Person] = []
  /// By works, then by the places of people.
  package internal(set) var records: [String: [Int: Record]] = [:]
  package internal(set) var places: [String: Int] = [:]
  /// Of which works anybody's attempt is known.
  package internal(set) var recorded: Set<String> = []
  /// By works, the members of each team.
  package internal(set) var teams: [String: [String: [Int]]] = [:]
  /// The last entry.
  package internal(set) var last = 0

  package init() {}

  package var works: [String] { records.keys.filter { !$0.isEmpty }.sorted() }

  /// With whom somebody hands in a work, alone or not.
  package func members(with place: Int, for work: String) -> [Int] {
    let person = people[place]
    guard let name = person.team(for: work) else { return [place] }
    let level = person.teams[work] != nil ? work : ""
    return teams[level]?[name] ?? [place]
  }

  /// What is known of somebody in a work; what a team handed in is each member's.
  package func record(of place: Int, in work: String) -> Record {
    var own = records[work]?[place] ?? Record()
    own.isUnrecorded = !recorded.contains(work)
    let members = teams.isEmpty ? [place] : members(with: place, for: work)
    guard members.count > 1 else { return own }
    var record = own
    var ids = Set(own.attempts.map(\.id))
    for member in members where member != place {
      for attempt in records[work]?[member]?.attempts ?? [] where attempt.id.isEmpty || ids.insert(attempt.id).inserted
      {
        record.attempts.append(attempt)
      }
    }
    return record
  }

  package func record(ofStudent id: String, in work: String) -> Record {
    places[id].map { record(of: $0, in: work) } ?? Record()
  }

  /// Who is meant by an id, an address or a platform's number.
  package func find(_ word: String) throws(GradebookFault) -> Person {
    if let place = places[word] { return people[place] }
    let lower = word.lowercased()
    let found = people.filter { person in
      person.email?.lowercased() == lower || person.id.lowercased() == lower
        || person.accounts.contains { $0 == word || $0.hasSuffix(" \(word)") }
    }
    if found.count == 1 { return found[0] }
    let named = found.isEmpty ? people.filter { $0.name?.lowercased().contains(lower) ?? false } : found
    let hint =
      named.isEmpty
      ? "`gradus gradebook` lists everyone" : "say the id: \(named.prefix(10).map(\.words).joined(separator: ", "))"
    throw GradebookFault("there is \(found.isEmpty ? "no" : "more than one") student \(word): \(hint).")
  }
}
