package import Checks
package import Ledger

/// One submission's report to be read: the mark and its mistakes, what waits for them, then all checks in a table.
package struct MarkdownReport {
  private let card: Scorecard
  private let reader: Reader
  private let gradings: [PastGrading]

  /// `gradings` are all of this submission's, this one the last.
  package init(_ scorecard: Scorecard, for reader: Reader, gradings: [PastGrading] = []) {
    card = Shown(scorecard, to: reader).scorecard
    self.reader = reader
    self.gradings = gradings
  }

  /// Writes it whole or not at all.
  package func write(to path: String) throws(ReportError) { try PartialFile.write(text, to: path) }

  package var text: String {
    var parts = [heading, "Submission: \(Markdown.name(card.submission)). Graded: \(moment)."]
    if card.provenance.sandbox == "none" { parts.append(Self.unconfined) }
    if card.build.outcome == .built {
      parts += mistakes + open + inconclusive
    } else {
      parts.append(notBuilt)
    }
    parts += ["## All checks", table]
    if card.build.outcome == .built {
      parts += files
      if reader == .instructor { parts += passed }
    }
    parts += GradingTable(gradings).parts(for: reader)
    if reader == .instructor { parts += ["## What the mark rests on", provenance] }
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// The mark, and how many mistakes there are to read of below it.
  private var heading: String {
    let mark = "# \(Markdown.name(card.lab)): \(card.earned) of \(card.possible) points"
    let count = card.verdicts.mistakes.count
    return count == 0 ? mark : "\(mark), \(count.counted("mistake"))"
  }

  private static let unconfined = """
    > **`sandbox: none`: this submission ran without confinement.** It could read and write whatever its grader could, \
    so this mark holds only as far as the code is trusted.
    """

  private var moment: String { Moment.timestamp(card.gradedAt).replacing("T", with: " ") + " UTC" }

  private var notBuilt: String {
    let heading =
      "## Not built: \(card.build.outcome.words)\n\nNo check was run, since there is no program to run them on."
    guard !card.build.message.isEmpty else { return heading }
    return heading + "\n\n" + Markdown.fence(card.build.message, atMost: JUnitLimit.build)
  }

  // MARK: What cost points

  private var mistakes: [String] {
    let groups = card.verdicts.mistakes
    guard !groups.isEmpty else { return [] }
    return ["## What to mend"]
      + groups.flatMap { group in
        // One line at which all crash says it all.
        if group[0].line != nil, group[0].diagnosis == nil {
          return [section(group[0], cause: nil, also: group.dropFirst())]
        }
        return group.enumerated().map { place, verdict in
          section(verdict, cause: place == 0 ? verdict.diagnosis : "the same as above")
        }
      }
  }

  private var open: [String] {
    let lines = card.verdicts.unjudged(name: { Markdown.name($0) }) { "**\($0)**" }
    return lines.isEmpty ? [] : ["## What was not judged", lines.map { "- \($0)" }.joined(separator: "\n")]
  }

  private var inconclusive: [String] {
    let verdicts = card.verdicts.filter(\.inconclusive)
    guard !verdicts.isEmpty else { return [] }
    return ["## What could not be told", "\(Verdict.inconclusiveNote) Checks: \(verdicts.list { Markdown.name($0) })."]
  }

  private func section(_ verdict: Verdict, cause: String?, also others: ArraySlice<Verdict> = []) -> String {
    var lines = ["- Result: \(verdict.kind.words), \(verdict.earned) of \(verdict.points) points"]
    if let reason = verdict.reason { lines[0] += " (\(reason.rawValue))" }
    if let cause { lines.append("- Likely cause: \(Markdown.text(cause))") }
    // An item without text under a line of text would underline it, and make it a heading.
    let findings = verdict.findings.map { Markdown.text($0) }.filter { !$0.isEmpty }
    if let first = findings.first { lines.append("- What happened: \(first)") }
    lines += findings.dropFirst().prefix(Self.details).map { "  - \($0)" }
    let rest = findings.count - 1 - Self.details
    if rest > 0 { lines.append("  - (\(rest) more are in the scorecard)") }
    if verdict.isEvidenceHidden { lines.append("- " + Verdict.hiddenNote) }
    if !others.isEmpty {
      let checks = "\(others.count.counted("other check")), \(others.lost) points"
      lines.append("- The same line ends \(checks): \(others.map(\.check).list { Markdown.name($0) })")
    }
    let hint = Markdown.text(verdict.advice ?? "", atMost: 1_000)
    if !hint.isEmpty { lines.append("- Hint: \(hint)") }
    if reader == .instructor {
      let seconds = Moment.seconds(milliseconds: Moment.milliseconds(verdict.seconds))
      let judge = Markdown.text(verdict.judge)
      lines.append("- Judged by: \(judge); seed \(Markdown.text(verdict.seed)); \(seconds) s CPU")
    }
    return "### \(Markdown.name(verdict.title))\n\n" + lines.joined(separator: "\n")
  }

  private static let details = 50

  // MARK: Everything

  private var table: String {
    let rows = card.verdicts.map { verdict in
      let note = verdict.inconclusive ? " (timing inconclusive)" : ""
      let hidden = verdict.audience == .instructors ? "hidden" : "public"
      return "| \(Markdown.name(verdict.title)) | \(hidden) | \(verdict.kind.words)\(note) | \(verdict.earned) | "
        + "\(verdict.points) |"
    }
    let total = "| **Total** | | | **\(card.earned)** | **\(card.possible)** |"
    return (["| Check | | Result | Earned | Possible |", "|:--|:--|:--|--:|--:|"] + rows + [total])
      .joined(separator: "\n")
  }

  /// What was said of files that were not read, and of the code.
  private var files: [String] {
    let lines = card.build.message.split(separator: "\n")
    let unread = lines.filter { $0.hasPrefix(Self.unread) }.flatMap { line in
      line.dropFirst(Self.unread.count).split(separator: ", ").map(String.init)
    }
    let chosen = lines.filter { $0.hasPrefix(Self.chosen) }.map {
      Markdown.name(String($0.dropFirst(Self.chosen.count)))
    }
    let remarks = lines.filter { !$0.hasPrefix(Self.unread) && !$0.hasPrefix(Self.chosen) }.joined(separator: "\n")
    return (chosen.isEmpty ? [] : ["## What was handed in", chosen.map { "- \($0)" }.joined(separator: "\n")])
      + (unread.isEmpty ? [] : ["## Other files", "Not read: \(unread.list { Markdown.name($0) })."])
      + (remarks.isEmpty ? [] : ["## What the compiler remarked", Markdown.fence(remarks, atMost: JUnitLimit.build)])
  }

  private static let unread = "not read: "
  private static let chosen = "handed in: "

  /// An instructor sees what was measured where nothing was wrong, too.
  private var passed: [String] {
    let verdicts = card.verdicts.filter { $0.kind == .passed }
    return verdicts.isEmpty ? [] : ["## What passed"] + verdicts.map { section($0, cause: nil) }
  }

  private var provenance: String {
    let facts = [
      ("Compiler", card.provenance.compiler), ("Sandbox", card.provenance.sandbox),
      ("Content key", card.provenance.contentKey), ("Plan", card.provenance.plan),
      ("Course key's fingerprint", card.provenance.keyFingerprint), ("Folder", card.folder),
    ]
    let rules = card.rules.map { rules in
      ["- Rules of the course: \(Markdown.text(rules.digest)); of hidden checks students see: \(rules.hidden.rawValue)"]
        + rules.changes.map { "  - \(Markdown.text($0))" }
    }
    let node = card.provenance.node.map { [("Node", $0)] } ?? []
    return ((facts + node).map { "- \($0.0): \(Markdown.text($0.1))" } + (rules ?? [])).joined(separator: "\n")
  }
}
