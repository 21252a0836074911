import Testing

@testable import Similarity

/// A program of one token for each letter; a bar is the end of a function.
func letters(_ text: String) -> [CodeToken] {
  text.map { $0 == "|" ? CodeToken(symbol: CodeToken.wall) : CodeToken(symbol: CodeToken.symbol(String($0))) }
}

/// A program of names of its own alone, of which equal letters are one name.
func names(_ text: String) -> [CodeToken] {
  var last: [Character: Int] = [:]
  return text.enumerated().map { place, letter in
    defer { last[letter] = place }
    return CodeToken(symbol: CodeToken.ownName, distance: Int32(last[letter].map { place - $0 } ?? 0))
  }
}

func tiles(_ left: [CodeToken], _ right: [CodeToken], _ length: Int) -> [Tiling.Tile] {
  Tiling.tiles(Windows(of: left, length: length), Windows(of: right, length: length))
}

@Suite struct TilingTests {
  @Test func theLongestComesFirstAndNoTokenIsInTwo() {
    let found = tiles(letters("abcdefgh--abcd"), letters("abcd++abcdefgh"), 3)
    #expect(found == [.init(left: 0, right: 6, length: 8), .init(left: 10, right: 0, length: 4)])
  }

  @Test func whatIsShorterThanAWindowIsNone() {
    #expect(tiles(letters("ab-cd"), letters("ab+cd"), 3).isEmpty)
    #expect(tiles([], letters("abcdef"), 3).isEmpty)
  }

  @Test func noTileGoesBeyondTheEndOfAFunction() {
    #expect(tiles(letters("abcd|efgh"), letters("abcd|efgh"), 3).map(\.length) == [4, 4])
    #expect(tiles(letters("ab|cd"), letters("ab|cd"), 3).isEmpty)
  }

  @Test func anotherOrderOfFunctionsIsTheSame() {
    let (left, right) = (letters("abcde|fghij|"), letters("fghij|abcde|"))
    #expect(tiles(left, right, 4).map(\.length) == [5, 5])
  }

  @Test func renamedIsTheSameAndExchangedIsNot() {
    #expect(tiles(names("xyxxyz"), names("abaabc"), 6).map(\.length) == [6])
    #expect(tiles(names("xyxxyz"), names("abbabc"), 6).isEmpty)
  }

  @Test func aNameFromBeforeTheWindowIsNobodysBusiness() {
    let (left, right) = (names("q" + "xyxy"), names("x" + "xyxy"))
    #expect(tiles(left, right, 4).contains { $0.length == 4 && $0.left == 1 && $0.right == 1 })
  }

  /// A table of a thousand equal numbers would be a million pairs of windows.
  @Test func repetitionIsNotLikeness() {
    let table = letters(String(repeating: "0", count: 1000))
    #expect(Windows(of: table, length: 8).sorted.isEmpty)
    #expect(tiles(table, table, 8).isEmpty)
  }

  @Test func whatIsGivenIsTakenOut() {
    let given = CodeText(tokens: letters("abcdefghijklmnop"))
    let text = Subtraction([given])(CodeText(tokens: letters("ABCDEFabcdefghijklGHIJKL")))
    #expect(text.count == 12)
    #expect(text.tokens[6].symbol == CodeToken.wall && text.tokens[5].symbol != CodeToken.wall)
  }
}
