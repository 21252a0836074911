extension MathParser {
  mutating func command(_ name: String, _ text: String?) throws(MathError) -> Atom {
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
      let form = name.last == "l" ? #" form="prefix""# : name.last == "r" ? #" form="postfix""# : ""
      return Atom(markup: #"<mo stretchy="true"\#(form) minsize="\#(size)" maxsize="\#(size)">\#(try fence())</mo>"#)
    case "begin": return Atom(markup: try environment(try words(name, text)))
    default: throw fault("\\\(name) is not known")
    }
  }

  func words(_ name: String, _ text: String?) throws(MathError) -> String {
    guard let text else { throw fault("\\\(name) has no {…} behind it") }
    return text
  }

  /// Text with its outer spaces, which MathML would drop.
  func spaced(_ text: String) -> String { Escaped.text(text).replacing(" ", with: "\u{A0}") }

  /// A bracket behind \left, \right or \bigl; a dot is none.
  mutating func fence() throws(MathError) -> String {
    switch tokens.popFirst()?.token {
    case .character("."): return ""
    case .character(let character) where "()[]|/".contains(character): return String(character)
    case .command(let name):
      if let symbol = MathSymbols.fences[name] { return symbol }
      fallthrough
    default: throw fault("no bracket stands where one must")
    }
  }

  mutating func stretched() throws(MathError) -> String {
    let left = try fence()
    let inner = try expression()
    guard tokens.popFirst()?.token == .command("right") else { throw fault("a \\right is missing") }
    let right = try fence()
    let open = left.isEmpty ? "" : #"<mo stretchy="true" form="prefix">\#(left)</mo>"#
    let close = right.isEmpty ? "" : #"<mo stretchy="true" form="postfix">\#(right)</mo>"#
    return "<mrow>\(open)\(inner)\(close)</mrow>"
  }

  /// Rows and columns between \begin and \end.
  mutating func environment(_ name: String) throws(MathError) -> String {
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
