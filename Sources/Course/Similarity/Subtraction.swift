/// Takes out of programs what was given to everybody: the handout, its skeleton, code of earlier years.
package struct Subtraction: Sendable {
  private let hashes: Set<UInt64>
  /// So many tokens in a row must be as they were given.
  package static let length = 10

  package init(_ given: [CodeText]) {
    hashes = Set(given.flatMap { Windows.hashes(of: $0.tokens, length: Self.length).map(\.hash) })
  }

  /// The program with a wall in the place of what was given.
  package func callAsFunction(_ text: CodeText) -> CodeText {
    guard !hashes.isEmpty else { return text }
    var text = text
    let given = Windows.hashes(of: text.tokens, length: Self.length).filter { hashes.contains($0.hash) }
    for window in given {
      for place in Int(window.place)..<Int(window.place) + Self.length { text.tokens[place].symbol = CodeToken.wall }
    }
    return text
  }
}
