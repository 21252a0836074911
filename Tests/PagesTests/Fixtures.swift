import Foundation
import Grading
import HiddenChecks
import Keys
import LabKit
import Ledger
import Reports
import Storage
import TestSupport

@testable import Checks

/// Scorecards to make pages of, and graded folders as `gradus grade` leaves them.
enum Fixture {
  /// A key is what its file says.
  private static let keyFile = Array("a course key that is long enough\n".utf8)
  static let key = (try? CourseKey(fileContents: keyFile)) ?? .everyone

  static func verdict(
    _ check: String, _ kind: Verdict.Kind, title: String = "A check", earned: Points = 0, points: Points = 1,
    audience: Audience = .everyone, hint: String = "look at the sign", summary: String = "what happened",
    details: [String] = [], reason: Stop.Reason? = nil, line: Int? = nil, inconclusive: Bool = false,
    diagnosis: String? = nil,
    waitsFor: String? = nil
  ) -> Verdict {
    Verdict(
      check: check, title: title, judge: "value", kind: kind, earned: earned, points: points, audience: audience,
      hint: hint, summary: summary, diagnosis: diagnosis, details: details, reason: reason, line: line,
      inconclusive: inconclusive, seconds: 0.25, seed: "5eed", waitsFor: waitsFor)
  }

  static func scorecard(
    _ submission: String = "Ada Lovelace", lab: String = "Perceptron", folder: String = "ada",
    build: Scorecard.Build = .init(.built), _ verdicts: [Verdict], contentKey: String = "c0ffee",
    gradedAt: Int = 951_782_400
  ) -> Scorecard {
    Scorecard(
      lab: lab, submission: submission, folder: folder, build: build, verdicts: verdicts,
      provenance: .init(
        contentKey: contentKey, compiler: "Swift 6.3.1", sandbox: "bubblewrap", keyFingerprint: key.fingerprint,
        plan: "9a17"),
      gradedAt: gradedAt)
  }

  /// Names and texts as students, programs and mischief make them.
  static let hostile = [
    "<script>alert(1)</script>", "</title><script>alert(2)</script>", "\" onmouseover=\"alert(3)",
    "' onfocus='alert(4)",
    "\"\u{301} onmouseover=alert(5) x=\"", "<\u{301}img src=x onerror=alert(6)>", "&lt;script&gt;",
    "javascript:alert(7)",
    "{{title}} {{{title}}} {{#rows}}", "../../../etc/passwd", "\u{202E}reversed\u{2066}",
    "nul\u{0}bell\u{7}\u{1B}[31mred",
    "<!--", "]]>", "<svg onload=alert(8)>", "<style>*{display:none}</style>", "", " ", "\u{FEFF}",
    "a" + String(repeating: "\u{301}", count: 500), String(repeating: "long", count: 400), "李小龍", "👩‍👩‍👧‍👦",
  ]

  /// The verdicts on all of a lab's checks, each as `kind` says.
  static func verdicts(of lab: Lab, _ kind: (Int) -> Verdict.Kind, text: String = "what happened") -> [Verdict] {
    let all = lab.publicChecks.map { ($0, Audience.everyone) } + lab.hiddenChecks.map { ($0, .instructors) }
    return all.enumerated().map { place, one in
      let kind = kind(place)
      return verdict(
        one.0.id, kind, title: one.0.title, earned: kind == .passed ? one.0.points : 0, points: one.0.points,
        audience: one.1, hint: "a hint", summary: kind == .passed ? "all right" : text,
        details: kind == .failed ? ["“case”: secret-\(one.1.rawValue) expected 1, got 2", text] : [],
        reason: kind == .errored ? .cpuTime : nil, inconclusive: one.0.id == "timing",
        diagnosis: kind == .failed ? "the sign of \(text)" : nil, waitsFor: kind == .skipped ? all[0].0.id : nil)
    }
  }

  /// What was answered to a check of one value, beside what is right.
  static func wrong(_ found: Tensor, _ expected: Tensor, told: String = "“case”: wrong") -> WrongTensor? {
    let judge = ValueJudge(cases: [.init("case", call: 0, part: "w")])
    let check = PlannedCheck(
      id: "c", title: "t", points: 1, prerequisites: [], needs: [], hint: "", audience: .everyone, budget: 1, seed: 1,
      judge: .values(judge), calls: [Call(operation: "f", arguments: [])])
    func evidence(_ tensor: Tensor) -> Evidence { Evidence(answers: [.record([.init("w", .tensor(tensor))])]) }
    return WrongTensor(of: check, told: [told], evidence(found), against: evidence(expected))
  }

  /// A graded folder, sealed as the grader seals.
  static func graded(_ cards: [Scorecard], in folder: String, lab: String) throws {
    let output = try OutputFolder(folder, lab: lab)
    _ = try output.courseKey(given: key, isNew: true)
    try Files.write(keyFile, to: "\(folder)/course.key")
    for card in cards {
      var history = History()
      for (place, reason) in [PastGrading.Reason.first, .submissionChanged].enumerated() {
        var past = card
        past.earned = place == 0 ? .zero : card.earned
        past.gradedAt -= 86_400 * (1 - place)
        try history.append(PastGrading(past, because: [reason], inputs: "i"))
      }
      try output.put(card, history, [], sealedBy: key) { card, _, folder in
        try ScorecardFile.write(card, to: "\(folder)/scorecard.json")
      }
    }
  }

  /// Every file below a folder.
  static func files(in folder: String) -> [String] {
    let found = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    var isFolder: ObjCBool = false
    return found.filter {
      FileManager.default.fileExists(atPath: "\(folder)/\($0)", isDirectory: &isFolder) && !isFolder.boolValue
    }
    .sorted()
  }
}
