package import Checks
package import CourseRules
package import Foundation

/// Makes marks of what the book holds, by the course's rules.
///
/// Of a lab the attempt that counts is chosen; of what people mark the items are added up. Lateness is taken off, and bonuses
/// are added. An override counts instead of all that, and what is excused counts in no sum.
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
    var mark = WorkMark(.missing, of: possible)
    let closes = closing(record, rules.closes, &mark)
    let attempts = record.attempts.map { attempt in
      MarkedAttempt(
        id: attempt.id, handedIn: attempt.handedIn.map(Self.date), seen: attempt.seen.map(Self.date),
        earned: attempt.earned)
    }
    guard let choice = rules.attempts.choice(among: attempts, late: rules.late, closes: closes) else {
      let end = rules.late.deadline(closes: closes)
      let isOver = end.map { $0 < now } ?? false
      mark.standing =
        isOver && !record.isUnrecorded
        ? .missing : .pending(isOver ? "nothing of it was recorded yet, of anybody" : "nothing was handed in yet")
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
    if chosen.handedIn == nil { tellUntimed(rules.late, closes, &mark) }
    return mark
  }

  /// The student's own closing time, or everyone's.
  func closing(_ record: Book.Record, _ usual: Date?, _ mark: inout WorkMark) -> Date? {
    guard let own = record.closing else { return usual }
    mark.flags.append("extension")
    mark.tell("a closing time of their own: \(Self.text(own.value))", own.entry, own.text)
    return Self.date(own.value)
  }

  /// What tells no time is late by nobody's word, and where lateness could cost something that is told.
  func tellUntimed(_ late: LateRule, _ closes: Date?, _ mark: inout WorkMark) {
    guard late.canCost, closes != nil else { return }
    mark.flags.append("time unknown")
    mark.tell("nobody tells when it was handed in: nothing is taken off for lateness")
  }

  static func date(_ time: Int) -> Date { Date(timeIntervalSince1970: TimeInterval(time)) }

  /// `2026-10-05 14:30 UTC`.
  package static func text(_ time: Int) -> String {
    let date = date(time)
    return date.formatted(.iso8601.dateSeparator(.dash).timeSeparator(.colon)).replacing("T", with: " ")
      .replacing(/:\d\dZ$/, with: " UTC")
  }
}
