import ArgumentParser
import Checks
import CommandSupport
import Foundation
import Grading
import Handout

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes the files of a new lab in the course that you stand in.",
    discussion: """
      The lab has one operation, with checks and mutants that pass `audit` once the course is built again. Put your own \
      operation into its master, then go on from there; the toolkit's assignments/README.md is the guide.
      """)

  @Argument(help: "The lab's name: a capital letter first, then letters and digits.")
  var name: String

  func run() throws {
    if let other = Shelf.lab(name) {
      throw ValidationError("There is a lab \(other.name) already. Choose another name.")
    }
    guard let root = Self.course(above: FileManager.default.currentDirectoryPath) else {
      throw ValidationError(
        "This folder belongs to no course: nothing was written. Go into one's folder; `gradus init my-course` makes one."
      )
    }
    for path in try NewLab(name: name).write(to: root) { print("\(root)/\(path)") }
    let program = NewLab.isToolkit(root) ? "gradus" : "course"
    print("Write your operation in reference/Solutions/\(name)/\(name).swift, then:")
    print("  swift build -c release --product \(program) && .build/release/\(program) audit \(name)")
  }

  /// The nearest folder at or above `path` that is a course's.
  private static func course(above path: String) -> String? {
    var folder = URL(fileURLWithPath: path)
    while true {
      let isCourse = ["Package.swift", "assignments", "grading/Catalogue.swift"].allSatisfy {
        FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
      }
      if isCourse { return folder.path }
      if folder.path == "/" { return nil }
      folder.deleteLastPathComponent()
    }
  }
}
