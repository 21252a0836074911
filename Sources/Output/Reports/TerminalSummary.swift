package import Checks

/// One submission's result for a terminal, as `gradus check` and `gradus grade` say it.
package struct TerminalSummary {
  private let card: Scorecard
  private let hiddenNotRun: Int

  /// `hiddenNotRun` is how many hidden checks the lab has that this run left out, as a self-check does.
  package init(_ scorecard: Scorecard, for reader: Reader, hiddenNotRun: Int = 0) {
    card = Shown(scorecard, to: reader).scorecard
    self.hiddenNotRun = hiddenNotRun
  }

  package func text(width: Int = 100) -> String {
    let name = Clean.line(card.submission, atMost: JUnitLimit.name)
    var lines = ["\(Clean.line(card.lab)): \(Clean.orUnnamed(name))".cut(toWidth: width)]
    if card.provenance.sandbox == "none" { lines.append("sandbox: none: this ran without confinement") }
    if card.build.outcome == .built {
      lines += [""] + card.verdicts.flatMap { entry($0, width: width) } + [""]
    } else {
      lines += ["", "Not built: \(card.build.outcome.words)"]
      lines += Clean.block(card.build.message, atMost: 4_000).split(separator: "\n").map { "  \($0)" } + [""]
    }
    lines.append("\(card.earned) of \(card.possible) points; \(tally)")
    return lines.joined(separator: "\n") + "\n"
  }

  private func entry(_ verdict: Verdict, width: Int) -> [String] {
    let points = "\(verdict.earned)/\(verdict.points)".padded(toWidth: 11, alignedRight: true)
    var lines = ["\(mark(verdict.kind)) \(points)  \(Clean.line(verdict.title))".cut(toWidth: width)]
    func tell(_ text: String) { lines.append(String(repeating: " ", count: 18) + Clean.line(text, atMost: 500)) }
    if verdict.inconclusive { tell(Verdict.inconclusiveNote) }
    guard verdict.kind != .passed else { return lines }
    if verdict.summary.isEmpty { tell(verdict.kind.words) }
    verdict.findings.prefix(11).forEach(tell)
    if verdict.isEvidenceHidden { tell(Verdict.hiddenNote) }
    if let diagnosis = verdict.diagnosis { tell("Likely cause: \(diagnosis)") }
    if let advice = verdict.advice { tell("Hint: \(advice)") }
    return lines
  }

  /// The same words as a self-check's.
  private func mark(_ kind: Verdict.Kind) -> String {
    switch kind {
    case .passed: "ok  "
    case .failed: "FAIL"
    case .errored: "STOP"
    case .skipped: "skip"
    case .notAttempted: "todo"
    }
  }

  /// `public 7/8 passed, hidden 3/4 passed`; what was not run is said, so that a pass here is not taken for the mark.
  private var tally: String {
    func part(_ audience: Audience) -> String? {
      let checks = card.verdicts.filter { $0.audience == audience }
      guard !checks.isEmpty else { return nil }
      return "\(audience.rawValue) \(checks.count { $0.kind == .passed })/\(checks.count) passed"
    }
    var parts = [part(.everyone), part(.instructors)].compactMap { $0 }
    if hiddenNotRun > 0 {
      parts.append("\(hiddenNotRun) hidden \(hiddenNotRun == 1 ? "check was" : "checks were") not run")
    }
    return parts.isEmpty ? "no checks" : parts.joined(separator: ", ")
  }
}
