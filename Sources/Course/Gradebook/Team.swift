package import CourseRules

/// Who hands in together: checked before it is written.
package struct Team: Sendable {
  package let name: String
  package let members: [String]
  /// The lab or work; empty for all of them.
  package let work: String

  package init(_ name: String, of members: [String], for work: String, rule: TeamRule?) throws(GradebookFault) {
    var seen: Set<String> = []
    for member in members where !seen.insert(member).inserted {
      throw GradebookFault("\(member) stands in the team \(name) twice. Nothing was written.")
    }
    if let complaint = rule?.complaint(ofSize: members.count) {
      throw GradebookFault("\(name): \(complaint). Nothing was written.")
    }
    (self.name, self.members, self.work) = (name, members, work)
  }

  /// What makes it the team. Who is in another must leave that first, unless `isMoving`; who is no more in it leaves.
  package func facts(against book: Book, isMoving: Bool) throws(GradebookFault) -> [Fact] {
    for member in members {
      guard let place = book.places[member] else { throw GradebookFault("there is no student \(member).") }
      if let other = book.people[place].teams[work], other != name, !isMoving {
        throw GradebookFault(
          "\(book.people[place].words) is in the team \(other)\(work.isEmpty ? "" : " for \(work)") already; --move takes "
            + "them out of it.")
      }
    }
    let leaving = book.people.filter { $0.teams[work] == name && !members.contains($0.id) }
    return members.map { Fact($0, .team, work: work, text: name) } + leaving.map { Fact($0.id, .team, work: work) }
  }
}
