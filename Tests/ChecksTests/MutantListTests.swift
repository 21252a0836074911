import Testing

@testable import Checks

@Suite struct MutantListTests {
  private let master = """
    func half(_ x: Double) -> Double {
      let y = x / 2
      return y
    }
    """

  @Test func whatIsToldIsMade() throws {
    let mutants = Mutant.list(
      """
      third: a third: not a half
        x / 2 → x / 3
        fails half, half.edges; sometimes repeats
      kept: what the last call left
        + var last = 0.0
        +
        = func half(_ x: Double) -> Double {
        and
        - let y = x / 2
        -   return y
        + defer { last = x }
        + return last / 2
        fails half
      one: nothing is divided
         / 2 →
        y = x → y = -= x
        fails half
      """)
    #expect(mutants.map(\.name) == ["third", "kept", "one"])
    #expect(mutants[0].mistake == "a third: not a half")
    #expect(mutants[0].fails == ["half", "half.edges"] && mutants[0].sometimes == ["repeats"])
    #expect(try mutants[0].source(from: master) == master.replacing("/ 2", with: "/ 3"))
    #expect(
      try mutants[1].source(from: master) == """
        var last = 0.0

        func half(_ x: Double) -> Double {
          defer { last = x }
        return last / 2
        }
        """)
    #expect(try mutants[2].source(from: master).contains("let y = -= x"))
  }

  @Test(arguments: [
    ("a: b\n  x / 2 → x\n  fail half", "“  fail half” says nothing"),
    ("a\n  x / 2 → x\n  fails half", "“a” says nothing"),
    ("a: b\n  fails half", "changes nothing"), ("a: b\n  x / 2 → x", "names no check"),
    ("a: b\n  z → x\n  fails half", "stands 0 times"), ("a: b\n  + x → x\n  fails half", "what is changed"),
  ]) func whatIsNoMutantSaysSo(_ text: String, _ reason: String) {
    let fault = #expect(throws: RewritingError.self) { try Mutant.list(text)[0].source(from: master) }
    #expect(fault?.description.hasPrefix("a") == true && fault?.description.contains(reason) == true)
  }
}
