import Foundation
import Glibc
import Storage

/// Files that are put in their places together, when all of them are whole.
package struct Outgoing: ~Copyable {
  private let folder: String
  private var files: [(partial: String, place: String)] = []
  private var isCommitted = false

  /// Makes the folder where there is none.
  package init(_ folder: String) throws {
    try Files.makeFolder(folder)
    self.folder = folder
  }

  package mutating func add(_ name: String, _ bytes: [UInt8], mode: UInt32 = 0o644) throws {
    try Files.write(bytes, to: try partial(name), mode: mode)
  }

  package mutating func add(_ name: String, zip entries: [(name: String, bytes: [UInt8])]) throws {
    let path = try partial(name)
    try Zip.write(entries, to: path)
    // A disk that takes the bytes later may find only then that it is full.
    let file = open(path, O_RDONLY | O_CLOEXEC)
    defer { if file >= 0 { close(file) } }
    guard file >= 0, fsync(file) == 0 else { throw FileFault(path, String(cString: strerror(errno))) }
  }

  private mutating func partial(_ name: String) throws -> String {
    let place = "\(folder)/\(name)"
    let parent = (place as NSString).deletingLastPathComponent
    if parent != folder { try Files.makeFolder(parent) }
    let partial = "\(parent)/.\(UInt64.random(in: 0 ... .max)).partial"
    files.append((partial, place))
    return partial
  }

  package mutating func commit() throws {
    for file in files {
      guard rename(file.partial, file.place) == 0 else {
        throw FileFault(file.place, String(cString: strerror(errno)))
      }
    }
    isCommitted = true
  }

  deinit { if !isCommitted { for file in files { unlink(file.partial) } } }
}
