import Checks
import Collecting
import CourseRules
import Export
import Foundation
import Gradebook

/// The marks that count, of those who handed something in and of the others, as they go back to a platform.
struct BookMarks {
  let own: CourseBook
  let state: Book
  let work: String

  init(_ own: CourseBook, of work: String) throws {
    self.own = own
    self.work = work
    state = try own.gradebook.book(.init(work: work == "final" ? nil : work))
  }

  /// The same marks with what counts by the gradebook in place of what the checks came to.
  func counted(_ marks: [HandBack]) -> (marks: [HandBack], strangers: [String]) {
    let owners = Owners(state)
    var seen: Set<String> = []
    var strangers: [String] = []
    var counted = marks.map { mark -> HandBack in
      let identity = mark.identity
      let people =
        identity.numbers.map { (Student.Person(id: $1), Layout(rawValue: $0) ?? .plain) }
        + identity.ids.map { (Student.Person(id: $0), Layout.git) }
        + identity.ids.map { (Student.Person(id: $0), .gradescope) }
        + identity.emails.map { (Student.Person(email: $0), Layout.plain) }
      guard let id = people.lazy.compactMap({ owners.id(of: $0, on: $1) }).first, let place = state.places[id] else {
        strangers.append(mark.words)
        return mark
      }
      seen.insert(id)
      return self.mark(place, with: mark)
    }
    counted += others(but: seen)
    return (counted, strangers)
  }

  /// Those of whom nothing was handed in, and yet there is a mark.
  func others(but seen: Set<String>) -> [HandBack] {
    state.people.indices.filter { !seen.contains(state.people[$0].id) }.compactMap { place in
      let handBack = mark(place, with: nil)
      switch handBack.result {
      case .points, .excused: return handBack
      case .none: return nil
      }
    }
  }

  private func mark(_ place: Int, with handedIn: HandBack?) -> HandBack {
    if work == "final" { return final(place) }
    let mark = own.reckoning.mark(state.record(of: place, in: work), in: work, isTold: true)
    var result: HandBack.Result
    switch mark.standing {
    case .points(let points): result = .points(points)
    case .excused: result = .excused
    case .missing: result = .none("nothing was handed in")
    case .pending(let why): result = .none(why)
    }
    // Where the last attempt counts, what this folder could not grade, or has not yet, is not the book's older word.
    let countsLast = (own.course.lab(work)?.attempts ?? .last) == .last
    if countsLast, case .none(let reason)? = handedIn?.result, !mark.flags.contains("override"), result != .excused {
      result = .none(reason)
    }
    let told = mark.lines.dropLast().map { line in
      [line.text, line.remark ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
    }
    var handBack = handedIn ?? blank(place, of: mark.possible)
    (handBack.possible, handBack.result) = (mark.possible, result)
    let isPlain = mark.flags.isEmpty && handedIn?.comment != nil
    if case .points(let points) = result, !isPlain {
      let comment = handedIn?.comment.map { $0.adding(told) } ?? Comment(mark: "", lines: told)
      handBack.comment = comment.saying("\(points) of \(mark.possible) points")
    }
    return handBack
  }

  private func final(_ place: Int) -> HandBack {
    let scale = own.course.final.flatMap { try? CourseBook.points("\($0.scale)") } ?? .zero
    var handBack = blank(place, of: scale)
    if let override = own.reckoning.override(of: place, in: state) {
      handBack.result = .points(override.value)
    } else if let final = own.reckoning.final(of: place, in: state) {
      // A platform has hundredths.
      let mark = final.mark.flatMap { value in Double("\(value)").map { Points($0) } ?? value.points }
      handBack.result = mark.map { .points($0) } ?? .none(final.pending.joined(separator: "; "))
    }
    return handBack
  }

  private func blank(_ place: Int, of possible: Points) -> HandBack {
    let person = state.people[place]
    var identity = HandBack.Identity(
      ids: [person.id], emails: Set([person.email].compactMap(\.self)), name: person.name)
    for account in person.accounts {
      let words = account.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2 else { continue }
      if words[0] == "moodle" {
        identity.moodle.insert(words[1])
      } else if words[0] == "canvas" {
        identity.numbers["canvas"] = words[1]
      }
    }
    return HandBack(
      identity, submission: person.id, folder: nil, possible: possible, result: .none("there is no mark yet"))
  }
}
