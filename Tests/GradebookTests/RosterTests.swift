import Foundation
import Testing

@testable import Gradebook

@Suite struct RosterTests {
  private func refused(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "taken"
  }

  @Test func nobodyStandsInAListTwice() {
    let one = RosterStudent(id: "1", name: "Ada", email: "a@x", accounts: ["moodle 7"])
    #expect(
      refused { _ = try Roster([one, .init(id: "1", name: "Bo")], named: "r.csv") }
        .contains("r.csv has the id 1 twice, of Ada and of Bo (students 1 and 2)"))
    #expect(
      refused { _ = try Roster([one, .init(id: "2", email: "A@X")], named: "r.csv") }.contains(
        "e-mail address a@x twice"))
    #expect(
      refused { _ = try Roster([one, .init(id: "2", accounts: ["moodle 7"])], named: "r.csv") }.contains(
        "account moodle 7 twice"))
    #expect(refused { _ = try Roster([one, .init(id: "2", name: "Ada")], named: "r.csv") } == "taken")
  }

  @Test func aListOfIdsAloneIsAClass() throws {
    let book = try TestBook()
    let roster = try Roster([.init(id: "zoe"), .init(id: "ada")], named: "r.csv")
    func take() throws -> Entry? {
      try book.gradebook.write(book.act(), roster.facts(against: book.gradebook.book()), newcomers: .welcome)
    }
    #expect(try take() != nil)
    let state = try book.gradebook.book()
    #expect(state.people.map(\.id) == ["ada", "bo", "eve", "zoe"])
    #expect(state.people.first?.name == "Ada")
    #expect(try take() == nil)
  }

  @Test func whatIsSomebodyElsesInTheBookIsRefused() throws {
    let book = try TestBook()
    let roster = try Roster([.init(id: "new", email: "ADA@example.org")], named: "r.csv")
    #expect(
      refused { _ = try roster.facts(against: try book.gradebook.book()) }.contains("is ada's in the gradebook"))
    let same = try Roster([.init(id: "ada", name: "Ada", email: "ada@example.org")], named: "r.csv")
    #expect(
      try book.gradebook.write(book.act(), same.facts(against: book.gradebook.book()), newcomers: .welcome) == nil)
  }

  @Test func teamsAreChecked() throws {
    let book = try TestBook(students: ["ada", "bo", "eve", "zoe"])
    #expect(
      refused { _ = try Team("red", of: ["ada", "ada"], for: "MLP", rule: nil) }
        == "ada stands in the team red twice. Nothing was written.")
    #expect(
      refused { _ = try Team("red", of: ["ada", "bo", "eve"], for: "MLP", rule: .init(fewest: 1, most: 2)) }.contains(
        "3 hand in together"))
    func write(_ name: String, _ members: [String], move: Bool = false) throws {
      let team = try Team(name, of: members, for: "MLP", rule: nil)
      try book.gradebook.write(book.act("team"), try team.facts(against: try book.gradebook.book(), isMoving: move))
    }
    try write("red", ["ada", "bo"])
    #expect(refused { try write("blue", ["bo", "eve"]) }.contains("is in the team red for MLP already; --move"))
    #expect(refused { try write("blue", ["nobody"]) }.contains("there is no student nobody"))
    try write("blue", ["bo", "eve"], move: true)
    var state = try book.gradebook.book()
    #expect(state.teams["MLP"]?["blue"]?.map { state.people[$0].id } == ["bo", "eve"])
    #expect(state.teams["MLP"]?["red"]?.map { state.people[$0].id } == ["ada"])
    // What one of a team handed in is everyone's, and only for that work.
    try book.gradebook.write(book.act(), Fact.attempt("bo", "a1", day: 0, 8))
    state = try book.gradebook.book()
    #expect(state.record(ofStudent: "eve", in: "MLP").attempts.map(\.id) == ["a1"])
    #expect(state.record(ofStudent: "ada", in: "MLP").attempts.isEmpty)
    #expect(try book.gradebook.book(with: "eve").record(ofStudent: "eve", in: "MLP").attempts.first?.earned == 8)
    try write("blue", [])
    #expect(try book.gradebook.book().record(ofStudent: "eve", in: "MLP").attempts.isEmpty)
  }
}
