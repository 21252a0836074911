import Foundation

/// What stands between `${{` and `}}`, as far as recipes need it: texts, properties, calls, `!`, `==`, `!=`, `&&`, `||`.
struct Expression {
  /// What a name stands for. Throws of names that nothing has.
  struct Scope {
    var property: ([String]) throws -> String
    var call: (String, [String]) throws -> String
  }

  private var left: Substring
  private let scope: Scope

  /// The value of an expression; false is the empty text, as are `false` and `0`.
  static func value(_ text: String, _ scope: Scope) throws -> String {
    var expression = Expression(left: text[...], scope: scope)
    let value = try expression.either()
    expression.skip()
    guard expression.left.isEmpty else { throw RecipeFault("\(text): \(expression.left) is not understood") }
    return value
  }

  static func isTrue(_ value: String) -> Bool { !["", "false", "0"].contains(value) }

  /// The text with the values of all expressions in it.
  static func filled(_ text: String, _ scope: Scope) throws -> String {
    var (result, rest) = ("", text[...])
    while let start = rest.range(of: "${{") {
      guard let end = rest[start.upperBound...].range(of: "}}") else { throw RecipeFault("\(text): no end of ${{") }
      result += rest[..<start.lowerBound]
      result += try value(String(rest[start.upperBound..<end.lowerBound]), scope)
      rest = rest[end.upperBound...]
    }
    return result + rest
  }

  private mutating func skip() { left = left.drop { $0.isWhitespace } }

  private mutating func takes(_ sign: String) -> Bool {
    skip()
    guard left.hasPrefix(sign) else { return false }
    left = left.dropFirst(sign.count)
    return true
  }

  private mutating func either() throws -> String {
    var value = try both()
    while takes("||") {
      let other = try both()
      value = Self.isTrue(value) ? value : other
    }
    return value
  }

  private mutating func both() throws -> String {
    var value = try comparison()
    while takes("&&") {
      let other = try comparison()
      value = Self.isTrue(value) ? other : value
    }
    return value
  }

  private mutating func comparison() throws -> String {
    let value = try unary()
    if takes("==") { return try unary() == value ? "true" : "" }
    if takes("!=") { return try unary() != value ? "true" : "" }
    return value
  }

  private mutating func unary() throws -> String {
    skip()
    if left.hasPrefix("!"), !left.hasPrefix("!=") {
      left = left.dropFirst()
      return Self.isTrue(try unary()) ? "" : "true"
    }
    if takes("(") {
      let value = try either()
      guard takes(")") else { throw RecipeFault("no end of ( before \(left)") }
      return value
    }
    if takes("'") {
      let text = left.prefix { $0 != "'" }
      left = left.dropFirst(text.count + 1)
      return String(text)
    }
    let name = left.prefix { $0.isLetter || $0.isNumber || "._-".contains($0) }
    guard !name.isEmpty else { throw RecipeFault("\(left) is not understood") }
    left = left.dropFirst(name.count)
    guard takes("(") else {
      if ["true", "false"].contains(name) || name.allSatisfy(\.isNumber) { return String(name) }
      return try scope.property(name.split(separator: ".").map(String.init))
    }
    var arguments: [String] = []
    while !takes(")") {
      arguments.append(try either())
      _ = takes(",")
      guard !left.isEmpty else { throw RecipeFault("no end of \(name)(") }
    }
    return try scope.call(String(name), arguments)
  }
}
