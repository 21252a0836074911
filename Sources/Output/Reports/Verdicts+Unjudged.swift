import Checks

extension [Verdict] {
  /// What was not asked, a line for each reason: what waits for a mistake to be mended, what ran out of time, and what is
  /// still to be written. `name` makes a text fit to be read, `strong` makes a name stand out.
  package func unjudged(name: (String) -> String, strong: (String) -> String = { $0 }) -> [String] {
    func line(_ checks: [Verdict], _ why: String) -> String {
      "\(checks.count.counted("check")) \(why): \(checks.lost) points (\(checks.list(name)))"
    }
    let waiting = self.waiting.map { group in
      line(group.checks, "\(group.checks.count == 1 ? "waits" : "wait") for \(strong(name(group.for)))")
    }
    let unasked = [Stop.Reason.spent, .slept].compactMap { reason -> String? in
      let verdicts = filter { $0.kind == .errored && $0.reason == reason }
      return verdicts.isEmpty ? nil : line(verdicts, reason.sentence)
    }
    let unwritten = filter { $0.kind == .notAttempted }
    let others = filter { $0.kind == .skipped && $0.waitsFor == nil }.map { verdict in
      "\(name(verdict.check)), \(verdict.lost) points: \(name(verdict.summary))"
    }
    return waiting + unasked + (unwritten.isEmpty ? [] : [line(unwritten, "on what is not written yet")]) + others
  }

  /// The checks' names, a dozen at most.
  package func list(_ name: (String) -> String) -> String { map(\.check).list(name) }
}

extension [String] {
  /// The first dozen, and how many more there are.
  package func list(_ name: (String) -> String) -> String {
    let shown = prefix(12).map(name).joined(separator: ", ")
    return count > 12 ? "\(shown) and \(count - 12) more" : shown
  }
}
