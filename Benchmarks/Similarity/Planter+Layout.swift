import Similarity

/// Comments, formatting, and what of a program is but its look.
extension Planter {
  /// 1: no comments, other indents. 2: also braces on lines of their own, `return` and parentheses that may stand or
  /// not. 3: also comments of its own, and statements joined on a line.
  mutating func layOut(_ program: Program, strength: Int) -> [UInt8] {
    let tokens = program.items.filter { $0.token != nil && !$0.bytes.isEmpty }
    var (opened, statements, wrapped, returns): (Set<Int>, Set<Int>, [Int: Int], Set<Int>) = ([], [], [:], [])
    for place in program.places(of: .codeBlockItem) { statements.insert(program.bytes(of: place).lowerBound) }
    for function in program.places(of: .functionDecl) {
      guard let block = program.child(.codeBlock, of: function) else { continue }
      opened.insert(program.bytes(of: block).lowerBound)
      let inside = program.children(of: block).filter { program.items[$0].node == .codeBlockItem }
      if strength > 1, inside.count == 1, let only = inside.first.map({ $0 + 1 }),
        [.sequenceExpr, .functionCallExpr, .declReferenceExpr].contains(program.items[only].node)
      {
        returns.insert(program.bytes(of: only).lowerBound)
      }
    }
    if strength > 1 {
      for place in program.places(of: .initializerClause) where Double.random(in: 0..<1, using: &numbers) < 0.4 {
        guard let value = program.children(of: place).last, program.items[value].node != .closureExpr else { continue }
        let bytes = program.bytes(of: value)
        wrapped[bytes.lowerBound] = bytes.upperBound
      }
    }
    var result = ""
    var closing: [Int] = []
    var end = 0
    for token in tokens {
      result += gap(
        program.text(end..<token.bytes.lowerBound), strength, isBrace: opened.contains(token.bytes.lowerBound),
        isStatement: statements.contains(token.bytes.lowerBound))
      if returns.contains(token.bytes.lowerBound) { result += "return " }
      if let close = wrapped[token.bytes.lowerBound] {
        result += "("
        closing.append(close)
      }
      result += program.text(token.bytes)
      while closing.last == token.bytes.upperBound {
        result += ")"
        closing.removeLast()
      }
      end = token.bytes.upperBound
    }
    return Array(result.utf8) + [10]
  }

  private mutating func gap(_ text: String, _ strength: Int, isBrace: Bool, isStatement: Bool) -> String {
    if isBrace, strength > 1 { return "\n  " }
    // A line's end outside of comments.
    let isEnd = text.contains { $0.isNewline }
    guard isEnd else { return text.contains("/*") ? " " : text }
    let indent = text.reversed().prefix { $0 == " " }.count
    let wide = strength == 1 ? String(repeating: "\t", count: indent / 2) : String(repeating: " ", count: indent * 2)
    if strength > 2, isStatement {
      let chance = Double.random(in: 0..<1, using: &numbers)
      if chance < 0.25 { return "\n\n\(wide)// \(Self.remarks.randomElement(using: &numbers) ?? "next")\n\(wide)" }
    }
    return "\n\(wide)"
  }

  private static let remarks = [
    "now the next step", "as in the lecture", "see the statement", "this took me a while", "loop over everything",
    "just the formula", "careful with the index here", "helper values",
  ]
}
