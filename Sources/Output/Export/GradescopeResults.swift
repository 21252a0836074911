package import Checks
import Foundation
import Reports

/// `results.json` as Gradescope's autograder leaves it: of a scorecard what its student may see.
package struct GradescopeResults: Encodable, Sendable {
  /// When students see what came of hidden checks: their titles and points, never the evidence.
  package enum Visibility: String, Encodable, Sendable, CaseIterable {
    case visible, hidden
    case afterDueDate = "after_due_date"
    case afterPublished = "after_published"
  }

  struct Test: Encodable, Sendable {
    var name: String
    var number: String
    var score: Double
    var max_score: Double
    var status: String
    var output: String
    var output_format = "text"
    var visibility: Visibility
  }

  private let score: Double
  private let output: String
  private let output_format = "text"
  private let visibility = Visibility.visible
  /// What the program printed may hold the questions of hidden checks.
  private let stdout_visibility = Visibility.hidden
  private let tests: [Test]

  package init(_ scorecard: Scorecard, hidden: Visibility = .afterPublished) {
    let card = Shown(scorecard, to: .student).scorecard
    score = Self.number(card.earned)
    output =
      card.build.outcome == .built
      ? "\(card.earned) of \(card.possible) points"
      : "The submission \(card.build.outcome.words).\n\(Clean.block(card.build.message, atMost: 20_000))"
    tests = card.verdicts.enumerated().map { place, verdict in
      let lines = [verdict.summary] + verdict.details.prefix(20)
      let cause = [verdict.diagnosis.map { "Likely cause: \($0)" }, verdict.advice.map { "Hint: \($0)" }]
      return Test(
        name: Clean.line(verdict.title, atMost: 120), number: "\(place + 1)", score: Self.number(verdict.earned),
        max_score: Self.number(verdict.points), status: verdict.earned == verdict.points ? "passed" : "failed",
        output: Clean.block(
          (lines + cause.compactMap(\.self)).filter { !$0.isEmpty }.joined(separator: "\n"), atMost: 10_000),
        visibility: verdict.audience == .everyone ? .visible : hidden)
    }
  }

  private static func number(_ points: Points) -> Double { Double(points.hundredths) / 100 }

  package var bytes: [UInt8] {
    get throws {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return Array(try encoder.encode(self)) + [10]
    }
  }
}
