import Foundation
import GRDB
import Glibc

/// The book of a course: one SQLite file, to which entries are only ever added.
///
/// Every write is one transaction: whatever ends the program, an entry is there whole or not at all, and two commands at
/// once wait for each other. The file itself refuses to change or to lose a line.
package final class Gradebook: Sendable {
  package static let file = "gradebook.sqlite"
  package let path: String
  let queue: DatabaseQueue

  /// Opens the book; where there is none makes one if that is wanted. Waits `patience` seconds for others that write.
  package init(_ path: String, makingOne: Bool, patience: Double = 10) throws(GradebookFault) {
    self.path = path
    guard makingOne || FileManager.default.fileExists(atPath: path) else {
      throw GradebookFault(
        "there is no gradebook at \(path). `gradus roster FILE` makes one; --course tells the course's folder.")
    }
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(patience)
    configuration.journalMode = .wal
    configuration.prepareDatabase { database in
      // An entry is on the disk when the command says so, also after a power cut.
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    queue = try Self.guarded(path) {
      let lock = try FolderLock(of: path)
      defer { withExtendedLifetime(lock) {} }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.writeWithoutTransaction { try Schema.migrate($0, path) }
      return queue
    }
  }

  /// Runs `body`, and says what went wrong with the file in a sentence.
  static func guarded<Result>(_ path: String, _ body: () throws -> Result) throws(GradebookFault) -> Result {
    do {
      return try body()
    } catch let fault as GradebookFault {
      throw fault
    } catch let error as DatabaseError {
      throw GradebookFault("\(path): \(sentence(error, path))")
    } catch {
      throw GradebookFault("\(path): \(error)")
    }
  }

  private static func sentence(_ error: DatabaseError, _ path: String) -> String {
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      "another gradus is writing to it and does not come to an end. Nothing was written; try again."
    case .SQLITE_FULL,
      .SQLITE_IOERR where isFull(path):
      "the disk is full. Nothing was written; free some space and try again."
    case .SQLITE_NOTADB: "it is no gradebook. Choose another --course, or move that file away."
    case .SQLITE_CORRUPT: "it is damaged. Put back a copy; `sqlite3 FILE .recover` saves what can be saved."
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN, .SQLITE_AUTH:
      "it cannot be opened or written: check the rights of the file and its folder."
    case .SQLITE_IOERR: "the disk fails (\(error.message ?? "")). Nothing was written."
    default: "\(error.message ?? "\(error)")"
    }
  }
}

extension Gradebook {
  /// Whether the disk has less left than SQLite wants for its files beside the book.
  private static func isFull(_ path: String) -> Bool {
    var disk = statvfs()
    return statvfs(path, &disk) == 0 && UInt64(disk.f_bavail) * UInt64(disk.f_frsize) < 256 << 10
  }
}

/// Keeps others out of a book while it is made or brought to today's version.
private final class FolderLock {
  private let folder: Int32

  init(of path: String) throws(GradebookFault) {
    let parent = (path as NSString).deletingLastPathComponent
    folder = open(parent.isEmpty ? "." : parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw GradebookFault("\(path): \(String(cString: strerror(errno)))") }
    while flock(folder, LOCK_EX) != 0, errno == EINTR {}
  }

  deinit { close(folder) }
}
