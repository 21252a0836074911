package import Checks

/// What an instructor decides of a course without writing code: everything of `course.yml`, as values.
package struct Course: Hashable, Sendable, Codable {
  package var title: String
  /// The identifier of the zone of all times that tell none, such as `Europe/Paris`.
  package var zone: String
  /// In the file's order.
  package var labs: [LabRules]
  package var work: [Work]
  package var final: FinalMark?

  package init(title: String, zone: String, labs: [LabRules] = [], work: [Work] = [], final: FinalMark? = nil) {
    (self.title, self.zone, self.labs, self.work, self.final) = (title, zone, labs, work, final)
  }

  /// The rules of the lab of that name.
  package func lab(_ name: String) -> LabRules? { labs.first { $0.name == name } }
}

/// What a course file is held against: a lab that there is. Whoever reads the file makes it of the catalogue.
package struct KnownLab: Hashable, Sendable {
  package struct KnownCheck: Hashable, Sendable {
    package var id: String
    package var points: Points
    package var isPublic: Bool
    /// The checks that this one builds on.
    package var below: [String]

    package init(id: String, points: Points, isPublic: Bool, below: [String] = []) {
      (self.id, self.points, self.isPublic, self.below) = (id, points, isPublic, below)
    }
  }

  package var name: String
  /// In the lab's order, the public ones first.
  package var checks: [KnownCheck]

  package init(name: String, checks: [KnownCheck]) { (self.name, self.checks) = (name, checks) }
}
