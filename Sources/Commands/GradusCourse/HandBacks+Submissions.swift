import Checks
import Collecting
import Foundation
import Grading
import Keys
import Pages
import Storage

extension HandBacks {
  /// What was handed in under one name, and which of it was graded.
  struct Submission {
    var student: Student
    /// The folder of its results.
    var folder: String
    var attempts: [Attempt]
    var graded: (attempt: String, card: Scorecard)?
    /// Where it is in the class's folder.
    var path: String?
  }

  /// Everyone's, in order, also of those that are not graded yet.
  mutating func submissions() throws -> [Submission] {
    var submissions: [Submission] = []
    var seen: Set<String> = []
    for entry in graded.entries {
      let (folder, name, _) = entry.head
      seen.insert(folder)
      let shown = try owner(of: folder)
      let record = (classFolder ?? places.place(of: folder)).flatMap { records[$0] }
      var submission = Submission(
        student: shown?.student ?? Self.student(name), folder: folder, attempts: record?.all[folder] ?? [])
      if let record { submission.path = "\(record.folder)/\(shown?.folder ?? name)" }
      if case .graded(let card, _, let standing) = entry, standing.hasMark {
        // Where nothing was collected, what was graded is the only attempt that is known.
        let digest = (try? Files.read("\(results.output.folder(of: folder))/submission.swift")).map {
          Digest(of: $0).description
        }
        let attempt = submission.attempts.last { $0.chosen?.graded == digest && digest != nil }
        if let attempt { submission.graded = (attempt.attempt, card) }
        if submission.attempts.isEmpty { submission.graded = (String(card.provenance.contentKey.prefix(12)), card) }
      }
      submissions.append(submission)
    }
    for record in records.values.sorted(by: { $0.folder < $1.folder }) {
      for (folder, attempt) in record.shown.sorted(by: { $0.key < $1.key }) where !seen.contains(folder) {
        submissions.append(
          Submission(
            student: attempt.student, folder: folder, attempts: record.all[folder] ?? [],
            path: "\(record.folder)/\(attempt.folder)"))
      }
    }
    return submissions
  }
}
