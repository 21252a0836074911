package import Checks
package import Foundation

/// Which of a student's attempts counts.
package enum AttemptPolicy: String, Hashable, Sendable, Codable, CaseIterable {
  /// The last one handed in, late or not.
  case last
  /// The one that counts most after the late rule; the earlier of two that count the same.
  case best
  /// The last one on time, grace included; where there is none the last of all.
  case lastBeforeDeadline = "last before the deadline"
}

/// One attempt at a lab, as far as the choice among them needs it.
package struct MarkedAttempt: Hashable, Sendable {
  /// What the caller knows it by.
  package var id: String
  /// Nil where nobody tells: then it is late by nobody's word.
  package var handedIn: Date?
  /// When it was collected: by this it stands among the others where the time is not told, or is the same.
  package var seen: Date?
  /// What it earned; nil where it has no mark yet, or holds nothing gradable.
  package var earned: Points?

  package init(id: String, handedIn: Date?, seen: Date? = nil, earned: Points?) {
    (self.id, self.handedIn, self.seen, self.earned) = (id, handedIn, seen, earned)
  }

  fileprivate var order: (Date, Date) {
    let seen = seen ?? .distantPast
    return (handedIn ?? seen, seen)
  }

  /// By which the late rule judges it.
  fileprivate var time: Date { handedIn ?? .distantPast }
}

/// Which attempt counts, what it comes to, and why.
package struct AttemptChoice: Hashable, Sendable {
  /// The attempt's place in the list that was given.
  package var index: Int
  package var attempt: MarkedAttempt
  /// What the late rule made of it; nil where it has no mark, and then there is none for the lab yet.
  package var outcome: LateRule.Outcome?
  /// Whether an attempt that has no mark yet may change this.
  package var isProvisional: Bool
  /// In sentences, for the student.
  package var explanation: String
}

extension AttemptPolicy {
  /// Chooses among attempts in any order; nil where there is none. Of two handed in at the same time the one that stands
  /// later in the list is the later one.
  ///
  /// Attempts that come too late to count at all are chosen only where there is no other.
  package func choice(among attempts: [MarkedAttempt], late rule: LateRule, closes: Date?) -> AttemptChoice? {
    let order = attempts.indices.sorted { left, right in
      let (first, second) = (attempts[left].order, attempts[right].order)
      return first != second ? first < second : left < right
    }
    func outcome(_ index: Int) -> LateRule.Outcome? {
      let attempt = attempts[index]
      return attempt.earned.map { rule.outcome(earned: $0, handedIn: attempt.time, closes: closes) }
    }
    func isRefused(_ index: Int) -> Bool {
      rule.outcome(earned: .zero, handedIn: attempts[index].time, closes: closes).isRefused
    }
    let counting = order.filter { !isRefused($0) }
    let open = counting.isEmpty ? order : counting
    guard let latest = open.last else { return nil }
    var chosen = latest
    var isProvisional = false
    var why = "the last"
    switch self {
    case .last: break
    case .best:
      why = "the best"
      let marked = open.filter { attempts[$0].earned != nil }
      isProvisional = marked.count < open.count
      for index in marked.reversed() where (outcome(index)?.counted ?? .zero) >= (outcome(chosen)?.counted ?? .zero) {
        chosen = index
      }
      if attempts[chosen].earned == nil, let any = marked.first { chosen = any }
    case .lastBeforeDeadline:
      let deadline = rule.deadline(closes: closes)
      let onTime = open.filter { index in deadline.map { attempts[index].time < $0.addingTimeInterval(1) } ?? true }
      chosen = onTime.last ?? latest
      why = onTime.isEmpty ? "the last, since none came before the deadline" : "the last before the deadline"
    }
    let result = outcome(chosen)
    let place = (order.firstIndex(of: chosen) ?? 0) + 1
    let lateness = result.map { $0.explanation.isEmpty ? "" : "; \($0.explanation)" } ?? "; it has no mark yet"
    return AttemptChoice(
      index: chosen, attempt: attempts[chosen], outcome: result, isProvisional: isProvisional || result == nil,
      explanation: "attempt \(place) of \(attempts.count) counts, \(why)\(lateness)")
  }
}
