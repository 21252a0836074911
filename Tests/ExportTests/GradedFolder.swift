import Checks
import Foundation
import Grading
import HiddenChecks
import Keys
import Ledger
import Reports
import Storage
import TestSupport

/// A class as `gradus collect` and `gradus grade` leave it, without grading: the folders that `gradus export` reads.
struct GradedFolder {
  struct Student {
    var platform = "moodle"
    var id: String
    var name: String
    var earned: Points?
    /// Whether a later attempt was collected than was graded.
    var isStale = false
    /// Whether there are no results at all yet.
    var isNew = false
    /// Others of the team.
    var others: [(id: String, email: String)] = []
  }

  let folder: TemporaryFolder
  var results: String { "\(folder.path)/graded" }

  init(_ students: [Student]) throws {
    folder = try TemporaryFolder()
    let keyFile = Array("a course key that is long enough\n".utf8)
    let key = try CourseKey(fileContents: keyFile)
    let output = try OutputFolder(results, lab: "Perceptron")
    _ = try output.courseKey(given: key, isNew: true)
    try Files.write(keyFile, to: "\(results)/course.key")
    var seen: [String: String?] = [:]
    var attempts = ""
    for student in students {
      let name = "student-\(student.id)"
      let source = Array("// \(student.id)".utf8)
      let chosen = Digest(of: student.isStale ? [1] : source).description
      attempts +=
        Self.attempt(student, folder: name, chosen: student.earned == nil && !student.isNew ? nil : chosen) + "\n"
      if student.isNew { continue }
      seen[name] = "\(folder.path)/class"
      if let earned = student.earned {
        let card = Self.scorecard(name, earned)
        var history = History()
        try history.append(PastGrading(card, because: [.first], inputs: "i"))
        try output.put(card, history, [("submission.swift", source)], sealedBy: key) { card, history, place in
          try ScorecardFile.write(card, to: "\(place)/scorecard.json")
          try MarkdownReport(card, for: .student, gradings: history.gradings).write(to: "\(place)/report.md")
        }
      } else {
        let mark = "gradus mark 1\nsubmission \(name)\nattempt a\nat 1\nfault nothing gradable: there is report.pdf\n"
        try Files.write(Array(mark.utf8), to: "\(results)/unfinished/\(name)")
      }
    }
    try output.note(seen: seen)
    try folder.write(attempts, to: "class/attempts.jsonl")
  }

  private static func scorecard(_ name: String, _ earned: Points) -> Scorecard {
    guard let lab = Catalogue.lab("Perceptron") else { fatalError("the lab is gone") }
    var left = earned
    let checks = lab.publicChecks.map { ($0, Audience.everyone) } + lab.hiddenChecks.map { ($0, .instructors) }
    let verdicts = checks.map { check, audience in
      var verdict = PlannedCheck(check, audience: audience, seed: 1).unbuilt
      verdict.earned = min(left, check.points)
      verdict.kind = verdict.earned == check.points ? .passed : .failed
      verdict.summary = "what happened"
      verdict.details = ["secret-\(audience.rawValue)"]
      verdict.diagnosis = "the <sign> is “wrong”"
      left = left - verdict.earned
      return verdict
    }
    return Scorecard(
      lab: "Perceptron", submission: name, folder: name, build: .init(.built), verdicts: verdicts,
      provenance: .init(
        contentKey: "c0", compiler: "Swift", sandbox: "bubblewrap",
        keyFingerprint: (try? CourseKey(fileContents: Array("a course key that is long enough\n".utf8)).fingerprint)
          ?? "",
        plan: "9a17"), gradedAt: 951_782_400)
  }

  private static func attempt(_ student: Student, folder: String, chosen: String?) -> String {
    let people = ([(student.id, "\(student.id)@example.org")] + student.others).map { id, email in
      "{\"id\":\"\(id)\",\"email\":\"\(email)\",\"name\":\"\(student.name)\"}"
    }
    let file =
      chosen.map {
        ",\"chosen\":{\"path\":\"P.swift\",\"rule\":\"exactName\",\"digest\":\"\($0)\",\"graded\":\"\($0)\"}"
      } ?? ",\"nothingGradable\":\"there is report.pdf\""
    return """
      {"attempt":"a\(student.id)","student":{"platform":"\(student.platform)","id":"\(student.id)","name":"\(student.name)",\
      "people":[\(people.joined(separator: ","))]},"folder":"\(folder)","collectedAt":"2026-10-05T12:00:00Z",\
      "handedIn":{"at":"2026-10-05T12:00:00Z","source":"platform"},"digest":"d",\
      "from":{"source":"m.zip","layout":"\(student.platform)"},"files":[],"warnings":[]\(file)}
      """
  }
}
