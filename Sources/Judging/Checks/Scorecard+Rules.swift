/// How much students see of a check that they do not have; each level holds what is in those before it.
///
/// The mark itself, with the points of all checks together, is always told.
package enum HiddenLevel: String, Sendable, Codable, CaseIterable, Comparable {
  /// No more than how many there are, and what they came to together.
  case nothing
  /// Which ones passed, by name and points.
  case name
  /// The hint of one that failed, and what happened in words.
  case hint
  /// The known mistake that the wrong numbers are those of, too.
  case cause

  package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Scorecard {
  /// The course's rules for the lab that a mark was made by.
  package struct Rules: Hashable, Sendable, Codable {
    /// SHA-256 of these rules, by which they are kept beside the results.
    package var digest: String
    /// What the student is shown of hidden checks.
    package var hidden: HiddenLevel
    /// What is not as the lab itself has it, in a line each.
    package var changes: [String]

    package init(digest: String, hidden: HiddenLevel, changes: [String]) {
      (self.digest, self.hidden, self.changes) = (digest, hidden, changes)
    }
  }
}
