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

  /// What is at this path now, or nil for nothing, and where that cannot be told.
  package init?(path: [UInt8], name: UntrustedName) {
    guard let entry = (try? Self.at(path, name)) ?? nil else { return nil }
    self = entry
  }

  /// What is at this path now, or nil for nothing. A disk that does not answer says nothing about what is on it, so that is
  /// thrown.
  static func at(_ path: [UInt8], _ name: UntrustedName) throws(IntakeError) -> Entry? {
    var information = stat()
    guard Path.withCString(path, { lstat($0, &information) }) == 0 else {
      guard isAbsence(errno) else { throw Self.fault(path, errno) }
      return nil
    }
    return Entry(path: path, name: name, information)
  }

  private init(path: [UInt8], name: UntrustedName, _ information: stat) {
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

  /// Whether an error says that there is nothing of that name, rather than that it could not be reached.
  private static func isAbsence(_ code: Int32) -> Bool { [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(code) }

  private static func fault(_ path: [UInt8], _ code: Int32) -> IntakeError {
    .notRead(UntrustedName(bytes: path).line(atMost: 1000), code)
  }

  /// The entries of a folder in the order of their bytes, at most `limit`; nil where it cannot be read.
  package static func list(_ folder: [UInt8], limit: Int) -> [Entry]? { try? entries(of: folder, limit: limit) }

  /// The entries of a folder in the order of their bytes, at most `limit`.
  static func entries(of folder: [UInt8], limit: Int) throws(IntakeError) -> [Entry] {
    guard let stream = Path.withCString(folder, { opendir($0) }) else { throw fault(folder, errno) }
    defer { closedir(stream) }
    var names: [UntrustedName] = []
    while names.count < limit {
      // Only so is the end of a folder told from an error.
      errno = 0
      guard let record = readdir(stream) else {
        guard errno == 0 else { throw fault(folder, errno) }
        break
      }
      let bytes = withUnsafeBytes(of: &record.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if bytes != Array(".".utf8), bytes != Array("..".utf8) { names.append(UntrustedName(bytes: bytes)) }
    }
    var entries: [Entry] = []
    for name in names.sorted() {
      if let entry = try at(folder + [UInt8(ascii: "/")] + name.bytes, name) { entries.append(entry) }
    }
    return entries
  }

  /// The bytes of a regular file, at most `limit`; nil where it is none, larger, changes into something else, or cannot be
  /// read.
  package func read(limit: Int) -> [UInt8]? { (try? contents(limit: limit)) ?? nil }

  /// The bytes of a regular file, at most `limit`; nil where it is none, larger, or changes into something else.
  func contents(limit: Int) throws(IntakeError) -> [UInt8]? {
    let file = Path.withCString(path) { open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) }
    guard file >= 0 else {
      guard Self.isAbsence(errno) else { throw Self.fault(path, errno) }
      return nil
    }
    defer { close(file) }
    var information = stat()
    guard fstat(file, &information) == 0 else { throw Self.fault(path, errno) }
    guard information.st_mode & S_IFMT == S_IFREG else { return nil }
    var bytes: [UInt8] = []
    while bytes.count <= limit {
      var (count, code) = (0, Int32(0))
      let chunk = [UInt8](unsafeUninitializedCapacity: 65536) { buffer, filled in
        count = Glibc.read(file, buffer.baseAddress, 65536)
        code = errno
        filled = max(count, 0)
      }
      if count < 0, code == EINTR { continue }
      guard count >= 0 else { throw Self.fault(path, code) }
      guard count > 0 else { return bytes }
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
