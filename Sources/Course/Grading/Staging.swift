import CSystem
import Foundation
import Glibc
import Storage

/// All submissions' folders made anew beside those in place, and exchanged with them in one step.
///
/// A process that is killed leaves either all of the old or all of the new: what lies beside is rubbish in both cases,
/// and whoever locks the folder of results next removes it.
final class Staging {
  static let name = ".students"
  private let place: String
  private let staged: String

  init(in root: String) throws {
    (place, staged) = ("\(root)/students", "\(root)/\(Self.name)")
    Files.remove(staged)
    try Files.makeFolder(staged)
  }

  deinit { Files.remove(staged) }

  /// Where a submission's new folder is to be made.
  func folder(of submission: String) -> String { "\(staged)/\(submission)" }

  /// Takes a folder over as it is. Its files are linked, not copied: none is ever changed in its place.
  func keep(_ submission: String) throws { try link("\(place)/\(submission)", folder(of: submission)) }

  private func link(_ old: String, _ new: String) throws {
    try Files.makeFolder(new)
    for name in try FileManager.default.contentsOfDirectory(atPath: old) {
      let (from, to) = ("\(old)/\(name)", "\(new)/\(name)")
      var information = stat()
      guard lstat(from, &information) == 0 else { throw FileFault(from, String(cString: strerror(errno))) }
      if information.st_mode & S_IFMT == S_IFDIR {
        try link(from, to)
      } else if linkat(AT_FDCWD, from, AT_FDCWD, to, 0) != 0 {
        // Not every file system has links.
        try FileManager.default.copyItem(atPath: from, toPath: to)
      }
    }
  }

  /// Puts the new folders in place of the old.
  func commit() throws {
    guard system_exchange(staged, place) == 0 else { throw FileFault(place, String(cString: strerror(errno))) }
  }
}
