package import Checks
package import Foundation

/// What students see of the checks that they do not have: how much, and from when on.
///
/// The mark itself, with the points of all checks together, is always told.
package struct HiddenView: Hashable, Sendable, Codable {
  package enum When: String, Sendable, Codable, CaseIterable {
    case atOnce = "at once"
    /// Nothing before the lab's closing time, grace included.
    case afterDeadline = "after the deadline"
  }

  package var show: HiddenLevel
  package var when: When

  package init(show: HiddenLevel = .cause, when: When = .atOnce) { (self.show, self.when) = (show, when) }

  /// What is shown at `date` where the last hand-in without loss is at `deadline`; a lab that never closes shows nothing
  /// where the deadline is waited for.
  package func level(at date: Date, deadline: Date?) -> HiddenLevel {
    switch when {
    case .atOnce: show
    case .afterDeadline: deadline.map { date > $0 } ?? false ? show : .nothing
    }
  }
}
