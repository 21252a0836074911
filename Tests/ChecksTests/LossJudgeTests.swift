import LabKit
import Testing

@testable import Checks

@Suite struct LossJudgeTests {
  /// A submission whose scores are ln p for the right one of two classes, on 100 samples, against a rival's loss.
  static func ruling(_ probability: Double, rival: Double, ratio: Double = 1) -> Ruling {
    let row = [log(1 - probability), log(probability)]
    let scores = Tensor(rows: Array(repeating: row, count: 100))
    return judge(rival: rival, ratio: ratio).rule(
      Evidence(answers: [scores.value]), against: Evidence(answers: [scores.value]))
  }

  static func judge(rival: Double, ratio: Double = 1) -> Judge {
    let trial = LossJudge.Trial(
      call: 0, labels: Array(repeating: 1, count: 100), rival: Array(repeating: rival, count: 100))
    return .loss(LossJudge(trials: [trial], classes: 2, ratio: ratio))
  }

  /// −ln 0.5 = 0.693: above 0.6 and below 0.8; half of a rival's 1.6 is 0.8, of its 1.2 only 0.6.
  @Test func againstTheRival() {
    #expect(Self.ruling(0.5, rival: 0.8).share == 1)
    #expect(Self.ruling(0.5, rival: 0.6).share == 0)
    #expect(Self.ruling(0.5, rival: 1.6, ratio: 0.5).share == 1)
    #expect(Self.ruling(0.5, rival: 1.2, ratio: 0.5).share == 0)
    #expect(Self.ruling(0.9, rival: 0.2).share == 1)
  }

  /// Losses 0.1 and 1.3 in turn: mean 0.7, standard error 0.06: a rival at 0.6 is not shown to be better, one at 0.5 is.
  @Test func doubtIsNotHeldAgainstIt() {
    let rows = (0..<100).map { index in
      let p = exp(index % 2 == 0 ? -0.1 : -1.3)
      return [log(1 - p), log(p)]
    }
    let evidence = Evidence(answers: [Tensor(rows: rows).value])
    #expect(Self.judge(rival: 0.6).rule(evidence, against: evidence).share == 1)
    #expect(Self.judge(rival: 0.5).rule(evidence, against: evidence).share == 0)
  }

  @Test func anythingButOneRowOfScoresForEachSampleFails() {
    let good = Evidence(answers: [Tensor(shape: [100, 2]).value])
    let bad: [Value] = [
      Tensor(shape: [99, 2]).value, Tensor(shape: [100, 3]).value, Tensor(shape: [200]).value, .real(0),
      Tensor(shape: [100, 2], repeating: .nan).value, Tensor(shape: [100, 2], repeating: .infinity).value,
    ]
    for answer in bad {
      #expect(Self.judge(rival: 5).rule(Evidence(answers: [answer]), against: good).share == 0)
    }
    #expect(Self.judge(rival: 5).rule(good, against: good).share == 1)
  }

  /// Ten absurd rows do not widen the bound until anything passes.
  @Test func outliersDoNotHelp() {
    var scores = Tensor(shape: [100, 2])
    for row in 0..<10 { scores[row, 0] = 1e200 }
    let uniform = Evidence(answers: [Tensor(shape: [100, 2]).value])
    #expect(Self.judge(rival: 0.6).rule(uniform, against: uniform).share == 0)
    #expect(Self.judge(rival: 0.6).rule(Evidence(answers: [scores.value]), against: uniform).share == 0)
  }
}
