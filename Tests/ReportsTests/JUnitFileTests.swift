import Checks
import Foundation
import Testing

@testable import Reports

@Suite("JUnit XML as a file") struct JUnitFileTests {
  @Test("texts of ten megabytes are bounded, cut with a note, and quick") func megabytes() throws {
    let scratch = try Scratch()
    let text = String(repeating: "error: é]]>\u{1B}\n", count: 800_000)
    #expect(text.utf8.count > 10_000_000)
    let verdicts = [
      Fixture.verdict("passed", .passed, hint: text, summary: text, details: [text]),
      Fixture.verdict("failed", .failed, hint: text, summary: text, details: [text]),
    ]
    let card = Fixture.scorecard(build: .init(.timedOut, message: text), verdicts: verdicts)
    let clock = ContinuousClock()
    let time = try clock.measure { _ = try scratch.junit([card], .rich) }
    #expect(time < .seconds(20))
    let suite = JUnitSuite(Shown(card, to: .instructor), className: "c")
    guard case .error(let build) = suite.cases[0].outcome, case .failure(let failed) = suite.cases[2].outcome else {
      Issue.record("a timed-out build is an error, a failed check a failure")
      return
    }
    let limited = [(build.text, 20_000), (failed.text, 10_000), (suite.cases[1].output, 1_000)]
    for (text, limit) in limited {
      #expect(text.utf16.count <= limit)
      #expect(text.utf16.count > limit - 150)
      #expect(text.contains("[cut here"))
    }
    #expect(failed.message.utf16.count <= 300)
    #expect(try scratch.text("junit.xml").utf8.count < 60_000)
  }

  @Test("what is added goes to the disk, and is not kept") func streaming() throws {
    let scratch = try Scratch()
    let writer = try JUnitWriter(scratch.path("junit.xml"), profile: .strict)
    let build = Scorecard.Build(.compileError, message: String(repeating: "x", count: 15_000))
    for number in 0..<200 { try writer.add(Fixture.scorecard("s\(number)", build: build), for: .instructor) }
    let partial = try #require(try scratch.names().first { $0.hasSuffix(".partial") })
    // All but what libxml2 has in its buffer of a few kilobytes is already in the file.
    #expect(try scratch.text(partial).utf8.count > 199 * 15_000)
    #expect(!(try scratch.names().contains("junit.xml")))
    try writer.finish()
    #expect(try scratch.names() == ["junit.xml"])
    #expect(Schema.faults(ofFileAt: scratch.path("junit.xml")) == [])
  }

  @Test("many at once, each whole") func concurrent() async throws {
    let scratch = try Scratch()
    let paths = (0..<64).map { scratch.path("\($0).xml") }
    try await withThrowingTaskGroup { group in
      for path in paths {
        group.addTask {
          let writer = try JUnitWriter(path, profile: .strict)
          for number in 0..<20 { try writer.add(Fixture.scorecard("s\(number)"), for: .student) }
          try writer.finish()
        }
      }
      try await group.waitForAll()
    }
    let texts = try paths.map { try String(contentsOfFile: $0, encoding: .utf8) }
    #expect(Set(texts).count == 1)
    #expect(Schema.faults(ofFileAt: paths[0]) == [])
  }

  @Test("an unfinished report leaves what was there, and nothing else") func abandoned() throws {
    let scratch = try Scratch()
    try PartialFile.write("the old report", to: scratch.path("junit.xml"))
    do {
      let writer = try JUnitWriter(scratch.path("junit.xml"), profile: .strict)
      try writer.add(Fixture.scorecard(), for: .student)
    }
    #expect(try scratch.names() == ["junit.xml"])
    #expect(try scratch.text("junit.xml") == "the old report")
  }

