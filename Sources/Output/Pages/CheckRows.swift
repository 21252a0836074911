import Checks
import Reports

/// The rows of the tables of checks: most of a class have most of them alike, and each is made once.
struct CheckRows {
  /// All that a row tells.
  private struct Key: Hashable {
    var title: String
    var audience: Audience
    var kind: Verdict.Kind
    var inconclusive: Bool
    var earned: Points
    var points: Points
  }

  private var made: [Key: String] = [:]

  mutating func row(_ verdict: Verdict, _ templates: Templates) throws -> String {
    let key = Key(
      title: verdict.title, audience: verdict.audience, kind: verdict.kind, inconclusive: verdict.inconclusive,
      earned: verdict.earned, points: verdict.points)
    if let row = made[key] { return row }
    let row = try templates.render(
      .checkRow,
      [
        "title": Stranger.line(key.title), "audience": key.audience.rawValue, "kind": key.kind.rawValue,
        "words": key.kind.words, "inconclusive": key.inconclusive, "earned": key.earned.description,
        "points": key.points.description,
      ])
    made[key] = row
    return row
  }
}
