package import Checks

/// The marks of a class for a terminal.
package struct ClassTable {
  /// What a line needs of a scorecard, so that scorecards need not be kept.
  package struct Row: Sendable {
    let name: String
    let earned: Points
    let possible: Points
    let counts: [Int]
    let outcome: Scorecard.Build.Outcome
    let isConfined: Bool

    package init(_ scorecard: Scorecard) {
      let name = Clean.line(scorecard.submission, atMost: JUnitLimit.name)
      self.name = name.isEmpty ? "(unnamed)" : name
      earned = scorecard.earned
      possible = scorecard.possible
      counts = ClassTable.kinds.map { kind in scorecard.verdicts.count { $0.kind == kind } }
      outcome = scorecard.build.outcome
      isConfined = scorecard.provenance.sandbox != "none"
    }
  }

  private static let kinds = [Verdict.Kind.passed, .failed, .errored, .skipped, .notAttempted]
  private let rows: [Row]

  package init(_ rows: [Row]) { self.rows = rows }

  /// The table and a line on the whole class, at most so many columns wide where the names can be cut to it.
  package func text(width: Int = 100) -> String {
    var table = TextTable(
      columns: [.init(title: "submission"), .init(title: "points", alignedRight: true)]
        + Self.kinds.map { .init(title: $0 == .notAttempted ? "to do" : $0.words, alignedRight: true) }
        + [.init(title: "build")])
    table.rows = rows.map { row in
      [row.name, "\(row.earned)/\(row.possible)"] + row.counts.map { $0 == 0 ? "." : "\($0)" }
        + [row.outcome == .built ? "ok" : row.outcome.words]
    }
    return (table.lines(width: width) + [""] + summary).joined(separator: "\n") + "\n"
  }

  private var summary: [String] {
    let marks = rows.map(\.earned).sorted()
    var line = rows.count == 1 ? "1 submission" : "\(rows.count) submissions"
    if !marks.isEmpty {
      let middle = marks[(marks.count - 1) / 2].hundredths + marks[marks.count / 2].hundredths
      line += "; median \(Points(Double(middle) / 200))"
    }
    let unbuilt = rows.count { $0.outcome != .built }
    if unbuilt > 0 { line += "; \(unbuilt) not built" }
    let unconfined = rows.count { !$0.isConfined }
    return [line]
      + (unconfined == 0
        ? [] : ["sandbox: none: \(unconfined) ran without confinement; these marks hold as far as the code is trusted"])
  }
}
