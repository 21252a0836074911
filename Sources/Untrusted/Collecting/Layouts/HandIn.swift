/// Who handed something in, as the platform tells it. Nobody is known by a name alone where there is a number.
package struct Student: Sendable, Hashable, Codable {
  /// One person, or one of a team.
  package struct Person: Sendable, Hashable, Codable {
    package var id: String?
    package var email: String?
    package var name: String?

    package init(id: String? = nil, email: String? = nil, name: String? = nil) {
      self.id = id
      self.email = email
      self.name = name
    }
  }

  package var platform: Layout
  /// What tells this student, or team, from any other of the same platform.
  package var id: String
  package var name: String?
  package var people: [Person]

  package init(_ platform: Layout, id: String, name: String? = nil, people: [Person]? = nil) {
    self.platform = platform
    self.id = id
    self.name = name
    self.people = people ?? [Person(id: id, name: name)]
  }

  package var key: String { "\(platform.rawValue):\(id)" }

  /// For people.
  package var words: String {
    let name = EntryPath(parts: [name ?? ""]).display
    return name.isEmpty || name == id ? EntryPath(parts: [id]).display : "\(name) (\(EntryPath(parts: [id]).display))"
  }
}

/// What one student handed in.
package struct HandIn: Sendable {
  package var student: Student
  package var pieces: [Found]
  /// When, where the platform tells it of the whole; else the latest of its pieces.
  package var time: Moment?
  /// Whether the platform says that it was late; nil where it says nothing of that.
  package var isLate: Bool?
  /// What there is to say of it.
  package var warnings: [String] = []
  /// The commit, where it is a repository's.
  package var commit: String?

  package init(_ student: Student, _ pieces: [Found] = [], time: Moment? = nil, isLate: Bool? = nil) {
    self.student = student
    self.pieces = pieces
    self.time = time
    self.isLate = isLate
  }
}

/// How a class is laid out.
package enum Layout: String, Sendable, Hashable, Codable, CaseIterable {
  case moodle, canvas, gradescope, git, plain
}
