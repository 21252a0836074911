package import Checks
package import Ledger

/// One submission's report to be read: the mark, a table of checks, and what to look at.
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
    var parts = [
      "# \(name(card.lab)): \(card.earned) of \(card.possible) points",
      "Submission: \(name(card.submission)). Graded: \(moment).",
    ]
    if card.provenance.sandbox == "none" { parts.append(Self.unconfined) }
    if card.build.outcome != .built || !card.build.message.isEmpty { parts.append(building) }
    parts += ["## Checks", table]
    if card.build.outcome == .built { parts += card.verdicts.filter(isWorthTelling).map(section) }
    parts += GradingTable(gradings).parts(for: reader)
    if reader == .instructor { parts += ["## What the mark rests on", provenance] }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static let unconfined = """
    > **`sandbox: none`: this submission ran without confinement.** It could read and write whatever its grader could, \
    so this mark holds only as far as the code is trusted.
    """

  private func name(_ text: String) -> String {
    let name = Markdown.text(text, atMost: JUnitLimit.name)
    return name.isEmpty ? "(unnamed)" : name
  }

  private var moment: String { Moment.timestamp(card.gradedAt).replacing("T", with: " ") + " UTC" }

  private var building: String {
    let heading =
      card.build.outcome == .built
      ? "## What the compiler remarked"
      : "## Not built: \(card.build.outcome.words)\n\nNo check was run, since there is no program to run them on."
    guard !card.build.message.isEmpty else { return heading }
    return heading + "\n\n" + Markdown.fence(card.build.message, atMost: JUnitLimit.build)
  }

  private var table: String {
    let rows = card.verdicts.map { verdict in
      let note = verdict.inconclusive ? " (timing inconclusive)" : ""
      let hidden = verdict.audience == .instructors ? "hidden" : "public"
      return "| \(name(verdict.title)) | \(hidden) | \(verdict.kind.words)\(note) | \(verdict.earned) | "
        + "\(verdict.points) |"
    }
    let total = "| **Total** | | | **\(card.earned)** | **\(card.possible)** |"
    return (["| Check | | Result | Earned | Possible |", "|:--|:--|:--|--:|--:|"] + rows + [total])
      .joined(separator: "\n")
  }

  /// A student needs to hear of what cost points or was not held against them; an instructor sees all there is.
  private func isWorthTelling(_ verdict: Verdict) -> Bool {
    reader == .instructor || verdict.kind != .passed || verdict.inconclusive
  }

  private func section(_ verdict: Verdict) -> String {
    var lines = ["- Result: \(verdict.kind.words), \(verdict.earned) of \(verdict.points) points"]
    if let reason = verdict.reason { lines[0] += " (\(reason.rawValue))" }
    let (summary, hint) = (Markdown.text(verdict.summary), Markdown.text(verdict.hint, atMost: 1_000))
    if !summary.isEmpty { lines.append("- What happened: \(summary)") }
    if verdict.inconclusive { lines.append("- " + Verdict.inconclusiveNote) }
    // An item without text under a line of text would underline it, and make it a heading.
    let details = verdict.details.prefix(Self.details).map { Markdown.text($0) }.filter { !$0.isEmpty }
    if !details.isEmpty {
      lines += ["- Measured:"] + details.map { "  - \($0)" }
      let rest = verdict.details.count - Self.details
      if rest > 0 { lines.append("  - (\(rest) more are in the scorecard)") }
    }
    if verdict.isEvidenceHidden { lines.append("- " + Verdict.hiddenNote) }
    if let diagnosis = verdict.diagnosis { lines.append("- Likely cause: \(Markdown.text(diagnosis))") }
    if verdict.kind != .passed, verdict.kind != .skipped, !hint.isEmpty { lines.append("- Hint: \(hint)") }
    if reader == .instructor {
      let seconds = Moment.seconds(milliseconds: Moment.milliseconds(verdict.seconds))
      let judge = Markdown.text(verdict.judge)
      lines.append("- Judged by: \(judge); seed \(Markdown.text(verdict.seed)); \(seconds) s CPU")
    }
    return "### \(name(verdict.title))\n\n" + lines.joined(separator: "\n")
  }

  private static let details = 50

  private var provenance: String {
    let facts = [
      ("Compiler", card.provenance.compiler), ("Sandbox", card.provenance.sandbox),
      ("Content key", card.provenance.contentKey), ("Plan", card.provenance.plan),
      ("Course key's fingerprint", card.provenance.keyFingerprint), ("Folder", card.folder),
    ]
    return facts.map { "- \($0.0): \(Markdown.text($0.1))" }.joined(separator: "\n")
  }
}
