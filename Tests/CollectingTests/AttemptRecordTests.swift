import Foundation
import Testing

@testable import Collecting

/// Which of several attempts counts.
@Suite struct AttemptRecordTests {
  private let ada = Student(.moodle, id: "1", name: "Ada")

  private func attempt(
    _ digest: String, at seconds: Int64?, source: Moment.Source = .platform, collected: String = "2026-10-01T00:00:00Z",
    of student: Student? = nil
  ) -> Attempt {
    let student = student ?? ada
    let time = seconds.map { Moment(seconds: $0, source: source) }
    return Attempt(
      attempt: Attempt.identity(student, digest, time), student: student, folder: "Ada 1", handedIn: time, late: nil,
      collectedAt: collected, digest: digest, from: .init(source: "x.zip", digest: nil, layout: .moodle, commit: nil),
      files: [], chosen: nil, nothingGradable: "none", warnings: [])
  }

  @Test func theLastByTheTimeOfItsHandInCounts() {
    var record = AttemptRecord()
    record.append(attempt("new", at: 200))
    record.append(attempt("old", at: 100))
    #expect(record.shown(of: "moodle:1")?.digest == "new")
    record.append(attempt("newer", at: 300))
    #expect(record.shown(of: "moodle:1")?.digest == "newer")
    // Of equal times the last that was collected.
    record.append(attempt("equal", at: 300))
    #expect(record.shown(of: "moodle:1")?.digest == "equal")
    // Without a time of its own it counts from when it was collected: 2026-10-01.
    record.append(attempt("untimed", at: nil))
    #expect(record.shown(of: "moodle:1")?.digest == "untimed")
    #expect(record.attempts(of: "moodle:1").count == 5)
  }

  @Test func theSameAgainIsTheSameAttempt() {
    var record = AttemptRecord()
    record.append(attempt("a", at: 100))
    let moment = { Moment(seconds: $0, source: .platform) }
    #expect(record.known("moodle:1", digest: "a", time: moment(100))?.digest == "a")
    #expect(record.known("moodle:1", digest: "a", time: moment(150))?.digest == "a")
    #expect(record.known("moodle:1", digest: "b", time: moment(150)) == nil)
    #expect(record.known("moodle:2", digest: "a", time: moment(100)) == nil)
    record.append(attempt("b", at: 200))
    // The first archive once more, and a student who went back to the first version.
    #expect(record.known("moodle:1", digest: "a", time: moment(100))?.digest == "a")
    #expect(record.known("moodle:1", digest: "a", time: moment(300)) == nil)
    #expect(record.known("moodle:1", digest: "a", time: Moment(seconds: 300, source: .file))?.digest == "a")
    #expect(record.known("moodle:1", digest: "a", time: nil)?.digest == "a")
  }

  @Test func aLaterLineOfAnAttemptReplacesTheFirst() throws {
    var record = AttemptRecord()
    record.append(attempt("a", at: 100))
    var mended = attempt("a", at: 100)
    mended.nothingGradable = "still none"
    record.append(mended)
    #expect(record.lines.count == 2)
    #expect(record.attempts(of: "moodle:1") == [mended])
    let again = try AttemptRecord(try record.bytes, at: "attempts.jsonl")
    #expect(again.lines == record.lines)
    #expect(try again.bytes == record.bytes)
    let fault = #expect(throws: CollectingFault.self) {
      try AttemptRecord(try record.bytes + Array("{}\n".utf8), at: "attempts.jsonl")
    }
    #expect(fault?.description.hasPrefix("attempts.jsonl, line 3: ") == true)
  }

  @Test func foldersAreFitAndNobodyElses() {
    var record = AttemptRecord()
    #expect(record.folder(for: Student(.moodle, id: "7", name: "Müller Jörg")) == "Müller Jörg 7")
    #expect(record.folder(for: Student(.plain, id: "ada", name: "ada")) == "ada")
    for hostile in ["../../x", ".hidden", "-rf", "a/b", "x\ny", "", String(repeating: "ü", count: 300), ".collected"] {
      let folder = record.folder(for: Student(.plain, id: hostile, name: hostile))
      #expect(!folder.contains("/") && !folder.contains("\n") && folder.first.map { !".-".contains($0) } == true)
      #expect(folder.utf8.count <= 120 && folder.contains("~"))
    }
    record.append(attempt("a", at: 1))
    // A student keeps the folder under a new name, and another gets none that differs in its letters only.
    #expect(record.folder(for: Student(.moodle, id: "1", name: "Ada Married")) == "Ada 1")
    #expect(record.folder(for: Student(.canvas, id: "1", name: "ADA")).hasPrefix("ADA 1~"))
  }
}
