import Keys

/// A file name as a stranger gave it: any bytes but NUL and slash, not always text.
package struct UntrustedName: Hashable, Sendable, Comparable {
  package let bytes: [UInt8]

  package init(bytes: [UInt8]) { self.bytes = bytes }

  /// For people: decoded, on one line, at most 100 characters.
  package var display: String {
    let line = line(atMost: 100)
    return line.allSatisfy(\.isWhitespace) ? "unnamed \(folder)" : line
  }

  /// For people: decoded, on one line.
  package func line(atMost count: Int) -> String {
    let decoded = String(decoding: bytes, as: UTF8.self)
    let scalars = decoded.unicodeScalars.map { scalar -> Character in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: " "
      case .format where scalar != "\u{200D}": " "
      default: Character(scalar)
      }
    }
    return String(String(scalars).prefix(count))
  }

  /// For the file system: letters and digits of ASCII, and a digest where anything else was in the name, so that two
  /// names never share a folder.
  package var folder: String {
    var isPlain = !bytes.isEmpty && bytes.count <= 60 && bytes[0] != UInt8(ascii: ".") && bytes[0] != UInt8(ascii: "-")
    let kept = bytes.prefix(60).map { byte -> Character in
      let character = Character(Unicode.Scalar(byte))
      if character.isASCII, character.isLetter || character.isNumber || "._-".contains(character) { return character }
      isPlain = false
      return "_"
    }
    guard !isPlain else { return String(kept) }
    let stem = String(kept).drop { $0 == "." || $0 == "-" }
    return "\(stem)~\(Digest(of: bytes).short)"
  }

  package static func < (left: UntrustedName, right: UntrustedName) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
