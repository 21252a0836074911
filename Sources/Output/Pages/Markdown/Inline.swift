/// What a line of Markdown is made of.
enum Inline: Equatable {
  enum Element: String { case strong, em }

  case text(String)
  case code(String)
  case formula(String, isDisplay: Bool)
  case open(Element)
  case close(Element)
  case link(text: String, address: String)

  /// The pieces in their order; code and formulas first, in which nothing else is markup.
  static func pieces(of text: String) -> [Inline] {
    var pieces: [Inline] = []
    var plain = ""
    var opened: [Element] = []
    var rest = Substring(text)
    func flush() {
      if !plain.isEmpty { pieces.append(.text(plain)) }
      plain = ""
    }
    while let next = rest.first {
      if next == "\\", let escaped = rest.dropFirst().first, escaped.isPunctuation || escaped.isSymbol {
        plain.append(escaped)
        rest = rest.dropFirst(2)
      } else if next == "`" || next == "$", let (piece, after) = verbatim(rest) {
        flush()
        pieces.append(piece)
        rest = after
      } else if next == "[", let (piece, after) = link(rest) {
        flush()
        pieces.append(piece)
        rest = after
      } else if next == "*", let element = emphasis(rest, opened, afterSpace: plain.last?.isWhitespace ?? true) {
        flush()
        if opened.last == element {
          opened.removeLast()
          pieces.append(.close(element))
        } else {
          opened.append(element)
          pieces.append(.open(element))
        }
        rest = rest.dropFirst(element == .strong ? 2 : 1)
      } else {
        plain.append(next)
        rest = rest.dropFirst()
      }
    }
    flush()
    return pieces + opened.reversed().map { .close($0) }
  }

  /// Code or a formula that begins here and is closed.
  private static func verbatim(_ text: Substring) -> (Inline, Substring)? {
    let mark = text.prefix { $0 == text.first }
    guard mark.first == "`" || mark.count <= 2, let end = text.dropFirst(mark.count).firstRange(of: mark) else {
      return nil
    }
    let inner = text[mark.endIndex..<end.lowerBound]
    guard !inner.isEmpty else { return nil }
    let piece: Inline =
      mark.first == "`" ? .code(inner.trimmed) : .formula(String(inner), isDisplay: mark.count == 2)
    return (piece, text[end.upperBound...])
  }

  /// Only to pages of the web: a statement's links to files beside it lead nowhere from a site.
  private static func link(_ text: Substring) -> (Inline, Substring)? {
    guard let middle = text.firstRange(of: "]("), let end = text[middle.upperBound...].firstIndex(of: ")") else {
      return nil
    }
    let words = text[..<middle.lowerBound].dropFirst()
    let address = text[middle.upperBound..<end]
    guard !words.contains("["), !words.contains("\n") else { return nil }
    let piece: Inline =
      address.hasPrefix("https://") || address.hasPrefix("http://")
      ? .link(text: String(words), address: String(address)) : .text(String(words))
    return (piece, text[text.index(after: end)...])
  }

  private static func emphasis(_ text: Substring, _ opened: [Element], afterSpace: Bool) -> Element? {
    let element: Element = text.hasPrefix("**") ? .strong : .em
    if opened.last == element { return element }
    let after = text.dropFirst(element == .strong ? 2 : 1)
    let mark = element == .strong ? "**" : "*"
    // A star that nothing closes, or that stands alone, is a star.
    guard after.first?.isWhitespace == false, after.contains(mark), !opened.contains(element) else { return nil }
    return element
  }

  /// The cells of a table's row; bars in code and formulas, and escaped ones, part nothing.
  static func cells(of line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var rest = Substring(line.trimmed)
    if rest.first == "|" { rest = rest.dropFirst() }
    while let next = rest.first {
      if next == "\\", rest.dropFirst().first == "|" {
        cell += "|"
        rest = rest.dropFirst(2)
      } else if next == "`" || next == "$", let (_, after) = verbatim(rest) {
        cell += rest[rest.startIndex..<after.startIndex]
        rest = after
      } else if next == "|" {
        cells.append(cell.trimmed)
        cell = ""
        rest = rest.dropFirst()
      } else {
        cell.append(next)
        rest = rest.dropFirst()
      }
    }
    if !cell.trimmed.isEmpty { cells.append(cell.trimmed) }
    return cells
  }
}
