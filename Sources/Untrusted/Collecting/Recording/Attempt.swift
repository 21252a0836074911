import Foundation
import Keys

/// One line of `attempts.jsonl`: what one student handed in at one time, and which file of it is graded.
package struct Attempt: Sendable, Hashable, Codable {
  package struct From: Sendable, Hashable, Codable {
    /// What was collected: its name, and where it is a file its digest.
    package var source: String
    package var digest: String?
    package var layout: Layout
    package var commit: String?
  }

  package struct File: Sendable, Hashable, Codable {
    package var path: String
    package var size: Int?
    package var trouble: String?
  }

  package struct Chosen: Sendable, Hashable, Codable {
    package var path: String
    package var rule: Choice.Rule
    /// Of the file as it was handed in.
    package var digest: String
    /// Of what is graded, where it had to be converted the digest of the result; kept under `.collected/files`.
    package var graded: String
    package var convertedFrom: String?
  }

  /// Tells this attempt from any other; a later line of the same replaces this one.
  package var attempt: String
  package var student: Student
  /// The student's folder in the class.
  package var folder: String
  package var handedIn: Moment?
  package var late: Bool?
  package var collectedAt: String
  /// Of all that was handed in: names and contents.
  package var digest: String
  package var from: From
  /// What is there, archives opened; at most 100.
  package var files: [File]
  package var chosen: Chosen?
  package var nothingGradable: String?
  package var warnings: [String]

  /// Seconds since 1970 by which attempts are ordered: when it was handed in, else when it was collected.
  package var order: Int64 {
    handedIn?.seconds ?? collected
  }

  package var collected: Int64 {
    (try? Date(collectedAt, strategy: .iso8601)).map { Int64($0.timeIntervalSince1970) } ?? 0
  }

  /// When it was handed in, where anybody can tell: Moodle's archive has the time of its own making for each file.
  package var toldHandIn: Int64? {
    guard let handedIn else { return nil }
    return student.platform == .moodle && !hasPlatformsTime ? nil : handedIn.seconds
  }

  private var hasPlatformsTime: Bool { handedIn.map { ![.archive, .file].contains($0.source) } ?? false }

  /// The same with the platform's own time, where that was not known; nil where it was, or still is not.
  func told(_ time: Moment?) -> Attempt? {
    guard let time, time.source == .platform, !hasPlatformsTime else { return nil }
    var told = self
    told.handedIn = time
    return told
  }

  /// Whether the time is more than that of a file on a disk.
  package var hasOwnTime: Bool { handedIn.map { $0.source != .file } ?? false }

  static func identity(_ student: Student, _ digest: String, _ time: Moment?) -> String {
    Digest(parts: [
      ("student", Array(student.key.utf8)), ("digest", Array(digest.utf8)),
      ("time", Array((time.map { "\($0.seconds)" } ?? "").utf8)),
    ]).short
  }

  /// What the student and the grader are told, a line each; empty where the file was called as asked for and is as it
  /// was handed in.
  package func notes(_ file: String) -> [String] {
    if let nothingGradable { return [nothingGradable] + warnings }
    guard let chosen else { return warnings }
    var lines: [String] = []
    if chosen.rule != .exactName || chosen.path != file {
      lines.append("\(chosen.path) is graded as \(file): \(chosen.rule.words(file))")
    }
    if let from = chosen.convertedFrom { lines.append("it was converted to UTF-8; it was \(from)") }
    return lines + warnings
  }
}
