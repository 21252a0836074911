/// A lab: what it is called, what it checks, and the mistakes that its checks must catch.
public struct Lab: Sendable {
  /// The module that students import, and the folder in `assignments/`, `reference/Solutions/` and `grading/`.
  public let name: String
  /// One line for lists.
  public let title: String
  /// These ship in the handout with public seeds.
  public let publicChecks: [Check]
  /// These never leave the instructor.
  public let hiddenChecks: [Check]
  public var mutants: [Mutant]
  /// Choices that the statement leaves to students, as changes of the master: they must get full marks too.
  public let variants: [Variant]

  public init(
    name: String, title: String, publicChecks: [Check], hiddenChecks: [Check], mutants: [Mutant],
    variants: [Variant] = []
  ) {
    self.name = name
    self.title = title
    self.publicChecks = publicChecks
    self.hiddenChecks = hiddenChecks
    self.mutants = mutants
    self.variants = variants
  }

  /// The one file that a student hands in.
  public var file: String { "\(name).swift" }

  /// Draws all checks, the public ones first; `seed` gives each check's seed by its id.
  package func plan(seed: (String) -> UInt64) -> Plan {
    let open = publicChecks.map { PlannedCheck($0, audience: .everyone, seed: seed($0.id)) }
    let hidden = hiddenChecks.map { PlannedCheck($0, audience: .instructors, seed: seed($0.id)) }
    return Plan(lab: name, checks: open + hidden)
  }

  /// Draws the public checks only, for students: without the formulas of a follow-through, which would tell solutions.
  package func publicPlan(seed: (String) -> UInt64) -> Plan {
    Plan(
      lab: name,
      checks: publicChecks.map {
        var check = PlannedCheck($0, audience: .everyone, seed: seed($0.id))
        check.own = nil
        return check
      })
  }
}
