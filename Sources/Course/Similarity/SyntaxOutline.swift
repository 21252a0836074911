/// The outline of a parsed source: its nodes and tokens in the order of the text, as the reader tells them.
///
/// What the reader says was made of a stranger's bytes, and is checked: every number is bounded before it is used.
package struct SyntaxOutline: Sendable {
  /// A node or a token. What is in a node stands behind it, up to `end`.
  package struct Item: Sendable, Hashable {
    package var node: NodeKind
    /// Nil for a node.
    package var token: TokenKind?
    /// One beyond the last item that is in this one.
    package var end: Int
    /// The bytes of a token.
    package var bytes: Range<Int>
  }

  package let items: [Item]
  /// Whether the parser found errors, which it goes on behind.
  package let hasErrors: Bool
  /// Whether all of the source is told: not where it is deeper or longer than any program.
  package let isWhole: Bool

  package init(items: [Item], hasErrors: Bool = false, isWhole: Bool = true) {
    (self.items, self.hasErrors, self.isWhole) = (items, hasErrors, isWhole)
  }

  /// Reads the words of one file of `byteCount` bytes; nil where they are none that the reader writes.
  package init?(words: ArraySlice<UInt32>, byteCount: Int, flags: UInt32) {
    var items: [Item] = []
    items.reserveCapacity(words.count / 2)
    var open: [Int] = []
    var place = words.startIndex
    while place < words.endIndex {
      let (tag, number) = (words[place] & 3, Int(words[place] >> 2))
      place += 1
      switch tag {
      case 0:
        guard let node = open.popLast() else { return nil }
        items[node].end = items.count
      case 1:
        guard number < NodeKind.all.count, open.count < Self.deepest else { return nil }
        open.append(items.count)
        items.append(Item(node: NodeKind.all[number], token: nil, end: 0, bytes: 0..<0))
      case 2:
        guard let kind = TokenKind(rawValue: UInt8(clamping: number)), words.endIndex - place >= 2 else { return nil }
        let (begin, length) = (Int(words[place]), Int(words[place + 1]))
        guard begin + length <= byteCount else { return nil }
        place += 2
        items.append(Item(node: .other, token: kind, end: items.count + 1, bytes: begin..<begin + length))
      default: return nil
      }
    }
    guard open.isEmpty else { return nil }
    self.init(items: items, hasErrors: flags & 1 != 0, isWhole: flags & 2 == 0)
  }

  /// The reader tells of nothing deeper.
  package static let deepest = 1200

  /// The places of what is directly in the item at `place`.
  package func children(of place: Int) -> Children { Children(items: items, place: place + 1, end: items[place].end) }

  package struct Children: Sequence, IteratorProtocol {
    let items: [Item]
    var place: Int
    let end: Int

    package mutating func next() -> Int? {
      guard place < end else { return nil }
      defer { place = items[place].end }
      return place
    }
  }
}
