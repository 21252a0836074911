import Foundation
import Reports

@testable import Checks

/// Scorecards to write reports of, and a folder to write them to.
enum Fixture {
  static func verdict(
    _ check: String, _ kind: Verdict.Kind, title: String = "A check", earned: Points = 0, points: Points = 1,
    audience: Audience = .everyone, hint: String = "look at the sign", summary: String = "what happened",
    details: [String] = [], reason: Stop.Reason? = nil, inconclusive: Bool = false, seconds: Double = 0.25,
    diagnosis: String? = nil, waitsFor: String? = nil, line: Int? = nil
  ) -> Verdict {
    Verdict(
      check: check, title: title, judge: "value", kind: kind, earned: earned, points: points, audience: audience,
      hint: hint, summary: summary, diagnosis: diagnosis, details: details, reason: reason, line: line,
      inconclusive: inconclusive, seconds: seconds, seed: "5eed", waitsFor: waitsFor)
  }

  /// One verdict of each kind, an inconclusive one among those that passed: 2.50 of 7 points.
  static let everyKind = [
    verdict("decision", .passed, title: "Decision", earned: 1, seconds: 0.5),
    verdict("speed", .passed, title: "Speed", earned: 1, inconclusive: true, seconds: 1.0004),
    verdict("update", .failed, title: "Update rule", earned: 0.5, points: 2, details: ["worst tensor: w"]),
    verdict("fit", .errored, title: "Training", summary: "no answer within 10 s", reason: .cpuTime, seconds: 10),
    verdict(
      "predict", .skipped, title: "Prediction", summary: "not judged, since fit did not pass", seconds: 0,
      waitsFor: "fit"),
    verdict("adaline", .notAttempted, title: "Adaline", summary: "cost is not implemented yet", reason: .notAttempted),
  ]

  static func scorecard(
    _ submission: String = "Ada Lovelace", lab: String = "Perceptron", folder: String = "ada",
    build: Scorecard.Build = .init(.built, seconds: 2.5), verdicts: [Verdict] = everyKind,
    sandbox: String = "bubblewrap", gradedAt: Int = 951_782_400
  ) -> Scorecard {
    Scorecard(
      lab: lab, submission: submission, folder: folder, build: build, verdicts: verdicts,
      provenance: .init(
        contentKey: "c0ffee", compiler: "Swift 6.3.1", sandbox: sandbox, keyFingerprint: "f1a9e5", plan: "9a17"),
      gradedAt: gradedAt)
  }

  /// Names and texts as students, programs and mischief make them.
  static let hostile = [
    "plain", "Zoë Müller", "李小龍", "👩‍👩‍👧‍👦 family", "line one\nline two", "carriage\rreturn\r\nboth", "tab\there",
    "nul\u{0}bell\u{7}escape\u{1B}[31mred\u{1B}[0m", "c1\u{85}\u{9B}31m", "]]>", "<![CDATA[",
    "<script>alert(1)</script>",
    "&amp; &#27; & <", "\"quotes\" 'both'", "\u{FFFE}\u{FFFF}not characters", "\u{202E}reversed\u{2066}", "../../etc",
    "=1+1", "@SUM(A1)", "-2", "+3", "", " ", "\u{FEFF}", String(repeating: "long ", count: 2_000),
    "a" + String(repeating: "\u{301}", count: 5_000), "`` ``` ````", "| a | b |", "[x](http://example.org) ![y](z)",
  ]
}

/// A folder that is gone when its owner is.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "gradus-reports-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }
  func text(_ name: String) throws -> String { try String(contentsOf: url.appending(path: name), encoding: .utf8) }
  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }

  /// The scorecards as JUnit XML; the path.
  func junit(_ scorecards: [Scorecard], _ profile: JUnitProfile = .strict, for reader: Reader = .instructor) throws
    -> String
  {
    let writer = try JUnitWriter(path("junit.xml"), profile: profile)
    for scorecard in scorecards { try writer.add(scorecard, for: reader) }
    try writer.finish()
    return path("junit.xml")
  }
}

enum Resource {
  static func path(_ name: String) -> String {
    Bundle.module.bundleURL.appending(path: "Resources").appending(path: name).path
  }
}
