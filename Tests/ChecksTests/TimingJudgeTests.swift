import LabKit
import Testing

@testable import Checks

@Suite struct TimingJudgeTests {
  /// From tables of the binomial distribution with p = ½: P(X ≤ k) for n = 8: 1/256 at k = 0; n = 12: 13/4096 at 1;
  /// n = 20: 1351/1048576 at 3 and 6196/1048576 at 4; n = 28: 499178/2²⁸ at 6 and 1683218/2²⁸ at 7.
  @Test func ranks() {
    #expect(TimingJudge.rank(0) == nil)
    #expect(TimingJudge.rank(7) == nil, "1/128 is more than 0.005")
    #expect(TimingJudge.rank(8) == 0)
    #expect(TimingJudge.rank(11) == 0, "12/2048 is more than 0.005")
    #expect(TimingJudge.rank(12) == 1)
    #expect(TimingJudge.rank(20) == 3)
    #expect(TimingJudge.rank(28) == 6)
  }

  @Test func intervalFromOrderStatistics() {
    let judge = TimingJudge(limit: 3, warmUp: 1)
    let own = [99.0] + (1...12).map(Double.init).reversed()
    let reference = [Double](repeating: 1, count: 13)
    #expect(judge.interval(own, reference) == 2...11)
    #expect(judge.interval(Array(own.prefix(8)), reference) == nil)
    #expect(!judge.isSettled(own, reference))
  }

