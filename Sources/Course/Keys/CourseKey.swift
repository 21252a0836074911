import CCrypto
import Glibc

/// The secret that hidden inputs are drawn from.
///
/// Each seed is HMAC-SHA-256 (RFC 2104) of lab, check and scope under the key: nobody can tell it without the key, and
/// anyone with the key can draw the same inputs again at an appeal.
package struct CourseKey: Sendable {
  private let bytes: [UInt8]

  /// A key from its bytes; at least 16.
  package init(bytes: [UInt8]) throws(KeyError) {
    guard bytes.count >= 16 else { throw .tooShort(bytes.count) }
    self.bytes = bytes
  }

  /// A new key of 32 random bytes from the system.
  package static func random() throws(KeyError) -> CourseKey {
    var bytes = [UInt8](repeating: 0, count: 32)
    guard getentropy(&bytes, bytes.count) == 0 else { throw .noEntropy }
    return try CourseKey(bytes: bytes)
  }

  /// The key whose draws ship with the handouts: known to everyone.
  package static let everyone = CourseKey(known: Array("gradus: the key of public checks".utf8))

  private init(known bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a key: 64 hexadecimal digits, or any text of at least 16 bytes.
  package init(fileContents: [UInt8]) throws(KeyError) {
    var text = fileContents
    while let last = text.last, last == 10 || last == 13 || last == 32 { text.removeLast() }
    try self.init(bytes: text)
  }

  /// What is written to a key file.
  package var fileContents: [UInt8] {
    Array((bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n").utf8)
  }

  /// The seed of one check. `scope` is the class, or a student where each has inputs of their own.
  package func seed(lab: String, check: String, scope: String) -> UInt64 {
    var message: [UInt8] = []
    for part in [lab, check, scope] {
      message += Array(part.utf8)
      message.append(0)
    }
    return code(message).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The seal of a message: its HMAC-SHA-256 behind words that no lab is named by, so that no seal tells a seed.
  package func seal(_ message: [UInt8]) -> [UInt8] { code(Array("gradus seal 1\0".utf8) + message) }

  private func code(_ message: [UInt8]) -> [UInt8] {
    var mac = [UInt8](repeating: 0, count: 32)
    var length: UInt32 = 32
    _ = HMAC(EVP_sha256(), bytes, Int32(bytes.count), message, message.count, &mac, &length)
    return mac
  }

  /// Tells keys apart without giving one away.
  package var fingerprint: String { Digest(of: Array("fingerprint".utf8) + bytes).short }
}

/// Why a key cannot be used.
package enum KeyError: Error, CustomStringConvertible {
  case tooShort(Int)
  case noEntropy

  package var description: String {
    switch self {
    case .tooShort(let count):
      """
      The course key has \(count) bytes; at least 16 are needed, or its seeds could be guessed. \
      Make one with: openssl rand -hex 32 > course.key
      """
    case .noEntropy: "The system gave no random bytes for a new course key."
    }
  }
}
