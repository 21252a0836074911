/// What is told of a verdict, in every place where it is told.
extension Verdict {
  /// The title without the function that the check is named after: of `backward: one layer` for `backward.edges` only
  /// `one layer` is left, since the name stands beside it.
  package var subject: String {
    guard let function = check.split(separator: ".").first, title.hasPrefix("\(function): ") else { return title }
    return String(title.dropFirst(function.count + 2))
  }

  /// The hint, where it is about what happened: a wrong answer. A crash or an endless loop has a cause of its own, and a
  /// hint about the numbers would only mislead.
  package var advice: String? { kind == .failed && !hint.isEmpty ? hint : nil }

  /// The summary and the measured facts, nothing twice: a fact that begins with the summary stands for both.
  package var findings: [String] {
    var lines: [String] = []
    for line in [summary] + details where !line.isEmpty && !lines.contains(line) { lines.append(line) }
    if !summary.isEmpty, details.contains(where: { $0.hasPrefix("\(summary): ") }) { lines.removeFirst() }
    return lines
  }

  /// The diagnosis without where it was seen, which differs from check to check where the mistake is one; of a crash the
  /// line.
  package var cause: String? {
    guard let diagnosis else { return line.map { "line \($0)" } }
    return String(diagnosis[..<(diagnosis.firstRange(of: " (seen in ")?.lowerBound ?? diagnosis.endIndex)])
  }

  /// Whether it is to be mended: asked, and not answered rightly.
  package var isMistake: Bool { kind == .failed || (kind == .errored && reason?.isOfOthers != true) }

  /// What was not earned.
  package var lost: Points { points - earned }
}

extension [Verdict] {
  /// The mistakes, those with one known cause together, in the order of the checks.
  package var mistakes: [[Verdict]] {
    var causes: [String] = []
    var groups: [[Verdict]] = []
    for verdict in self where verdict.isMistake {
      let cause = verdict.cause ?? verdict.check
      if let place = causes.firstIndex(of: cause) {
        groups[place].append(verdict)
      } else {
        causes.append(cause)
        groups.append([verdict])
      }
    }
    return groups
  }

  /// The checks that were not asked because another one did not pass, by the first such one that was asked itself.
  package var waiting: [(for: String, checks: [Verdict])] {
    var groups: [(for: String, checks: [Verdict])] = []
    for (place, verdict) in enumerated() {
      guard let origin = origin(ofWaiting: verdict, before: place) else { continue }
      if let group = groups.firstIndex(where: { $0.for == origin }) {
        groups[group].checks.append(verdict)
      } else {
        groups.append((origin, [verdict]))
      }
    }
    return groups
  }

  /// What a check waits for may wait itself, for one that stands before it.
  private func origin(ofWaiting verdict: Verdict, before place: Int) -> String? {
    guard verdict.kind == .skipped, let origin = verdict.waitsFor else { return nil }
    guard let earlier = self[..<place].firstIndex(where: { $0.check == origin }) else { return origin }
    return self.origin(ofWaiting: self[earlier], before: earlier) ?? origin
  }

  /// The first thing to write or to mend.
  package var next: Verdict? { first { $0.isMistake || $0.kind == .notAttempted } }
}

extension Sequence<Verdict> {
  /// What they cost together.
  package var lost: Points { reduce(.zero) { $0 + $1.lost } }
}
