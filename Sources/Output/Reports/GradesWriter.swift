package import Checks
package import Ledger

/// Writes the marks of a class as CSV, one submission after another, for instructors: RFC 4180, UTF-8, a header.
package final class GradesWriter {
  /// The columns before those of the checks.
  package static let columns = [
    "submission", "folder", "lab", "points", "possible", "status", "remark", "build", "passed", "failed", "errored",
    "skipped", "not_attempted",
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

  /// Adds one submission under the name `shown`. Throws where its checks are not the columns', since a cell left empty
  /// would pass unseen; where its standing says that it has other checks, those that it has not are left empty.
  package func add(
    _ scorecard: Scorecard, _ standing: Standing = .graded, shown: String? = nil
  ) throws(ReportError) {
    guard !file.isCommitted else { throw .finished(path: file.path) }
    let earned = Dictionary(scorecard.verdicts.map { ($0.check, $0.earned) }) { first, _ in first }
    let missing = standing.status == .graded ? checks.filter { earned[$0] == nil } : []
    let unknown = scorecard.verdicts.map(\.check).filter { !checks.contains($0) }
    guard missing.isEmpty, unknown.isEmpty else {
      throw .columns(submission: Clean.line(scorecard.submission), missing: missing, unknown: unknown)
    }
    let counts = [Verdict.Kind.passed, .failed, .errored, .skipped, .notAttempted].map { kind in
      "\(scorecard.verdicts.count { $0.kind == kind })"
    }
    let facts = [
      CSV.text(shown ?? scorecard.submission), CSV.text(scorecard.folder), CSV.text(scorecard.lab),
      scorecard.earned.description, scorecard.possible.description, standing.status.rawValue,
      CSV.text(Clean.line(standing.remark)), scorecard.build.outcome.rawValue,
    ]
    try file.write(CSV.record(facts + counts + checks.map { earned[$0]?.description ?? "" }))
  }

  /// Adds a submission without a mark: its points are empty, which no reader takes for a zero.
  package func add(_ ungraded: Ungraded, shown: String? = nil) throws(ReportError) {
    guard !file.isCommitted else { throw .finished(path: file.path) }
    let facts = [
      CSV.text(shown ?? ungraded.submission), CSV.text(ungraded.folder), CSV.text(ungraded.lab), "",
      ungraded.possible.description, ungraded.standing.status.rawValue, CSV.text(Clean.line(ungraded.standing.remark)),
    ]
    let rest = Self.columns.count - facts.count + checks.count
    try file.write(CSV.record(facts + Array(repeating: "", count: rest)))
  }

  /// Ends the file and puts it in its place.
  package func finish() throws(ReportError) { try file.commit() }
}
