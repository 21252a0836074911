import Foundation
package import Intake

/// One submission of a command: where it is, and what it is called.
package struct Turn: Hashable, Sendable, Codable {
  /// The class's folder, or the submission itself.
  package var path: String
  package var name: UntrustedName
  /// Whether `path` is the class's folder, and not the submission's own.
  package var isOfClass: Bool

  package init(path: String, name: UntrustedName, isOfClass: Bool) {
    (self.path, self.name, self.isOfClass) = (path, name, isOfClass)
  }

  private enum Key: String, CodingKey { case path, name, isOfClass }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    path = try values.decode(String.self, forKey: .path)
    name = UntrustedName(bytes: Array(try values.decode(Data.self, forKey: .name)))
    isOfClass = try values.decode(Bool.self, forKey: .isOfClass)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(path, forKey: .path)
    try values.encode(Data(name.bytes), forKey: .name)
    try values.encode(isOfClass, forKey: .isOfClass)
  }

  /// The same from whatever folder a process works in.
  package var absolute: Turn {
    Turn(path: URL(fileURLWithPath: path).standardizedFileURL.path, name: name, isOfClass: isOfClass)
  }

  /// Throws where this node does not see the submission: what is not there to be read would be taken for a missing file
  /// of its student.
  func requireVisible(on node: String) throws {
    let bytes = isOfClass ? Array("\(path)/".utf8) + name.bytes : Array(path.utf8)
    let isThere = bytes.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { bytes in
      var information = stat()
      return bytes.baseAddress.map { _ in lstat(Array(bytes) + [0], &information) == 0 } ?? false
    }
    guard isThere else { throw FleetFault.unseen(node: node, path: path) }
  }
}
