import Foundation
import Glibc
import Intake

/// Files and folders of the disk, read without following links.
enum Disk {
  /// The whole of a content, nil where it has changed or cannot be read.
  static func read(_ content: Found.Content) -> [UInt8]? {
    entry(content.path)?.read(limit: content.size)
  }

  /// The first bytes of a content.
  static func head(_ content: Found.Content, count: Int) -> [UInt8]? { part(content, from: 0, count: count) }

  /// The last bytes of a content.
  static func tail(_ content: Found.Content, count: Int) -> [UInt8]? {
    part(content, from: max(0, content.size - count), count: count)
  }

  private static func part(_ content: Found.Content, from start: Int, count: Int) -> [UInt8]? {
    let path = content.path.map { CChar(bitPattern: $0) } + [0]
    let file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = pread(file, &bytes, count, start)
    return got < 0 ? nil : Array(bytes.prefix(got))
  }

  static func entry(_ path: [UInt8]) -> Entry? {
    Entry(path: path, name: UntrustedName(bytes: Array(path.split(separator: UInt8(ascii: "/")).last ?? [])))
  }

  /// The content, or a copy in the spool where the sandbox's user could not read it: root's sandboxes are nobody's.
  static func readable(_ content: Found.Content, in spool: Spool) throws -> Found.Content {
    guard geteuid() == 0 else { return content }
    var information = stat()
    let path = content.path.map { CChar(bitPattern: $0) } + [0]
    if lstat(path, &information) == 0, information.st_uid == 65534, information.st_mode & 0o777 == 0o400 {
      return content
    }
    let source = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard source >= 0 else { throw CollectingFault.file(String(decoding: content.path, as: UTF8.self), errno) }
    defer { close(source) }
    var copy = try spool.file()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Glibc.read(source, &buffer, buffer.count)
      if count == 0 { return try copy.finish() }
      guard count > 0 else {
        copy.discard()
        throw CollectingFault.file(String(decoding: content.path, as: UTF8.self), errno)
      }
      do { try copy.write(Array(buffer.prefix(count))) } catch {
        copy.discard()
        throw error
      }
    }
  }

  /// All that is in a folder, at most `limit` entries and `depth` folders deep; `isPruned` folders are told, not entered.
  static func walk(
    _ folder: String, limit: Int, depth: Int = 12, isPruned: (EntryPath) -> Bool = { _ in false }
  ) throws -> [Found] {
    var found: [Found] = []
    var folders: [(path: [UInt8], parts: [String])] = [(Array(folder.utf8), [])]
    while let next = folders.popLast() {
      guard let entries = Entry.list(next.path, limit: limit + 1) else {
        throw CollectingFault.file(String(decoding: next.path, as: UTF8.self), errno)
      }
      for entry in entries {
        guard found.count < limit else {
          throw CollectingFault.layout(folder, "it holds more than \(limit) files; give the class's folder alone")
        }
        let name = String(validating: entry.name.bytes, as: UTF8.self) ?? entry.name.display
        let path = EntryPath(parts: next.parts + [name])
        let kind: Found.Kind =
          switch entry.kind {
          case .file: .file
          case .folder: .folder
          case .link: .link
          case .other: .other
          }
        var item = Found(path: path, kind: kind)
        if kind == .file {
          item.size = entry.size
          item.time = Moment(seconds: Int64(entry.changed), source: .file)
          item.content = Found.Content(path: entry.path, size: entry.size)
        }
        found.append(item)
        if kind == .folder, next.parts.count < depth, !isPruned(path) { folders.append((entry.path, path.parts)) }
      }
    }
    return found
  }
}
