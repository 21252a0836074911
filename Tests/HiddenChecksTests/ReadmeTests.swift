import Checks
import Foundation
import HiddenChecks
import Testing

/// The README's table of labs says what there is.
@Suite struct ReadmeTests {
  private func count(_ folder: String) throws -> Int {
    let place = LabTests.root.appendingPathComponent(folder).path
    guard FileManager.default.fileExists(atPath: place) else { return 0 }
    return try FileManager.default.contentsOfDirectory(atPath: place).count { $0.hasSuffix(".swift") }
  }

  @Test(arguments: Catalogue.labs.map(\.name))
  func theTableCountsWhatThereIs(_ name: String) throws {
    let lab = try #require(Catalogue.lab(name))
    let row = try #require(
      LabTests.text("README.md").split(separator: "\n").first { $0.hasPrefix("| [\(name)](assignments/") },
      "no row of \(name)")
    let trials = "reference/Trials/\(name)"
    let right =
      try count("reference/Solutions/\(name)") + lab.variants.count + count("\(trials)/right")
    let counts = [
      lab.publicChecks.count + lab.hiddenChecks.count, lab.mutants.count, right, try count("\(trials)/wrong"),
      try count("\(trials)/nonsense"),
    ]
    let said = row.split(separator: "|").dropFirst(2).compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
    #expect(said == counts)
  }
}
