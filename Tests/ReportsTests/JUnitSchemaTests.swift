import Checks
import Foundation
import Reports
import Testing

@Suite("The strict profile and its schema") struct JUnitSchemaTests {
  static let builds: [Scorecard.Build] = [
    .init(.built, message: "MLP.swift:1:5: warning: variable was never used"),
    .init(.compileError, message: "MLP.swift:3:9: error: cannot find 'w' in scope", seconds: 1.23456),
    .init(.rejected, message: "it has no Swift file"), .init(.timedOut), .init(.outOfMemory, message: "\u{0}\u{1B}"),
  ]

  @Test("every kind of build and verdict is valid", arguments: builds, Reader.allCases)
  func valid(build: Scorecard.Build, reader: Reader) throws {
    let scratch = try Scratch()
    #expect(Schema.faults(ofFileAt: try scratch.junit([Fixture.scorecard(build: build)], for: reader)) == [])
  }

  @Test("hostile text is valid in every place") func hostile() throws {
    let scratch = try Scratch()
    let cards = Fixture.hostile.map { text in
      Fixture.scorecard(
        text, lab: text, folder: text, build: .init(.compileError, message: text),
        verdicts: Verdict.Kind.allCases.flatMap { kind in
          [Audience.everyone, .instructors].map {
            Fixture.verdict(
              text, kind, title: text, audience: $0, hint: text, summary: text, details: [text, text],
              reason: .crashed)
          }
        }, sandbox: text)
    }
    for reader in Reader.allCases { #expect(Schema.faults(ofFileAt: try scratch.junit(cards, for: reader)) == []) }
  }

  @Test("a class of nobody is valid") func nobody() throws {
    let scratch = try Scratch()
    #expect(Schema.faults(ofFileAt: try scratch.junit([])) == [])
  }

  @Test("the schema refuses what the rich profile adds") func richIsNotStrict() throws {
    let scratch = try Scratch()
    let faults = Schema.faults(ofFileAt: try scratch.junit([Fixture.scorecard()], .rich))
    #expect(faults.contains { $0.contains("properties") })
    #expect(faults.contains { $0.contains("timestamp") })
  }

  /// A valid document, and for each promise one edit that breaks it.
  @Test(
    "the schema has teeth",
    arguments: [
      (#"time="1.000""#, #"time="1.0000""#), (#"time="1.000""#, ""), (#" type="failed""#, ""),
      (#" message="m""#, ""), (">text<", "><"), (#"classname="L.a""#, #"classname="L.a" file="x""#),
      (#"name="update""#, #"name="build""#), (#" tests="2""#, ""), ("T00:00:00", "T00:00:00Z"),
      ("</failure>", #"</failure><error message="m" type="t">x</error>"#), ("</testsuite>", "<testcase/></testsuite>"),
    ])
  func teeth(part: String, replacement: String) {
    let valid = """
      <testsuites name="g"><testsuite name="L.a" tests="2" failures="1" errors="0" skipped="0" time="1.000" \
      timestamp="2026-01-01T00:00:00"><properties><property name="lab" value="L"/></properties>\
      <testcase name="build" classname="L.a" time="1.000"/>\
      <testcase name="update" classname="L.a" time="0.000"><failure message="m" type="failed">text</failure>\
      </testcase></testsuite></testsuites>
      """
    #expect(Schema.faults(of: valid) == [])
    #expect(valid.contains(part))
    #expect(Schema.faults(of: valid.replacing(part, with: replacement)) != [])
  }
}
