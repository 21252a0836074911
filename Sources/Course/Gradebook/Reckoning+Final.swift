package import Checks
package import CourseRules

extension Reckoning {
  /// What somebody said that the final mark is, whatever the formula makes.
  package func override(of place: Int, in book: Book) -> Book.Said<Points>? { book.records[""]?[place]?.override }

  /// The final mark by the course's formula; nil where the course has none.
  package func final(of place: Int, in book: Book) -> FinalResult? {
    let names = course.labs.map(\.name) + course.work.map(\.name)
    return final(of: Dictionary(names.map { ($0, mark(book.record(of: place, in: $0), in: $0)) }) { first, _ in first })
  }

  /// The same of the marks of all labs and works.
  package func final(of marks: [String: WorkMark]) -> FinalResult? {
    guard let final = course.final else { return nil }
    var standings: [String: PartStanding] = [:]
    var excused: Set<String> = []
    for name in course.labs.map(\.name) + course.work.map(\.name) {
      guard let mark = marks[name] else { continue }
      switch mark.standing {
      case .points(let points): standings[name] = .marked(points, of: mark.possible)
      case .missing: standings[name] = .missing
      case .pending(let why): standings[name] = .pending(why)
      case .excused: excused.insert(name)
      }
    }
    // What a formula asks for by name cannot be left out of it.
    let named = (final.parts + [final.mark]).reduce(into: Set<String>()) { $0.formUnion($1.formula.names) }
    for name in excused.intersection(named) {
      standings[name] = .pending("excused, and the formula asks for it: an override says what counts")
    }
    let left = excused.subtracting(named)
    var labs = course.labs.map(\.name).filter { !left.contains($0) }
    if labs.isEmpty, named.contains(Formula.labs) {
      labs = course.labs.map(\.name)
      for name in labs { standings[name] = .pending("every lab is excused: there is nothing to make a mark of") }
    }
    return final.result(standings, labs: labs, works: course.work.map(\.name).filter { !left.contains($0) })
  }
}
