/// A token of a program as it is compared: what a copier would have to rewrite to change it.
package struct CodeToken: Sendable, Hashable {
  /// What it says: a name that is not the program's own, an operator, a number, a form of control flow. 0 for an end
  /// of a function, which is like nothing, and for what was subtracted.
  package var symbol: UInt64
  /// Of a name of the program's own: how many tokens ago it stood last, 0 where it did not. Then `symbol` is the same
  /// for all such names.
  package var distance: Int32
  /// Its bytes in the source.
  package var bytes: Range<Int32>

  package init(symbol: UInt64, distance: Int32 = 0, bytes: Range<Int32> = 0..<0) {
    (self.symbol, self.distance, self.bytes) = (symbol, distance, bytes)
  }

  /// What no other token is like.
  package static let wall: UInt64 = 0
  package static let ownName = symbol("a name of its own")

  /// FNV-1a (Fowler, Noll, Vo) of the text: the same in every run.
  package static func symbol(_ text: some StringProtocol) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash == wall ? 1 : hash
  }
}

/// One program as it is compared.
package struct CodeText: Sendable {
  package var tokens: [CodeToken]
  /// The names of functions and types that it declares: those of a handout are no choice of a student's.
  package var declared: Set<String>

  package init(tokens: [CodeToken], declared: Set<String> = []) {
    (self.tokens, self.declared) = (tokens, declared)
  }

  /// How many tokens there are to be compared.
  package var count: Int { tokens.count { $0.symbol != CodeToken.wall } }
}
