package import Checks

extension Printable {
  /// What a stranger's program printed, fit for a file that people look at in a terminal: its lines as they are, its
  /// other control characters as pictures, so that nothing in it is obeyed.
  package static func lines(_ bytes: [UInt8]) -> [UInt8] {
    var text = String.UnicodeScalarView()
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x09: text.append(scalar)
      case 0..<0x20: text.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
      case 0x7F: text.append("\u{2421}")
      case 0x80..<0xA0: text.append("\u{FFFD}")
      default: text.append(scalar.properties.generalCategory == .format ? "\u{FFFD}" : scalar)
      }
    }
    return Array(String(text).utf8)
  }
}
