import Mustache

/// Text as HTML and SVG show it, whatever it holds.
///
/// It goes by Unicode scalars: to Swift a quote with a combining mark behind it is one `Character` that is no quote, but to
/// a browser it ends an attribute all the same. What turns the direction of writing round, or has no width, is shown by
/// its number; other control characters are left out.
enum Escaped {
  static func text(_ text: String) -> String {
    var text = text
    let standsForItself = text.withUTF8 { $0.allSatisfy(Self.isPlain) }
    guard !standsForItself else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default:
        if isInvisible(scalar) {
          result += "‹U+\(String(scalar.value, radix: 16, uppercase: true))›"
        } else if !isForbidden(scalar) {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// Whether it is ASCII that stands for itself; most text is nothing else.
  private static func isPlain(_ byte: UInt8) -> Bool {
    guard byte < 0x7F, byte >= 0x20 || byte == 0x0A || byte == 0x09 else { return false }
    return byte != 0x3C && byte != 0x3E && byte != 0x26 && byte != 0x22 && byte != 0x27
  }

  /// What changes how text reads and is not seen itself.
  static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0x061C, 0xFEFF: true
    default: false
    }
  }

  /// What HTML has no place for.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F...0x9F: true
    case 0x2028, 0x2029, 0xFDD0...0xFDEF: true
    default: scalar.value & 0xFFFE == 0xFFFE
    }
  }
}

/// The same for templates: their `{{name}}` is escaped by this, and never by Mustache's own way, which goes by characters.
struct EscapedContent: MustacheContentType {
  static let name = "GRADUS"
  func escapeText(_ text: String) -> String { Escaped.text(text) }
}
