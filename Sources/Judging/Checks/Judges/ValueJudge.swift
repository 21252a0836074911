import LabKit

/// The submission's answers against the reference's, number by number.
///
/// How far a number may be from the reference's is `Bound`'s to say: twelve digits where the question is well conditioned.
public struct ValueJudge: Hashable, Sendable, Codable {
  /// A call and what it tries, such as "one sample"; calls of one name are one case.
  public struct Case: Hashable, Sendable, Codable {
    public var name: String
    public var call: Int
    /// The only part of the answer that is judged, such as a record's `gradients`; all of it where nil.
    public var part: String?
    /// Whether a function that does nothing gets it right too.
    public var isTrivial: Bool
    /// What the right numbers are multiples of, where they are far from 1; 1 where nil.
    public var unit: Double?
    /// Whether twelve digits of each number are asked for, however small it is beside others of its tensor.
    public var isRelative: Bool?

    public init(
      _ name: String, call: Int, part: String? = nil, isTrivial: Bool = false, unit: Double? = nil,
      isRelative: Bool = false
    ) {
      self.name = name
      self.call = call
      self.part = part
      self.isTrivial = isTrivial
      self.unit = unit
      self.isRelative = isRelative ? true : nil
    }
  }

  public var cases: [Case]
  public var tolerance: Tolerance
  /// Whether numbers are compared as closely as the question's condition permits, and not just within the tolerance.
  public var isTight: Bool
  /// Whether each case earns its share of the points, or only all together.
  public var partial: Bool

  public init(cases: [Case], tolerance: Tolerance = Tolerance(), isTight: Bool = true, partial: Bool = false) {
    self.cases = cases
    self.tolerance = tolerance
    self.isTight = isTight
    self.partial = partial
  }

  /// `holding` are the cases that are right by the submission's own lower functions.
  func rule(_ submission: Evidence, against reference: Evidence, holding: Set<String> = []) -> Ruling {
    var names: [String] = []
    var wrong: [String] = []
    var details: [String] = []
    for trial in cases {
      if !names.contains(trial.name) { names.append(trial.name) }
      let difference = submission.answers[trial.call].difference(
        from: reference.answers[trial.call], in: trial.part, within: bound(of: trial, reference))
      guard let difference, !wrong.contains(trial.name), !holding.contains(trial.name) else { continue }
      wrong.append(trial.name)
      details.append("\(title(of: trial)): \(difference)")
    }
    let right = names.filter { !wrong.contains($0) }
    guard !wrong.isEmpty else {
      return .passed(
        holding.isEmpty
          ? "all \(names.count) cases right" : "all \(names.count) cases right, given what your own functions answer")
    }
    let trivial = Set(cases.filter(\.isTrivial).map(\.name))
    let isAttempt = right.contains { !trivial.contains($0) }
    let share = partial && isAttempt ? Double(right.count) / Double(names.count) : 0
    let list = "wrong: " + wrong.map { "“\($0)”" }.joined(separator: ", ")
    // Of one case there is nothing to count.
    let summary = names.count == 1 ? list : "\(right.count) of \(names.count) cases right; \(list)"
    return Ruling(share: share, summary: summary, details: details)
  }

  /// How far the numbers of a case may be from the reference's.
  private func bound(of trial: Case, _ reference: Evidence) -> Bound {
    Bound(
      tolerance, slack: isTight && trial.call < reference.slack.count ? reference.slack[trial.call] : nil,
      unit: trial.unit ?? 1, isRelative: trial.isRelative ?? false)
  }

  /// The tensors of a case beside the reference's; none where an answer has not the part that is judged.
  func pairings(
    of trial: Case, _ submission: Evidence, against reference: Evidence, rows: [Int] = []
  ) -> [Pairing] {
    guard let found = submission.answers[trial.call].part(trial.part),
      let expected = reference.answers[trial.call].part(trial.part)
    else { return [] }
    let bound = bound(of: trial, reference)
    return found.pairings(
      with: expected, path: trial.part ?? "", rows: rows, within: trial.part.map { bound.part($0) } ?? bound)
  }

  /// A case as students read it, with its place where several have that name: `“a cubic”, input 2 of 3`.
  func title(of trial: Case) -> String {
    let calls = cases.filter { $0.name == trial.name }.map(\.call)
    guard calls.count > 1, let place = calls.firstIndex(of: trial.call) else { return "“\(trial.name)”" }
    return "“\(trial.name)”, input \(place + 1) of \(calls.count)"
  }
}

/// How far a number may be from the reference's, at most.
public struct Tolerance: Hashable, Sendable, Codable {
  public var relative: Double
  public var absolute: Double

  public init(relative: Double = 1e-6, absolute: Double = 1e-9) {
    self.relative = relative
    self.absolute = absolute
  }

  /// Whether `found` is as good as `expected`; a NaN or an infinity only where the reference has the same one.
  func accepts(_ found: Double, for expected: Double) -> Bool {
    guard found.isFinite, expected.isFinite else { return found == expected || (found.isNaN && expected.isNaN) }
    return abs(found - expected) <= absolute + relative * abs(expected)
  }
}
