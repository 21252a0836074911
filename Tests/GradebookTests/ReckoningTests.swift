import Checks
import CourseRules
import Foundation
import Testing

@testable import Gradebook

/// Marks by the course's rules, each with the way to it.
@Suite struct ReckoningTests {
  private static let closes = Date(timeIntervalSince1970: 1_790_000_000)

  private func reckoning(_ mark: String = "0.5 mean(labs) + 0.5 exam", attempts: AttemptPolicy = .last) throws
    -> Reckoning
  {
    let late = LateRule(perDay: .part(Fraction(1) / Fraction(10)))
    let course = Course(
      title: "t", zone: "UTC",
      labs: [
        LabRules(name: "MLP", closes: Self.closes, attempts: attempts, late: late),
        LabRules(name: "CNN", closes: Self.closes.addingTimeInterval(86_400 * 365)),
      ],
      work: [Work(name: "exam", items: [.init(name: "theory", points: 8), .init(name: "practice", points: 12)])],
      final: try FinalMark(scale: Fraction(20), mark: mark))
    return Reckoning(course, totals: ["MLP": 10, "CNN": 10], now: Self.closes.addingTimeInterval(86_400 * 30))
  }

  private func write(_ book: TestBook, _ facts: [Fact]) throws { try book.gradebook.write(book.act(), facts) }

  @Test func theWayFromTheChecksToTheFinalMark() throws {
    let book = try TestBook()
    try write(book, Fact.attempt("ada", "a1", day: -3, 9) + Fact.attempt("ada", "a2", day: 1, 8))
    try write(
      book,
      [
        Fact("ada", .bonus, work: "MLP", points: 0.5, text: "a slip found"),
        Fact("ada", .manual, work: "exam", item: "theory", points: 6),
        Fact("ada", .manual, work: "exam", item: "practice", points: 9),
        Fact("ada", .override, work: "CNN", points: 10),
      ])
    let (own, state) = (try reckoning(), try book.gradebook.book())
    let place = try #require(state.places["ada"])
    let mark = own.reckoning(state, place, "MLP")
    // The last, a day late: 8.00 − 0.80, and the bonus.
    #expect(mark.points == 7.7)
    #expect(mark.flags == ["late 1 d", "bonus"])
    let lines = mark.lines.map(\.text)
    #expect(lines[0].hasPrefix("attempt 2 of 2 counts, the last"))
    #expect(lines[1...] == ["the checks: 8.00 of 10.00", "lateness: −0.80", "bonus: +0.50", "= 7.70 of 10.00"])
    #expect(mark.lines[3].remark == "a slip found")
    #expect(mark.lines[3].entry == 3)
    #expect(own.reckoning(state, place, "exam").points == 15)
    #expect(own.reckoning(state, place, "CNN").flags == ["override"])
    // (7.70 + 10.00) / 2 of 10 is 17.7 of 20; the exam 15.
    #expect(own.final(of: place, in: state)?.mark == Fraction(decimal: "16.35"))
    let best = try reckoning(attempts: .best)
    #expect(best.reckoning(state, place, "MLP").points == 9.5)
  }

