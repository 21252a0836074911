import Foundation
import Glibc

/// A note beside the results that a submission is being graded, or why it could not be.
///
/// It is written before and gone afterwards, so one that a later run finds tells of a run that ended meanwhile. A fault
/// that ends the process is noted in it at the last moment: so a submission that ended the grader is told from one that
/// was being graded when somebody stopped it.
package struct Mark: Hashable, Sendable {
  package var submission: String
  /// What was graded, by what: `Grader.attempt`.
  package var attempt: String
  package var at: Int
  /// How many runs before this one ended while they judged the same.
  package var ends = 0
  /// Whether it had answered, and was being judged.
  package var isJudged = false
  /// The signal by which it ended the process.
  package var signal: Int32?
  /// Why there is no mark, where that was no end of the process.
  package var fault: String?

  package init(submission: String, attempt: String, at: Int) {
    (self.submission, self.attempt, self.at) = (submission, attempt, at)
  }

  /// Reads a mark; nil where the text is none. Lines that are not known, or cut by the end of a process, say nothing.
  package init?(text: String) {
    var lines: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1)
      if let name = words.first { lines[name] = words.dropFirst().first ?? "" }
    }
    guard text.hasPrefix("gradus mark 1\n") else { return nil }
    submission = lines["submission"].map(String.init) ?? ""
    attempt = lines["attempt"].map(String.init) ?? ""
    at = lines["at"].flatMap { Int($0) } ?? 0
    ends = lines["ends"].flatMap { Int($0) } ?? 0
    isJudged = lines["judged"] != nil
    signal = lines["signal"].flatMap { Int32($0) }
    fault = lines["fault"].map(String.init)
  }

  /// The file as it is begun.
  var text: String {
    "gradus mark 1\nsubmission \(Self.line(submission))\nattempt \(attempt)\nat \(at)\nends \(ends)\n"
  }

  static func line(_ text: String) -> String {
    String(text.prefix(2000).map { $0.isNewline ? " " : $0 })
  }

  /// Runs that ended while this was judged, and nobody knows by what; where it is the second, by this.
  private var unexplainedEnds: Int { isJudged && signal == nil && fault == nil ? ends + 1 : 0 }

  /// The mark with which the same submission is tried next.
  func next(_ attempt: String, at now: Int) -> Mark {
    var next = Mark(submission: submission, attempt: attempt, at: now)
    if attempt == self.attempt { next.ends = unexplainedEnds }
    return next
  }

  /// Why there is no mark, as far as is known.
  package var reason: String {
    fault ?? refusal(of: attempt) ?? "a run ended while it was being graded; the next run tries again"
  }

  /// Why this attempt is not to be made again unless it is asked for; nil where it is.
  package func refusal(of attempt: String) -> String? {
    guard attempt == self.attempt else { return nil }
    let what = isJudged ? "judging it" : "grading it"
    let kept = isJudged ? ", who can mend it by what it answered, kept beside the results in unfinished/" : ""
    let rest =
      "Tell the toolkit's authors\(kept). `--retry` tries again, and so does a changed submission or toolkit"
    if let signal { return "\(what) ended the grader (\(String(cString: strsignal(signal)))). \(rest)" }
    if unexplainedEnds > 1 { return "two runs ended while they were \(what). \(rest)" }
    return nil
  }
}
