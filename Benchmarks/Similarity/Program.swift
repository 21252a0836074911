import Similarity

/// A source with its outline, and what is asked of the two when a copy is made.
struct Program {
  var source: [UInt8]
  var outline: SyntaxOutline

  var items: [SyntaxOutline.Item] { outline.items }

  func text(_ bytes: Range<Int>) -> String { String(decoding: source[bytes], as: UTF8.self) }

  /// From the first to the last byte of what is in the node, without what stands around it.
  func bytes(of place: Int) -> Range<Int> {
    if items[place].token != nil { return items[place].bytes }
    let inside = items[place..<items[place].end].filter { $0.token != nil }
    guard let first = inside.first, let last = inside.last else { return 0..<0 }
    return first.bytes.lowerBound..<last.bytes.upperBound
  }

  func text(of place: Int) -> String { text(bytes(of: place)) }

  func places(of kinds: NodeKind...) -> [Int] {
    items.indices.filter { items[$0].token == nil && kinds.contains(items[$0].node) }
  }

  func children(of place: Int) -> [Int] { Array(outline.children(of: place)) }

  func child(_ kind: NodeKind, of place: Int) -> Int? {
    outline.children(of: place).first { items[$0].token == nil && items[$0].node == kind }
  }

  func contains(_ place: Int, _ kinds: NodeKind...) -> Bool {
    items[place + 1..<items[place].end].contains { $0.token == nil && kinds.contains($0.node) }
  }

  /// The first identifier directly in the node: what a declaration declares.
  func name(of place: Int) -> String? {
    outline.children(of: place).first { items[$0].token == .identifier }.map { text(items[$0].bytes) }
  }

  /// A function's parameters: each one's label and name.
  func parameters(of function: Int) -> [(label: String, name: String, place: Int)] {
    guard let signature = child(.functionSignature, of: function) else { return [] }
    return items.indices[signature..<items[signature].end].filter {
      items[$0].token == nil && items[$0].node == .functionParameter
    }.map { place in
      let names = children(of: place).prefix { items[$0].token != .other || text(items[$0].bytes) == "_" }.filter {
        items[$0].token != nil
      }.map { text(items[$0].bytes) }
      return (names.first ?? "", names.last ?? "", place)
    }
  }

  /// By what the same function of another program is known.
  func key(of function: Int) -> String {
    (name(of: function) ?? "") + "(" + parameters(of: function).map(\.label).joined(separator: ":")
  }

  /// The functions of the type that students write, in their order.
  func methods() -> [Int] {
    places(of: .functionDecl).filter { function in
      guard let owner = places(of: .structDecl).last(where: { $0 < function && function < items[$0].end }) else {
        return false
      }
      let isNested = places(of: .functionDecl).contains { $0 < function && function < items[$0].end }
      return !isNested && name(of: owner) == "Submission"
    }
  }

  /// The source with some of its bytes replaced; of edits that overlap the first is done.
  func edited(_ edits: [(bytes: Range<Int>, text: String)]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    for edit in edits.sorted(by: {
      ($0.bytes.lowerBound, $0.bytes.upperBound) < ($1.bytes.lowerBound, $1.bytes.upperBound)
    })
    where edit.bytes.lowerBound >= place {
      result += source[place..<edit.bytes.lowerBound]
      result += Array(edit.text.utf8)
      place = edit.bytes.upperBound
    }
    return result + source[place...]
  }
}
