import ArgumentParser
import Grading

/// The handouts that were installed with this program.
enum Handouts {
  static func all() throws -> [HandoutFolder] {
    HandoutFolder.all(in: "\(try Toolkit.locate(.runner).root)/handouts")
  }

  /// The one of that lab, whatever the case of its letters.
  static func named(_ name: String) throws -> HandoutFolder {
    let all = try all()
    guard let found = all.first(where: { $0.card.lab.lowercased() == name.lowercased() }) else {
      let names = all.map(\.card.lab).joined(separator: ", ")
      throw ValidationError("There is no lab \(name) here. There are: \(names.isEmpty ? "none" : names).")
    }
    return found
  }
}
