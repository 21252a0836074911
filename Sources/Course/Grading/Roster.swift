import Foundation
import Storage

/// Where each submission of a class was last seen, so that one which was withdrawn is told from one of another folder.
package struct Roster: Hashable, Sendable, Codable {
  /// The class's folder in which a submission was, by the submission's folder in the results.
  private var places: [String: String] = [:]
  /// Those that are no more where they were.
  package private(set) var withdrawn: Set<String> = []

  /// The class's folder in which a submission was last seen; nil where it was handed in by itself.
  package func place(of submission: String) -> String? { places[submission] }

  /// Takes note of a command's submissions: `seen` are theirs, with the class's folder where they are of a class.
  ///
  /// A submission that is not among them is withdrawn where its own class's folder was read, or is no more.
  mutating func note(seen: [String: String?]) {
    let read = Set(seen.values.compactMap(\.self))
    // Graded once more by itself it is still its class's.
    for (name, place) in seen where place != nil { places[name] = place }
    for (name, place) in places where seen[name] == nil && (read.contains(place) || !Files.exists(place)) {
      withdrawn.insert(name)
    }
    withdrawn.subtract(seen.keys)
  }
}

extension OutputFolder {
  private var rosterFile: String { "\(root)/roster.json" }

  package func roster() -> Roster {
    (try? Files.read(rosterFile)).flatMap { try? JSONDecoder().decode(Roster.self, from: Data($0)) } ?? Roster()
  }

  /// Takes note of a command's submissions, by their folders here.
  package func note(seen: [String: String?]) throws {
    var roster = roster()
    roster.note(seen: seen)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try Files.write(Array(try encoder.encode(roster)) + [10], to: rosterFile)
  }
}
