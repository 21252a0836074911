import Checks
import Foundation
import TestSupport
import Testing

@testable import Export

@Suite struct FeedbackZipTests {
  private struct File: Decodable, Equatable { var name, file, text: String }

  @Test func moodleFindsEveryonesFiles() throws {
    let folder = try TemporaryFolder()
    let names = ["Jörg_Müller", "../..", "李小龍 \u{1}", "~x", "a/b", "", String(repeating: "n", count: 300)]
    let files = names.enumerated().flatMap { place, name in
      let path = FeedbackFolder(name: name, number: "\(100 + place)").path
      return ["report.md", "report.html"].map { (name: "\(path)/\($0)", bytes: Array("\($0) of \(place) é".utf8)) }
    }
    var outgoing = try Outgoing("\(folder.path)/out")
    try outgoing.add("feedback.zip", zip: files)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/out").allSatisfy { $0.hasPrefix(".") })
    try outgoing.commit()
    let found: [String: [File]] = try Python.read("moodle_feedback.py", ["\(folder.path)/out/feedback.zip"])
    #expect(found.count == names.count)
    #expect(
      found["100"] == [
        File(name: "Jörg Müller", file: "report.md", text: "report.md of 0 é"),
        File(name: "Jörg Müller", file: "report.html", text: "report.html of 0 é"),
      ])
    #expect(found["101"]?.first?.name == "Participant")
    #expect(found["102"]?.first?.name == "李小龍")
    #expect(found["104"]?.first?.name == "a b")
    try Zip.write(files, to: "\(folder.path)/again.zip")
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/again.zip"))
        == Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out/feedback.zip")))
  }

  /// What is not committed leaves nothing, whatever stops it.
  @Test func nothingIsHalfWritten() throws {
    let folder = try TemporaryFolder()
    do {
      var outgoing = try Outgoing("\(folder.path)/out")
      try outgoing.add("a.csv", [1])
      try outgoing.add("b/c.json", [2])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/out") == ["b"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/out/b").isEmpty)
    #expect(throws: ExportError.self) { try Zip.write([("a", [1])], to: "\(folder.path)/no/such/folder.zip") }
    #expect(throws: ExportError.self) { try Zip.write([("a", Array(repeating: 7, count: 100_000))], to: "/dev/full") }
  }
}
