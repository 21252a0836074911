package import Checks
import Foundation
import Keys
package import Sandbox
import Storage

/// A handout: a lab as far as students have it. With it the public checks can be run without the toolkit's labs.
package struct HandoutFolder: Sendable {
  package let root: String
  package let card: Card

  /// What a handout says of its lab.
  package struct Card: Codable, Sendable {
    /// The module, and the name of the file to hand in.
    package var lab: String
    package var title: String
    package var publicPoints: Points
    package var hiddenChecks: Int
    package var hiddenPoints: Points

    package init(_ lab: Lab) {
      (self.lab, title, hiddenChecks) = (lab.name, lab.title, lab.hiddenChecks.count)
      publicPoints = lab.publicChecks.reduce(.zero) { $0 + $1.points }
      hiddenPoints = lab.hiddenChecks.reduce(.zero) { $0 + $1.points }
    }

    /// The file of a handout that holds it.
    package static let path = "Gradus/check/lab.json"

    package func bytes() throws -> [UInt8] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
    }

    package var file: String { "\(lab).swift" }
  }

  /// Whether a folder looks like one.
  package static func isOne(_ folder: String) -> Bool { Files.exists("\(folder)/\(Card.path)") }

  /// Reads what the handout says. Its lab's name becomes a part of paths and of a script, and so must be a module's.
  package init(_ root: String) throws {
    self.root = root
    let path = "\(root)/\(Card.path)"
    guard let card = try? JSONDecoder().decode(Card.self, from: Data(try Files.read(path))),
      card.lab.wholeMatch(of: /[A-Za-z][A-Za-z0-9]{0,63}/) != nil
    else { throw FileFault(path, "is no handout's; take the handout again") }
    self.card = card
  }

  /// Those in a folder, by their names.
  package static func all(in folder: String) -> [HandoutFolder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().compactMap { try? HandoutFolder("\(folder)/\($0)") }
  }

  /// The public checks' questions.
  package func plan() throws -> Plan { try Plan(bytes: try Files.read("\(root)/Gradus/check/public.plan")) }

  /// The reference's answers to them.
  package func answers() throws -> Transcript {
    try Transcript(bytes: try Files.read("\(root)/Gradus/check/public.reference"))
  }

  /// What a file for it is compiled against.
  package func kit() throws -> KitSources {
    KitSources(
      lab: card.lab,
      modules: try ["LabKit", "Worker", card.lab].map { ($0, try Toolkit.sources(of: "\(root)/Gradus/\($0)")) })
  }

  /// A grader by its public checks.
  package func grader(toolkit: Toolkit, cache: Cache, confinement: Confinement) throws -> Grader {
    try Grader(
      lab: Lab(name: card.lab, title: card.title, publicChecks: [], hiddenChecks: [], mutants: []), plan: try plan(),
      answers: try answers(), kit: try kit(), keyFingerprint: CourseKey.everyone.fingerprint, toolkit: toolkit,
      cache: cache, confinement: confinement)
  }
}
