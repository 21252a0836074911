import ArgumentParser
import Checks
import Foundation
import Grading
import HiddenChecks
import Keys
import Sandbox

/// How untrusted code is to be confined.
enum SandboxChoice: String, ExpressibleByArgument, CaseIterable {
  case bubblewrap, none

  func confinement(_ cache: Cache) throws -> Confinement {
    switch self {
    case .bubblewrap: try Confinement.available(remembering: cache)
    case .none: .none
    }
  }
}

extension Lab {
  /// The lab of that name, or an error that lists them.
  static func named(_ name: String) throws -> Lab {
    guard let lab = Catalogue.lab(name) else {
      let names = Catalogue.labs.map(\.name).joined(separator: ", ")
      throw ValidationError("There is no lab \(name). There are: \(names).")
    }
    return lab
  }
}

extension FileHandle {
  /// Colours are for terminals, and for those who want them: https://no-color.org.
  var hasColour: Bool {
    let variables = ProcessInfo.processInfo.environment
    return isatty(fileDescriptor) == 1 && variables["NO_COLOR", default: ""].isEmpty && variables["TERM"] != "dumb"
  }

  func say(_ line: String) { write(Data((line + "\n").utf8)) }
}
