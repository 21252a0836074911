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
      scorecard.verdicts = scorecard.verdicts.map(\.forStudents)
      // Nothing a student needs, and something to try guessed keys on.
      scorecard.provenance.keyFingerprint = ""
    }
    self.scorecard = scorecard
    self.reader = reader
  }
}

extension Verdict {
  /// What a student may see of this verdict: all of a public check; of a hidden one its name, points, kind, reason and
  /// hint. Where the program was stopped, a fixed sentence tells why: the verdict's own may quote the program, which
  /// could so carry the hidden inputs that it was asked.
  var forStudents: Verdict {
    guard audience == .instructors else { return self }
    var verdict = self
    verdict.details = []
    verdict.seed = ""
    verdict.line = nil
    verdict.seconds = 0
    switch kind {
    case .passed, .failed: verdict.summary = ""
    case .errored, .notAttempted: verdict.summary = reason?.sentence ?? ""
    case .skipped: break
    }
    return verdict
  }
}
