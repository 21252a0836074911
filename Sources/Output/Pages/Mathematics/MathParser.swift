/// Reads a formula from front to back.
struct MathParser {
  private let formula: String
  /// Whether limits stand below and above: not in a line of text, nor in a fraction or a script.
  var isDisplay: Bool
  var tokens: ArraySlice<(token: TeXToken, text: String?)>
  var depth = 0

  init(_ formula: String, isDisplay: Bool) {
    self.formula = formula
    self.isDisplay = isDisplay
    tokens = TeXToken.all(in: formula)[...]
  }

  /// No statement goes deeper; only a mistake does.
  static let deepest = 60

  enum Limits { case none, below, around }

  struct Atom {
    var markup: String
    var limits = Limits.none
    /// Whether it is a function's name, which wants a space before its argument.
    var isFunction = false
  }

  func fault(_ reason: String) -> MathError { MathError(formula: formula, reason: reason) }

  /// Everything, to the last token.
  mutating func all() throws(MathError) -> String {
    let markup = try expression()
    guard tokens.isEmpty else { throw fault("something is closed that was not opened") }
    return markup
  }

  /// As far as whatever closes it.
  mutating func expression() throws(MathError) -> String {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw fault("it is nested too deeply") }
    var markup = ""
    var isAfterOperand = false
    while let next = tokens.first?.token {
      switch next {
      case .close, .column, .row, .command("right"), .command("end"): return markup
      case .character("-"), .character("+"), .command("pm"), .command("mp"):
        // A sign before a number stands near it, an operation between two does not.
        let sign = try term()
        markup += isAfterOperand ? sign : sign.replacing("<mo>", with: #"<mo form="prefix">"#)
        isAfterOperand = false
      default:
        markup += try term()
        isAfterOperand = Self.isOperand(next)
      }
    }
    return markup
  }

  /// Whether what begins so can be added to.
  static func isOperand(_ token: TeXToken) -> Bool {
    switch token {
    case .character(let character): !"=<>,;([/:".contains(character)
    case .command(let name):
      MathSymbols.operators[name] == nil && MathSymbols.large[name] == nil && MathSymbols.spaces[name] == nil
        && !MathSymbols.functions.contains(name) && name != "bigl" && name != "Bigl"
    default: true
    }
  }

  /// An atom with what stands above and below it.
  mutating func term() throws(MathError) -> String {
    var atom = Atom(markup: "<mrow></mrow>")
    switch tokens.first?.token {
    case .superscript, .subscript, .prime: break
    default: atom = try self.atom()
    }
    var (below, above): (String?, String?) = (nil, nil)
    var primes = 0
    scripts: while let next = tokens.first?.token {
      switch next {
      case .prime:
        tokens.removeFirst()
        primes += 1
      case .superscript:
        guard above == nil else { throw fault("two superscripts of one thing") }
        tokens.removeFirst()
        above = try argument()
      case .subscript:
        guard below == nil else { throw fault("two subscripts of one thing") }
        tokens.removeFirst()
        below = try argument()
      default: break scripts
      }
    }
    if primes > 0 {
      above = "<mrow><mo>\(String(repeating: "′", count: primes))</mo>\(above ?? "")</mrow>"
    }
    let space = atom.isFunction && wantsSpace ? #"<mspace width="0.1667em"/>"# : ""
    return scripted(atom, below, above) + space
  }

  func scripted(_ atom: Atom, _ below: String?, _ above: String?) -> String {
    let isStacked = isDisplay && atom.limits != .none
    switch (below, above) {
    case (nil, nil): return atom.markup
    case (let below?, nil):
      return isStacked ? "<munder>\(atom.markup)\(below)</munder>" : "<msub>\(atom.markup)\(below)</msub>"
    case (nil, let above?):
      return isStacked && atom.limits == .around
        ? "<mover>\(atom.markup)\(above)</mover>" : "<msup>\(atom.markup)\(above)</msup>"
    case (let below?, let above?):
      return isStacked && atom.limits == .around
        ? "<munderover>\(atom.markup)\(below)\(above)</munderover>"
        : "<msubsup>\(atom.markup)\(below)\(above)</msubsup>"
    }
  }

  /// Whether the argument of a function follows without a bracket of its own.
  var wantsSpace: Bool {
    switch tokens.first?.token {
    case .number, .open, .character("-"): true
    case .character(let character): character.isLetter
    case .command(let name):
      MathSymbols.identifiers[name] != nil || MathSymbols.functions.contains(name)
        || ["operatorname", "frac", "sqrt", "hat", "bar"].contains(name)
    default: false
    }
  }

  /// What a script or a command takes: a group, or the next single thing.
  mutating func argument() throws(MathError) -> String {
    switch tokens.first?.token {
    case .open: return try group()
    case .number(let digits) where digits.count > 1:
      // \frac12 is a half: of digits the first one alone is taken.
      tokens.removeFirst()
      tokens.insert((.number(String(digits.dropFirst())), nil), at: tokens.startIndex)
      return "<mn>\(digits.prefix(1))</mn>"
    case nil, .close, .column, .row: throw fault("something is missing at its end")
    default: return try atom().markup
    }
  }

  mutating func group() throws(MathError) -> String {
    guard tokens.popFirst()?.token == .open else { throw fault("a { is missing") }
    let inner = try expression()
    guard tokens.popFirst()?.token == .close else { throw fault("a } is missing") }
    return "<mrow>\(inner)</mrow>"
  }

  mutating func atom() throws(MathError) -> Atom {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw fault("it is nested too deeply") }
    if tokens.first?.token == .open { return Atom(markup: try group()) }
    guard let (token, text) = tokens.popFirst() else { throw fault("something is missing at its end") }
    switch token {
    case .number(let digits): return Atom(markup: "<mn>\(digits)</mn>")
    case .character(let character): return Atom(markup: Self.character(character))
    case .command(let name): return try command(name, text)
    default: throw fault("something stands where it means nothing")
    }
  }

  static func character(_ character: Character) -> String {
    let text = Escaped.text(String(character))
    if character.isLetter { return "<mi>\(text)</mi>" }
    if character.isNumber { return "<mn>\(text)</mn>" }
    switch character {
    case "-": return "<mo>−</mo>"
    case "(", ")", "[", "]": return #"<mo stretchy="false">\#(text)</mo>"#
    case "|": return #"<mo stretchy="false" lspace="0" rspace="0">|</mo>"#
    case ",", ";": return #"<mo separator="true">\#(text)</mo>"#
    case "/": return #"<mo lspace="0" rspace="0">/</mo>"#
    case ".": return #"<mo lspace="0" rspace="0">.</mo>"#
    default: return "<mo>\(text)</mo>"
    }
  }
}
