import Foundation
import Glibc
import Keys
import Storage

/// What need not be done twice, each under the digest of all that it was made from. All of it may be deleted at any time,
/// and what nobody used for a month goes by itself.
package struct Cache: Sendable {
  package let root: String
  /// Folders of what came with the toolkit, made before: looked into where there is nothing of one's own, never written to.
  private let given: [String]

  /// `GRADUS_CACHE`, or the user's cache folder; root's lies where the unprivileged user of its sandboxes can read.
  package static func standard() throws -> Cache {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["XDG_CACHE_HOME"] ?? environment["HOME"].map { "\($0)/.cache" } ?? "/tmp"
    let root = environment["GRADUS_CACHE"] ?? (geteuid() == 0 ? "/var/cache/gradus" : "\(home)/gradus")
    let installed = (try? Toolkit.locate(.runner)).map { ["\($0.root)/\(prebuilt)"] } ?? []
    return try Cache(root: root, given: installed)
  }

  /// The folder of an installed toolkit that holds kits and programs made for one toolchain.
  private static let prebuilt = "prebuilt"

  package init(root: String, given: [String] = []) throws {
    self.root = root
    self.given = given.filter(Files.isFolder)
    try Files.makeFolder(root)
    if geteuid() == 0 { chmod(root, 0o755) }
  }

  /// The bytes at `key`, made and kept where they are not there.
  ///
  /// They are kept behind their own digest: what a disk has spoilt is told, and made anew. What cannot be kept, on a full
  /// disk, is made again next time.
  package func bytes(_ key: String, make: () throws -> [UInt8]) throws -> [UInt8] {
    let path = "\(root)/\(key).entry"
    if isThere(path) {
      if let kept = Self.content(of: try Files.read(path)) { return kept }
      drop(path)
    }
    for other in given {
      if let kept = try? Files.read("\(other)/\(key).entry"), let content = Self.content(of: kept) { return content }
    }
    let made = try make()
    do {
      try Files.makeFolder((path as NSString).deletingLastPathComponent)
      try Files.write(Digest(of: made).bytes + made, to: path)
      removeUnused(beside: path)
    } catch {
      tell("\(error); it is made again next time")
    }
    return made
  }

  /// What follows a digest that holds for it; nil where it does not.
  private static func content(of file: [UInt8]) -> [UInt8]? {
    let content = Array(file.dropFirst(32))
    return file.count >= 32 && Digest(of: content).bytes == Array(file.prefix(32)) ? content : nil
  }

  /// The folder at `key`, made and kept where it is not there. `make` fills a folder that is renamed when it is whole,
  /// with the digests of its files; one whose files are not as they were made is made anew.
  package func folder(_ key: String, make: (String) throws -> Void) throws -> String {
    let path = "\(root)/\(key)"
    if isThere(path) {
      if Manifest.holds(for: path) { return path }
      drop(path)
    }
    if let other = given.map({ "\($0)/\(key)" }).first(where: Self.isGiven) { return other }
    // Two threads or processes may make the same folder; the first to finish wins.
    let partial = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).part"
    Files.remove(partial)
    try Files.makeFolder(partial)
    defer { Files.remove(partial) }
    try make(partial)
    try Manifest.write(for: partial)
    if rename(partial, path) != 0, !Files.exists(path) {
      throw FileFault(path, String(cString: strerror(errno)))
    }
    removeUnused(beside: path)
    return path
  }

  /// Whether a folder of this key need not be made.
  func holdsFolder(_ key: String) -> Bool {
    Files.exists("\(root)/\(key)") || given.contains { Self.isGiven("\($0)/\(key)") }
  }

  /// Whether that folder came whole: what has no list of its files is not believed.
  private static func isGiven(_ folder: String) -> Bool {
    Files.exists("\(folder)/\(Manifest.name)") && Manifest.holds(for: folder)
  }

  private func drop(_ path: String) {
    tell("\(path) is damaged, and is made anew")
    Files.remove(path)
  }

  private func tell(_ line: String) { FileHandle.standardError.write(Data("cache: \(line)\n".utf8)) }

  /// Whether there is an entry; then it counts as used now.
  private func isThere(_ path: String) -> Bool { utimes(path, nil) == 0 || Files.exists(path) }

  /// Removes the entries of the same kind that nobody used for a month.
  private func removeUnused(beside path: String) {
    let folder = (path as NSString).deletingLastPathComponent
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
      var status = stat()
      guard stat("\(folder)/\(name)", &status) == 0, status.st_mtim.tv_sec < time(nil) - 30 * 86400 else { continue }
      Files.remove("\(folder)/\(name)")
    }
  }
}
