/// The pieces of a formula as TeX writes it.
enum TeXToken: Equatable {
  /// `\alpha`, without the stroke; also `\,` and the like.
  case command(String)
  case open
  case close
  case superscript
  case `subscript`
  /// `&` between columns.
  case column
  /// `\\` between rows.
  case row
  case prime
  /// Digits with at most one dot among them.
  case number(String)
  case character(Character)

  /// The tokens of a formula. Spaces part tokens and are none themselves; in the text of `\text` they count, which is
  /// why its argument comes as one token of its own.
  static func all(in formula: String) -> [(token: TeXToken, text: String?)] {
    var rest = Substring(formula)
    var tokens: [(TeXToken, String?)] = []
    while let character = rest.popFirst() {
      switch character {
      case " ", "\n", "\t": continue
      case "{": tokens.append((.open, nil))
      case "}": tokens.append((.close, nil))
      case "^": tokens.append((.superscript, nil))
      case "_": tokens.append((.subscript, nil))
      case "&": tokens.append((.column, nil))
      case "'", "′": tokens.append((.prime, nil))
      case "\\":
        let name = command(&rest)
        tokens.append(name == "\\" ? (.row, nil) : (.command(name), words(of: name, &rest)))
      case "0"..."9": tokens.append((.number(number(character, &rest)), nil))
      default: tokens.append((.character(character), nil))
      }
    }
    return tokens
  }

  private static func command(_ rest: inout Substring) -> String {
    let letters = rest.prefix { $0.isASCII && $0.isLetter }
    let name = letters.isEmpty ? rest.prefix(1) : letters
    rest = rest.dropFirst(name.count)
    return String(name)
  }

  private static func number(_ first: Character, _ rest: inout Substring) -> String {
    var number = String(first)
    while let next = rest.first {
      let isDot = next == "." && !number.contains(".") && rest.dropFirst().first?.isASCIIDigit == true
      guard next.isASCIIDigit || isDot else { break }
      number.append(rest.removeFirst())
    }
    return number
  }

  /// The argument of a command that takes words.
  private static func words(of command: String, _ rest: inout Substring) -> String? {
    guard ["text", "operatorname", "mathbb", "mathcal", "mathrm", "begin", "end"].contains(command) else { return nil }
    let inner = rest.drop { $0 == " " }
    if let letter = inner.first, letter.isLetter, command == "mathbb" || command == "mathcal" {
      rest = inner.dropFirst()
      return String(letter)
    }
    guard inner.first == "{", let end = inner.firstIndex(of: "}") else { return nil }
    rest = inner[inner.index(after: end)...]
    return String(inner[inner.startIndex..<end].dropFirst())
  }
}

extension Character {
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
