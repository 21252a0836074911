package import LabKit

/// A tensor that a submission answered wrongly, beside the right one: what a picture is drawn from.
package struct WrongTensor: Hashable, Sendable {
  /// What was tried, as the report has it: `“one sample”`.
  package var trial: String
  /// Which part of the answer, such as `gradients[1].weights`; empty for all of it.
  package var path: String
  package var expected: Tensor
  package var found: Tensor
  /// The row-major offsets of the elements that are wrong; none where the shapes differ.
  package var wrong: [Int]
  /// The one that is farthest off, relative to its size.
  package var worst: Int?

  /// The first wrong tensor of a check of values among those that its verdict tells of, `told`; nil where there is none,
  /// or no answer came.
  package init?(of check: PlannedCheck, told: [String], _ submission: Evidence, against reference: Evidence) {
    guard case .values(let judge) = check.judge, submission.answers.count == check.calls.count,
      reference.answers.count == check.calls.count
    else { return nil }
    for trial in judge.cases where trial.call < check.calls.count {
      let title = judge.title(of: trial)
      guard told.contains(where: { $0.hasPrefix("\(title): ") }) else { continue }
      let pairings = judge.pairings(of: trial, submission, against: reference)
      guard let pairing = pairings.first(where: { !$0.isRight && $0.expected.count > 1 }) else { continue }
      self.init(pairing, trial: title)
      return
    }
    return nil
  }

  private init(_ pairing: Pairing, trial: String) {
    self.trial = trial
    (path, expected, found, wrong) = (pairing.path, pairing.expected, pairing.found, [])
    guard found.shape == expected.shape else { return }
    let scale = expected.largest
    wrong = found.values.indices.filter {
      !pairing.bound.accepts(found.values[$0], for: expected.values[$0], at: $0, scale: scale)
    }
    worst = wrong.max { error(at: $0) < error(at: $1) }
  }

  /// |x − r| / max(|x|, |r|); infinite where one of them is no number.
  private func error(at place: Int) -> Double {
    let (own, right) = (found.values[place], expected.values[place])
    guard own.isFinite, right.isFinite else { return .infinity }
    return abs(own - right) / max(abs(own), abs(right), .leastNormalMagnitude)
  }
}
