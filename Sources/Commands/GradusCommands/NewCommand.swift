import ArgumentParser
import Checks
import CommandSupport
import CourseBuild
import Foundation
import Grading
import Handout

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes the files of a new lab in the course that you stand in.",
    discussion: """
      The lab has one operation, with checks and mutants that pass `audit`. Put your own operation into its master, then \
      go on from there; the toolkit's assignments/README.md is the guide.
      """)

  @Argument(help: "The lab's name: a capital letter first, then letters and digits.")
  var name: String

  func run() throws {
    if let other = Shelf.lab(name) {
      throw ValidationError("There is a lab \(other.name) already. Choose another name.")
    }
    guard let package = CoursePackage(above: FileManager.default.currentDirectoryPath) else {
      throw ValidationError(
        "This folder belongs to no course: nothing was written. Go into one's folder; `gradus init my-course` makes one."
      )
    }
    for path in try NewLab(name: name).write(to: package.root) { print("\(package.root)/\(path)") }
    print("Write your operation in reference/Solutions/\(name)/\(name).swift, then:")
    print(
      "  \(package.isToolkit ? "swift build -c release --product gradus && .build/release/" : "")gradus audit \(name)")
  }
}
