import Glibc

/// The folder that pages are written to.
struct PageFolder {
  private let folder: String

  init(_ folder: String) { self.folder = folder }

  /// Writes a file and the folders above it. The whole site is put in its place at the end, and can be made again, so
  /// that nothing waits for the disk.
  func write(_ text: String, to path: String) throws {
    let file = "\(folder)/\(path)"
    var made = folder
    for part in path.split(separator: "/").dropLast() {
      made += "/\(part)"
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else { throw Self.fault(made) }
    }
    let descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw Self.fault(file) }
    defer { close(descriptor) }
    var text = text
    try text.withUTF8 { bytes in
      var done = 0
      while done < bytes.count {
        let written = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw Self.fault(file) }
        done += written
      }
    }
  }

  private static func fault(_ file: String) -> PageError {
    PageError(
      "\(file) cannot be written: \(String(cString: strerror(errno))). No page was put in place; check the folder's "
        + "rights and the space left on its disk, or choose another --site.")
  }
}
