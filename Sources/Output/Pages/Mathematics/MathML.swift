/// A formula of TeX as MathML, made when the page is made: nothing is rendered by a program in the browser.
///
/// It knows what statements of labs use, and refuses what it does not know instead of showing half of it.
enum MathML {
  /// The `<math>` element of a formula, in a line of its own where `isDisplay`.
  static func element(_ formula: String, isDisplay: Bool) throws(MathError) -> String {
    var parser = MathParser(formula, isDisplay: isDisplay)
    let inner = try parser.all()
    let display = isDisplay ? #" display="block""# : ""
    return "<math\(display)><mrow>\(inner)</mrow></math>"
  }
}

/// A formula that is not understood.
struct MathError: Error, Equatable, CustomStringConvertible {
  let formula: String
  let reason: String

  var description: String { "the formula $\(formula.prefix(200))$ cannot be shown: \(reason)" }
}

/// Reads a formula from front to back.
struct MathParser {
  private let formula: String
  /// Whether limits stand below and above: not in a line of text, nor in a fraction or a script.
  private var isDisplay: Bool
  private var tokens: ArraySlice<(token: TeXToken, text: String?)>
  private var depth = 0

  init(_ formula: String, isDisplay: Bool) {
    self.formula = formula
    self.isDisplay = isDisplay
    tokens = TeXToken.all(in: formula)[...]
  }

  /// No statement goes deeper; only a mistake does.
  private static let deepest = 60

  private enum Limits { case none, below, around }

  private struct Atom {
    var markup: String
    var limits = Limits.none
    /// Whether it is a function's name, which wants a space before its argument.
    var isFunction = false
  }

  private func fault(_ reason: String) -> MathError { MathError(formula: formula, reason: reason) }

  /// Everything, to the last token.
  mutating func all() throws(MathError) -> String {
    let markup = try expression()
    guard tokens.isEmpty else { throw fault("something is closed that was not opened") }
    return markup
  }

