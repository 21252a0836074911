/// A lab: what it is called, what it checks, and the mistakes that its checks must catch.
package struct Lab: Sendable {
  /// The module that students import, and the folder in `assignments/`, `reference/Solutions/` and `grading/`.
  package let name: String
  /// One line for lists.
  package let title: String
  /// These ship in the handout with public seeds.
  package let publicChecks: [Check]
  /// These never leave the instructor.
  package let hiddenChecks: [Check]
  package let mutants: [Mutant]

  package init(
    name: String, title: String, publicChecks: [Check], hiddenChecks: [Check], mutants: [Mutant]
  ) {
    self.name = name
    self.title = title
    self.publicChecks = publicChecks
    self.hiddenChecks = hiddenChecks
    self.mutants = mutants
  }

  /// The one file that a student hands in.
  package var file: String { "\(name).swift" }

  /// Draws all checks, the public ones first; `seed` gives each check's seed by its id.
  package func plan(seed: (String) -> UInt64) -> Plan {
    let open = publicChecks.map { PlannedCheck($0, audience: .everyone, seed: seed($0.id)) }
    let hidden = hiddenChecks.map { PlannedCheck($0, audience: .instructors, seed: seed($0.id)) }
    return Plan(lab: name, checks: open + hidden)
  }

  /// Draws the public checks only.
  package func publicPlan(seed: (String) -> UInt64) -> Plan {
    Plan(lab: name, checks: publicChecks.map { PlannedCheck($0, audience: .everyone, seed: seed($0.id)) })
  }
}

/// A mistake that students make, as a change of the master, and the checks that must fail because of it.
package struct Mutant: Sendable {
  /// Short: `bias-gradient-forgotten`.
  package let name: String
  /// The mistake in a sentence.
  package let mistake: String
  /// Texts of the master and what stands there instead; each must occur just once.
  package let changes: [(text: String, instead: String)]
  /// The ids of the checks that must not pass, all of them and (skipped ones aside) no others.
  package let fails: [String]

  package init(_ name: String, _ mistake: String, replacing changes: [(String, String)], fails: [String]) {
    self.name = name
    self.mistake = mistake
    self.changes = changes.map { (text: $0.0, instead: $0.1) }
    self.fails = fails
  }

  /// The master with the mistake made; throws where a text is not there exactly once.
  package func source(from master: String) throws(MutantError) -> String {
    var source = master
    for change in changes {
      let places = source.ranges(of: change.text)
      guard places.count == 1, let place = places.first else {
        throw MutantError(mutant: name, text: change.text, count: places.count)
      }
      source.replaceSubrange(place, with: change.instead)
    }
    return source
  }
}

/// A mutant that no longer fits its master.
package struct MutantError: Error, CustomStringConvertible {
  package let mutant: String
  package let text: String
  package let count: Int

  package var description: String {
    "The mutant \(mutant) changes a text that stands \(count) times in the master, not once: \(text)"
  }
}
