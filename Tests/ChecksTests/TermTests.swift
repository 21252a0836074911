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

  @Test("every kind of work is read back as it was written")
  func files() throws {
    for work in Term.Work.allCases {
      let term = Term.work(work, [.of(1.5)])
      #expect(try Term(value: term.value) == term)
    }
  }
}
