import Foundation
import Glibc
import Storage
import Synchronization

/// A folder of ours that holds what came out of archives, under numbers, until it is collected.
package final class Spool: Sendable {
  /// Gone with the spool.
  private let workspace: Workspace
  private let folder: String
  private let count = Atomic(0)

  package init() throws {
    workspace = try Workspace()
    folder = try workspace.readable("spool")
    // What students handed in is for nobody else on this machine: names are not to be listed.
    chmod(folder, 0o711)
  }

  /// A new file, to be written once.
  func file() throws -> SpoolFile {
    try SpoolFile(path: next())
  }

  /// A new empty folder.
  func emptyFolder() throws -> String {
    let path = next()
    guard mkdir(path, 0o755) == 0 else { throw CollectingFault.file(path, errno) }
    chmod(path, 0o755)
    return path
  }

  private func next() -> String { "\(folder)/\(count.add(1, ordering: .relaxed).newValue)" }

  /// A file of ours with a copy of these bytes.
  func keep(_ bytes: [UInt8]) throws -> Found.Content {
    var file = try file()
    try file.write(bytes)
    return try file.finish()
  }
}

/// A file that is being written, for this process and for the user of its sandboxes alone.
struct SpoolFile {
  private let path: String
  private let file: Int32
  private var size = 0

  init(path: String) throws {
    self.path = path
    file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw CollectingFault.file(path, errno) }
  }

  mutating func write(_ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw CollectingFault.file(path, errno) }
      rest = rest.dropFirst(written)
    }
    size += bytes.count
  }

  /// Closes it; what is there then is looked at once more.
  func finish() throws -> Found.Content {
    if geteuid() == 0 { fchown(file, 65534, 65534) }
    fchmod(file, 0o400)
    guard close(file) == 0 else { throw CollectingFault.file(path, errno) }
    var information = stat()
    guard lstat(path, &information) == 0, information.st_mode & S_IFMT == S_IFREG, Int(information.st_size) == size
    else {
      throw CollectingFault.changed(path)
    }
    return Found.Content(path: Array(path.utf8), size: size)
  }

  /// Closes it and takes it away.
  func discard() {
    close(file)
    unlink(path)
  }
}
