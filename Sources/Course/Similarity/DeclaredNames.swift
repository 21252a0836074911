/// The names that a program itself declares, and so could have called otherwise.
struct DeclaredNames {
  /// Of functions and types.
  private(set) var given: Set<String> = []
  /// What may follow a dot: of functions, of properties, of cases.
  private(set) var members: Set<String> = []
  /// What may stand by itself.
  private(set) var bare: Set<String> = []

  init(_ outline: SyntaxOutline, _ source: [UInt8]) {
    var functions = [Int]()  // ends of the functions and closures that are open
    for (place, item) in outline.items.enumerated() where item.token == nil {
      while let end = functions.last, end <= place { functions.removeLast() }
      switch item.node {
      case .functionDecl, .structDecl, .classDecl, .enumDecl, .actorDecl, .protocolDecl, .typeAliasDecl:
        if let name = name(at: place, outline, source) {
          given.insert(name)
          members.insert(name)
          bare.insert(name)
        }
        if item.node == .functionDecl { functions.append(item.end) }
      case .initializerDecl, .subscriptDecl, .accessorDecl, .closureExpr: functions.append(item.end)
      case .enumCaseElement:
        if let name = name(at: place, outline, source) { members.insert(name) }
      case .identifierPattern:
        guard let name = name(at: place, outline, source) else { continue }
        bare.insert(name)
        if functions.isEmpty { members.insert(name) }
      case .functionParameter, .closureParameter, .closureShorthandParameter, .enumCaseParameter:
        // Up to the colon: behind it stands the type, which is the library's.
        for child in outline.children(of: place) {
          let bytes = outline.items[child].bytes
          if outline.items[child].token == .other, text(bytes, source) == ":" { break }
          if outline.items[child].token == .identifier { bare.insert(text(bytes, source)) }
        }
      default: break
      }
    }
  }

  private func name(at place: Int, _ outline: SyntaxOutline, _ source: [UInt8]) -> String? {
    for child in outline.children(of: place) where outline.items[child].token == .identifier {
      return text(outline.items[child].bytes, source)
    }
    return nil
  }

  private func text(_ bytes: Range<Int>, _ source: [UInt8]) -> String {
    String(decoding: source[bytes], as: UTF8.self).filter { $0 != "`" }
  }
}
