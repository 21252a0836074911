import Checks
import CourseRules
import Foundation

extension Reckoning {
  /// The mark of what a person marks: its items, less what the late rule takes off the whole.
  ///
  /// All items are of one hand-in, and of a team's several words on when that was the last holds. What comes too late to
  /// count at all is zero without that anybody has to mark it.
  func manual(_ record: Book.Record, _ work: Work, _ isTold: Bool) -> WorkMark {
    var mark = WorkMark(.pending("there is no mark yet"), of: work.possible)
    let closes = closing(record, work.closes, &mark)
    if isTold {
      for item in work.items {
        if let said = record.manual[item.name] {
          mark.tell("\(item.name): \(said.value) of \(item.points)", said.entry, said.text)
        } else {
          mark.tell("\(item.name): no points yet, of \(item.points)")
        }
      }
    }
    var earned: Points?
    if !record.manual.isEmpty {
      switch work.earned(record.manual.mapValues(\.value)) {
      case .success(let points): earned = points
      case .failure(let fault): mark.standing = .pending(fault.description)
      }
    }
    guard let last = record.attempts.max(by: { ($0.handedIn ?? .min) < ($1.handedIn ?? .min) }),
      let time = last.handedIn
    else {
      if let earned {
        mark.standing = .points(earned)
        tellUntimed(work.late, closes, &mark)
      }
      return mark
    }
    let outcome = work.late.outcome(earned: earned ?? .zero, handedIn: Self.date(time), closes: closes)
    if earned != nil || outcome.isRefused { mark.standing = .points(outcome.counted) }
    if outcome.days > 0 { mark.flags.append(outcome.isRefused ? "too late" : "late \(outcome.days) d") }
    if isTold {
      let onTime = closes == nil ? "" : ", on time"
      mark.tell(
        outcome.explanation.isEmpty ? "handed in \(Self.text(time))\(onTime)" : outcome.explanation, last.entry,
        last.remark)
      if outcome.lost > .zero { mark.tell("lateness: −\(outcome.lost)") }
    }
    return mark
  }
}
