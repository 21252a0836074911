import Foundation
package import Grading
import Storage

/// What CI services are to do: the files below a folder of the toolkit's `ci`, which are written as they are, under the
/// same paths.
package enum Recipes: String, Sendable {
  /// For a student's repository: the public checks, and nothing that is secret.
  case handout
  /// For the instructor's: the labs are proved, a class is graded.
  case course

  /// Every file by its path.
  package func files(of toolkit: Toolkit) throws -> [(path: String, bytes: [UInt8])] {
    let root = "\(toolkit.root)/ci/\(rawValue)"
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
    return try paths.filter { !Files.isFolder("\(root)/\($0)") }.map { ($0, try Files.read("\(root)/\($0)")) }
  }
}
