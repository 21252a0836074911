import CSystem
import Foundation
import Glibc

/// Files written whole or not at all.
package enum Files {
  package static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileFault(path, FileManager.default.fileExists(atPath: path) ? "cannot be read" : "does not exist")
    }
    return Array(data)
  }

  /// Writes a new file that need not survive the machine: nothing waits for the disk.
  package static func put(_ bytes: [UInt8], at path: String, mode: UInt32 = 0o644) throws {
    try create(path, bytes, mode: mode, isLasting: false)
    chmod(path, mode)
  }

  /// Writes to a temporary file beside `path` and then renames it, so that no reader ever sees half a file. What need
  /// not outlive a power cut is not brought to the disk at once.
  package static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644, isLasting: Bool = true) throws {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).part"
    try create(temporary, bytes, mode: mode, isLasting: isLasting)
    guard rename(temporary, path) == 0 else {
      unlink(temporary)
      throw FileFault(path, String(cString: strerror(errno)))
    }
  }

  /// Writes a file that is not there yet, and removes it again where that fails.
  private static func create(_ path: String, _ bytes: [UInt8], mode: UInt32, isLasting: Bool) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else { throw FileFault(path, String(cString: strerror(errno))) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        let reason = String(cString: strerror(errno))
        close(file)
        unlink(path)
        throw FileFault(path, reason)
      }
      rest = rest.dropFirst(written)
    }
    // A disk that takes the bytes later may find only then that it is full.
    var code = isLasting && fsync(file) != 0 ? errno : 0
    if close(file) != 0, code == 0 { code = errno }
    guard code == 0 else {
      unlink(path)
      throw FileFault(path, String(cString: strerror(code)))
    }
  }

  package static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FileFault(path, "the folder cannot be made (\(String(cString: strerror(errno))))")
    }
  }

  /// Sandboxes run as another user where the grader is root.
  package static func makeReadableByAll(_ folder: String) throws {
    chmod(folder, 0o755)
    for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      var information = stat()
      guard lstat("\(folder)/\(name)", &information) == 0 else { continue }
      let isExecutable = information.st_mode & S_IFMT == S_IFDIR || information.st_mode & 0o100 != 0
      chmod("\(folder)/\(name)", isExecutable ? 0o755 : 0o644)
    }
  }

  package static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  package static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Where a folder's old content stands for a moment on file systems that cannot exchange two in one step.
  package static let aside = ".-"

  /// Puts the finished folder `new` in the place of `old` in one step; what was there is removed afterwards.
  ///
  /// Over NFS it takes two, and what is killed between them leaves the old one as `.-NAME` beside its place.
  package static func replaceFolder(_ old: String, with new: String) throws {
    if !exists(old) {
      guard rename(new, old) == 0 else { throw FileFault(old, String(cString: strerror(errno))) }
      return
    }
    if system_exchange(new, old) != 0 {
      guard [EINVAL, ENOSYS, ENOTSUP].contains(errno) else { throw FileFault(old, String(cString: strerror(errno))) }
      try replaceInTwoSteps(old, with: new)
    }
    remove(new)
  }

  private static func replaceInTwoSteps(_ old: String, with new: String) throws {
    let place = URL(fileURLWithPath: old)
    let aside = "\(place.deletingLastPathComponent().path)/\(aside)\(place.lastPathComponent)"
    remove(aside)
    guard rename(old, aside) == 0 else { throw FileFault(old, String(cString: strerror(errno))) }
    guard rename(new, old) == 0 else {
      let reason = String(cString: strerror(errno))
      rename(aside, old)
      throw FileFault(old, reason)
    }
    remove(aside)
  }
}
