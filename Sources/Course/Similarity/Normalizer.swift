/// Makes of a parsed source the tokens that are compared.
///
/// What can be changed without a thought is left out or made alike:
///
/// - names of the program's own: all are one symbol, told apart only by where the same name stood before (Baker, *A
///   program for identifying duplicated code*, 1992: parameterized matches), so that renaming changes nothing;
/// - types, attributes, modifiers, labels, parentheses, braces, `self.`, `return`, `try`, `let` or `var`;
/// - loops: `for`, `while`, `repeat` and `forEach` are one symbol, what they only count by is left out, and so is a
///   counter's declaration and step;
/// - a function's head; between functions stands a wall that no match crosses, so that their order is nothing.
///
/// Names of the library and of the lab, operators, numbers and control flow stay: to change these is to rewrite.
package struct Normalizer {
  private let outline: SyntaxOutline
  private let source: [UInt8]
  private let names: DeclaredNames
  private let given: Set<String>
  private var tokens: [CodeToken] = []
  /// Where a name of a scope stood last, as a place among the tokens.
  private var last: [String: Int] = [:]
  /// The names of closures' parameters and of loops' counters, by the scope that they belong to; the innermost is last.
  private var scopes: [(number: Int, names: Set<String>, isClosure: Bool)] = []
  private var scopeCount = 0

  /// The largest number of tokens that are compared of one source.
  package static let mostTokens = 20_000

  /// The tokens of a source. `given` are names that the handout declares, and that students did not choose.
  package static func normalize(_ outline: SyntaxOutline, _ source: [UInt8], given: Set<String> = []) -> CodeText {
    var normalizer = Normalizer(outline, source, given)
    var place = 0
    while place < outline.items.count {
      normalizer.visit(place, in: .other)
      place = outline.items[place].end
    }
    return CodeText(tokens: normalizer.tokens, declared: normalizer.names.given)
  }

  private init(_ outline: SyntaxOutline, _ source: [UInt8], _ given: Set<String>) {
    (self.outline, self.source, self.given) = (outline, source, given)
    names = DeclaredNames(outline, source)
  }

  // MARK: - Nodes

  private mutating func visit(_ place: Int, in parent: NodeKind) {
    guard tokens.count < Self.mostTokens else { return }
    let item = outline.items[place]
    if let token = item.token { return visit(token, item.bytes, in: parent) }
    switch item.node {
    case .importDecl, .attributeList, .declModifierList, .genericParameterClause, .genericWhereClause,
      .inheritanceClause, .typeAnnotation, .returnClause, .functionSignature, .genericArgumentClause, .typeAliasDecl,
      .associatedTypeDecl, .enumCaseDecl, .closureSignature, .functionParameter:
      return
    case .functionDecl, .initializerDecl, .deinitializerDecl, .subscriptDecl, .accessorDecl, .structDecl, .classDecl,
      .enumDecl, .actorDecl, .protocolDecl, .extensionDecl:
      wall()
      visitChildren(place, as: item.node)
      wall()
    case .patternBinding: visitBinding(place)
    case .forStmt: visitFor(place)
    case .whileStmt, .repeatStmt: visitLoop(place)
    case .functionCallExpr: visitCall(place)
    case .closureExpr: visitClosure(place)
    case .sequenceExpr:
      if !isStep(place) { visitChildren(place, as: item.node) }
    case .ifExpr, .guardStmt:
      emit("if", place)
      visitChildren(place, as: item.node)
    case .whereClause:
      emit("if", place)
      visitChildren(place, as: item.node)
    case .unresolvedTernaryExpr, .ternaryExpr:
      emit("if", place)
      visitChildren(place, as: item.node)
      emit("else", place)
    case .switchExpr:
      emit("switch", place)
      visitChildren(place, as: item.node)
    case .switchCase:
      emit("case", place)
      visitChildren(place, as: item.node)
    case .returnStmt:
      if outline.items[place].end == place + 2 { emit("return", place) }
      visitChildren(place, as: item.node)
    case .asExpr, .unresolvedAsExpr: return
    default: visitChildren(place, as: item.node)
    }
  }

  private mutating func visitChildren(_ place: Int, as node: NodeKind) {
    for child in outline.children(of: place) { visit(child, in: node) }
  }

  /// A name and the value that it begins with: as an assignment. A name without a value says nothing, nor does a counter.
  private mutating func visitBinding(_ place: Int) {
    let parts = Array(outline.children(of: place))
    guard
      let value = parts.first(where: { outline.items[$0].node == .initializerClause && outline.items[$0].token == nil })
    else {
      // A computed property.
      for part in parts where outline.items[part].node != .identifierPattern { visit(part, in: .patternBinding) }
      return
    }
    let inside = outline.items[value + 1..<outline.items[value].end].filter { $0.token != nil }
    if inside.count == 2, inside[1].token == .integer { return }
    visitChildren(place, as: .patternBinding)
  }

  private mutating func visitFor(_ place: Int) {
    emit("loop", place)
    var counters: Set<String> = []
    var isHeader = false
    var isPattern = true
    enter(names: [])
    for child in outline.children(of: place) {
      let item = outline.items[child]
      if item.token == .keyword {
        isHeader = text(item.bytes) == "in"
        if isHeader { isPattern = false }
        continue
      }
      if item.node == .codeBlock || item.node == .whereClause { isHeader = false }
      if isPattern {
        counters.formUnion(patternNames(child))
        scopes[scopes.count - 1].names = counters
      } else if !isHeader || holdsClosure(child) {
        visit(child, in: .forStmt)
      }
    }
    leave()
  }

  /// `while` and `repeat`: what they count up to is left out, what they ask is not.
  private mutating func visitLoop(_ place: Int) {
    emit("loop", place)
    for child in outline.children(of: place) where outline.items[child].token == nil {
      let item = outline.items[child]
      let isBody = item.node == .codeBlock
      let asks = outline.items[child..<item.end].contains {
        [.optionalBindingCondition, .functionCallExpr, .closureExpr].contains($0.node)
      }
      if isBody || asks { visit(child, in: .whileStmt) }
    }
  }

  /// `xs.forEach { … }` is a loop over xs.
  private mutating func visitCall(_ place: Int) {
    guard let callee = outline.children(of: place).first(where: { _ in true }),
      outline.items[callee].node == .memberAccessExpr, outline.items[callee].token == nil,
      let name = outline.items[callee..<outline.items[callee].end].last(where: { $0.token == .identifier }),
      text(name.bytes) == "forEach"
    else { return visitChildren(place, as: .functionCallExpr) }
    emit("loop", callee)
    if holdsClosure(callee) { visit(callee, in: .functionCallExpr) }
    for child in outline.children(of: place).dropFirst() { visit(child, in: .functionCallExpr) }
  }

  private mutating func visitClosure(_ place: Int) {
    var own: Set<String> = []
    for child in outline.children(of: place) where outline.items[child].node == .closureSignature {
      // Of a type's name among these nothing comes: it stands in no expression of a parameter's name.
      for item in outline.items[child..<outline.items[child].end] where item.token == .identifier {
        own.insert(text(item.bytes))
      }
    }
    enter(names: own, isClosure: true)
    visitChildren(place, as: .closureExpr)
    leave()
  }

  /// `i += 1`: a counter's step.
  private func isStep(_ place: Int) -> Bool {
    let inside = outline.items[place + 1..<outline.items[place].end].filter { $0.token != nil }
    guard inside.count == 3, inside[0].token == .identifier, inside[2].token == .integer else { return false }
    return ["+=", "-="].contains(text(inside[1].bytes))
  }

  private func holdsClosure(_ place: Int) -> Bool {
    outline.items[place..<outline.items[place].end].contains { $0.node == .closureExpr }
  }

  private func patternNames(_ place: Int) -> Set<String> {
    Set(outline.items[place..<outline.items[place].end].filter { $0.token == .identifier }.map { text($0.bytes) })
  }

  private mutating func enter(names: Set<String>, isClosure: Bool = false) {
    scopeCount += 1
    scopes.append((scopeCount, names, isClosure))
  }

  private mutating func leave() { scopes.removeLast() }

  // MARK: - Tokens

  private mutating func visit(_ token: TokenKind, _ bytes: Range<Int>, in parent: NodeKind) {
    switch token {
    case .identifier:
      switch parent {
      case .declReferenceExpr, .identifierPattern: name(bytes)
      default: break
      }
    case .dollarIdentifier: name(bytes)
    case .integer, .float: append(CodeToken.symbol(number(bytes)), bytes)
    case .text: append(CodeToken.symbol("text"), bytes)
    case .leftSquare: append(CodeToken.symbol("["), bytes)
    case .operatorSign:
      let sign = text(bytes)
      let isPostfix = (sign == "!" || sign == "?") && parent != .prefixOperatorExpr
      if !isPostfix { append(CodeToken.symbol(sign), bytes) }
    case .keyword:
      let word = text(bytes)
      if ["true", "false", "nil", "break", "continue", "throw", "else", "is", "defer"].contains(word) {
        if word != "else" || parent == .ifExpr { append(CodeToken.symbol(word), bytes) }
      }
    case .other: break
    }
  }

  private mutating func name(_ bytes: Range<Int>) {
    let word = text(bytes)
    // What stands behind a dot is a member's name.
    let isMember = bytes.lowerBound > 0 && source[bytes.lowerBound - 1] == UInt8(ascii: ".")
    let isOwn = (isMember ? names.members : names.bare).contains(word) || word.hasPrefix("$")
    guard isOwn, !given.contains(word) else { return append(CodeToken.symbol(word), bytes) }
    var key = isMember ? ".\(word)" : word
    if !isMember {
      let scope = scopes.last { word.hasPrefix("$") ? $0.isClosure : $0.names.contains(word) }
      if let scope { key = "\(scope.number) \(word.hasPrefix("$") ? "$\(word)" : word)" }
    }
    let distance = last[key].map { tokens.count - $0 } ?? 0
    last[key] = tokens.count
    append(CodeToken.ownName, bytes, distance: distance)
  }

  /// `1`, `1.0` and `1_0e-1` are one number.
  private func number(_ bytes: Range<Int>) -> String {
    let word = text(bytes).replacing("_", with: "")
    return Double(word).map { "\($0)" } ?? word
  }

  private func text(_ bytes: Range<Int>) -> String {
    let word = String(decoding: source[bytes], as: UTF8.self)
    return word.utf8.first == UInt8(ascii: "`") ? word.filter { $0 != "`" } : word
  }

  /// A form of control flow, at the node's first token.
  private mutating func emit(_ form: String, _ place: Int) {
    let first = outline.items[place..<outline.items[place].end].first { $0.token != nil }
    append(CodeToken.symbol("\(form):"), first?.bytes ?? 0..<0)
  }

  private mutating func append(_ symbol: UInt64, _ bytes: Range<Int>, distance: Int = 0) {
    let range = Int32(clamping: bytes.lowerBound)..<Int32(clamping: bytes.upperBound)
    tokens.append(CodeToken(symbol: symbol, distance: Int32(clamping: distance), bytes: range))
  }

  private mutating func wall() {
    last = [:]
    if let end = tokens.last, end.symbol != CodeToken.wall { append(CodeToken.wall, 0..<0) }
  }
}
