package import Checks

extension Verdict.Kind {
  package var words: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .errored: "errored"
    case .skipped: "skipped"
    case .notAttempted: "not attempted"
    }
  }
}

extension Int {
  /// So many of what the noun names, in words where that is short: `one mistake`, `two mistakes`, `13 checks`.
  package func counted(_ noun: String) -> String {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return "\(words.indices.contains(self) ? words[self] : "\(self)") \(noun)\(self == 1 ? "" : "s")"
  }
}

extension Scorecard.Build.Outcome {
  package var words: String {
    switch self {
    case .built: "built"
    case .compileError: "does not compile"
    case .rejected: "was not accepted for building"
    case .timedOut: "compiling took too long"
    case .outOfMemory: "compiling took too much memory"
    }
  }
}

/// Texts that more than one format says of a verdict. They hold strangers' text: each format cleans or escapes it.
extension Verdict {
  package static let inconclusiveNote =
    "The timing was inconclusive: the machine was too noisy to tell. This was not held against the submission."
  package static let hiddenNote = "This is a hidden check: what it measured is not shown."

  /// The summary, or where nothing of it can be shown, what can be said without it.
  var headline: String { Clean.line(summary).isEmpty ? "\(kind.words): \(earned) of \(points) points" : summary }

  /// What there is to say beside a pass.
  var remarks: String {
    ((inconclusive ? [Self.inconclusiveNote] : []) + findings).joined(separator: "\n")
  }

  /// What happened, what was measured, where to look and what it cost.
  var account: String {
    var lines = Clean.line(summary).isEmpty ? [headline] + findings : findings
    if inconclusive { lines.append(Self.inconclusiveNote) }
    if isEvidenceHidden { lines.append(Self.hiddenNote) }
    if let diagnosis { lines.append("Likely cause: \(diagnosis)") }
    if let advice { lines.append("Hint: \(advice)") }
    lines.append("Points: \(earned) of \(points)")
    return lines.joined(separator: "\n")
  }

  /// Whether this was judged and nothing is left to say of it.
  package var isEvidenceHidden: Bool {
    audience == .instructors && kind == .failed && summary.isEmpty && details.isEmpty
  }
}
