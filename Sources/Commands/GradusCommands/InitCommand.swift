import ArgumentParser
import Checks
import CommandSupport
import Foundation
import Grading
import Handout

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Begins a course of your own: a Swift package with a first lab.",
    discussion: """
      FOLDER becomes a package that depends on the toolkit: a lab that passes its audit, course.yml with the course's rules, \
      a README and recipes for CI services. In it `gradus` has all of its commands for the course's own labs and for those of \
      the toolkit; so has the program that `swift build` makes of it, course.
      """)

  @Argument(help: "The folder to make; it must not exist.")
  var folder: String
  @Option(help: "The first lab's name: a capital letter first, then letters and digits.")
  var lab = "Warmup"
  @Option(
    help: ArgumentHelp(
      "Where the toolkit comes from: a folder or the address of a repository; without it the folder that this program is of.",
      valueName: "path or url"))
  var toolkit: String?

  func run() throws {
    let own = try Toolkit.locate()
    let text = toolkit ?? own.root
    guard let source = ToolkitSource(text) else {
      throw ValidationError(
        "--toolkit \(text) is neither a folder with a Package.swift nor the address of a repository, such as "
          + "https://example.org/gradus.git.")
    }
    if let other = Shelf.lab(lab) {
      throw ValidationError(
        "There is a lab \(other.name) among the toolkit's already. Choose another name: --lab NAME.")
    }
    for path in try NewCourse(folder: folder, lab: lab, source: source, toolkit: own).write() {
      print("\(folder)/\(path)")
    }
    let isPlain = folder.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
    let place = isPlain ? folder : "'" + folder.replacing("'", with: "'\\''") + "'"
    print("Next: cd \(place) && gradus audit \(lab)")
  }
}
