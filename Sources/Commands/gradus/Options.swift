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
      let names = Catalogue.labs.map(\.name)
      let guess = Spelling.nearest(to: name, among: names).map { " Did you mean \($0)?" } ?? ""
      throw ValidationError("There is no lab \(name).\(guess) There are: \(names.joined(separator: ", ")).")
    }
    return lab
  }
}

/// How many are graded at once.
enum Jobs {
  /// At most four for each core: more make every build slower, and timed calls as well. Says so where it is less than
  /// was asked for.
  static func capped(_ jobs: Int) -> Int {
    let most = 4 * ProcessInfo.processInfo.activeProcessorCount
    guard jobs > most else { return jobs }
    FileHandle.standardError.say(
      "note: --jobs \(jobs) is more than this machine has use for; \(most) are graded at once")
    return most
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
