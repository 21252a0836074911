package import Checks
package import CourseRules
package import Foundation

/// Makes marks of what the book holds, by the course's rules.
///
/// Of a lab the attempt that counts is chosen, lateness is taken off, and bonuses are added; of what people mark the items
/// are added up. An override counts instead of all that, and what is excused counts in no sum.
package struct Reckoning: Sendable {
  package let course: Course
  /// What each lab is worth.
  package let totals: [String: Points]
  package let now: Date

  package init(_ course: Course, totals: [String: Points], now: Date) {
    self.course = course
    self.totals = totals
    self.now = now
  }

  /// All that is marked, in the course's order; then what only the book knows.
  package func works(_ book: Book) -> [String] {
    let known = course.labs.map(\.name) + course.work.map(\.name)
    return known + book.works.filter { !known.contains($0) }
  }

  /// Whether a person marks it.
  package func work(_ name: String) -> Work? { course.work.first { $0.name == name } }

  /// What everything in it comes to.
  package func possible(_ name: String) -> Points? { work(name)?.possible ?? totals[name] }

  /// The mark of one student in one work. `isTold` makes the lines, too.
  package func mark(_ record: Book.Record, in name: String, isTold: Bool = false) -> WorkMark {
    var mark = work(name).map { manual(record, $0, isTold) } ?? lab(record, name, isTold)
    for (label, bonus) in record.bonuses.sorted(by: { $0.key < $1.key }) {
      if case .points(let points) = mark.standing { mark.standing = .points(points + bonus.value) }
      mark.flags.append("bonus")
      let words = label.isEmpty ? "bonus" : "bonus “\(label)”"
      mark.tell("\(words): \(bonus.value.hundredths < 0 ? "" : "+")\(bonus.value)", bonus.entry, bonus.text)
    }
    if let override = record.override {
      mark.standing = .points(override.value)
      mark.flags.append("override")
      mark.tell("override: \(override.value) counts instead", override.entry, override.text)
    }
    if let excuse = record.excuse {
      mark.standing = .excused
      mark.flags.append("excused")
      mark.tell("excused: it counts in no sum", excuse.entry, excuse.text)
    }
    if isTold { mark.lines.append(.init(text: "= \(mark.words)")) }
    return mark
  }

  private func lab(_ record: Book.Record, _ name: String, _ isTold: Bool) -> WorkMark {
    let rules = course.lab(name) ?? LabRules(name: name)
    let possible = totals[name] ?? .zero
    let closes = record.closing.map { Date(timeIntervalSince1970: TimeInterval($0.value)) } ?? rules.closes
    var mark = WorkMark(.missing, of: possible)
    if let closing = record.closing {
      mark.flags.append("extension")
      mark.tell("a closing time of their own: \(Self.text(closing.value))", closing.entry, closing.text)
    }
    let attempts = record.attempts.map { attempt in
      // What tells no time is late by nobody's word.
      let time = attempt.handedIn.map { Date(timeIntervalSince1970: TimeInterval($0)) } ?? .distantPast
      return MarkedAttempt(id: attempt.id, handedIn: time, earned: attempt.earned)
    }
    guard let choice = rules.attempts.choice(among: attempts, late: rules.late, closes: closes) else {
      let end = rules.late.deadline(closes: closes)
      mark.standing = end.map { $0 < now } ?? false ? .missing : .pending("nothing was handed in yet")
      return mark
    }
    let chosen = record.attempts[choice.index]
    mark.attempt = chosen
    mark.possible = chosen.possible ?? possible
    guard let outcome = choice.outcome else {
      let remark = chosen.remark ?? ""
      mark.standing = .pending(remark.isEmpty ? "handed in, and not graded yet" : remark)
      mark.tell(choice.explanation)
      return mark
    }
    if outcome.days > 0 { mark.flags.append(outcome.isRefused ? "too late" : "late \(outcome.days) d") }
    if choice.isProvisional { mark.flags.append("provisional") }
    mark.standing = .points(outcome.counted)
    if isTold {
      mark.tell(choice.explanation)
      mark.tell("the checks: \(outcome.counted + outcome.lost) of \(mark.possible)", chosen.entry, nil)
      if outcome.lost > .zero { mark.tell("lateness: −\(outcome.lost)") }
    }
    return mark
  }

  private func manual(_ record: Book.Record, _ work: Work, _ isTold: Bool) -> WorkMark {
    var mark = WorkMark(.pending("there is no mark yet"), of: work.possible)
    if isTold {
      for item in work.items {
        if let said = record.manual[item.name] {
          mark.tell("\(item.name): \(said.value) of \(item.points)", said.entry, said.text)
        } else {
          mark.tell("\(item.name): no points yet, of \(item.points)")
        }
      }
    }
    guard !record.manual.isEmpty else { return mark }
    switch work.earned(record.manual.mapValues(\.value)) {
    case .success(let points): mark.standing = .points(points)
    case .failure(let fault): mark.standing = .pending(fault.description)
    }
    return mark
  }

  /// `2026-10-05 14:30 UTC`.
  package static func text(_ time: Int) -> String {
    let date = Date(timeIntervalSince1970: TimeInterval(time))
    return date.formatted(.iso8601.dateSeparator(.dash).timeSeparator(.colon)).replacing("T", with: " ")
      .replacing(/:\d\dZ$/, with: " UTC")
  }
}
