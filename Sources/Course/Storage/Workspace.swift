import Foundation
import Glibc

/// A folder of ours that is gone when we are done with it.
package struct Workspace: ~Copyable {
  package let path: String

  package init() throws {
    let base = Self.base
    var template = Array("\(base)/gradus-\(getpid())-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FileFault(base, String(cString: strerror(errno))) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(path, 0o755)
  }

  deinit { Files.remove(path) }

  private static var base: String { ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp" }

  /// Whether workspaces lie on another file system than `folder`, and so not on one that it shares with other machines.
  package static func isApart(from folder: String) -> Bool {
    var (own, other) = (stat(), stat())
    return stat(base, &own) == 0 && stat(folder, &other) == 0 && own.st_dev != other.st_dev
  }

  /// Removes what killed runs left: their folders carry the number of a process that is no more.
  package static func removeLeftovers() {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? [] {
      let parts = name.split(separator: "-")
      guard parts.count == 3, parts[0] == "gradus", let process = pid_t(parts[1]), process > 0 else { continue }
      if kill(process, 0) != 0, errno == ESRCH { Files.remove("\(base)/\(name)") }
    }
  }

  /// A folder inside that confined programs may write to.
  package func writable(_ name: String) throws -> String {
    let folder = "\(path)/\(name)"
    guard mkdir(folder, 0o700) == 0 else { throw FileFault(folder, String(cString: strerror(errno))) }
    if geteuid() == 0 { chown(folder, 65534, 65534) }
    return folder
  }

  /// A folder inside that confined programs may read, and that only we write to.
  package func readable(_ name: String) throws -> String {
    let folder = "\(path)/\(name)"
    guard mkdir(folder, 0o755) == 0 else { throw FileFault(folder, String(cString: strerror(errno))) }
    chmod(folder, 0o755)
    return folder
  }

  /// Throws where the disk has too little room for one build: what then goes wrong would be told of in other words.
  package func requireRoom(bytes: UInt = 192 << 20) throws {
    var disk = statvfs()
    guard statvfs(path, &disk) == 0 else { return }
    let free = UInt(disk.f_bavail) * UInt(disk.f_frsize)
    guard free >= bytes else {
      throw FileFault(
        path, "only \(free >> 20) MiB are free there, \(bytes >> 20) MiB are wanted; free some, or set TMPDIR")
    }
  }
}
