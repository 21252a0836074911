package import Checks
package import Foundation

/// What a course says of one lab: each nil is left as the lab has it.
package struct LabRules: Hashable, Sendable, Codable {
  /// One check's.
  package struct OfCheck: Hashable, Sendable, Codable {
    package var points: Points?
    /// CPU seconds that it may take.
    package var limit: Double?
    package var hint: String?
    /// Not asked at all, and worth nothing.
    package var isOff: Bool

    package init(points: Points? = nil, limit: Double? = nil, hint: String? = nil, isOff: Bool = false) {
      (self.points, self.limit, self.hint, self.isOff) = (points, limit, hint, isOff)
    }
  }

  package var name: String
  package var title: String?
  /// The identifier of the zone in which times are told.
  package var zone: String
  package var opens: Date?
  package var closes: Date?
  /// CPU seconds that each check may take which has no limit of its own.
  package var limit: Double?
  package var checks: [String: OfCheck]
  /// How many of the lab's public checks ship for students to run themselves, the first ones; the others are hidden.
  package var selfChecks: Int?
  package var hidden: HiddenView
  package var attempts: AttemptPolicy
  package var late: LateRule
  package var team: TeamRule

  package init(
    name: String, title: String? = nil, zone: String = "GMT", opens: Date? = nil, closes: Date? = nil,
    limit: Double? = nil,
    checks: [String: OfCheck] = [:], selfChecks: Int? = nil, hidden: HiddenView = HiddenView(),
    attempts: AttemptPolicy = .last, late: LateRule = .none, team: TeamRule = .alone
  ) {
    self.name = name
    self.title = title
    self.zone = zone
    self.opens = opens
    self.closes = closes
    self.limit = limit
    self.checks = checks
    self.selfChecks = selfChecks
    self.hidden = hidden
    self.attempts = attempts
    self.late = late
    self.team = team
  }

  /// The last moment at which a hand-in loses nothing.
  package var deadline: Date? { late.deadline(closes: closes) }

  /// What students see of hidden checks at that time.
  package func shown(at date: Date) -> HiddenLevel { hidden.level(at: date, deadline: deadline) }

  /// Which attempt counts, and for how much; `closes` is another closing time where the student was given one.
  package func choice(among attempts: [MarkedAttempt], closes extended: Date? = nil) -> AttemptChoice? {
    self.attempts.choice(among: attempts, late: late, closes: extended ?? closes)
  }
}
