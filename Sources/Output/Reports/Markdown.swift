import Checks

/// Strangers' text inside Markdown: shown as it is, never obeyed.
enum Markdown {
  /// One line of text in which nothing is markup, whatever it stands in: a paragraph, a list item or a table's cell.
  static func text(_ text: String, atMost limit: Int = 500) -> String {
    var result = ""
    let scalars = Array(Clean.line(text, atMost: limit).unicodeScalars)
    let number = scalars.prefix { ("0"..."9").contains($0) }.count
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      // A word joiner after it: no escape stops forges from calling the person of that name.
      case "@": result += "@\u{2060}"
      case "\\", "`", "*", "_", "[", "]", "#", "|", "~", "!", "$": result += "\\\(scalar)"
      // At the start of a line these make lists, rules and underlines of headings.
      case "-" where place == 0, "+" where place == 0, "=" where place == 0: result += "\\\(scalar)"
      case ".", ")":
        let endsMarker = number > 0 && place == number && (place + 1 == scalars.count || scalars[place + 1] == " ")
        result += endsMarker ? "\\\(scalar)" : "\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    // Bare addresses become links in the forges' dialects.
    return result.replacing("://", with: "\\://").replacing(/[Ww]{3}\./) { "\($0.output.dropLast())\\." }
  }

  /// The name of somebody or something, in which nothing is markup.
  static func name(_ text: String) -> String { Clean.orUnnamed(Self.text(text, atMost: JUnitLimit.name)) }

  /// A fence around lines of text that nothing in them closes.
  static func fence(_ text: String, atMost limit: Int) -> String { Fence.around(Clean.block(text, atMost: limit)) }
}
