import Glibc

/// A name in a stranger's folder, opened without following links and without believing what it says it is.
package struct Entry: Sendable {
  package let name: UntrustedName
  package let path: [UInt8]
  package let kind: Kind
  package let size: Int
  /// When it was last changed, seconds since 1970.
  package let changed: Int

  package enum Kind: Sendable { case file, folder, link, other }

  /// What is at this path now, or nil for nothing.
  package init?(path: [UInt8], name: UntrustedName) {
    var information = stat()
    guard Path.withCString(path, { lstat($0, &information) }) == 0 else { return nil }
    self.name = name
    self.path = path
    size = Int(information.st_size)
    changed = Int(information.st_mtim.tv_sec)
    switch information.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
  }

  /// The entries of a folder in the order of their bytes, at most `limit`; nil where it cannot be opened.
  package static func list(_ folder: [UInt8], limit: Int) -> [Entry]? {
    guard let stream = Path.withCString(folder, { opendir($0) }) else { return nil }
    defer { closedir(stream) }
    var names: [UntrustedName] = []
    while names.count < limit, let record = readdir(stream) {
      let bytes = withUnsafeBytes(of: &record.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if bytes != Array(".".utf8), bytes != Array("..".utf8) { names.append(UntrustedName(bytes: bytes)) }
    }
    return names.sorted().compactMap { Entry(path: folder + [UInt8(ascii: "/")] + $0.bytes, name: $0) }
  }

  /// The bytes of a regular file, at most `limit`; nil where it is none, larger, or changes into something else.
  package func read(limit: Int) -> [UInt8]? {
    let file = Path.withCString(path) { open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
    guard file >= 0 else { return nil }
    defer { close(file) }
    var information = stat()
    guard fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      var count = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, filled in
        count = Glibc.read(file, buffer.baseAddress, 65536)
        filled = max(count, 0)
      }
      guard count > 0 else { return count == 0 ? bytes : nil }
      bytes += chunk
    }
    return nil
  }
}

enum Path {
  static func withCString<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
      guard let start = buffer.baseAddress else { preconditionFailure("a buffer with a terminator has an address") }
      return body(start)
    }
  }
}
