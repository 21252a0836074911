/// Reads formulas. Names are letters first, then letters, digits and `_`.
struct FormulaParser {
  private enum Token: Hashable {
    case number(Fraction)
    case name(String)
    case sign(Character)

    var words: String {
      switch self {
      case .number(let number): "\(number)"
      case .name(let name): name
      case .sign(let sign): String(sign)
      }
    }
  }

  private var tokens: ArraySlice<Token>
  private var depth = 0

  private init(_ text: String) throws(FormulaFault) {
    guard text.utf8.count <= 2000 else { throw FormulaFault("a formula has at most 2,000 characters") }
    var tokens: [Token] = []
    var rest = Array(text.unicodeScalars)[...]
    while let first = rest.first {
      if first.properties.isWhitespace {
        rest.removeFirst()
      } else if "0123456789.".unicodeScalars.contains(first) {
        let word = rest.prefix { "0123456789.".unicodeScalars.contains($0) }
        let text = String(String.UnicodeScalarView(word))
        guard let number = Fraction(decimal: text) else { throw FormulaFault("\(text) is no number, such as 0.25") }
        tokens.append(.number(number))
        rest = rest.dropFirst(word.count)
      } else if first.properties.isAlphabetic {
        let word = rest.prefix { $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" }
        tokens.append(.name(String(String.UnicodeScalarView(word))))
        rest = rest.dropFirst(word.count)
      } else {
        guard "+-*/(),·×−".unicodeScalars.contains(first) else {
          throw FormulaFault(
            "“\(Character(first))” has no meaning in a formula: write numbers, names, + - * / ( ) and commas")
        }
        let plain: [Character: Character] = ["·": "*", "×": "*", "−": "-"]
        tokens.append(.sign(plain[Character(first)] ?? Character(first)))
        rest.removeFirst()
      }
    }
    self.tokens = tokens[...]
  }

  static func parse(_ text: String) throws(FormulaFault) -> Formula {
    var parser = try FormulaParser(text)
    guard !parser.tokens.isEmpty else { throw FormulaFault("there is no formula, such as 0.5 lab + 0.5 exam") }
    let formula = try parser.sum()
    if let rest = parser.tokens.first { throw FormulaFault("“\(rest.words)” is not expected there") }
    return formula
  }

  private mutating func take(_ sign: Character) -> Bool {
    guard tokens.first == .sign(sign) else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func sum() throws(FormulaFault) -> Formula {
    // Parentheses are a stack's depth here.
    depth += 1
    defer { depth -= 1 }
    guard depth <= 50 else { throw FormulaFault("parentheses are nested too deeply") }
    var left = try product()
    while true {
      if take("+") {
        left = .sum(try single(left), try single(product()))
      } else if take("-") {
        left = .difference(try single(left), try single(product()))
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(FormulaFault) -> Formula {
    var left = try factor()
    while true {
      if take("*") {
        left = .product(try single(left), try single(factor()))
      } else if take("/") {
        let right = try factor()
        if case .number(.zero) = right { throw FormulaFault("nothing is divided by 0") }
        guard case .number = right else { throw FormulaFault("only a number may stand after /") }
        left = .quotient(try single(left), right)
      } else if case .number = left, startsFactor {
        left = .product(left, try single(factor()))
      } else {
        return left
      }
    }
  }

  /// Whether what follows can be multiplied without a sign: `0.5 lab`, `2 (a + b)`.
  private var startsFactor: Bool {
    switch tokens.first {
    case .name?, .sign("(")?: true
    default: false
    }
  }

  private mutating func factor() throws(FormulaFault) -> Formula {
    guard let token = tokens.popFirst() else { throw FormulaFault("it ends where a number or a name is expected") }
    switch token {
    case .number(let number): return .number(number)
    case .sign("-"):
      depth += 1
      defer { depth -= 1 }
      guard depth <= 50 else { throw FormulaFault("signs are nested too deeply") }
      return .negative(try single(factor()))
    case .sign("("):
      let inner = try sum()
      guard take(")") else { throw FormulaFault("a parenthesis is not closed") }
      return inner
    case .name(let name):
      guard take("(") else { return .name(name) }
      return try call(name)
    case .sign(let sign): throw FormulaFault("“\(sign)” stands where a number or a name is expected")
    }
  }

  private mutating func call(_ name: String) throws(FormulaFault) -> Formula {
    let known = Formula.Function.allCases.map(\.rawValue).joined(separator: ", ")
    guard let function = Formula.Function(rawValue: name) else {
      throw FormulaFault("there is no function \(name): there are \(known)")
    }
    var arguments: [Formula] = []
    repeat { arguments.append(try sum()) } while take(",")
    guard take(")") else { throw FormulaFault("the parenthesis of \(name)( is not closed") }
    guard function.isList else { return .call(function, count: 0, arguments) }
    guard case .number(let count)? = arguments.first, count.denominator == 1, (1...1000).contains(count.numerator),
      arguments.count > 1
    else { throw FormulaFault("\(name) wants a whole number first, and then what to choose from: \(name)(1, labs)") }
    return .call(function, count: Int(count.numerator), Array(arguments.dropFirst()))
  }

  private func single(_ formula: Formula) throws(FormulaFault) -> Formula {
    guard !formula.isList else { throw FormulaFault(Formula.listComplaint) }
    return formula
  }
}

extension Formula {
  static let listComplaint = "a list of marks is no mark: write mean( … ) round it, or sum, min, max"

  /// Reads a formula; it is a single mark and no list.
  package init(_ text: String) throws(FormulaFault) {
    self = try FormulaParser.parse(text)
    guard !isList else { throw FormulaFault(Self.listComplaint) }
  }
}
