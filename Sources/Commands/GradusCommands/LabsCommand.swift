import ArgumentParser
import Checks
import CommandSupport

struct LabsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labs", abstract: "Lists the labs.",
    discussion: "For each: its name for the other commands, points, public and hidden checks, and the file to hand in.")

  func run() throws {
    for lab in Shelf.labs {
      let points = (lab.publicChecks + lab.hiddenChecks).reduce(Points.zero) { $0 + $1.points }
      print("\(lab.name): \(lab.title)")
      print(
        """
          \(points) points; \(lab.publicChecks.count) public and \(lab.hiddenChecks.count) hidden checks, \
        \(lab.mutants.count) mutants; students hand in \(lab.file)
        """)
    }
  }
}
