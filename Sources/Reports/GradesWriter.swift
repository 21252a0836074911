package import Checks

/// Writes the marks of a class as CSV, one submission after another, for instructors: RFC 4180, UTF-8, a header.
package final class GradesWriter {
  /// The columns before those of the checks.
  package static let columns = [
    "submission", "folder", "lab", "points", "possible", "build", "passed", "failed", "errored", "skipped",
    "not_attempted",
  ]

  private let checks: [String]
  private var file: PartialFile

  /// Begins a file with a column for each of these checks; nothing is at `path`, or what was there stays, until
  /// `finish()`.
  package init(_ path: String, checks: [String]) throws(ReportError) {
    self.checks = checks
    file = try PartialFile(replacing: path)
    try file.write(CSV.record(Self.columns + checks.map(CSV.text)))
  }

  /// Adds one submission. Throws where its checks are not the columns', since a cell left empty would pass unseen.
  package func add(_ scorecard: Scorecard) throws(ReportError) {
    guard !file.isCommitted else { throw .finished(path: file.path) }
    let earned = Dictionary(scorecard.verdicts.map { ($0.check, $0.earned) }) { first, _ in first }
    let missing = checks.filter { earned[$0] == nil }
    let unknown = scorecard.verdicts.map(\.check).filter { !checks.contains($0) }
    guard missing.isEmpty, unknown.isEmpty else {
      throw .columns(submission: Clean.line(scorecard.submission), missing: missing, unknown: unknown)
    }
    let counts = [Verdict.Kind.passed, .failed, .errored, .skipped, .notAttempted].map { kind in
      "\(scorecard.verdicts.count { $0.kind == kind })"
    }
    let facts = [
      CSV.text(scorecard.submission), CSV.text(scorecard.folder), CSV.text(scorecard.lab),
      scorecard.earned.description, scorecard.possible.description, scorecard.build.outcome.rawValue,
    ]
    try file.write(CSV.record(facts + counts + checks.map { (earned[$0] ?? .zero).description }))
  }

  /// Ends the file and puts it in its place.
  package func finish() throws(ReportError) { try file.commit() }
}
