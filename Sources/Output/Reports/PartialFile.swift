import Glibc

/// A file that is either wholly there or not at all.
///
/// It is written beside its place under another name (a dot, a random number, `.partial`), brought to the disk, and
/// renamed; until then whatever stood in its place stays. Dropped without `commit()` it leaves nothing behind; after
/// `kill -9` a `.partial` file may stay, which nothing reads.
struct PartialFile: ~Copyable {
  let path: String
  let descriptor: Int32
  private let partial: String
  private let folder: String
  private(set) var isCommitted = false

  init(replacing path: String) throws(ReportError) {
    self.path = path
    let name = ".\(String(UInt64.random(in: .min ... .max), radix: 16)).partial"
    if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) {
      let parent = String(path[..<slash])
      folder = parent.isEmpty ? "/" : parent
      partial = parent + "/" + name
    } else {
      folder = "."
      partial = name
    }
    descriptor = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw .file(action: "create a file beside", path: path, code: errno) }
  }

  func write(_ text: String) throws(ReportError) {
    var text = text
    let code: Int32 = text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        let written = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if written >= 0 { done += written } else if errno != EINTR { return errno }
      }
      return 0
    }
    guard code == 0 else { throw .file(action: "write", path: path, code: code) }
  }

  /// Brings the file to the disk, then to its place.
  mutating func commit() throws(ReportError) {
    guard !isCommitted else { throw .finished(path: path) }
    guard fsync(descriptor) == 0 else { throw .file(action: "bring to the disk", path: path, code: errno) }
    guard rename(partial, path) == 0 else { throw .file(action: "put in its place", path: path, code: errno) }
    isCommitted = true
    // The rename itself is on the disk once its folder is. A folder that cannot be synced still holds the whole file.
    let parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if parent >= 0 {
      _ = fsync(parent)
      _ = close(parent)
    }
  }

  deinit {
    _ = close(descriptor)
    if !isCommitted { _ = unlink(partial) }
  }

  /// Writes a whole file at once.
  static func write(_ text: String, to path: String) throws(ReportError) {
    var file = try PartialFile(replacing: path)
    try file.write(text)
    try file.commit()
  }
}
