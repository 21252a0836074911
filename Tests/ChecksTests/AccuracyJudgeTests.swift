import LabKit
import Testing

@testable import Checks

@Suite struct AccuracyJudgeTests {
  /// A submission right on the first `right` of 100 samples against a reference that is right on all.
  static func ruling(right: Int, ratio: Double = 0.97) -> Ruling {
    let labels = [Int](repeating: 4, count: 100)
    let own = (0..<100).map { $0 < right ? 4 : 5 }
    return Judge.accuracy(AccuracyJudge(trials: [.init(call: 0, labels: labels)], ratio: ratio))
      .rule(Evidence(answers: [own.value]), against: Evidence(answers: [labels.value]))
  }

  /// With k of 100 right d is 0.03 k times and −0.97 100 − k times, of mean k/100 − 0.97 and variance
  /// k (100 − k) / (100 · 99). At 90 the bound is −0.07 + 2.326 · 0.03015 = 0.0001, at 89 −0.08 + 2.326 · 0.03145 = −0.007.
  @Test func boundByHand() {
    #expect(Self.ruling(right: 90).share == 1)
    #expect(Self.ruling(right: 89).share == 0)
    let bound = AccuracyJudge.upperBound([1, 0, 0, 1], quantile: 2)
    #expect(abs(bound - (0.5 + 2 * (1.0 / 12).squareRoot())) < 1e-12)
  }

  @Test func noBetterThanChanceFails() {
    #expect(Self.ruling(right: 10).share == 0)
    #expect(Self.ruling(right: 0).share == 0)
    #expect(Self.ruling(right: 100).share == 1)
  }

  @Test func anythingElseThanOneClassForEachSampleFails() {
    let judge = Judge.accuracy(AccuracyJudge(trials: [.init(call: 0, labels: [1, 2, 3])], ratio: 0.5))
    let reference = Evidence(answers: [[1, 2, 3].value])
    #expect(judge.rule(reference, against: reference).share == 1)
    for answer: Value in [.integers([1, 2]), .integers([1, 2, 3, 3]), .real(1), .integers([]), .text("1, 2, 3")] {
      #expect(judge.rule(Evidence(answers: [answer]), against: reference).share == 0)
    }
  }

  @Test func withoutSamplesNothingIsEarned() {
    let judge = Judge.accuracy(AccuracyJudge(trials: [], ratio: 0.9))
    #expect(judge.rule(Evidence(), against: Evidence()).share == 0)
  }

  /// Two trainings judged on the same four samples, right on the first two both times: four numbers 0, 0, −1, −1 with
  /// mean −1/2 and standard deviation √(1/3), so the bound is −1/2 + 2.326 · √(1/12) = 0.17. Taken for eight independent
  /// ones it would be −1/2 + 2.326 · √(2/7/8) = −0.06, and doubt would have been held against the submission.
  @Test func trainingsOnTheSameSamplesAreNotIndependent() {
    let trials = [0, 1].map { AccuracyJudge.Trial(call: $0, labels: [0, 1, 2, 3]) }
    let judge = Judge.accuracy(AccuracyJudge(trials: trials, ratio: 1))
    let half = Evidence(answers: [.integers([0, 1, 9, 9]), .integers([0, 1, 9, 9])])
    let right = Evidence(answers: [.integers([0, 1, 2, 3]), .integers([0, 1, 2, 3])])
    #expect(judge.rule(half, against: right).share == 1)
    let none = Evidence(answers: [.integers([9, 9, 9, 9]), .integers([9, 9, 9, 9])])
    #expect(judge.rule(none, against: right).share == 0)
  }
}
