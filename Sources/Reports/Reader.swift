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
  /// hint, and its summary only where nothing was judged, since that tells of their own program and of no expected value.
  var forStudents: Verdict {
    guard audience == .instructors else { return self }
    var verdict = self
    verdict.details = []
    verdict.seed = ""
    verdict.seconds = 0
    switch kind {
    case .passed, .failed: verdict.summary = ""
    case .errored, .notAttempted, .skipped: break
    }
    return verdict
  }
}