  @Test("a finished report takes nothing more") func finished() throws {
    let scratch = try Scratch()
    let writer = try JUnitWriter(scratch.path("junit.xml"), profile: .strict)
    try writer.finish()
    #expect(throws: ReportError.finished(path: scratch.path("junit.xml"))) { try writer.finish() }
    #expect(throws: ReportError.finished(path: scratch.path("junit.xml"))) {
      try writer.add(Fixture.scorecard(), for: .student)
    }
  }

  @Test("a folder that is not there is told with what to do") func noFolder() throws {
    let scratch = try Scratch()
    let error = #expect(throws: ReportError.self) {
      _ = try JUnitWriter(scratch.path("missing/junit.xml"), profile: .strict)
    }
    let words = error?.description ?? ""
    #expect(words.contains("missing/junit.xml") && words.contains("No such file") && words.contains("again"))
  }

  @Test("a full disk is an error, not a short file", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func fullDisk() throws {
    let full = open("/dev/full", O_WRONLY)
    defer { _ = close(full) }
    let xml = try XMLWriter(descriptor: full, path: "junit.xml")
    #expect(throws: ReportError.xml(path: "junit.xml")) {
      try xml.element("testsuites", text: String(repeating: "x", count: 100_000))
      try xml.finish()
    }
  }

  @Test("a case is named by its check and what it is about, the function once") func caseNames() {
    let titles = [
      ("backward", "backward: one layer"), ("backward.differences", "backward: against differences of the loss"),
      ("train", "training: a whole pass"), ("backward", "backward: one layer"), ("fit", "fit"),
    ]
    let card = Fixture.scorecard(verdicts: titles.map { Fixture.verdict($0.0, .passed, title: $0.1) })
    #expect(
      JUnitSuite(Shown(card, to: .instructor), className: "c").cases.map(\.name) == [
        "build", "backward: one layer", "backward.differences: against differences of the loss",
        "train: training: a whole pass", "backward: one layer (2)", "fit: fit",
      ])
  }

  @Test("the rich profile tells file, line and points") func rich() throws {
    let scratch = try Scratch()
    let build = Scorecard.Build(.compileError, message: "/box/MLP.swift:12:5: error: no")
    let rich = try String(contentsOfFile: scratch.junit([Fixture.scorecard(build: build)], .rich), encoding: .utf8)
    #expect(rich.contains(#"file="MLP.swift" line="12""#))
    #expect(rich.contains(#"<property name="possible" value="2.00"/>"#))
    let strict = try String(contentsOfFile: scratch.junit([Fixture.scorecard(build: build)]), encoding: .utf8)
    #expect(!strict.contains("line="))
  }

  @Test("a crash has its line, but for students not that of a hidden check") func crash() throws {
    let scratch = try Scratch()
    func crash(_ check: String, _ audience: Audience, _ line: Int) -> Verdict {
      let summary = "the program stopped at MLP.swift:\(line): Index out of range"
      return Fixture.verdict(check, .errored, audience: audience, summary: summary, reason: .crashed, line: line)
    }
    let card = Fixture.scorecard(
      lab: "MLP", verdicts: [crash("forward", .everyone, 12), crash("fit", .instructors, 34)])
    for (reader, isHiddenShown) in [(Reader.instructor, true), (.student, false)] {
      let rich = try String(contentsOfFile: scratch.junit([card], .rich, for: reader), encoding: .utf8)
      #expect(rich.contains(#"file="MLP.swift" line="12""#))
      #expect(rich.contains(#"line="34""#) == isHiddenShown)
      try ScorecardFile.write(card, to: scratch.path("card.json"), for: reader)
      for text in [rich, MarkdownReport(card, for: reader).text, try scratch.text("card.json")] {
        #expect(text.contains("stopped at MLP.swift:12: Index out of range"))
        #expect(text.contains("34") == isHiddenShown)
      }
    }
    // That a hidden one crashes where a public one does is no news but that it is the same mistake.
    let same = Fixture.scorecard(
      lab: "MLP",
      verdicts: [crash("forward", .everyone, 12), crash("fit", .instructors, 12), crash("f", .everyone, 34)])
    let report = MarkdownReport(same, for: .student).text
    #expect(
      report.contains("points, two mistakes")
        && report.contains("- The same line ends one other check, 1.00 points: fit"))
    #expect(
      Shown(same, to: .student).scorecard.verdicts[1].summary == "the program crashed at line 12, as in another check")
    let read = try ScorecardFile.read(scratch.path("card.json"))
    #expect(read.verdicts.map(\.line) == [12, nil])
  }
}
