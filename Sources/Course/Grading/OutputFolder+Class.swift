package import Checks
import Foundation
package import Keys
package import Ledger

/// How each submission stands, for the files of the class.
extension OutputFolder {
  package enum Entry: Sendable {
    case graded(Scorecard, History, Standing)
    case ungraded(Ungraded)
  }

  /// All that there is to tell of: what was graded, and what could not be; in order.
  package func entries() throws -> [String] { Set(try graded() + unfinished()).sorted() }

  /// How one of them stands. `fault` is why it could not be graded, where that is known of no mark: on a full disk.
  package func entry(
    _ name: String, of lab: Lab, by key: CourseKey, _ roster: Roster, fault: String? = nil
  ) -> Entry? {
    let checks = lab.publicChecks + lab.hiddenChecks
    let kept = kept(name, by: key)
    let mark = mark(of: name)
    func ungraded(_ status: Standing.Status, _ remark: String) -> Entry {
      var standing = Standing(status, remark)
      if roster.withdrawn.contains(name) { standing.remarks.append(Self.withdrawn) }
      return .ungraded(
        Ungraded(
          submission: mark?.submission ?? kept?.scorecard?.submission ?? name, folder: name, lab: lab.name,
          possible: checks.reduce(.zero) { $0 + $1.points }, standing: standing,
          at: mark?.at ?? kept?.scorecard?.gradedAt ?? 0))
    }
    if let reason = fault ?? mark?.reason { return ungraded(.notGraded, reason) }
    guard let kept else { return nil }
    switch kept.state {
    case .broken(let reason): return ungraded(.sealBroken, reason)
    case .otherKey: return ungraded(.otherKey, "it was graded under another course key; grade it again")
    case .intact: break
    }
    guard let card = kept.scorecard else { return nil }
    var standing = Standing.graded
    let edits = kept.history.gradings.compactMap(\.kept)
    if !edits.isEmpty {
      standing.remarks.append(
        "its scorecard was changed by hand and it was graded again (\(edits.joined(separator: ", ")))")
    }
    let known = Set(card.verdicts.map(\.check))
    if known != Set(checks.map(\.id)) {
      standing.status = .otherChecks
      standing.remarks.append("it was graded by other checks than today's; grade it again")
    }
    if roster.withdrawn.contains(name) {
      standing.status = .withdrawn
      standing.remarks.append(Self.withdrawn)
    }
    return .graded(card, kept.history, standing)
  }

  private static let withdrawn = "it is no longer among the submissions"
}
