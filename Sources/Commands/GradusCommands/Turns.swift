import ArgumentParser
import Checks
import CommandSupport
import Fleet
import Foundation
import Intake

/// The submissions of a command, read one at a time when their turn comes.
struct Turns: Sendable {
  let turns: [Turn]
  private let lab: Lab
  /// What was taken to be meant, or left out, for a remark.
  private(set) var remarks: [String] = []

  /// `output` may lie among the submissions and is none.
  init(_ paths: [String], isClass: Bool, lab: Lab, besides output: String) throws {
    self.lab = lab
    var turns: [Turn] = []
    var count = 0
    if !isClass, paths.count == 1, let path = paths.first {
      count = Submission.submissionCount(in: path, file: lab.file)
      if count > 1 {
        remarks.append(
          "\(path) is taken for a class's folder, as with --class: \(count) folders in it hold \(lab.file)")
      }
    }
    for path in paths {
      if isClass || count > 1 {
        let own = URL(fileURLWithPath: output).standardizedFileURL.path
        func isOutput(_ name: UntrustedName) -> Bool {
          URL(fileURLWithPath: "\(path)/\(name.display)").standardizedFileURL.path == own
        }
        for name in try Submission.names(inClass: path) where !isOutput(name) {
          turns.append(Turn(path: path, name: name, isOfClass: true))
        }
        let leftOut = Submission.leftOut(inClass: path).filter { !isOutput($0) }
        if !leftOut.isEmpty {
          let names = leftOut.prefix(10).map(\.display) + (leftOut.count > 10 ? ["\(leftOut.count - 10) more"] : [])
          remarks.append(
            "left out of \(path), since a submission is a folder or a .swift file whose name begins with no dot: "
              + names.joined(separator: ", "))
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

  @Sendable func load(_ index: Int) throws -> Submission { try Self.load(turns[index], lab) }

  static func load(_ turn: Turn, _ lab: Lab) throws -> Submission {
    let submission =
      turn.isOfClass
      ? try Submission(turn.name, inClass: turn.path, file: lab.file) : try Submission(path: turn.path, file: lab.file)
    return submission.meant(for: lab.name, among: Shelf.labs.map(\.name))
  }
}
