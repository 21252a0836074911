import Glibc

/// Room on a disk, held so that the class's files can be written also where the results have filled the rest.
package final class Reserve: Sendable {
  private let path: String

  fileprivate init(_ path: String, bytes: Int) {
    self.path = path
    let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    // Where there is no such room, grading goes as far as it goes.
    if posix_fallocate(file, 0, bytes) != 0 { unlink(path) }
    close(file)
  }

  deinit { unlink(path) }

  /// Gives the room back.
  package func release() { unlink(path) }
}

extension OutputFolder {
  /// Holds room for the files of a class of so many.
  package func reserve(submissions: Int) -> Reserve {
    Reserve("\(root)/.reserve", bytes: min(256 << 20, 64 << 10 + submissions * (64 << 10)))
  }
}