  /// As far as whatever closes it.
  private mutating func expression() throws(MathError) -> String {
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
  private static func isOperand(_ token: TeXToken) -> Bool {
    switch token {
    case .character(let character): !"=<>,;([/:".contains(character)
    case .command(let name):
      MathSymbols.operators[name] == nil && MathSymbols.large[name] == nil && MathSymbols.spaces[name] == nil
        && !MathSymbols.functions.contains(name) && name != "bigl" && name != "Bigl"
    default: true
    }
  }

  /// An atom with what stands above and below it.
  private mutating func term() throws(MathError) -> String {
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

  private func scripted(_ atom: Atom, _ below: String?, _ above: String?) -> String {
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
  private var wantsSpace: Bool {
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
  private mutating func argument() throws(MathError) -> String {
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

  private mutating func group() throws(MathError) -> String {
    guard tokens.popFirst()?.token == .open else { throw fault("a { is missing") }
    let inner = try expression()
    guard tokens.popFirst()?.token == .close else { throw fault("a } is missing") }
    return "<mrow>\(inner)</mrow>"
  }

  private mutating func atom() throws(MathError) -> Atom {
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

  private static func character(_ character: Character) -> String {
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

  private mutating func command(_ name: String, _ text: String?) throws(MathError) -> Atom {
    if let symbol = MathSymbols.identifiers[name] { return Atom(markup: "<mi>\(symbol)</mi>") }
    if let symbol = MathSymbols.operators[name] { return Atom(markup: "<mo>\(Escaped.text(symbol))</mo>") }
    if let symbol = MathSymbols.fences[name] { return Atom(markup: #"<mo stretchy="false">\#(symbol)</mo>"#) }
    if let width = MathSymbols.spaces[name] { return Atom(markup: #"<mspace width="\#(width)"/>"#) }
    if let symbol = MathSymbols.large[name] {
      return Atom(markup: #"<mo largeop="\#(isDisplay)" movablelimits="false">\#(symbol)</mo>"#, limits: .around)
    }
    if MathSymbols.functions.contains(name) {
      return Atom(
        markup: "<mi>\(name)</mi>", limits: MathSymbols.limited.contains(name) ? .below : .none, isFunction: true)
    }
    if let accent = MathSymbols.accents[name] {
      return Atom(markup: #"<mover accent="true">\#(try argument())<mo stretchy="false">\#(accent)</mo></mover>"#)
    }
    switch name {
    case "frac", "tfrac", "dfrac":
      let outer = isDisplay
      isDisplay = false
      defer { isDisplay = outer }
      let (above, below) = (try argument(), try argument())
      let style = name == "tfrac" ? #" displaystyle="false""# : ""
      return Atom(markup: "<mstyle\(style)><mfrac>\(above)\(below)</mfrac></mstyle>")
    case "sqrt": return Atom(markup: "<msqrt>\(try argument())</msqrt>")
    case "text", "mathrm": return Atom(markup: "<mtext>\(spaced(try words(name, text)))</mtext>")
    case "operatorname":
      let words = try words(name, text)
      return Atom(
        markup: "<mi>\(Escaped.text(words))</mi>", limits: MathSymbols.limited.contains(words) ? .below : .none,
        isFunction: true)
    case "mathbb", "mathcal":
      let letters = try words(name, text)
      guard letters.count == 1, let letter = letters.first.flatMap({ MathSymbols.letter($0, in: name) }) else {
        throw fault("\\\(name){\(letters)} is no single capital letter")
      }
      return Atom(markup: "<mi>\(letter)</mi>")
    case "left": return Atom(markup: try stretched())
    case "bigl", "bigr", "big", "Bigl", "Bigr", "Big":
      let size = name.first == "B" ? "1.8em" : "1.2em"
      return Atom(markup: #"<mo stretchy="true" minsize="\#(size)" maxsize="\#(size)">\#(try fence())</mo>"#)
    case "begin": return Atom(markup: try environment(try words(name, text)))
    default: throw fault("\\\(name) is not known")
    }
  }

  private func words(_ name: String, _ text: String?) throws(MathError) -> String {
    guard let text else { throw fault("\\\(name) has no {…} behind it") }
    return text
  }

  /// Text with its outer spaces, which MathML would drop.
  private func spaced(_ text: String) -> String { Escaped.text(text).replacing(" ", with: "\u{A0}") }

  /// A bracket behind \left, \right or \bigl; a dot is none.
  private mutating func fence() throws(MathError) -> String {
    switch tokens.popFirst()?.token {
    case .character("."): return ""
    case .character(let character) where "()[]|/".contains(character): return String(character)
    case .command(let name):
      if let symbol = MathSymbols.fences[name] { return symbol }
      fallthrough
    default: throw fault("no bracket stands where one must")
    }
  }

  private mutating func stretched() throws(MathError) -> String {
    let left = try fence()
    let inner = try expression()
    guard tokens.popFirst()?.token == .command("right") else { throw fault("a \\right is missing") }
    let right = try fence()
    let open = left.isEmpty ? "" : #"<mo stretchy="true" form="prefix">\#(left)</mo>"#
    let close = right.isEmpty ? "" : #"<mo stretchy="true" form="postfix">\#(right)</mo>"#
    return "<mrow>\(open)\(inner)\(close)</mrow>"
  }

  /// Rows and columns between \begin and \end.
  private mutating func environment(_ name: String) throws(MathError) -> String {
    let brackets: (String, String)
    switch name {
    case "cases": brackets = ("{", "")
    case "pmatrix": brackets = ("(", ")")
    case "bmatrix": brackets = ("[", "]")
    case "matrix", "aligned": brackets = ("", "")
    default: throw fault("\\begin{\(name)} is not known")
    }
    var rows = ""
    var row = ""
    while true {
      row += "<mtd>\(try expression())</mtd>"
      let (token, text) = tokens.popFirst() ?? (.close, nil)
      switch token {
      case .column: continue
      case .row:
        rows += "<mtr>\(row)</mtr>"
        row = ""
      case .command("end") where text == name:
        if row != "<mtd></mtd>" { rows += "<mtr>\(row)</mtr>" }
        let (open, close) = (
          brackets.0.isEmpty ? "" : #"<mo stretchy="true" form="prefix">\#(brackets.0)</mo>"#,
          brackets.1.isEmpty ? "" : #"<mo stretchy="true" form="postfix">\#(brackets.1)</mo>"#
        )
        let kind = name == "cases" || name == "aligned" ? #" class="cases""# : ""
        return "<mrow>\(open)<mtable\(kind)>\(rows)</mtable>\(close)</mrow>"
      default: throw fault("\\end{\(name)} is missing")
      }
    }
  }
}
