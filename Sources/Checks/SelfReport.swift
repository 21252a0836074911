/// What a self-check tells a student: every public check, and plainly what was not run.
package struct SelfReport: Sendable {
  package var lab: String
  package var verdicts: [Verdict]
  /// How many checks stay hidden, and their points.
  package var hidden: Int
  package var hiddenPoints: Points

  package init(lab: String, verdicts: [Verdict], hidden: Int, hiddenPoints: Points) {
    self.lab = lab
    self.verdicts = verdicts
    self.hidden = hidden
    self.hiddenPoints = hiddenPoints
  }

  /// Whether every public check passed.
  package var isPassed: Bool { verdicts.allSatisfy { $0.kind == .passed } }

  /// The report as lines of plain text.
  package var text: String {
    var lines: [String] = []
    let width = verdicts.map(\.check.count).max() ?? 0
    for verdict in verdicts {
      let name = verdict.check + String(repeating: " ", count: width - verdict.check.count)
      lines.append("\(mark(verdict))  \(name)  \(verdict.earned) of \(verdict.points)  \(verdict.title)")
      guard verdict.kind != .passed else { continue }
      lines.append("      \(verdict.summary)")
      guard verdict.kind != .skipped, verdict.kind != .notAttempted else { continue }
      lines += verdict.details.map { "        \($0)" }
      if let diagnosis = verdict.diagnosis { lines.append("      likely cause: \(diagnosis)") }
      lines.append("      hint: \(verdict.hint)")
    }
    let passed = verdicts.count { $0.kind == .passed }
    lines.append("")
    lines.append("\(lab): public checks \(passed) of \(verdicts.count) passed.")
    lines.append(
      """
      \(hidden) hidden checks, worth \(hiddenPoints) points, run only when the lab is graded: they were not run here. \
      The public ones are then run again on other numbers.
      """)
    return lines.joined(separator: "\n")
  }

  private func mark(_ verdict: Verdict) -> String {
    switch verdict.kind {
    case .passed: "ok  "
    case .failed: "FAIL"
    case .errored: "STOP"
    case .skipped: "skip"
    case .notAttempted: "todo"
    }
  }
}
