package import Checks

/// One line of the book: something that holds of a student from its entry on, until a later line of the same place says
/// otherwise.
package struct Fact: Sendable, Hashable {
  package enum Kind: Int, Sendable, CaseIterable {
    case name = 1
    case email, section
    /// What a platform calls the student: the item is `moodle 1234567`.
    case account
    /// With whom a work is handed in: the team's name.
    case team
    /// Something that was handed in: the item tells which, the time when. What people mark is handed in once, under no item.
    case attempt
    /// What the checks made of an attempt.
    case automatic
    /// What a person made of an item.
    case manual
    /// Points more, or fewer, under a name of their own.
    case bonus
    /// What counts instead of everything that was worked out.
    case override
    /// It counts in no sum.
    case excuse
    /// A closing time of the student's own.
    case closing
  }

  package var student: String
  /// The lab or work; empty where it is of the course.
  package var work: String
  package var kind: Kind
  package var item: String
  package var points: Points?
  package var possible: Points?
  /// Seconds since 1970.
  package var time: Int?
  /// When an attempt was collected, or packed by its platform: it orders those of which no time of hand-in is told.
  package var seen: Int?
  /// Nil with nil points and time: what was said before holds no more.
  package var text: String?
  /// What is only read where somebody asks how it came about.
  package var detail: String?

  package init(
    _ student: String, _ kind: Kind, work: String = "", item: String = "", points: Points? = nil,
    possible: Points? = nil, time: Int? = nil, seen: Int? = nil, text: String? = nil, detail: String? = nil
  ) {
    self.student = student
    self.kind = kind
    self.work = work
    self.item = item
    self.points = points
    self.possible = possible
    self.time = time
    self.seen = seen
    self.text = text
    self.detail = detail
  }
}

/// One act of somebody: its lines hold from then on.
package struct Entry: Sendable, Hashable {
  package var number: Int
  /// Seconds since 1970.
  package var at: Int
  package var author: String
  /// Which command.
  package var command: String
  package var reason: String
  /// The entry that this one takes back.
  package var undoes: Int?
}

/// What is about to be written.
package struct Act: Sendable {
  package var author: String
  package var command: String
  package var reason: String
  package var at: Int

  package init(_ command: String, author: String, reason: String = "", at: Int) {
    self.author = author
    self.command = command
    self.reason = reason
    self.at = at
  }
}
