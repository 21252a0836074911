import Checks
import CourseRules
import Foundation
import GRDB
import Testing

@testable import Gradebook

/// What lateness costs where people mark, and which attempt counts where nobody tells when it was handed in.
@Suite struct LateWorkTests {
  private static let closes = 1_790_000_000
  private static let late = LateRule(
    grace: 900, perDay: .part(Fraction(1) / Fraction(10)), cap: .part(Fraction(1) / Fraction(2)),
    refusedAfter: 8 * 86_400)

  private func reckoning(late: LateRule = Self.late, closes: Int? = Self.closes) throws -> Reckoning {
    let date = closes.map { Date(timeIntervalSince1970: TimeInterval($0)) }
    let course = Course(
      title: "t", zone: "UTC", labs: [LabRules(name: "MLP", closes: date, late: late)],
      work: [
        Work(
          name: "project", closes: date, items: [.init(name: "report", points: 4), .init(name: "code", points: 6)],
          team: try #require(TeamRule(fewest: 1, most: 2)), late: late)
      ],
      final: try FinalMark(scale: Fraction(20), mark: "project"))
    return Reckoning(course, totals: ["MLP": 10], now: Date(timeIntervalSince1970: 1_800_000_000))
  }

  private func mark(_ book: TestBook, _ student: String, _ work: String = "project", _ own: Reckoning? = nil) throws
    -> WorkMark
  {
    let state = try book.gradebook.book(with: student)
    return try (own ?? reckoning()).mark(state.record(ofStudent: student, in: work), in: work, isTold: true)
  }

  private func handedIn(_ student: String, _ late: Int?) -> Fact {
    Fact(student, .attempt, work: "project", time: late.map { Self.closes + $0 })
  }

  private func points(_ student: String) -> [Fact] {
    [
      Fact(student, .manual, work: "project", item: "report", points: 3),
      Fact(student, .manual, work: "project", item: "code", points: 5),
    ]
  }

  @Test func latenessIsTakenOffWhatPeopleMarked() throws {
    let book = try TestBook()
    try book.gradebook.write(book.act(), points("ada") + [handedIn("ada", 93_600)])
    let late = try mark(book, "ada")
    #expect(late.points == 6.4)
    #expect(late.flags == ["late 2 d"])
    #expect(
      late.lines.map(\.text) == [
        "report: 3.00 of 4.00", "code: 5.00 of 6.00",
        "handed in 1 day 2 h late, 2 days begun at 10 % a day: 1.60 points lost", "lateness: −1.60", "= 6.40 of 10.00",
      ])
    #expect(late.lines[2].entry == 2)
    let state = try book.gradebook.book()
    #expect(try reckoning().final(of: 0, in: state)?.mark == Fraction(decimal: "12.8"))
    // The last word on the time holds, and can be taken away; a bonus is added to what is left.
    try book.write(handedIn("ada", 600), Fact("ada", .bonus, work: "project", points: 0.5))
    #expect(try mark(book, "ada").points == 8.5)
    #expect(try mark(book, "ada").lines[2].text == "handed in 10 min late, within the grace of 15 min")
    #expect(try mark(book, "ada").lines[2].entry == 3)
    try book.write(handedIn("ada", -60))
    #expect(try mark(book, "ada").lines[2].text == "handed in 2026-09-21 14:12 UTC, on time")
    try book.write(handedIn("ada", nil))
    #expect(try mark(book, "ada").flags == ["time unknown", "bonus"])
    #expect(try mark(book, "ada").points == 8.5)
  }

  /// What nobody tells costs nothing; and it is only told where it could.
  @Test func withoutATimeNothingIsLate() throws {
    let book = try TestBook()
    try book.gradebook.write(book.act(), points("ada") + Fact.attempt("bo", "b", day: 0, 8))
    let unknown = try mark(book, "ada")
    #expect(unknown.points == 8)
    #expect(unknown.flags == ["time unknown"])
    #expect(unknown.lines.map(\.text).contains("nobody tells when it was handed in: nothing is taken off for lateness"))
    #expect(try mark(book, "ada", "project", reckoning(late: .none)).flags.isEmpty)
    #expect(try mark(book, "ada", "project", reckoning(closes: nil)).flags.isEmpty)
    try book.write(Fact("bo", .attempt, work: "MLP", item: "b", seen: 1_795_000_000, text: ""))
    #expect(try mark(book, "bo", "MLP").flags == ["time unknown"])
    #expect(try mark(book, "bo", "MLP").points == 8)
  }

  @Test func aTeamsLastTimeAndOnesOwnClosingTimeHold() throws {
    let book = try TestBook()
    let team = try Team("red", of: ["ada", "bo"], for: "project", rule: nil)
    try book.gradebook.write(book.act("team"), team.facts(against: try book.gradebook.book(), isMoving: false))
    try book.gradebook.write(
      book.act(), points("ada") + points("bo") + [handedIn("ada", -500), handedIn("bo", 80_000)])
    #expect(try mark(book, "ada").points == 7.2)
    #expect(try mark(book, "bo").points == 7.2)
    try book.write(Fact("bo", .closing, work: "project", time: Self.closes + 86_400, text: "ill"))
    #expect(try mark(book, "bo").points == 8)
    #expect(try mark(book, "bo").flags == ["extension"])
    #expect(try mark(book, "ada").points == 7.2)
  }

  @Test func whatComesTooLateNeedsNobodysMark() throws {
    let book = try TestBook()
    try book.gradebook.write(book.act(), [handedIn("ada", 9 * 86_400), handedIn("bo", 2 * 86_400)])
    #expect(try mark(book, "ada").standing == .points(0))
    #expect(try mark(book, "ada").flags == ["too late"])
    #expect(try mark(book, "bo").standing == .pending("there is no mark yet"))
    try book.gradebook.write(book.act(), points("ada"))
    #expect(try mark(book, "ada").points == 0)
  }

  /// Where a platform tells no times, the attempt that was collected last is the last.
  @Test func attemptsWithoutTimesStandAsTheyWereCollected() throws {
    for ids in [["a", "b"], ["b", "a"]] {
      let book = try TestBook()
      for (place, id) in ids.enumerated() {
        try book.write(
          Fact("ada", .attempt, work: "MLP", item: id, seen: 1_795_000_000 + place, text: ""),
          Fact("ada", .automatic, work: "MLP", item: id, points: place == 0 ? 3 : 7, possible: 10))
      }
      #expect(try mark(book, "ada", "MLP").points == 7, "\(ids)")
    }
  }

  /// A book of the first version, which had no column for that.
  @Test func anOlderBookIsBroughtToTodaysVersion() throws {
    let book = try TestBook()
    try book.gradebook.write(book.act(), points("ada") + Fact.attempt("ada", "a", day: -1, 8))
    try book.gradebook.queue.write {
      try $0.execute(sql: "ALTER TABLE fact DROP COLUMN seen; PRAGMA user_version = 1")
    }
    try book.gradebook.queue.close()
    let again = try Gradebook(book.path, makingOne: false)
    #expect(try again.book().record(ofStudent: "ada", in: "MLP").attempts.map(\.earned) == [8])
    #expect(try again.write(book.act(), [Fact("bo", .attempt, work: "MLP", item: "x", seen: 7, text: "")]) != nil)
    #expect(try again.book().record(ofStudent: "bo", in: "MLP").attempts.map(\.seen) == [7])
    #expect(try again.queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 2)
  }
}
