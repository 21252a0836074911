import LabKit

/// A known mistake, and what a program that makes it answers to a plan.
package struct Suspect: Sendable {
  /// The mistake in a sentence.
  package var mistake: String
  /// The checks that it fails.
  package var fails: [String]
  package var transcript: Transcript

  package init(mistake: String, fails: [String], transcript: Transcript) {
    self.mistake = mistake
    self.fails = fails
    self.transcript = transcript
  }

  /// How surely a mistake is recognized: by numbers of its own, or by zeros and what is no number, which may come of
  /// anything.
  enum Match {
    case numbers, zeros
  }

  /// Whether a submission's wrong answers to a check are just this mistake's: as near to them as rounding goes, and far
  /// nearer than they are to the right ones.
  func explains(_ check: PlannedCheck, _ evidence: Evidence, right: Evidence) -> Match? {
    guard fails.contains(check.id), let own = transcript.evidence[check.id], own.stop == nil, evidence.stop == nil,
      own.answers.count == evidence.answers.count, own.answers.count <= right.answers.count
    else { return nil }
    var match = Match.zeros
    func isSame(_ call: Int, _ part: String?, _ bound: Bound) -> Bool {
      let (found, mistaken) = (evidence.answers[call], own.answers[call])
      guard found.difference(from: mistaken, in: part, within: bound) == nil else { return false }
      switch Likeness(found, mistaken, right: right.answers[call], part, bound) {
      case .other: return false
      case .silent: break
      case .same: match = .numbers
      }
      return true
    }
    switch check.judge {
    case .values(let judge):
      return judge.cases.allSatisfy { isSame($0.call, $0.part, $0.likeness(within: judge.tolerance)) } ? match : nil
    case .differences(let judge):
      return Set(judge.probes.map(\.gradientCall)).allSatisfy { isSame($0, nil, Bound(Tolerance())) } ? match : nil
    case .accuracy, .loss, .timing, .property, .repeats: return nil
    }
  }
}

/// What the numbers of one answer say of a mistake.
private enum Likeness {
  /// They are its, or not; or they say nothing, since the mistake does not show here.
  case same, other, silent

  init(_ found: Value, _ mistaken: Value, right: Value, _ part: String?, _ bound: Bound) {
    guard let found = found.part(part), let mistaken = mistaken.part(part), let right = right.part(part) else {
      self = .silent
      return
    }
    let near = found.pairings(with: mistaken, rows: [], within: bound)
    let far = mistaken.pairings(with: right, rows: [], within: bound)
    guard near.count == far.count, !far.allSatisfy(\.isRight) else {
      // Decisions and indices are the same or not.
      self = mistaken.firstDifference(from: right, within: bound) == nil ? .silent : .same
      return
    }
    self = .silent
    for (near, far) in zip(near, far) where !far.isRight {
      let values = far.found.values
      guard values.allSatisfy(\.isFinite), values.contains(where: { $0 != 0 }) else { continue }
      guard far.found.shape == far.expected.shape else {
        self = .same
        continue
      }
      guard near.gap <= Pairing.rounding * far.gap else {
        self = .other
        return
      }
      self = .same
    }
  }
}

extension ValueJudge.Case {
  /// How near two wrong answers must be to be the same mistake's.
  fileprivate func likeness(within tolerance: Tolerance) -> Bound {
    isRelative == true
      ? Bound(Tolerance(relative: tolerance.relative, absolute: 0)) : Bound(tolerance, unit: unit ?? 1)
  }
}
