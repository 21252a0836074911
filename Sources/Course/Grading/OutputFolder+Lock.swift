import Foundation
import Glibc
import Storage

/// Who may write here. One command at a time, which holds `.lock`; the tasks that it has on other nodes hold `.tasks`
/// together, also where that command was killed. A killed process's locks are gone with it.
extension OutputFolder {
  package final class Lock: Sendable {
    private let files: [Int32]
    fileprivate init(_ files: [Int32]) { self.files = files }
    deinit { for file in files { close(file) } }
  }

  /// Keeps other runs out for as long as the result lives.
  package func lock() throws -> Lock {
    let own = try take("\(root)/.lock", LOCK_EX, or: .folderInUse(root))
    do {
      let tasks = try take("\(root)/.tasks", LOCK_EX, or: .tasksRunning(root))
      removeLeftovers()
      return Lock([own, tasks])
    } catch {
      close(own)
      throw error
    }
  }

  /// Keeps other commands out, but not the tasks that are or will be grading here.
  package func lockForTasks() throws -> Lock {
    let own = try take("\(root)/.lock", LOCK_EX, or: .folderInUse(root))
    if let tasks = try? take("\(root)/.tasks", LOCK_EX, or: .tasksRunning(root)) {
      removeLeftovers()
      close(tasks)
    }
    return Lock([own])
  }

  /// A task's share: while anyone has one, no other kind of run begins. Waits some seconds for one that just ends.
  package func lockAsTask() throws -> Lock {
    for _ in 0..<100 {
      if let share = try? take("\(root)/.tasks", LOCK_SH, or: .folderInUse(root)) { return Lock([share]) }
      usleep(100_000)
    }
    return Lock([try take("\(root)/.tasks", LOCK_SH, or: .folderInUse(root))])
  }

  /// The lock of a file of one's own below the folder, nil while another process has it, on whatever node.
  package func lock(of path: String) throws -> Lock? {
    do { return Lock([try take(path, LOCK_EX, or: .folderInUse(path))]) } catch GradingFault.folderInUse { return nil }
  }

  private func take(_ path: String, _ kind: Int32, or fault: GradingFault) throws -> Int32 {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw FileFault(path, String(cString: strerror(errno))) }
    guard flock(file, kind | LOCK_NB) == 0 else {
      let code = errno
      close(file)
      throw code == EWOULDBLOCK ? fault : FileFault(path, "cannot be locked: \(String(cString: strerror(code)))")
    }
    return file
  }
}
