package import Checks

/// One person's mark in one lab, as it goes back to a platform.
package struct HandBack: Sendable, Hashable {
  /// Who it is, by all that is known of them. Nobody is known by a name alone.
  package struct Identity: Sendable, Hashable {
    /// The platforms' own numbers: `moodle`, `canvas`.
    package var numbers: [String: String]
    /// Numbers that Moodle gave somebody in assignments of which nobody knows which is meant.
    package var moodle: Set<String> = []
    /// Other names that are theirs alone: a student's number, an account.
    package var ids: Set<String>
    package var emails: Set<String>
    package var name: String?

    package init(
      numbers: [String: String] = [:], ids: Set<String> = [], emails: Set<String> = [], name: String? = nil
    ) {
      self.numbers = numbers
      self.ids = ids
      self.emails = Set(emails.map { $0.lowercased() })
      self.name = name
    }
  }

  package enum Result: Sendable, Hashable {
    case points(Points)
    /// Excused: it counts in no sum.
    case excused
    /// No mark, and why. It is no zero.
    case none(String)
  }

  package var identity: Identity
  /// What was handed in, as its reports call it.
  package var submission: String
  /// The folder of its results; nil where there is none.
  package var folder: String?
  package var possible: Points
  package var result: Result
  /// What is said of the mark in a few lines.
  package var comment: Comment?

  package init(
    _ identity: Identity, submission: String, folder: String?, possible: Points, result: Result,
    comment: Comment? = nil
  ) {
    self.identity = identity
    self.submission = submission
    self.folder = folder
    self.possible = possible
    self.result = result
    self.comment = comment
  }

  package var points: Points? { if case .points(let points) = result { points } else { nil } }

  /// For people.
  package var words: String {
    let id = identity.numbers.values.sorted().first ?? identity.ids.sorted().first ?? identity.emails.sorted().first
    guard let name = identity.name, !name.isEmpty, name != id else { return id ?? submission }
    return id.map { "\(name) (\($0))" } ?? name
  }
}
