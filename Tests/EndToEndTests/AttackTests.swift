import Checks
import Foundation
import Grading
import Intake
import Synchronization
import TestSupport
import Testing

/// Every attack ends as an explained verdict, in bounded time, and touches nobody else's mark.
@Suite struct AttackTests {
  @Test(arguments: Attack.all)
  func isContained(_ attack: Attack) throws {
    let graded = try Self.graded.get()
    let scorecard = try #require(graded[attack.name])
    switch attack.end {
    case .unbuilt(let text, let other):
      #expect(scorecard.build.outcome != .built)
      #expect([text, other ?? text].contains { scorecard.build.message.contains($0) }, "\(scorecard.build.message)")
      #expect(scorecard.earned == .zero)
      #expect(scorecard.verdicts.allSatisfy { $0.kind == .skipped })
    case .stopped(let reasons):
      #expect(scorecard.build.outcome == .built, "\(scorecard.build.message)")
      let verdict = try #require(scorecard.verdicts.first { $0.check == "decision" })
      #expect(verdict.kind == .errored)
      #expect(verdict.reason.map(reasons.contains) == true, "\(verdict.summary)")
      #expect(!verdict.summary.isEmpty)
      #expect(verdict.earned == .zero)
    case .failed:
      let verdict = try #require(scorecard.verdicts.first { $0.check == "decision" })
      #expect(verdict.kind == .failed, "\(verdict.summary)")
      #expect(verdict.earned == .zero)
    case .harmless:
      #expect(scorecard.build.outcome == .built, "\(scorecard.build.message)")
      #expect(scorecard.earned == 10)
    }
  }

  @Test func neighboursKeepTheirMarks() throws {
    let graded = try Self.graded.get()
    for number in 0..<3 { #expect(graded["right \(number)"]?.earned == 10) }
  }

  /// All of them graded as one class on two threads, right solutions among them.
  static let graded: Result<[String: Scorecard], any Error> = Result {
    let grader = try SmallLab.grader()
    let master = try SmallLab.master()
    var sources = try Attack.all.map { attack in
      (attack.name, try SmallLab.program(decision: attack.body, declarations: attack.declarations))
    }
    for number in 0..<3 { sources.insert(("right \(number)", master), at: number * 10) }
    let folder = try TemporaryFolder()
    let output = try OutputFolder("\(folder.path)/out", lab: "Perceptron")
    let scorecards = Mutex<[String: Scorecard]>([:])
    let programs = sources
    let load = { @Sendable (index: Int) in
      Submission(name: programs[index].0, source: Array(programs[index].1.utf8))
    }
    try ClassRun(grader: grader, output: output, key: SmallLab.key, jobs: 2) { scorecard, _, _ in
      scorecards.withLock { $0[scorecard.submission] = scorecard }
    }.run(count: programs.count, name: { load($0).name }, load: load) { _ in }
    return scorecards.withLock { $0 }
  }
}
