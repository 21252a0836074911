package import Checks
package import Ledger

/// A class as one page of Markdown, for a CI job's summary: what needs a person, which checks cost most, the marks.
///
/// It is for instructors, who see names and hidden checks. Its size is bounded whatever the class: services refuse more, and
/// show then nothing at all.
package struct ClassSummary {
  /// In bytes. GitHub takes 1 MiB of a step.
  package static let limit = 1_000_000

  /// What the class made of one check.
  private struct Tally {
    var title: String
    var audience: Audience
    var asked = 0
    var passed = 0
    var lost = Points.zero
  }

  private struct Row {
    var name: String
    var points: String
    var counts: [Int]
    var state: String
  }

  private let lab: String
  private var rows: [Row] = []
  private var marks: [Points] = []
  private var doubts: [String] = []
  private var tallies: [String: Tally] = [:]

  package init(lab: String) { self.lab = lab }

  /// Adds a submission under the name `shown`.
  package mutating func add(_ card: Scorecard, _ standing: Standing = .graded, shown: String? = nil) {
    let name = Markdown.name(shown ?? card.submission)
    let building = card.build.outcome == .built ? [] : [card.build.outcome.words]
    let status = standing.status == .graded ? [] : [standing.status.words]
    let confinement = card.provenance.sandbox == "none" ? ["ran without confinement"] : []
    rows.append(
      Row(
        name: name, points: "\(card.earned) of \(card.possible)",
        counts: ClassTable.counts(card.verdicts),
        state: (building + status).joined(separator: ", ")))
    let reasons = building + status + standing.remarks.map { Markdown.text($0, atMost: 300) } + confinement
    if !reasons.isEmpty { doubts.append("- \(name): \(reasons.joined(separator: "; "))") }
    guard standing.isOfClass else { return }
    marks.append(card.earned)
    for verdict in card.verdicts {
      var tally = tallies[verdict.check] ?? Tally(title: verdict.title, audience: verdict.audience)
      tally.asked += 1
      tally.passed += verdict.kind == .passed ? 1 : 0
      tally.lost += verdict.lost
      tallies[verdict.check] = tally
    }
  }

  /// Adds a submission without a mark.
  package mutating func add(_ ungraded: Ungraded, shown: String? = nil) {
    let name = Markdown.name(shown ?? ungraded.submission)
    let words = ungraded.standing.status.words
    rows.append(Row(name: name, points: "–", counts: ClassTable.counts([]), state: words))
    doubts.append("- \(name): \(words): \(Markdown.text(ungraded.standing.remark, atMost: 300))")
  }

  /// Writes it whole or not at all.
  package func write(to path: String) throws(ReportError) { try PartialFile.write(text(), to: path) }

  package func text(atMost limit: Int = Self.limit) -> String {
    var text = "# \(Markdown.name(lab)): \(overview)\n"
    // A third for what needs a person, so that there is room for the marks as well.
    if !doubts.isEmpty {
      text += "\n## Needs a person (\(doubts.count))\n\n"
      text += Self.fitting(doubts, into: limit / 3) { "- and \($0) more; the command's output names all\n" }
    }
    if !worst.isEmpty {
      text += "\n## Costs most\n\n| Check | | Passed | Points lost |\n|:--|:--|--:|--:|\n"
      text += worst.joined()
    }
    guard !rows.isEmpty else { return text }
    text += "\n## Marks\n\n| Submission | Points | Passed | Failed | Errored | Skipped | To do | |\n"
    text += "|:--|--:|--:|--:|--:|--:|--:|:--|\n"
    let table = rows.map { row in
      let counts = row.counts.map { $0 == 0 ? "" : "\($0)" }.joined(separator: " | ")
      return "| \(row.name) | \(row.points) | \(counts) | \(row.state) |"
    }
    return text
      + Self.fitting(table, into: limit - text.utf8.count) { "\n\($0) more are in `grades.csv`.\n" }
  }

  /// As many lines as fit, and how many did not.
  private static func fitting(_ lines: [String], into limit: Int, rest: (Int) -> String) -> String {
    var text = ""
    var room = limit - 100
    for (place, line) in lines.enumerated() {
      room -= line.utf8.count + 1
      guard room >= 0 else { return text + rest(lines.count - place) }
      text += line + "\n"
    }
    return text
  }

  private var overview: String {
    let count = ClassTable.submissions(rows.count)
    guard let first = marks.min(), let last = marks.max(), let median = ClassTable.median(marks) else { return count }
    return "\(count), median \(median), from \(first) to \(last)"
  }

  /// The dozen checks that cost the class most; equal ones in the order of their names.
  private var worst: [String] {
    tallies.filter { $0.value.lost > .zero }
      .sorted { ($1.value.lost, $0.key) < ($0.value.lost, $1.key) }
      .prefix(12).map { _, tally in
        let audience = tally.audience == .everyone ? "public" : "hidden"
        return "| \(Markdown.name(tally.title)) | \(audience) | \(tally.passed) of \(tally.asked) | \(tally.lost) |\n"
      }
  }
}
