package import ArgumentParser
import Checks
import Foundation
import Glibc
package import Grading
import Reports
import Storage

/// What the public checks came to, for the terminal and for what a CI service reads.
package struct CheckOutput: ParsableArguments {
  @Option(help: ArgumentHelp("Adds the report to a file, as Markdown.", valueName: "file"))
  package var summary: String?
  @Option(help: ArgumentHelp("Writes the public points to a file, as 2.5/6.", valueName: "file"))
  package var points: String?
  @Option(help: ArgumentHelp("Writes the report as JUnit XML.", valueName: "file"))
  package var junit: String?

  package init() {}

  /// Tells it; ends with 1 where a public check does not pass.
  package func tell(_ result: Grader.Result, of card: HandoutFolder.Card) throws {
    if let junit {
      let writer = try JUnitWriter(junit, profile: .strict, name: "gradus \(card.lab)")
      try writer.add(result.scorecard, for: .student)
      try writer.finish()
    }
    let build = result.scorecard.build
    guard build.outcome == .built else {
      print("\(card.file) was not built:\n\(build.message)")
      if let points { try put("0/\(card.publicPoints.short)\n", points, "w") }
      if let summary {
        try put("\(card.file) was not built:\n\n\(Fence.around(String(build.message.prefix(20_000))))\n", summary, "a")
      }
      throw ExitCode(1)
    }
    if !result.printed.isEmpty {
      print("Your program printed:\n\(String(decoding: result.printed.prefix(4000), as: UTF8.self))")
    }
    let report = SelfReport(
      lab: card.lab, verdicts: result.scorecard.verdicts, hidden: card.hiddenChecks, hiddenPoints: card.hiddenPoints,
      isColoured: FileHandle.standardOutput.hasColour)
    print(report.text)
    if let points { try put("\(report.points)\n", points, "w") }
    if let summary { try put(report.markdown(), summary, "a") }
    if !report.isPassed { throw ExitCode(1) }
  }

  /// In place, since a service may have given more than a name: another file there would not be read.
  private func put(_ text: String, _ path: String, _ mode: String) throws {
    guard let file = fopen(path, mode) else { throw FileFault(path, String(cString: strerror(errno))) }
    let isWritten = fputs(text, file) >= 0
    guard fclose(file) == 0, isWritten else { throw FileFault(path, "cannot be written") }
  }
}
