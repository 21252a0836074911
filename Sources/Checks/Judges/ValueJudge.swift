import LabKit

/// The submission's answers against the reference's, number by number.
///
/// A number x agrees with the reference's r where |x − r| ≤ absolute + relative · |r|. Differences in the order of a
/// sum stay near 1e-12 in `Double`, mistakes near 1, so the bounds lie far from both.
package struct ValueJudge: Hashable, Sendable, Codable {
  /// A call and what it tries, such as "one sample"; calls of one name are one case.
  package struct Case: Hashable, Sendable, Codable {
    package var name: String
    package var call: Int
    /// The only part of the answer that is judged, such as a record's `gradients`; all of it where nil.
    package var part: String?

    package init(_ name: String, call: Int, part: String? = nil) {
      self.name = name
      self.call = call
      self.part = part
    }
  }

  package var cases: [Case]
  package var tolerance: Tolerance
  /// Whether each case earns its share of the points, or only all together.
  package var partial: Bool

  package init(cases: [Case], tolerance: Tolerance = Tolerance(), partial: Bool = false) {
    self.cases = cases
    self.tolerance = tolerance
    self.partial = partial
  }

  func rule(_ submission: Evidence, against reference: Evidence) -> Ruling {
    var names: [String] = []
    var wrong: [String] = []
    var details: [String] = []
    for trial in cases {
      if !names.contains(trial.name) { names.append(trial.name) }
      let difference = submission.answers[trial.call].difference(
        from: reference.answers[trial.call], in: trial.part, within: tolerance)
      guard let difference, !wrong.contains(trial.name) else { continue }
      wrong.append(trial.name)
      details.append("\(title(of: trial)): \(difference)")
    }
    let right = names.count - wrong.count
    guard !wrong.isEmpty else { return .passed("all \(names.count) cases right") }
    let share = partial && right > 0 ? Double(right) / Double(names.count) : 0
    let list = "wrong: " + wrong.map { "“\($0)”" }.joined(separator: ", ")
    // Of one case there is nothing to count.
    let summary = names.count == 1 ? list : "\(right) of \(names.count) cases right; \(list)"
    return Ruling(share: share, summary: summary, details: details)
  }

  /// A case as students read it, with its place where several have that name: `“a cubic”, input 2 of 3`.
  func title(of trial: Case) -> String {
    let calls = cases.filter { $0.name == trial.name }.map(\.call)
    guard calls.count > 1, let place = calls.firstIndex(of: trial.call) else { return "“\(trial.name)”" }
    return "“\(trial.name)”, input \(place + 1) of \(calls.count)"
  }
}

/// How far a number may be from the reference's.
package struct Tolerance: Hashable, Sendable, Codable {
  package var relative: Double
  package var absolute: Double

  package init(relative: Double = 1e-6, absolute: Double = 1e-9) {
    self.relative = relative
    self.absolute = absolute
  }

  /// Whether `found` is as good as `expected`; a NaN or an infinity only where the reference has the same one.
  func accepts(_ found: Double, for expected: Double) -> Bool {
    guard found.isFinite, expected.isFinite else { return found == expected || (found.isNaN && expected.isNaN) }
    return abs(found - expected) <= absolute + relative * abs(expected)
  }
}