  @Test func noMarkIsNoZero() throws {
    let book = try TestBook()
    try write(
      book,
      [
        Fact("bo", .attempt, work: "MLP", item: "a", time: 1_789_900_000, text: "nothing gradable: there is a.pdf"),
        Fact("eve", .excuse, work: "MLP", text: "ill"), Fact("ada", .manual, work: "exam", item: "theory", points: 6),
      ])
    let (own, state) = (try reckoning(), try book.gradebook.book())
    func standing(_ student: String, _ work: String) throws -> WorkMark.Standing {
      own.reckoning(state, try #require(state.places[student]), work).standing
    }
    #expect(try standing("ada", "MLP") == .missing)
    #expect(try standing("bo", "MLP") == .pending("nothing gradable: there is a.pdf"))
    #expect(try standing("eve", "MLP") == .excused)
    #expect(try standing("eve", "CNN") == .pending("nothing was handed in yet"))
    #expect(try standing("ada", "exam") == .pending("exam has no points for practice yet"))
    #expect(try standing("bo", "exam") == .pending("there is no mark yet"))
    #expect(own.final(of: 0, in: state)?.mark == nil)
    // What is excused is left out of a mean, and a formula that asks for it waits.
    try write(
      book,
      [
        Fact("eve", .override, work: "CNN", points: 6), Fact("eve", .override, work: "exam", points: 10),
      ])
    let later = try book.gradebook.book()
    let eve = try #require(later.places["eve"])
    #expect(own.final(of: eve, in: later)?.mark == Fraction(11))
    let asking = try reckoning("0.5 MLP + 0.5 exam").final(of: eve, in: later)
    #expect(asking?.pending == ["MLP: excused, and the formula asks for it: an override says what counts"])
  }

  /// A lab of which nothing was recorded yet is nobody's zero.
  @Test func whatWasNeverRecordedIsNoZero() throws {
    let book = try TestBook()
    func standing(_ student: String) throws -> WorkMark.Standing {
      try reckoning().mark(try book.gradebook.book(with: student).record(ofStudent: student, in: "MLP"), in: "MLP")
        .standing
    }
    #expect(try standing("ada") == .pending("nothing of it was recorded yet, of anybody"))
    try write(book, Fact.attempt("bo", "b", day: -1, 8))
    #expect(try standing("ada") == .missing)
    let before = try book.gradebook.book(.init(upTo: 1)).record(ofStudent: "ada", in: "MLP")
    #expect(try reckoning().mark(before, in: "MLP").standing == .pending("nothing of it was recorded yet, of anybody"))
  }

  @Test func anExtensionIsTheStudentsOwnClosingTime() throws {
    let book = try TestBook()
    try write(book, Fact.attempt("ada", "a", day: 1, 8))
    try write(book, [Fact("ada", .closing, work: "MLP", time: 1_790_000_000 + 2 * 86_400)])
    let (own, state) = (try reckoning(), try book.gradebook.book())
    let mark = own.reckoning(state, 0, "MLP")
    #expect(mark.points == 8)
    #expect(mark.flags == ["extension"])
  }

  /// Grading again changes what the checks came to, and nothing that a person said.
  @Test func gradingAgainTouchesNoManualMark() throws {
    let book = try TestBook()
    try write(book, Fact.attempt("ada", "a", day: -1, 8))
    try write(
      book, [Fact("ada", .bonus, work: "MLP", points: 1), Fact("ada", .closing, work: "MLP", time: 1_790_000_000)])
    let manual = try book.record("ada", "MLP")
    try write(book, Fact.attempt("ada", "a", day: -1, 5))
    let record = try book.record("ada", "MLP")
    #expect(record.attempts.map(\.earned) == [5])
    #expect(record.bonuses[""]?.entry == manual.bonuses[""]?.entry)
    #expect(record.closing?.entry == manual.closing?.entry)
    #expect(try reckoning().reckoning(try book.gradebook.book(), 0, "MLP").points == 6)
    try write(book, [Fact("ada", .override, work: "MLP", points: 9)])
    try write(book, Fact.attempt("ada", "a", day: -1, 2))
    #expect(try reckoning().reckoning(try book.gradebook.book(), 0, "MLP").points == 9)
  }

  @Test func formsAreMergedAndQuarrelsShown() throws {
    let book = try TestBook()
    let base = try #require(try book.write(.exam("ada", 10), .exam("bo", 11)))
    try book.write(.exam("bo", 12), author: "ben")
    let now = try book.gradebook.book()
    func cell(_ student: String, _ points: Points, _ place: String = "a.csv") -> FormMerge.Cell {
      .init(student: student, item: "exam", points: points, comment: "", base: base, place: place)
    }
    func merge(_ cells: [FormMerge.Cell], prefersForms: Bool = false) throws -> FormMerge {
      FormMerge(
        cells, of: "exam", bases: [base: try book.gradebook.book(.init(upTo: base))], now: now,
        prefersForms: prefersForms)
    }
    // What the form was made with reverts nothing; what is new is written.
    let plain = try merge([cell("ada", 10), cell("bo", 11), cell("eve", 7)])
    #expect(plain.conflicts.isEmpty)
    #expect(plain.facts.map(\.student) == ["eve"])
    let quarrel = try merge([cell("bo", 9), cell("eve", 7), cell("ada", 8)])
    #expect(quarrel.conflicts.count == 1)
    #expect(quarrel.conflicts[0].hasPrefix("bo, exam: 9.00 (a.csv), and meanwhile 12.00 in the gradebook"))
    #expect(quarrel.facts.map(\.student) == ["ada", "eve"])
    #expect(try merge([cell("bo", 9)], prefersForms: true).facts.map(\.points) == [9])
    let two = try merge([cell("eve", 7), cell("eve", 8, "b.csv")], prefersForms: true)
    #expect(two.conflicts == ["eve, exam: 7.00 (a.csv) or 8.00 (b.csv)?"])
    #expect(two.facts.isEmpty)
  }
}

extension Reckoning {
  fileprivate func reckoning(_ book: Book, _ place: Int, _ work: String) -> WorkMark {
    mark(book.record(of: place, in: work), in: work, isTold: true)
  }
}
