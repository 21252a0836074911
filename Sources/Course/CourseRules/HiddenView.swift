package import Foundation

/// What students see of the checks that they do not have: how much, and from when on.
///
/// The mark itself, with the points of all checks together, is always told.
package struct HiddenView: Hashable, Sendable, Codable {
  /// How much; each level holds what is in those before it.
  package enum Level: String, Sendable, Codable, CaseIterable, Comparable {
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

  package enum When: String, Sendable, Codable, CaseIterable {
    case atOnce = "at once"
    /// Nothing before the lab's closing time, grace included.
    case afterDeadline = "after the deadline"
  }

  package var show: Level
  package var when: When

  package init(show: Level = .cause, when: When = .atOnce) { (self.show, self.when) = (show, when) }

  /// What is shown at `date` where the last hand-in without loss is at `deadline`; a lab that never closes shows nothing
  /// where the deadline is waited for.
  package func level(at date: Date, deadline: Date?) -> Level {
    switch when {
    case .atOnce: show
    case .afterDeadline: deadline.map { date > $0 } ?? false ? show : .nothing
    }
  }
}
