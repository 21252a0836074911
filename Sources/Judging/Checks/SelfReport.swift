/// What a self-check tells a student: every public check, and plainly what was not run.
package struct SelfReport: Sendable {
  package var lab: String
  package var verdicts: [Verdict]
  /// How many checks stay hidden, and their points.
  package var hidden: Int
  package var hiddenPoints: Points
  /// Whether marks have colours, which only terminals understand.
  package var isColoured: Bool
  /// Whether all public checks were run, or only some.
  package var isWhole: Bool
  /// The columns that the checks' names take.
  private let width: Int

  /// `width` is that of the longest name, where not all verdicts are there yet.
  package init(
    lab: String, verdicts: [Verdict], hidden: Int, hiddenPoints: Points, isColoured: Bool = false,
    isWhole: Bool = true, width: Int? = nil
  ) {
    self.lab = lab
    self.verdicts = verdicts
    self.hidden = hidden
    self.hiddenPoints = hiddenPoints
    self.isColoured = isColoured
    self.isWhole = isWhole
    self.width = width ?? verdicts.map(\.check.count).max() ?? 0
  }

  /// Whether every public check that was run passed.
  package var isPassed: Bool { verdicts.allSatisfy { $0.kind == .passed } }

  /// The report as lines of plain text.
  package var text: String { (verdicts.map { entry($0) } + ["", ending]).joined(separator: "\n") }

  /// The lines on one check, with what the student's code printed while it ran.
  package func entry(_ verdict: Verdict, printed: String = "") -> String {
    let name = verdict.check + String(repeating: " ", count: max(0, width - verdict.check.count))
    var lines = ["\(mark(verdict))  \(name)  \(verdict.earned) of \(verdict.points)  \(verdict.subject)"]
    if verdict.kind != .passed {
      lines += verdict.findings.enumerated().map { place, line in
        String(repeating: " ", count: place == 0 ? 6 : 8) + line
      }
      if let diagnosis = verdict.diagnosis { lines.append("      likely cause: \(diagnosis)") }
      if let advice = verdict.advice { lines.append("      hint: \(advice)") }
    }
    return (lines + Self.quoted(printed)).joined(separator: "\n")
  }

  /// Some of the lines that were printed, each of some length.
  private static func quoted(_ printed: String) -> [String] {
    let lines = printed.split(separator: "\n")
    guard !lines.isEmpty else { return [] }
    let shown = lines.prefix(20).map { "        \(Printable.line(String($0)))" }
    let rest = lines.count - shown.count
    return ["      printed:"] + shown + (rest > 0 ? ["        … and \(rest) more \(rest == 1 ? "line" : "lines")"] : [])
  }

  /// What it came to, what to do next, and what was not run.
  package var ending: String {
    let passed = verdicts.count { $0.kind == .passed }
    let (earned, possible) = verdicts.reduce((Points.zero, Points.zero)) { ($0.0 + $1.earned, $0.1 + $1.points) }
    let checks = isWhole ? "public checks" : "chosen checks"
    var lines = ["\(lab): \(checks) \(passed) of \(verdicts.count) passed, \(earned) of \(possible) public points."]
    if let next = verdicts.next {
      lines.append(
        paint("next: \(next.check)", .bold) + (next.kind == .notAttempted ? ", still to be written" : ", to be mended"))
    }
    if isWhole {
      lines.append(
        """
        \(hidden) hidden checks, worth \(hiddenPoints) points, run only when the lab is graded: they were not run here. \
        The public ones are then run again on other numbers.
        """)
    }
    return lines.joined(separator: "\n")
  }

  private enum Paint: Int { case bold = 1, faint, red = 31, green, yellow }

  private func paint(_ text: String, _ paint: Paint) -> String {
    isColoured ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }

  private func mark(_ verdict: Verdict) -> String {
    switch verdict.kind {
    case .passed: paint("ok  ", .green)
    case .failed: paint("FAIL", .red)
    case .errored: paint("STOP", .red)
    case .skipped: paint("skip", .faint)
    case .notAttempted: paint("todo", .yellow)
    }
  }
}
