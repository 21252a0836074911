import Testing

@testable import Similarity

@Suite struct ChanceTests {
  private let tail = Chance.Tail(limit: 0.1, share: 0.1, excess: 0.08)

  @Test func moreAlikeIsRarerAndLargerClassesExpectMore() {
    let (small, large) = (
      Chance(pairs: 45, likenesses: [], reference: tail), Chance(pairs: 4950, likenesses: [], reference: tail)
    )
    #expect(small.expected(0.5) < small.expected(0.4))
    #expect(abs(large.expected(0.5) / small.expected(0.5) - 110) < 1e-9)
    #expect(small.line < large.line && large.line < 1)
    #expect(small.isBeyond(1) && large.isBeyond(1))
  }

  @Test func theLineIsWhereTheLevelIs() {
    let chance = Chance(pairs: 300, likenesses: [], reference: tail)
    #expect(abs(chance.expected(chance.line) - Chance.level) < 1e-9)
    #expect(!chance.isBeyond(chance.line - 0.01) && chance.isBeyond(chance.line + 0.01))
  }

  /// Where all of a class is alike, its own pairs draw the line, and a few copies do not move it.
  @Test func aClassThatIsAlikeExpectsLikeness() {
    let ordinary = (0..<2000).map { 0.5 * Double($0) / 2000 }
    let plain = Chance(pairs: 2000, likenesses: ordinary, reference: tail)
    #expect(plain.expected(0.6) > Chance(pairs: 2000, likenesses: [], reference: tail).expected(0.6))
    let copied = Chance(pairs: 2000, likenesses: ordinary + Array(repeating: 0.95, count: 10), reference: tail)
    #expect(abs(copied.line - plain.line) < 0.03)
  }

  @Test func ofFewPairsNoTailIsTold() {
    #expect(Chance.Tail(of: [0.1, 0.2], pairs: 20, isPure: true) == nil)
  }
}

@Suite struct TeamsTests {
  @Test(arguments: [
    "student,team\nAda,1\nBob,1\nEve,2\n", "team;student\r\n1;Ada\r\n1;Bob\r\n2;Eve\r\n", "Ada,1\n\nBob,1\nEve,2",
    "\u{FEFF}student\tteam\n\"Ada\"\t1\nBob\t1\nEve\t2", "Team,Student\r\n1,Ada\r\n1,Bob\r\n2,Eve\r\n",
  ])
  func theColumnsAreFound(_ csv: String) throws {
    let teams = try Teams(Array(csv.utf8), name: "t.csv")
    #expect(teams.students == ["Ada", "Bob", "Eve"])
    #expect(teams.areTogether("Ada", "Bob") && !teams.areTogether("Ada", "Eve") && !teams.areTogether("Ada", "Zoe"))
  }

  @Test func quotesAndLinesThatSayNothing() throws {
    let teams = try Teams(Array("student,team\n\"Doe, \"\"J\"\"\",1\nlonely\n,3\nNone,\n".utf8), name: "t.csv")
    #expect(teams.students == ["Doe, \"J\""])
    #expect(teams.unread == ["row 3", "row 4"])
  }
}
