import CCrypto

/// A SHA-256 digest: what caches and provenance are keyed by.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
  package let bytes: [UInt8]

  /// The digest of some bytes.
  package init(of data: [UInt8]) {
    var result = [UInt8](repeating: 0, count: 32)
    _ = SHA256(data, data.count, &result)
    bytes = result
  }

  /// The digest of named parts: each part's name and length go in, so that no two lists of parts are taken for another.
  package init(parts: [(name: String, data: [UInt8])]) {
    var all: [UInt8] = []
    for part in parts {
      for piece in [Array(part.name.utf8), part.data] {
        var length = UInt64(piece.count).littleEndian
        withUnsafeBytes(of: &length) { all.append(contentsOf: $0) }
        all += piece
      }
    }
    self.init(of: all)
  }

  /// 64 hexadecimal digits.
  package var description: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The first digits, enough to tell apart.
  package var short: String { String(description.prefix(12)) }
}
