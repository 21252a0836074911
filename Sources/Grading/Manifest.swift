import Foundation
import Glibc
import Keys

/// The digests of a folder's files as they were made, in the folder itself.
enum Manifest {
  private static let name = ".manifest"

  /// Writes it; what comes to the folder later is not in it.
  static func write(for folder: String) throws {
    let lines = try files(of: folder).map { file in "\(Digest(of: try Files.read("\(folder)/\(file)"))) \(file)\n" }
    try Files.write(Array(lines.joined().utf8), to: "\(folder)/\(name)")
  }

  /// Whether each file is as it was made. A folder of an earlier version has no manifest, and is believed.
  static func holds(for folder: String) -> Bool {
    guard let bytes = try? Files.read("\(folder)/\(name)") else { return !Files.exists("\(folder)/\(name)") }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.allSatisfy { line in
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let bytes = try? Files.read("\(folder)/\(words[1])") else { return false }
      return Digest(of: bytes).description == words[0]
    }
  }

  private static func files(of folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().filter { file in
      var information = stat()
      return lstat("\(folder)/\(file)", &information) == 0 && information.st_mode & S_IFMT == S_IFREG
    }
  }
}
