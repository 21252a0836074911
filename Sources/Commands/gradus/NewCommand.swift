import ArgumentParser
import Grading
import Handout

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes the files of a new lab in this checkout.",
    discussion: """
      The lab has one operation, with checks and mutants that pass `gradus audit` once gradus is built again. Put your own \
      operation into its master, then go on from there; assignments/README.md is the guide.
      """)

  @Argument(help: "The lab's name: a capital letter first, then letters and digits.")
  var name: String

  func run() throws {
    let paths = try NewLab(name: name).write(to: try Toolkit.locate())
    for path in paths { print(path) }
    print("Write your operation in reference/Solutions/\(name)/\(name).swift, then:")
    print("  swift build -c release --product gradus && .build/release/gradus audit \(name)")
  }
}
