import Similarity

/// Helpers put where they are called.
extension Planter {
  private struct Helper {
    var place: Int
    var parameters: [(label: String, name: String)]
    /// Its only expression, or its statements and the value at the end.
    var statements: [String]
    var value: String
    var result: String
  }

  /// Puts a share of the program's own functions where they are called, and removes those.
  mutating func inline(_ program: Program, share: Double) -> [UInt8]? {
    let all = program.places(of: .functionDecl).compactMap { function in
      helper(program, function).flatMap { calls(program, of: $0).isEmpty ? nil : $0 }
    }
    guard !all.isEmpty else { return nil }
    var edits: [(Range<Int>, String)] = []
    for helper in numbers.some(share, of: all) {
      let calls = calls(program, of: helper)
      edits.append((program.bytes(of: helper.place), ""))
      for call in calls { edits += put(program, helper, call) }
    }
    // A call within what is moved elsewhere stays as it is: of nested edits the outer is done.
    return program.edited(edits)
  }

  private func helper(_ program: Program, _ function: Int) -> Helper? {
    guard let name = program.name(of: function), !given.contains(name),
      let block = program.child(.codeBlock, of: function),
      program.child(.genericParameterClause, of: function) == nil, !program.contains(function, .throwStmt),
      let signature = program.child(.functionSignature, of: function),
      let clause = program.child(.returnClause, of: signature)
        ?? program.places(of: .returnClause).first(where: {
          $0 > signature && $0 < program.items[signature].end
        })
    else { return nil }
    let head = program.text(of: signature)
    guard !head.contains("inout"), !head.contains("="), !head.contains("..."), !head.contains("throws") else {
      return nil
    }
    let statements = program.children(of: block).filter { program.items[$0].node == .codeBlockItem }
    guard let last = statements.last else { return nil }
    let returns = program.places(of: .returnStmt).filter { $0 > block && $0 < program.items[block].end }
    let hasOnlyOne = returns.isEmpty ? statements.count == 1 : returns.count == 1 && returns[0] == last + 1
    guard hasOnlyOne, !program.text(of: block).contains(name) else { return nil }
    var value = program.text(of: last)
    if value.hasPrefix("return ") { value = String(value.dropFirst(7)) }
    guard !["if", "switch"].contains(where: { value.hasPrefix($0) }) else { return nil }
    return Helper(
      place: function, parameters: program.parameters(of: function).map { ($0.label, $0.name) },
      statements: statements.dropLast().map { program.text(of: $0) }, value: value,
      result: program.text(of: clause).replacing("->", with: "").trimmingPrefix(while: { $0 == " " }).description)
  }

  /// The calls by the helper's bare name.
  private func calls(_ program: Program, of helper: Helper) -> [Int] {
    program.places(of: .functionCallExpr).filter { call in
      guard let callee = program.children(of: call).first, program.items[callee].node == .declReferenceExpr,
        program.text(of: callee) == program.name(of: helper.place),
        program.child(.closureExpr, of: call) == nil
      else { return false }
      return program.children(of: call).count { program.items[$0].node == .labeledExpr } == helper.parameters.count
    }
  }

  private mutating func put(_ program: Program, _ helper: Helper, _ call: Int) -> [(Range<Int>, String)] {
    let arguments = program.children(of: call).filter { program.items[$0].node == .labeledExpr }.map {
      argument(program, $0)
    }
    if helper.statements.isEmpty {
      return [(program.bytes(of: call), "(\(substituted(helper, arguments)))")]
    }
    let statement = program.places(of: .codeBlockItem).last { $0 < call && call < program.items[$0].end }
    guard let statement else { return [] }
    count += 1
    let name = "inlined\(count)"
    let bound = zip(helper.parameters, arguments).filter { $0.name != $1 }.map { "let \($0.name) = \($1)" }
    let body = (bound + helper.statements).joined(separator: "\n")
    let begin = program.bytes(of: statement).lowerBound
    return [
      (begin..<begin, "let \(name): \(helper.result)\ndo {\n\(body)\n\(name) = \(helper.value)\n}\n"),
      (program.bytes(of: call), name),
    ]
  }

  /// An argument without its label and the comma behind it.
  private func argument(_ program: Program, _ place: Int) -> String {
    var parts = program.children(of: place)
    if parts.count > 1, program.text(of: parts[1]) == ":" { parts.removeFirst(2) }
    if let last = parts.last, program.text(of: last) == "," { parts.removeLast() }
    guard let first = parts.first, let last = parts.last else { return "" }
    return program.text(program.bytes(of: first).lowerBound..<program.bytes(of: last).upperBound)
  }

  /// The helper's expression with the arguments in the place of its parameters, word by word.
  private func substituted(_ helper: Helper, _ arguments: [String]) -> String {
    var values: [String: String] = [:]
    for (parameter, argument) in zip(helper.parameters, arguments) {
      values[parameter.name] = argument.contains { !$0.isLetter && !$0.isNumber } ? "(\(argument))" : argument
    }
    var (result, word, before) = ("", "", Character(" "))
    for character in helper.value + " " {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
        continue
      }
      let isWhole = before != "." && !(character == ":" && !word.isEmpty)
      result += isWhole ? values[word] ?? word : word
      result.append(character)
      before = character
      word = ""
    }
    return String(result.dropLast())
  }
}
