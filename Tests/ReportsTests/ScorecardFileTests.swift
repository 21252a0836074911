import Checks
import Foundation
import Reports
import Testing

@Suite("scorecard.json") struct ScorecardFileTests {
  @Test("what is written is read again, and written alike") func roundTrip() throws {
    let scratch = try Scratch()
    for name in Fixture.hostile {
      let card = Fixture.scorecard(name, build: .init(.compileError, message: name))
      try ScorecardFile.write(card, to: scratch.path("a.json"))
      let read = try ScorecardFile.read(scratch.path("a.json"))
      #expect(read == card)
      try ScorecardFile.write(read, to: scratch.path("b.json"))
      #expect(try scratch.text("a.json") == scratch.text("b.json"))
    }
  }

  @Test("keys are sorted, points are numbers, the end is a line's") func layout() throws {
    let scratch = try Scratch()
    try ScorecardFile.write(Fixture.scorecard(), to: scratch.path("a.json"))
    let text = try scratch.text("a.json")
    #expect(text.hasPrefix("{\n") && text.hasSuffix("}\n"))
    let keys = text.split(separator: "\n").filter { $0.hasPrefix("  \"") }.map { $0.split(separator: "\"")[1] }
    #expect(
      keys == [
        "build", "earned", "folder", "format", "gradedAt", "lab", "possible", "provenance", "submission", "verdicts",
      ])
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["earned"] as? Double == 2.5)
  }

  @Test("every field is in the documentation") func documented() throws {
    let scratch = try Scratch()
    try ScorecardFile.write(Fixture.scorecard(), to: scratch.path("a.json"))
    let readme = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Output/Reports/README.md")
    let documentation = try String(contentsOf: readme, encoding: .utf8)
    func keys(_ value: Any) -> Set<String> {
      if let list = value as? [Any] { return list.reduce(into: []) { $0.formUnion(keys($1)) } }
      guard let object = value as? [String: Any] else { return [] }
      return object.reduce(into: Set(object.keys)) { $0.formUnion(keys($1.value)) }
    }
    let all = keys(try JSONSerialization.jsonObject(with: Data(try scratch.text("a.json").utf8)))
    #expect(all.count > 25)
    for key in all { #expect(documentation.contains("`\(key)`"), "\(key) is not documented") }
    for reason in ["cpuTime", "wallTime", "memory", "crashed", "exited", "output", "malformed", "refused", "spent"] {
      #expect(documentation.contains("`\(reason)`"))
    }
  }

  @Test(
    "what is no scorecard is told as such",
    arguments: [
      ("", "no JSON object"), ("[]", "no JSON object"), ("{\"format\": 1}", "missing"),
      ("{\"format\": 1, \"lab\": 3", "JSON"), ("{\"format\": 2, \"new\": true}", "format 2"),
    ])
  func unreadable(text: String, words: String) throws {
    let scratch = try Scratch()
    try Data(text.utf8).write(to: scratch.url.appending(path: "a.json"))
    let error = #expect(throws: ReportError.self) { _ = try ScorecardFile.read(scratch.path("a.json")) }
    #expect(error?.description.contains(words) == true)
    #expect(error?.description.contains(scratch.path("a.json")) == true)
  }

  @Test("a file that is not there is told as such") func missing() throws {
    let scratch = try Scratch()
    let error = #expect(throws: ReportError.self) { _ = try ScorecardFile.read(scratch.path("a.json")) }
    #expect(error?.description.contains("no file") == true)
  }
}
