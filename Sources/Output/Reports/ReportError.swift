import Glibc

/// A report that could not be written or read: our fault or the machine's, never a submission's.
package enum ReportError: Error, Equatable {
  /// A system call on a file failed with this `errno`.
  case file(action: String, path: String, code: Int32)
  /// libxml2 refused what it was given, or ran out of memory.
  case xml(path: String)
  /// Something was added after `finish()`, or `finish()` was called twice.
  case finished(path: String)
  /// A scorecard with other checks than the table's columns.
  case columns(submission: String, missing: [String], unknown: [String])
  /// A file that is no scorecard.
  case unreadable(path: String, reason: String)
  /// A scorecard of a version that is not known here.
  case format(path: String, found: Int, known: Int)
}

extension ReportError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .file(let action, let path, let code):
      "cannot \(action) \(path): \(String(cString: strerror(code))). Nothing was replaced; check the folder's rights "
        + "and the space left on its disk, then run the same command again."
    case .xml(let path):
      "cannot write the XML of \(path). Nothing was replaced; check the space left on its disk, then run the same "
        + "command again."
    case .finished(let path): "\(path) was finished before; open a new writer to write it again."
    case .columns(let submission, let missing, let unknown):
      "the scorecard of \(submission) has other checks than this class (missing: \(Self.list(missing)); unknown: "
        + "\(Self.list(unknown))). Grade it again with the same version of the lab."
    case .unreadable(let path, let reason):
      "\(path) is not a scorecard: \(reason). Delete it and grade that submission again."
    case .format(let path, let found, let known):
      "\(path) is a scorecard of format \(found), and this version reads format \(known). Read it with the version "
        + "that wrote it, or grade that submission again."
    }
  }

  private static func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }
}
