package import Checks

/// Forms that came back, laid beside the book: what is to be written, and what somebody must decide.
///
/// What a form has as it was made with is nobody's word. What it has otherwise is written, unless the book was changed in
/// that place since the form was made, or two forms have it differently.
package struct FormMerge: Sendable {
  /// One mark of a form.
  package struct Cell: Sendable {
    package var student: String
    package var item: String
    package var points: Points
    package var comment: String
    package var base: Int
    /// Where it stands.
    package var place: String

    package init(student: String, item: String, points: Points, comment: String, base: Int, place: String) {
      self.student = student
      self.item = item
      self.points = points
      self.comment = comment
      self.base = base
      self.place = place
    }
  }

  package private(set) var facts: [Fact] = []
  package private(set) var conflicts: [String] = []

  private struct Place: Hashable { var student, item: String }
  private struct Value: Hashable {
    var points: Points
    var comment: String
  }

  /// `bases` are the book as it was when the forms were made. With `prefersForms` the forms' word counts against the book's.
  package init(_ cells: [Cell], of work: String, bases: [Int: Book], now: Book, prefersForms: Bool) {
    var told: [Place: (value: Value, cell: Cell)] = [:]
    var quarrels: Set<Place> = []
    for cell in cells {
      let place = Place(student: cell.student, item: cell.item)
      let value = Value(points: cell.points, comment: cell.comment)
      let base = Self.value(bases[cell.base], place, work)
      if value == base { continue }
      if let other = told[place], other.value != value {
        quarrels.insert(place)
        conflicts.append(
          "\(cell.student), \(cell.item): \(other.value.points) (\(other.cell.place)) or \(value.points) (\(cell.place))?"
        )
        continue
      }
      told[place] = (value, cell)
      let current = Self.value(now, place, work)
      if current == value { continue }
      guard current == base || prefersForms else {
        quarrels.insert(place)
        conflicts.append(
          "\(cell.student), \(cell.item): \(value.points) (\(cell.place)), and meanwhile "
            + "\(current.map { "\($0.points)" } ?? "nothing") in the gradebook; --take-forms lets the form's word count"
        )
        continue
      }
    }
    for (place, (value, _)) in told.sorted(by: { ($0.key.student, $0.key.item) < ($1.key.student, $1.key.item) })
    where !quarrels.contains(place) && Self.value(now, place, work) != value {
      facts.append(
        Fact(
          place.student, .manual, work: work, item: place.item, points: value.points,
          text: value.comment.isEmpty ? nil : value.comment))
    }
  }

  private static func value(_ book: Book?, _ place: Place, _ work: String) -> Value? {
    (book?.record(ofStudent: place.student, in: work).manual[place.item]).map {
      Value(points: $0.value, comment: $0.text ?? "")
    }
  }
}
