package import ArgumentParser
import Foundation
package import Grading
package import Sandbox
import Storage

/// One's own work, which is to be checked: where it is, and of which lab.
package struct OwnWork: ParsableArguments {
  @Argument(help: "Your folder or file.")
  package var path = "."
  @Option(help: "The lab, where it cannot be told from the file's name.")
  package var lab: String?

  package init() {}

  /// The one of these labs whose file is there.
  package func choose<Lab>(among labs: [Lab], file: (Lab) -> String) throws -> Lab {
    let name = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
    let fitting = labs.filter { Files.exists("\(path)/\(file($0))") || name == file($0) }
    guard fitting.count == 1, let lab = fitting.first else {
      let files = labs.map(file).joined(separator: ", ")
      throw ValidationError(
        "\(path) holds \(fitting.isEmpty ? "none" : "several") of \(files). Say which lab: --lab NAME.")
    }
    return lab
  }

  /// One's own code is confined where that is possible, and run all the same where not.
  package static func confinement(_ cache: Cache) -> Confinement {
    (try? Confinement.available(remembering: cache)) ?? .none
  }
}
