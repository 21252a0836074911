/// How a submission stands while its checks are judged one after the other.
package struct Groundwork: Sendable {
  private var kinds: [String: Verdict.Kind] = [:]
  /// The checks in which the program crashed: in some case or other, so that what builds on them can still be asked.
  private var crashed: Set<String> = []
  /// Of each check that builds, directly or not, on one that failed or crashed: which that is.
  private var mistakes: [String: String] = [:]

  package init() {}

  /// Takes note of what a check came to, and of why it errored where it did; they come in the plan's order.
  package mutating func note(_ check: PlannedCheck, _ kind: Verdict.Kind, _ reason: Stop.Reason? = nil) {
    mistakes[check.id] = mistake(under: check)
    if kind == .errored, reason == .crashed { crashed.insert(check.id) }
    kinds[check.id] = kind
  }

  /// Whether a check that this one builds on, directly or not, failed or crashed: that mistake has been paid for there.
  package func isBuiltOnMistake(_ check: PlannedCheck) -> Bool { mistake(under: check) != nil }

  /// The check that failed or crashed and that this one builds on, directly or not; the first where there are several.
  package func mistake(under check: PlannedCheck) -> String? {
    for name in check.prerequisites + check.needs {
      if kinds[name] == .failed || crashed.contains(name) { return name }
      if let mistake = mistakes[name] { return mistake }
    }
    return nil
  }

  /// Why a check cannot be asked, or would mean nothing, and the check that is to blame.
  package struct Obstacle: Sendable {
    package let check: String
    package let sentence: String
  }

  /// What keeps a check from being asked; nil where nothing does.
  package func obstacle(for check: PlannedCheck) -> Obstacle? {
    let missing = check.prerequisites.first {
      kinds[$0] != .passed && kinds[$0] != .failed && !crashed.contains($0)
    }
    if let missing {
      return Obstacle(check: missing, sentence: "cannot be asked, since \(missing) gave no answer")
    }
    return check.needs.first { kinds[$0] != .passed }.map {
      Obstacle(check: $0, sentence: "not judged, since \($0) did not pass")
    }
  }
}
