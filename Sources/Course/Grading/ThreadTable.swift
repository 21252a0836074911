import Foundation
import Glibc
import Storage

/// What a program in the sandbox finds at `/proc`: of each thread that it may have, that it runs, and nothing else.
///
/// Dispatch looks after its own threads by `/proc/THREAD/stat`, and ends the program where that cannot be opened; the
/// kernel's own `/proc` would tell of the host and of the sandbox's first process.
enum ThreadTable {
  /// The highest number of a thread that is listed; numbers begin anew in each sandbox.
  static let threads = 1024
  private static let line = "1 (worker) R 0\n"
  static let recipe = "\(threads) \(line)"

  /// Writes the table below `root`: one file under as many names.
  static func write(below root: String) throws {
    let first = "\(root)/proc/1/stat"
    try Files.makeFolder("\(root)/proc/1")
    try Files.write(Array(line.utf8), to: first)
    for thread in 2...threads {
      let folder = "\(root)/proc/\(thread)"
      guard mkdir(folder, 0o755) == 0, link(first, "\(folder)/stat") == 0 else {
        throw FileFault(folder, String(cString: strerror(errno)))
      }
    }
  }
}
