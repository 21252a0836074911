import Testing

@testable import Similarity

/// What a confined program says is a stranger's word.
@Suite struct OutlineTests {
  private func outline(_ words: [UInt32], bytes: Int = 10) -> SyntaxOutline? {
    SyntaxOutline(words: words[...], byteCount: bytes, flags: 0)
  }

  private let loop = UInt32(NodeKind.forStmt.number) << 2 | 1
  private let name = UInt32(TokenKind.identifier.rawValue) << 2 | 2

  @Test func nodesHoldWhatStandsInThem() throws {
    let outline = try #require(self.outline([loop, name, 2, 3, loop, 0, 0, name, 5, 1]))
    #expect(outline.items.map(\.end) == [3, 2, 3, 4])
    #expect(Array(outline.children(of: 0)) == [1, 2])
    #expect(outline.items[3].bytes == 5..<6)
  }

  @Test func whatTheReaderDoesNotWriteIsRefused() {
    #expect(outline([0]) == nil)
    #expect(outline([loop]) == nil)
    #expect(outline([name, 2]) == nil)
    #expect(outline([name, 8, 3]) == nil)
    #expect(outline([name, .max, .max]) == nil)
    #expect(outline([UInt32(200) << 2 | 2, 0, 1]) == nil)
    #expect(outline([UInt32.max << 2 | 1, 0]) == nil)
    #expect(outline([3]) == nil)
    let deep = Array(repeating: loop, count: 2000) + Array(repeating: UInt32(0), count: 2000)
    #expect(outline(deep) == nil)
  }

  @Test func oneNumberIsOneSymbolHoweverItIsWritten() {
    let source = Array("1 1.0 1_0e-1 2".utf8)
    let items: [SyntaxOutline.Item] = [0..<1, 2..<5, 6..<12, 13..<14].enumerated().map { place, bytes in
      .init(node: .other, token: place == 0 || place == 3 ? .integer : .float, end: place + 1, bytes: bytes)
    }
    let symbols = Normalizer.normalize(SyntaxOutline(items: items), source).tokens.map(\.symbol)
    #expect(symbols[0] == symbols[1] && symbols[1] == symbols[2] && symbols[2] != symbols[3])
  }
}
