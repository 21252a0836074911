/// How a submission stands while its checks are judged one after the other.
package struct Groundwork: Sendable {
  private var kinds: [String: Verdict.Kind] = [:]
  /// The checks that build, directly or not, on one that failed.
  private var mistaken: Set<String> = []

  package init() {}

  /// Takes note of what a check came to; they come in the plan's order.
  package mutating func note(_ check: PlannedCheck, _ kind: Verdict.Kind) {
    if isBuiltOnMistake(check) { mistaken.insert(check.id) }
    kinds[check.id] = kind
  }

  /// Whether a check that this one builds on, directly or not, failed: that mistake has been paid for there.
  package func isBuiltOnMistake(_ check: PlannedCheck) -> Bool { mistake(under: check) != nil }

  /// The first check that this one builds on and that failed, or builds on such a one.
  package func mistake(under check: PlannedCheck) -> String? {
    (check.prerequisites + check.needs).first { kinds[$0] == .failed || mistaken.contains($0) }
  }

  /// Why a check cannot be asked, or would mean nothing, and the check that is to blame.
  package struct Obstacle: Sendable {
    package let check: String
    package let sentence: String
  }

  /// What keeps a check from being asked; nil where nothing does.
  package func obstacle(for check: PlannedCheck) -> Obstacle? {
    if let missing = check.prerequisites.first(where: { kinds[$0] != .passed && kinds[$0] != .failed }) {
      return Obstacle(check: missing, sentence: "cannot be asked, since \(missing) gave no answer")
    }
    return check.needs.first { kinds[$0] != .passed }.map {
      Obstacle(check: $0, sentence: "not judged, since \($0) did not pass")
    }
  }
}
