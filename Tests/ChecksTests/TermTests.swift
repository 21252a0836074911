import LabKit
import Testing

@testable import Checks

@Suite("Terms of follow-throughs")
struct TermTests {
  private func value(_ term: Term) -> Value? { term.value(answers: [], steps: []) }

  @Test("changes counts the values that differ from the one before, stays says that there is none")
  func changes() {
    let values = [1.0, 1, 2, 2, 1].map { Term.of(Tensor([$0, 0])) }
    #expect(value(.changes(values)) == .integer(2))
    #expect(value(.stays(values)) == .flag(false))
    #expect(value(.stays(Array(values.prefix(2)))) == .flag(true))
    #expect(value(.changes([])) == .integer(0))
    #expect(value(.changes([.answer(7)])) == nil)
  }

  @Test("nearest are the columns of the smallest elements of each row, the lower column first of equal ones")
  func nearest() {
    let rows = Term.of(Tensor(rows: [[2, 1, 3, 1], [0, -1, -2, 5]]))
    #expect(value(rows.nearest(3)) == .list([.integers([1, 3, 0]), .integers([2, 1, 0])]))
    #expect(value(rows.nearest(3)[1]) == .integers([2, 1, 0]))
    #expect(value(rows.nearest(5)) == nil)
    #expect(value(rows.nearest(-1)) == nil)
    #expect(value(Term.of(Tensor(rows: [[.nan, 1]])).nearest(1)) == nil)
  }

  @Test("every kind of work is read back as it was written")
  func files() throws {
    for work in Term.Work.allCases {
      let term = Term.work(work, [.of(1.5)])
      #expect(try Term(value: term.value) == term)
    }
  }
}
