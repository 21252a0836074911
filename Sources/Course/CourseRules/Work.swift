package import Checks
package import Foundation

/// What a person marks: a project, an exam, a talk.
package struct Work: Hashable, Sendable, Codable {
  /// One thing that is marked by itself.
  package struct Item: Hashable, Sendable, Codable {
    package var name: String
    package var points: Points

    package init(name: String, points: Points) { (self.name, self.points) = (name, points) }
  }

  package var name: String
  package var title: String?
  package var closes: Date?
  /// At least one; their points add up to the total.
  package var items: [Item]
  package var team: TeamRule
  package var late: LateRule

  package init(
    name: String, title: String? = nil, closes: Date? = nil, items: [Item], team: TeamRule = .alone,
    late: LateRule = .none
  ) {
    self.name = name
    self.title = title
    self.closes = closes
    self.items = items
    self.team = team
    self.late = late
  }

  package var possible: Points { items.reduce(.zero) { $0 + $1.points } }

  /// What the items' marks come to, or what is wrong with them, all at once: an unknown item, one without a mark, points
  /// below zero or above the item's.
  package func earned(_ marks: [String: Points]) -> Result<Points, WorkFault> {
    var faults = marks.keys.filter { name in !items.contains { $0.name == name } }.sorted()
      .map { "there is no item \($0) in \(name): there are \(items.map(\.name).joined(separator: ", "))" }
    for item in items {
      guard let mark = marks[item.name] else {
        faults.append("\(name) has no points for \(item.name) yet")
        continue
      }
      if mark < .zero || mark > item.points { faults.append("\(item.name) is worth 0 to \(item.points), not \(mark)") }
    }
    guard faults.isEmpty else { return .failure(WorkFault(sentences: faults)) }
    return .success(items.reduce(.zero) { $0 + (marks[$1.name] ?? .zero) })
  }
}

/// Why a work's items give no mark.
package struct WorkFault: Error, Hashable, CustomStringConvertible {
  package let sentences: [String]
  package var description: String { sentences.joined(separator: "; ") }
}
