import Checks
import CourseRules
import Foundation
import TestSupport

@testable import Gradebook

/// A gradebook in a folder of its own.
struct TestBook {
  let folder: TemporaryFolder
  let gradebook: Gradebook
  var path: String { gradebook.path }

  init(students: [String] = ["ada", "bo", "eve"]) throws {
    folder = try TemporaryFolder()
    gradebook = try Gradebook("\(folder.path)/gradebook.sqlite", makingOne: true)
    let roster = try Roster(
      students.map { RosterStudent(id: $0, name: $0.capitalized, email: "\($0)@example.org") }, named: "r")
    try gradebook.write(act("roster"), roster.facts(against: Book()), newcomers: .welcome)
  }

  func act(_ command: String = "mark", _ author: String = "anna", reason: String = "") -> Act {
    Act(command, author: author, reason: reason, at: 1_790_000_000)
  }

  @discardableResult
  func write(_ facts: Fact..., author: String = "anna") throws -> Int? {
    try gradebook.write(act("mark", author), facts)?.number
  }

  func record(_ student: String, _ work: String, upTo: Int? = nil) throws -> Book.Record {
    try gradebook.book(.init(upTo: upTo)).record(ofStudent: student, in: work)
  }
}

extension Fact {
  static func exam(_ student: String, _ points: Points?, text: String? = nil) -> Fact {
    Fact(student, .manual, work: "exam", item: "exam", points: points, text: text)
  }

  /// An attempt, with its mark where it has one.
  static func attempt(_ student: String, _ id: String, day: Int, _ earned: Points?) -> [Fact] {
    [Fact(student, .attempt, work: "MLP", item: id, time: 1_790_000_000 + day * 86_400, text: "")]
      + (earned.map {
        [Fact(student, .automatic, work: "MLP", item: id, points: $0, possible: 10, time: 1, detail: "a: 1.00 of 1.00")]
      } ?? [])
  }
}