  /// A race under heavy noise: each time is multiplied by exp(0.3 N), so that the logarithm of a ratio has a deviation of
  /// 0.42 and 5 % of the ratios lie beyond a factor two. Of 25 counted rounds 6 must do so to leave a doubt: once in 500
  /// races. Twice the limit must fail, half of it must pass; no doubt is ever held against a submission.
  @Test(arguments: [(2.0, 0.0), (0.5, 1.0)])
  func noisyRaces(_ times: (factor: Double, share: Double)) {
    let judge = TimingJudge(limit: 12, warmUp: 3)
    var generator = Generator(seed: 77)
    var (wrong, doubtful) = (0, 0)
    for _ in 0..<1000 {
      var (own, reference) = (Evidence(), Evidence())
      for _ in 0..<28 {
        reference.seconds.append(0.001 * exp(0.3 * generator.normal()))
        own.seconds.append(0.001 * judge.limit * times.factor * exp(0.3 * generator.normal()))
        own.answers.append(.integer(1))
        reference.answers.append(.integer(1))
        if judge.isSettled(own.seconds, reference.seconds) { break }
      }
      let ruling = judge.rule(own, against: reference)
      if ruling.inconclusive { doubtful += 1 } else if ruling.share != times.share { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(doubtful < 10)
  }

  /// At the limit itself nothing can be told: most races end in doubt, and few are failed.
  @Test func atTheLimit() {
    let judge = TimingJudge(limit: 12, warmUp: 0)
    var generator = Generator(seed: 5)
    var failed = 0
    for _ in 0..<500 {
      let own = (0..<28).map { _ in 12 * exp(0.4 * generator.normal()) }
      let ruling = judge.rule(
        Evidence(answers: [], seconds: own),
        against: Evidence(answers: [], seconds: own.map { _ in exp(0.4 * generator.normal()) }))
      if ruling.share == 0 { failed += 1 }
    }
    #expect(failed <= 10, "a one-sided level of half a percent, with room for chance")
  }

  /// Most rounds are quick and a few hold all the work: done between the calls, it falls to whichever comes next. One slow
  /// round among many is the machine's.
  @Test func theSumCounts() {
    let judge = TimingJudge(limit: 2, warmUp: 0)
    let reference = [Double](repeating: 1, count: 28)
    func own(slow: Int, _ seconds: Double) -> [Double] { reference.indices.map { $0 % 10 < slow ? seconds : 1 } }
    #expect(!judge.isSettled(own(slow: 1, 60), reference))
    let cheat = judge.rule(Evidence(seconds: own(slow: 1, 60)), against: Evidence(seconds: reference))
    #expect(cheat.share == 0)
    var stalled = reference
    stalled[3] = 40
    #expect(judge.rule(Evidence(seconds: stalled), against: Evidence(seconds: reference)).share == 1)
  }

  /// One halt of the machine, in whosever round, longer than all other rounds together.
  @Test(arguments: [true, false]) func oneHaltIsNobodys(_ isReferences: Bool) {
    let judge = TimingJudge(limit: 100, warmUp: 1, sizes: [0, 1], growth: 4)
    var (own, reference) = ([Double](repeating: 1, count: 40), [Double](repeating: 1, count: 40))
    // In a round of the small size the reference's would make the small one look quick, in a large one one's own slow.
    if isReferences { reference[20] = 500 } else { own[21] = 500 }
    #expect(judge.isSettled(own, reference))
    let ruling = judge.rule(Evidence(answers: [], seconds: own), against: Evidence(answers: [], seconds: reference))
    #expect(ruling.share == 1 && !ruling.inconclusive, "\(ruling.details)")
  }

  @Test func fastAndWrongFails() {
    let seconds = [Double](repeating: 1, count: 10)
    let right = Evidence(
      answers: seconds.map { .record(["loss": 1.0, "slope": $0]) }, seconds: seconds)
    var wrong = right
    wrong.answers[7] = .record(["loss": 2.0, "slope": 1.0])
    #expect(TimingJudge(limit: 2).rule(right, against: right).share == 1)
    #expect(TimingJudge(limit: 2).rule(wrong, against: right).share == 0)
    #expect(TimingJudge(limit: 2, part: "slope").rule(wrong, against: right).share == 1)
  }

  @Test func tooFewRoundsAreInconclusive() {
    let few = Evidence(answers: [], seconds: [1, 1, 1])
    let ruling = TimingJudge(limit: 2).rule(few, against: few)
    #expect(ruling.inconclusive && ruling.share == 1)
  }

  /// Half of the rounds at 1 and half at 50 times the reference's: the median is anywhere between, the sum 25 times.
  @Test func noiseOfOnesOwnPaysInTheSum() {
    let own = (0..<41).map { $0 % 2 == 0 ? 1.0 : 50 }
    let reference = Evidence(answers: [], seconds: own.map { _ in 1 })
    let ruling = TimingJudge(limit: 10).rule(Evidence(answers: [], seconds: own), against: reference)
    #expect(ruling.share == 0)
    let mild = (0..<41).map { $0 % 2 == 0 ? 1.0 : 15 }
    let doubt = TimingJudge(limit: 10).rule(Evidence(answers: [], seconds: mild), against: reference)
    #expect(doubt.share == 1 && doubt.inconclusive)
  }

  /// Times at a small and at an eightfold size: work that grows by a further power fails at any constant, tidy work with a
  /// large one passes.
  @Test(arguments: [(0.05, 8.0, 0.0), (3, 8, 0), (30, 1, 1), (40, 0.5, 1), (200, 1, 0)])
  func growthCounts(_ program: (constant: Double, growth: Double, share: Double)) {
    let judge = TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1])
    var generator = Generator(seed: 4)
    var (own, reference) = (Evidence(), Evidence())
    for round in 0..<36 {
      let (size, growth) = round % 2 == 0 ? (1.0, 1.0) : (8.0, program.growth)
      reference.seconds.append(0.001 * size * exp(0.1 * generator.normal()))
      own.seconds.append(0.001 * size * program.constant * growth * exp(0.1 * generator.normal()))
    }
    #expect(Judge.timing(judge).rule(own, against: reference).share == program.share)
  }

  /// Another right way of working, that grows faster and is still near the reference; and one that is far behind it.
  @Test(arguments: [(0.4, 1.0), (3.0, 0.0)]) func growthCountsForThoseFarBehind(_ constant: Double, _ share: Double) {
    let judge = TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1], farBehind: 10)
    let reference = (0..<36).map { $0 % 2 == 0 ? 1.0 : 6 }
    let own = (0..<36).map { constant * ($0 % 2 == 0 ? 1 : 36) }
    let ruling = judge.rule(Evidence(answers: [], seconds: own), against: Evidence(answers: [], seconds: reference))
    #expect(ruling.share == share && !ruling.inconclusive, "\(ruling.details)")
    #expect(judge.isTooSlow(own, reference) == (share == 0))
    #expect(!judge.isTooSlow(Array(own.prefix(4)), reference))
  }
}
