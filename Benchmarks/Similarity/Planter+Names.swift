import Similarity

/// Renaming, and another order of the functions.
extension Planter {
  /// Gives other names to a share of what the program declares: variables, parameters, and its own functions.
  mutating func rename(_ program: Program, share: Double) -> [UInt8] {
    let (items, outline) = (program.items, program.outline)
    var declared: Set<String> = []
    var kept: Set<String> = given
    var functions: Set<String> = []
    for place in program.places(of: .identifierPattern, .closureShorthandParameter, .closureParameter) {
      if let name = program.name(of: place) { declared.insert(name) }
    }
    // Stored properties are labels of a type's initializer as well.
    for place in program.places(of: .memberBlockItem) {
      for pattern in program.places(of: .variableDecl) where pattern == place + 1 {
        for inner in pattern..<items[pattern].end where items[inner].node == .identifierPattern {
          if let name = program.name(of: inner) { kept.insert(name) }
        }
      }
    }
    for place in program.places(of: .enumCaseElement, .structDecl, .classDecl, .enumDecl) {
      if let name = program.name(of: place) { kept.insert(name) }
    }
    for place in program.places(of: .optionalBindingCondition) where !program.contains(place, .initializerClause) {
      for inner in place..<items[place].end where items[inner].token == .identifier {
        kept.insert(program.text(items[inner].bytes))
      }
    }
    for place in program.places(of: .functionDecl) {
      declared.formUnion(program.parameters(of: place).map(\.name))
      if let name = program.name(of: place), !given.contains(name) { functions.insert(name) }
    }
    let all = declared.union(functions).subtracting(kept).subtracting(["_"]).sorted()
    var new: [String: String] = [:]
    for name in numbers.some(share, of: all) { new[name] = freshName() }
    var edits: [(Range<Int>, String)] = []
    for place in program.places(
      of: .declReferenceExpr, .identifierPattern, .closureShorthandParameter, .closureParameter)
    {
      guard let token = outline.children(of: place).first(where: { items[$0].token == .identifier }) else { continue }
      let bytes = items[token].bytes
      let isMember = bytes.lowerBound > 0 && program.source[bytes.lowerBound - 1] == UInt8(ascii: ".")
      let name = program.text(bytes)
      if let other = new[name], !isMember || functions.contains(name) { edits.append((bytes, other)) }
    }
    for function in program.places(of: .functionDecl) {
      let token = outline.children(of: function).first { items[$0].token == .identifier }
      if let token, let name = program.name(of: function), functions.contains(name), let other = new[name] {
        edits.append((items[token].bytes, other))
      }
      for parameter in program.parameters(of: function) {
        guard let other = new[parameter.name] else { continue }
        let tokens = program.children(of: parameter.place).filter {
          items[$0].token != nil && program.text(items[$0].bytes) == parameter.name
        }
        guard let last = tokens.last else { continue }
        let isBoth = parameter.label == parameter.name && tokens.count == 1
        edits.append((items[last].bytes, isBoth ? "\(parameter.label) \(other)" : other))
      }
    }
    return program.edited(edits)
  }

  private mutating func freshName() -> String {
    let words = ["alpha", "buffer", "carry", "datum", "entry", "factor", "group", "holder", "index", "joint", "kept"]
    count += 1
    return (words.randomElement(using: &numbers) ?? "name") + "\(count)"
  }

  /// Puts functions in another order: two neighbours changed, half of them shuffled, all of them.
  mutating func reorder(_ program: Program, strength: Int) -> [UInt8] {
    let items = program.items
    let slots = program.methods().filter { $0 > 0 && items[$0 - 1].node == .memberBlockItem }
    guard slots.count > 1 else { return program.source }
    var order = Array(slots.indices)
    switch strength {
    case 1:
      let first = Int.random(in: 0..<slots.count - 1, using: &numbers)
      order.swapAt(first, first + 1)
    case 2:
      let chosen = numbers.some(0.5, of: order)
      for (place, other) in zip(chosen, chosen.shuffled(using: &numbers)) { order[place] = other }
    default: order.shuffle(using: &numbers)
    }
    return program.edited(
      slots.indices.map { (program.bytes(of: slots[$0]), program.text(of: slots[order[$0]])) })
  }
}
