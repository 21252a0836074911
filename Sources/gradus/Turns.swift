import ArgumentParser
import Foundation
import Intake

/// The submissions of a command, read one at a time when their turn comes.
struct Turns: Sendable {
  private struct Turn {
    var path: String
    var name: UntrustedName
    /// Whether `path` is the class's folder, and not the submission's own.
    var isOfClass: Bool
  }

  private let turns: [Turn]
  private let file: String

  /// `output` may lie among the submissions and is none.
  init(_ paths: [String], isClass: Bool, file: String, besides output: String) throws {
    self.file = file
    var turns: [Turn] = []
    for path in paths {
      if isClass {
        let own = URL(fileURLWithPath: output).standardizedFileURL.path
        for name in try Submission.names(inClass: path)
        where URL(fileURLWithPath: "\(path)/\(name.display)").standardizedFileURL.path != own {
          turns.append(Turn(path: path, name: name, isOfClass: true))
        }
      } else {
        turns.append(Turn(path: path, name: try Submission.name(ofPath: path), isOfClass: false))
      }
    }
    var folders: [String: String] = [:]
    for turn in turns {
      if let other = folders.updateValue(turn.path, forKey: turn.name.folder) {
        throw ValidationError(
          "Two submissions are named \(turn.name.display), in \(other) and \(turn.path); their results would share a folder."
        )
      }
    }
    self.turns = turns
  }

  var count: Int { turns.count }

  /// The class's folder of each submission, nil for one that was named by itself, by the folders of their results.
  var places: [String: String?] {
    var places: [String: String?] = [:]
    for turn in turns {
      let place = turn.isOfClass ? URL(fileURLWithPath: turn.path).standardizedFileURL.path : nil
      places.updateValue(place, forKey: turn.name.folder)
    }
    return places
  }

  @Sendable func name(_ index: Int) -> UntrustedName { turns[index].name }

  @Sendable func load(_ index: Int) throws -> Submission {
    let turn = turns[index]
    guard turn.isOfClass else { return try Submission(path: turn.path, file: file) }
    return Submission(turn.name, inClass: turn.path, file: file)
  }
}
