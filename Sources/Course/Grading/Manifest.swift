import Foundation
import Glibc
import Keys
import Storage

/// The digests of a folder's files as they were made, in the folder itself, with the size and the time of each: a file
/// whose size and time are as they were is not read again, one whose time is another is as good as its digest.
enum Manifest {
  static let name = ".files"

  /// Writes it; what comes to the folder later is not in it.
  static func write(for folder: String) throws {
    let lines = try files(of: folder).map { file, stamp in
      "\(Digest(of: try Files.read("\(folder)/\(file)"))) \(stamp) \(file)\n"
    }
    try Files.write(Array(lines.joined().utf8), to: "\(folder)/\(name)")
  }

  /// Whether each file is as it was made. A folder of an earlier version has no manifest, and is believed.
  static func holds(for folder: String) -> Bool {
    guard let bytes = try? Files.read("\(folder)/\(name)") else { return !Files.exists("\(folder)/\(name)") }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.allSatisfy { line in
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3 else { return false }
      let file = "\(folder)/\(words[2])"
      if let stamp = stamp(of: file), stamp == words[1] { return true }
      guard let bytes = try? Files.read(file) else { return false }
      return Digest(of: bytes).description == words[0]
    }
  }

  private static func files(of folder: String) throws -> [(name: String, stamp: String)] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().compactMap { file in
      stamp(of: "\(folder)/\(file)").map { (file, $0) }
    }
  }

  /// The size of a regular file and when it was last written; nil for what is none.
  private static func stamp(of file: String) -> String? {
    var information = stat()
    guard lstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
    return "\(information.st_size)@\(information.st_mtim.tv_sec).\(information.st_mtim.tv_nsec)"
  }
}
