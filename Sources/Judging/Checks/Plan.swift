package import LabKit

/// The drawn checks of one lab: everything that a run and a judgement need, and nothing of the seed's key.
package struct Plan: Hashable, Sendable {
  package var lab: String
  package var checks: [PlannedCheck]

  package init(lab: String, checks: [PlannedCheck]) {
    self.lab = lab
    self.checks = checks
  }

  /// The points of all checks together.
  package var possible: Points { checks.reduce(.zero) { $0 + $1.points } }
}

/// A check whose questions are drawn.
package struct PlannedCheck: Hashable, Sendable {
  package var id: String
  package var title: String
  package var points: Points
  package var prerequisites: [String]
  package var needs: [String]
  package var hint: String
  package var audience: Audience
  package var budget: Double
  /// The seed that the calls were drawn from, so that the draw can be repeated.
  package var seed: UInt64
  package var judge: Judge
  package var calls: [Call]
  /// What the answers must be by the submission's own lower functions.
  package var own: FollowThrough?
}

extension Plan {
  /// The checks of values with the last bits of their questions changed: how far the answers move then is what rounding may
  /// do to any right solution.
  package func nudged(_ generator: inout Generator) -> Plan {
    var nudged = Plan(lab: lab, checks: [])
    for var check in checks {
      guard case .values = check.judge else { continue }
      check.calls = check.calls.map { $0.nudged(&generator) }
      check.own = nil
      (check.prerequisites, check.needs) = ([], [])
      nudged.checks.append(check)
    }
    return nudged
  }
}

/// Who may see a check's evidence.
package enum Audience: String, Codable, Sendable {
  /// Ships in the handout with a public seed.
  case everyone = "public"
  /// Never leaves the instructor; students see its name, points and hint.
  case instructors = "hidden"
}
