import Similarity

/// Other forms of loops.
extension Planter {
  /// Changes a share of the `for` loops that can be changed by rule.
  mutating func reloop(_ program: Program, share: Double) -> [UInt8] {
    // Of loops within loops the inner ones: edits do not nest, so that the heads and the ends are edited alone.
    let changes = program.places(of: .forStmt).compactMap { change(program, $0) }
    return program.edited(numbers.some(share, of: changes).flatMap { $0 })
  }

  private mutating func change(_ program: Program, _ loop: Int) -> [(Range<Int>, String)]? {
    let items = program.items
    let children = program.children(of: loop)
    guard let body = program.child(.codeBlock, of: loop), program.child(.whereClause, of: loop) == nil,
      let pattern = program.child(.identifierPattern, of: loop), let counter = program.name(of: pattern),
      let sequence = children.first(where: { $0 > pattern && items[$0].token == nil && $0 != body })
    else { return nil }
    let (whole, block) = (program.bytes(of: loop), program.bytes(of: body))
    let head = whole.lowerBound..<block.lowerBound + 1
    let tail = block.upperBound - 1..<block.upperBound
    let isPlain = !program.contains(body, .breakStmt, .continueStmt, .returnStmt)
    let parts = program.children(of: sequence)
    if items[sequence].node == .sequenceExpr, parts.count == 3, program.text(of: parts[1]) == "..<" {
      let (from, to) = (program.text(of: parts[0]), program.text(of: parts[2]))
      if isPlain, Bool.random(using: &numbers) {
        return [(head, "(\(from)..<\(to)).forEach { \(counter) in"), (tail, "}")]
      }
      return [
        (head, "do { var \(counter) = \(from)\n while \(counter) < \(to) {"),
        (tail, isPlain ? "\n \(counter) += 1 } }" : "} }"),
      ] + (isPlain ? [] : [(block.lowerBound + 1..<block.lowerBound + 1, "\n defer { \(counter) += 1 }\n")])
    }
    if items[sequence].node == .declReferenceExpr {
      count += 1
      let (list, place) = (program.text(of: sequence), "place\(count)")
      return [(head, "for \(place) in \(list).indices { let \(counter) = \(list)[\(place)]\n")]
    }
    return nil
  }
}
