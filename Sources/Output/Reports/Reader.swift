package import Checks

/// Who a report is written for.
package enum Reader: String, Sendable, CaseIterable { case student, instructor }

/// A scorecard of which only the part is left that its reader may see.
///
/// Every format is made from a `Shown`, and nothing but `init` makes one: so what a student sees is decided here, once.
package struct Shown: Sendable {
  package let scorecard: Scorecard
  package let reader: Reader

  package init(_ scorecard: Scorecard, to reader: Reader) {
    var scorecard = scorecard
    if reader == .student {
      let lines = Set(scorecard.verdicts.filter { $0.audience == .everyone }.compactMap(\.line))
      let level = scorecard.rules?.hidden ?? .cause
      scorecard.verdicts = scorecard.verdicts.map { $0.forStudents(knowing: lines, level) }
      if level == .nothing { scorecard.verdicts = Verdict.withoutHidden(scorecard.verdicts) }
      // Nothing a student needs, and something to try guessed keys on.
      scorecard.provenance.keyFingerprint = ""
      scorecard.provenance.node = nil
      // They name hidden checks.
      scorecard.rules?.changes = []
    }
    self.scorecard = scorecard
    self.reader = reader
  }
}

extension Verdict {
  /// What a student may see of this verdict: all of a public check; of a hidden one its name, points, kind, reason and
  /// hint. Where the program was stopped, a fixed sentence tells why: the verdict's own may quote the program, which
  /// could so carry the hidden inputs that it was asked. Of a crash it says the line where that is one of `lines`, at which
  /// a public check crashes too: that it is the same mistake.
  ///
  /// That is the level `.cause`, which holds where a course has no rules; the lower ones leave out more.
  func forStudents(knowing lines: Set<Int>, _ level: HiddenLevel) -> Verdict {
    guard audience == .instructors else { return self }
    var verdict = self
    verdict.details = []
    verdict.seed = ""
    verdict.line = line.flatMap { reason == .crashed && lines.contains($0) ? $0 : nil }
    verdict.seconds = 0
    switch kind {
    case .passed, .failed: verdict.summary = ""
    case .errored, .notAttempted:
      verdict.summary =
        verdict.line.map { "the program crashed at line \($0), as in another check" } ?? reason?.sentence ?? ""
    case .skipped: break
    }
    if level < .cause { (verdict.diagnosis, verdict.line) = (nil, nil) }
    if level < .cause, kind == .errored { verdict.summary = reason?.sentence ?? "" }
    if level < .hint { (verdict.hint, verdict.summary, verdict.reason, verdict.inconclusive) = ("", "", nil, false) }
    return verdict
  }

  /// The public verdicts, and one for all hidden ones together, so that the points still add up.
  static func withoutHidden(_ verdicts: [Verdict]) -> [Verdict] {
    let hidden = verdicts.filter { $0.audience == .instructors }
    guard var sum = hidden.first else { return verdicts }
    (sum.check, sum.judge, sum.title) = ("hidden", "", hidden.count.counted("hidden check") + " together")
    (sum.hint, sum.summary, sum.diagnosis, sum.waitsFor) = ("", "", nil, nil)
    (sum.reason, sum.line, sum.inconclusive, sum.details) = (nil, nil, false, [])
    sum.earned = hidden.reduce(.zero) { $0 + $1.earned }
    sum.points = hidden.reduce(.zero) { $0 + $1.points }
    sum.kind =
      hidden.allSatisfy { $0.kind == .passed }
      ? .passed : hidden.allSatisfy { $0.kind == .skipped } ? .skipped : .failed
    if sum.kind == .skipped { sum.summary = "not run" }
    return verdicts.filter { $0.audience == .everyone } + [sum]
  }
}
