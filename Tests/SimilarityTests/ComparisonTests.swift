import Testing

@testable import Similarity

/// A class of programs of our making.
@Suite struct ComparisonTests {
  private var numbers = Numbers()

  /// The same in every run.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64 = 7
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 31)
    }
  }

  /// Functions of random tokens.
  private mutating func functions(_ count: Int, length: Int = 60) -> [[CodeToken]] {
    (0..<count).map { _ in
      (0..<length).map { _ in CodeToken(symbol: UInt64.random(in: 1...40, using: &numbers)) }
        + [CodeToken(symbol: CodeToken.wall)]
    }
  }

  private func text(_ functions: [[CodeToken]]) -> CodeText { CodeText(tokens: functions.flatMap(\.self)) }

  @Test mutating func aCopyIsWhollyAlikeAndStrangersAreNot() throws {
    let programs = (0..<6).map { _ in functions(5) }
    let texts = programs.map { text($0) } + [text(programs[2].reversed())]
    let pairs = Comparison(texts).pairs()
    #expect(pairs == [.init(left: 2, right: 6, likeness: 1)])
  }

  @Test mutating func aPartIsAShareOfTheSmallerProgram() throws {
    let programs = (0..<6).map { _ in functions(5) }
    let part = text(Array(programs[1][..<2]) + functions(3))
    let pair = try #require(Comparison(programs.map { text($0) } + [part]).pairs().first)
    #expect(abs(pair.likeness - 0.4) < 0.01)
    #expect(pair.left == 1 && pair.right == 6)
  }

  /// What everybody has is nobody's.
  @Test mutating func whatALabMakesEverybodyWriteSaysNothing() {
    let common = functions(4)
    let texts = (0..<12).map { _ in text(common + functions(1)) }
    #expect(Comparison(texts).pairs().allSatisfy { $0.likeness < 0.01 })
  }

  /// Where ten copied of one, what they have is not common: they are told all the same.
  @Test mutating func aRingOfCopiesDoesNotHideItself() {
    let ring = functions(5)
    let texts = (0..<10).map { _ in text(functions(5)) } + (0..<10).map { _ in text(ring.shuffled(using: &numbers)) }
    let alike = Comparison(texts).pairs().filter { $0.likeness > 0.99 }
    #expect(alike.count == 45)
  }

  @Test mutating func knownProgramsTellWhatIsCommonAndAreNoPairs() {
    let common = functions(5)
    let own = [text(common), text(common.reversed())]
    let known = (0..<8).map { _ in text(common.shuffled(using: &numbers) + functions(2)) }
    #expect(Comparison(own).pairs().map(\.likeness) == [1])
    #expect(Comparison(own, known: known).pairs().allSatisfy { $0.right == 1 })
  }

  @Test mutating func anEmptyOrShortProgramIsLikeNone() {
    let texts = [text([]), text([]), text(functions(1, length: 25)), text(functions(5))]
    let comparison = Comparison(texts + [texts[2]])
    #expect(comparison.pairs().allSatisfy { $0.likeness < 0.5 })
    #expect(comparison.rare(in: 0) == 0)
  }

  @Test mutating func theRankingIsTheSameWhateverTheThreads() {
    let base = functions(8)
    let texts = (0..<20).map { place in text(Array(base[(place % 5)..<(place % 5 + 2)]) + functions(3)) }
    let comparison = Comparison(texts)
    #expect(comparison.pairs(width: 1) == comparison.pairs(width: 7))
    let ranking = Ranking(comparison, texts, digests: texts.indices.map { "\($0)" })
    #expect(ranking.pairs.map(\.likeness) == ranking.pairs.map(\.likeness).sorted(by: >))
    #expect(ranking.pairs.count == comparison.pairs().count && ranking.pairs.count >= 30)
  }

  @Test mutating func theSameFileIsToldHoweverShortAndATeamIsNoPair() {
    let texts = [text([]), text([]), text(functions(4)), text(functions(4))]
    let digests = ["a", "a", "b", "c"]
    let ranking = Ranking(Comparison(texts), texts, digests: digests)
    #expect(ranking.pairs.map { [$0.left, $0.right] } == [[0, 1]])
    #expect(ranking.pairs.first?.isSameFile == true && ranking.pairs.first?.isBeyondChance == true)
    let apart = Ranking(Comparison(texts), texts, digests: digests) { ($0, $1) == (0, 1) }
    #expect(apart.pairs.isEmpty)
  }

  @Test func groupsAreWhatHangsTogether() {
    #expect(Groups.groups(of: 7, joinedBy: [(5, 6), (0, 3), (3, 4)]) == [[0, 3, 4], [5, 6]])
    #expect(Groups.groups(of: 3, joinedBy: []).isEmpty)
  }
}
