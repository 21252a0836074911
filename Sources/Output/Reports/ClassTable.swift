package import Checks
package import Ledger

/// The marks of a class for a terminal.
package struct ClassTable {
  /// What a line needs of a scorecard, so that scorecards need not be kept.
  package struct Row: Sendable {
    let name: String
    /// Nil where there is no mark.
    let earned: Points?
    let possible: Points
    let counts: [Int]
    let outcome: Scorecard.Build.Outcome?
    let isConfined: Bool
    let standing: Standing

    package init(_ scorecard: Scorecard, _ standing: Standing = .graded, shown: String? = nil) {
      name = Self.name(shown ?? scorecard.submission)
      earned = scorecard.earned
      possible = scorecard.possible
      counts = ClassTable.counts(scorecard.verdicts)
      outcome = scorecard.build.outcome
      isConfined = scorecard.provenance.sandbox != "none"
      self.standing = standing
    }

    package init(_ ungraded: Ungraded, shown: String? = nil) {
      name = Self.name(shown ?? ungraded.submission)
      earned = nil
      possible = ungraded.possible
      counts = ClassTable.counts([])
      outcome = nil
      isConfined = true
      standing = ungraded.standing
    }

    private static func name(_ text: String) -> String { Clean.orUnnamed(Clean.line(text, atMost: JUnitLimit.name)) }

    /// How building went, and how it stands where that is not as usual.
    fileprivate var state: String {
      let building = outcome.map { $0 == .built ? "ok" : $0.words }
      let standing = standing.status == .graded ? nil : standing.status.words
      return [building, standing].compactMap(\.self).joined(separator: ", ")
    }
  }

  private static let kinds = [Verdict.Kind.passed, .failed, .errored, .skipped, .notAttempted]

  /// How many of these passed, failed, errored, were skipped and are still to do.
  static func counts(_ verdicts: [Verdict]) -> [Int] { kinds.map { kind in verdicts.count { $0.kind == kind } } }

  static func submissions(_ count: Int) -> String { count == 1 ? "1 submission" : "\(count) submissions" }

  /// The mark in the middle, or the mean of the two that are.
  static func median(_ marks: [Points]) -> Points? {
    guard !marks.isEmpty else { return nil }
    let marks = marks.sorted()
    return Points(Double(marks[(marks.count - 1) / 2].hundredths + marks[marks.count / 2].hundredths) / 200)
  }

  private let rows: [Row]

  package init(_ rows: [Row]) { self.rows = rows }

  /// The table, what there is to say of single ones, and a line on the whole class; at most so many columns wide where
  /// the names can be cut to it.
  package func text(width: Int = 100) -> String {
    var table = TextTable(
      columns: [.init(title: "submission"), .init(title: "points", alignedRight: true)]
        + Self.kinds.map { .init(title: $0 == .notAttempted ? "to do" : $0.words, alignedRight: true) }
        + [.init(title: "build")])
    table.rows = rows.map { row in
      [row.name, "\(row.earned.map(\.description) ?? "-")/\(row.possible)"]
        + row.counts.map { $0 == 0 ? "." : "\($0)" } + [row.state]
    }
    return (table.lines(width: width) + [""] + remarks + summary).joined(separator: "\n") + "\n"
  }

  private var remarks: [String] {
    let lines = rows.filter { !$0.standing.remarks.isEmpty }.map { row in
      "\(row.standing.status.words): \(row.name): \(Clean.line(row.standing.remark, atMost: 500))"
    }
    return lines.isEmpty ? [] : lines + [""]
  }

  private var summary: [String] {
    var line = Self.submissions(rows.count)
    if let median = Self.median(rows.filter(\.standing.isOfClass).compactMap(\.earned)) { line += "; median \(median)" }
    let unbuilt = rows.count { $0.outcome != nil && $0.outcome != .built }
    if unbuilt > 0 { line += "; \(unbuilt) not built" }
    for status in Standing.Status.allCases where status != .graded {
      let count = rows.count { $0.standing.status == status }
      if count > 0 { line += "; \(count) \(status.words)" }
    }
    let unconfined = rows.count { !$0.isConfined }
    return [line]
      + (unconfined == 0
        ? [] : ["sandbox: none: \(unconfined) ran without confinement; these marks hold as far as the code is trusted"])
  }
}
