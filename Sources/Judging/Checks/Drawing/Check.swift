public import LabKit

/// One thing that is checked: how its questions are drawn from a seed, and what it is worth.
///
/// A check is two pure functions: `draw` makes the calls and says how they will be judged, and the judge compares the
/// submission's answers with the reference's. Neither runs anyone's code.
public struct Check: Sendable {
  /// Short and stable, unique in its lab: `backward.oracle`.
  public let id: String
  /// What a student reads.
  public let title: String
  /// What it is worth in full.
  public let points: Points
  /// The checks that this one builds on. Where one was stopped (it crashed, or is not written yet) this one is skipped;
  /// where one failed, this one is judged by the submission's own lower functions, as far as its draw says how.
  public let prerequisites: [String]
  /// The checks that must pass for this one to mean anything, such as that nothing changes where there is nothing to do.
  public let needs: [String]
  /// Shown to students when it fails: where to look, never a hidden value.
  public let hint: String
  /// CPU seconds that its calls may take together.
  public let budget: Double
  /// Draws the calls; the same generator gives the same draw.
  public let draw: @Sendable (inout Generator) -> Draw

  public init(
    _ id: String, _ title: String, points: Points, after prerequisites: [String] = [], needs: [String] = [],
    hint: String, budget: Double = 5, draw: @escaping @Sendable (inout Generator) -> Draw
  ) {
    self.id = id
    self.title = title
    self.points = points
    self.prerequisites = prerequisites
    self.needs = needs
    self.hint = hint
    self.budget = budget
    self.draw = draw
  }
}

/// The calls of a check and how their answers are judged.
public struct Draw: Sendable {
  public var calls: [Call]
  public var judge: Judge
  /// What the answers must be by the submission's own lower functions, where a check that this one builds on failed.
  public var own: FollowThrough?

  public init(calls: [Call], judge: Judge, own: FollowThrough? = nil) {
    self.calls = calls
    self.judge = judge
    self.own = own
  }
}

extension PlannedCheck {
  /// Draws a check from `seed`.
  package init(_ check: Check, audience: Audience, seed: UInt64) {
    var generator = Generator(seed: seed)
    let draw = check.draw(&generator)
    self.init(
      id: check.id, title: check.title, points: check.points, prerequisites: check.prerequisites,
      needs: check.needs, hint: check.hint, audience: audience, budget: check.budget, seed: seed, judge: draw.judge,
      calls: draw.calls, own: draw.own)
  }
}
