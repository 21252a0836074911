import Checks
import CommandSupport
import Foundation
import Grading
import Intake
import Keys

/// The sources of a class as they stand in a folder: what was graded, or what was handed in.
struct ClassSources {
  struct Source {
    /// What it is called in its folder.
    var name: String
    var bytes: [UInt8]
  }

  private(set) var sources: [Source] = []
  /// What is not compared, and why, a sentence each.
  private(set) var left: [String] = []

  /// Reads `path`: the `--out` of `gradus grade`, a class's folder as `gradus grade --class` takes it, or a Swift file.
  init(_ path: String, lab: Lab) throws {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
      take(try Submission(path: path, file: lab.file), lab)
    } else if FileManager.default.fileExists(atPath: "\(path)/students") {
      try readGraded(path, lab)
    } else {
      for name in try Submission.names(inClass: path) {
        take(try Submission(name, inClass: path, file: lab.file), lab)
      }
    }
  }

  private mutating func take(_ submission: Submission, _ lab: Lab) {
    let name = submission.name.display
    switch submission.meant(for: lab.name, among: Shelf.labs.map(\.name)).content {
    case .source(let bytes, _): sources.append(Source(name: name, bytes: bytes))
    case .rejected(let reason), .nothing(let reason): left.append("\(name): \(reason)")
    }
  }

  private mutating func readGraded(_ path: String, _ lab: Lab) throws {
    let output = try OutputFolder(existing: path)
    let graded = try output.lab()
    guard graded == lab.name else {
      throw SimilarFault(
        "\(path) holds results of \(graded), not of \(lab.name). Say: gradus similar \(graded) \(path)")
    }
    for folder in try output.graded() {
      let name = UntrustedName(bytes: Array(folder.utf8))
      let file = Array("\(output.folder(of: folder))/submission.swift".utf8)
      guard let entry = Entry(path: file, name: name) else {
        left.append("\(name.display): nothing of it was graded")
        continue
      }
      if entry.kind == .file, let bytes = entry.read(limit: Submission.largest) {
        if String(validating: bytes, as: UTF8.self) == nil {
          left.append("\(name.display): it is not UTF-8 text")
        } else {
          sources.append(Source(name: name.display, bytes: bytes))
        }
      } else {
        left.append("\(name.display): its submission.swift is no file of at most \(Submission.largest) bytes")
      }
    }
  }
}

/// A mistake in the command, or in what it was given.
struct SimilarFault: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
