import Foundation

/// A service's cache: archives under keys, which are written once and never changed.
package final class CacheStore {
  private let folder: String
  package private(set) var keys: [String] = []

  package init(_ folder: String) throws {
    self.folder = folder
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// Whether there is one of that very key; else the newest whose key begins with one of `prefixes` is taken.
  func restore(_ key: String, prefixes: [String] = [], into place: String) throws -> Bool {
    let found =
      keys.contains(key) ? key : prefixes.lazy.compactMap { prefix in self.keys.last { $0.hasPrefix(prefix) } }.first
    if let found { try tar(["-x", "-f", file(found), "-C", place]) }
    return found == key
  }

  /// What is not there is left out, as the services do. `replaces` where a key may be written again.
  func save(_ key: String, _ paths: [String], from place: String, replaces: Bool = false) throws {
    guard replaces || !keys.contains(key) else { return }
    let there = paths.filter { FileManager.default.fileExists(atPath: "\(place)/\($0)") }
    guard !there.isEmpty else { return }
    try tar(["-c", "-f", file(key), "-C", place] + there)
    keys.removeAll { $0 == key }
    keys.append(key)
  }

  private func file(_ key: String) -> String {
    "\(folder)/"
      + key.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") ? String($0) : "_" }.joined()
  }

  private func tar(_ words: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["tar"] + words
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw RecipeFault("tar \(words) failed") }
  }
}
