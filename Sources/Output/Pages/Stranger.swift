import Keys
import Reports

/// What strangers wrote, made fit to be shown: bounded, without control characters, and with what turns the direction of
/// writing round told by its number instead of obeyed. Markup in it is escaped where it is put into a page.
enum Stranger {
  static func line(_ text: String, atMost limit: Int = 500) -> String {
    // Most text is plain, and the way through its scalars long.
    let isPlain = text.utf8.count <= limit && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if isPlain, text.utf8.first != 0x20, text.utf8.last != 0x20 { return text }
    return Clean.line(marked(text), atMost: limit)
  }

  static func block(_ text: String, atMost limit: Int = 20_000) -> String { Clean.block(marked(text), atMost: limit) }

  /// A name of a submission, which may be nothing that is seen.
  static func name(_ text: String) -> String {
    let name = line(text, atMost: 200)
    return name.isEmpty ? "(unnamed)" : name
  }

  private static func marked(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: Escaped.isInvisible) else { return text }
    var result = ""
    // A text of many megabytes costs no more than what is shown of it.
    for scalar in text.unicodeScalars.prefix(200_000) {
      if Escaped.isInvisible(scalar) {
        result += "‹U+\(String(scalar.value, radix: 16, uppercase: true))›"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A folder's name as a part of a path and of an address: letters, digits and `.`, `_`, `-`, `~` stand for themselves,
  /// every other byte for its number, so that no two names become one and none leads out of its folder.
  static func slug(_ folder: String) -> String {
    var slug = ""
    for (place, byte) in folder.utf8.enumerated() {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x7E: slug.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x2E, 0x2D: slug += place == 0 ? number(byte) : String(Character(Unicode.Scalar(byte)))
      default: slug += number(byte)
      }
    }
    // A file system has no names beyond 255 bytes.
    if slug.utf8.count > 150 { slug = slug.prefix(120) + "~" + Digest(of: Array(folder.utf8)).short }
    return slug.isEmpty ? "=" : slug
  }

  private static func number(_ byte: UInt8) -> String {
    "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}
