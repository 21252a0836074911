import ArgumentParser
package import Grading
package import Sandbox

/// How untrusted code and archives are to be confined.
package enum SandboxChoice: String, ExpressibleByArgument, CaseIterable {
  case bubblewrap, none

  package func confinement(_ cache: Cache) throws -> Confinement {
    switch self {
    case .bubblewrap: try Confinement.available(remembering: cache)
    case .none: .none
    }
  }
}
