package import Checks
import Foundation
package import Keys
package import Ledger
import Storage

/// What is kept of a submission that was graded before.
package struct Kept: Sendable {
  package enum State: Sendable, Equatable {
    /// It is as it was written.
    case intact
    /// It is not, and why.
    case broken(String)
    /// It was graded under another key, by which it cannot be checked.
    case otherKey
  }

  package var state: State
  /// Nil where it cannot be read; to be believed only where it is intact.
  package var scorecard: Scorecard?
  package var history: History
  /// The scorecard's file.
  var bytes: [UInt8]
}

extension OutputFolder {
  /// What the reports of a submission are written from.
  package typealias Report = @Sendable (Scorecard, History, _ folder: String) throws -> Void

  func scorecard(at folder: String) throws -> Scorecard {
    try JSONDecoder().decode(Scorecard.self, from: Data(try Files.read("\(folder)/scorecard.json")))
  }

  /// What is kept of a submission, and whether it is as it was written; nil where it was not graded yet.
  package func kept(_ submission: String, by key: CourseKey) -> Kept? {
    let folder = folder(of: submission)
    guard Files.exists(folder) else { return nil }
    let read = { (file: String) in try? Files.read("\(folder)/\(file)") }
    let bytes = read("scorecard.json") ?? []
    var kept = Kept(
      state: .intact, scorecard: try? JSONDecoder().decode(Scorecard.self, from: Data(bytes)),
      history: History(bytes: read(History.file) ?? []), bytes: bytes)
    let seal = read(Seal.file).flatMap { Seal(text: String(decoding: $0, as: UTF8.self)) }
    let others = kept.scorecard.map { $0.provenance.keyFingerprint != key.fingerprint } ?? false
    if kept.scorecard == nil {
      kept.state = .broken("its scorecard.json cannot be read")
    } else if others {
      kept.state = .otherKey
    } else if seal == nil {
      kept.state = .broken("its scorecard has no seal")
    } else if seal?.holds(for: submission, by: key, read: read) != true || kept.scorecard?.folder != submission {
      kept.state = .broken("its scorecard or history is not as it was written")
    }
    return kept
  }

  /// Puts all of a submission in place at once; `report` writes the scorecard and what is made from it.
  ///
  /// What was there before is not lost: `history` goes on from its own, and scorecards that somebody changed stay.
  package func put(
    _ scorecard: Scorecard, _ history: History, _ files: [(name: String, bytes: [UInt8])], sealedBy key: CourseKey,
    report: Report
  ) throws {
    let partial = "\(root)/students/.\(scorecard.folder)"
    Files.remove(partial)
    do {
      try fill(partial, scorecard, history, files, sealedBy: key, report: report)
      try Files.replaceFolder(folder(of: scorecard.folder), with: partial)
    } catch {
      // A full disk needs the room.
      Files.remove(partial)
      throw error
    }
  }

  /// Writes all of a submission to a folder, and seals it.
  func fill(
    _ folder: String, _ scorecard: Scorecard, _ history: History, _ files: [(name: String, bytes: [UInt8])],
    sealedBy key: CourseKey, report: Report
  ) throws {
    try Files.makeFolder(folder)
    for file in files { try Files.write(file.bytes, to: "\(folder)/\(file.name)") }
    try Files.write(history.bytes, to: "\(folder)/\(History.file)")
    try report(scorecard, history, folder)
    let seal = Seal(scorecard.folder, by: key) { try? Files.read("\(folder)/\($0)") }
    try Files.write(Array(seal.text.utf8), to: "\(folder)/\(Seal.file)")
  }

  /// The files of a submission that a scorecard is not written to: they go on as they are.
  func carried(_ submission: String) throws -> [(name: String, bytes: [UInt8])] {
    let folder = folder(of: submission)
    let made = ["scorecard.json", "report.md", "instructor.md", "junit.xml", History.file, Seal.file]
    return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !made.contains($0) }.sorted()
      .map { ($0, try Files.read("\(folder)/\($0)")) }
  }

  /// The scorecards that were changed by hand, each as it was found.
  func edited(_ submission: String) throws -> [(name: String, bytes: [UInt8])] {
    let folder = folder(of: submission)
    return try ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
      .filter { $0.hasPrefix("edited-") }.map { ($0, try Files.read("\(folder)/\($0)")) }
  }

  // MARK: - Marks

  func markPath(_ submission: String) -> String { "\(root)/unfinished/\(submission)" }

  /// What a run that did not give it a mark left of a submission.
  package func mark(of submission: String) -> Mark? {
    (try? Files.read(markPath(submission))).flatMap { Mark(text: String(decoding: $0, as: UTF8.self)) }
  }

  /// Notes that a submission has no mark since nobody came to grade it; what a grading of it noted stays.
  package func noteUngraded(_ submission: String, called name: String, _ reason: String) throws {
    guard mark(of: submission) == nil else { return }
    let mark = Mark(submission: name, attempt: "", at: Int(Date().timeIntervalSince1970))
    try Watch(mark, at: markPath(submission)).fail(reason)
  }

  /// Notes that the grading under way of a submission ends here, by no doing of what is graded.
  package func noteStop(_ submission: String, _ reason: String) { Watch.fail(reason, at: markPath(submission)) }

  /// The submissions that a run left without a mark, by their folders.
  package func unfinished() -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/unfinished")) ?? []
    return names.filter { mark(of: $0) != nil }.sorted()
  }
}
