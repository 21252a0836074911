import Checks
import Ledger
import Testing

@testable import Pages

/// What the class's page counts.
@Suite struct AnalysisTests {
  private func card(_ earned: [Points], _ name: String = "x") -> Scorecard {
    Fixture.scorecard(
      name, folder: name,
      earned.enumerated().map { Fixture.verdict("c\($0)", $1 > .zero ? .passed : .failed, earned: $1) },
      contentKey: name)
  }

  @Test func discriminationIsTheCorrelationWithTheRest() throws {
    // By hand: c0 = 1, 1, 0, 0 and the rest 2, 1, 1, 0: covariance ½, variances ¼ and ½.
    let cards = [card([1, 1, 1]), card([1, 1, 0]), card([0, 0, 1]), card([0, 0, 0])]
    let items = ItemAnalysis(cards + [card([]), Fixture.scorecard("s", [Fixture.verdict("c0", .notAttempted)])]).items
    #expect(items.map(\.check) == ["c0", "c1", "c2"])
    let first = try #require(items[0].discrimination)
    #expect(abs(first - 0.5 / (0.25 * 0.5).squareRoot() / 2) < 1e-12)
    #expect(items[2].discrimination == 0)
    #expect(items.map(\.rate) == [0.5, 0.5, 0.5])
    #expect(items.map(\.lost) == [2, 2, 2])
    #expect(items[0].kinds == [.passed: 2, .failed: 2])
  }

  @Test func whatNeverVariesHasNoDiscrimination() {
    let items = ItemAnalysis([card([1, 1]), card([1, 0]), card([1, 1])]).items
    #expect(items[0].discrimination == nil)
    #expect(ItemAnalysis([]).items.isEmpty)
    #expect(ItemAnalysis([card([1, 0]), card([0, 1])]).items[0].discrimination == nil)
  }

  @Test func theHistogramHasEveryMarkOnce() {
    let marks: [Points] = [0, 0.5, 1, 5, 9.99, 10, 10]
    let bins = Histogram(marks, of: 10).bins
    #expect(bins.map(\.count) == [2, 1, 0, 0, 0, 1, 0, 0, 0, 3])
    #expect(Histogram(marks, of: 10).median == 5)
    #expect(Histogram([1, 2], of: 10).median == 1.5)
    #expect(Histogram([], of: 10).median == nil)
    for possible: Points in [0, 0.01, 0.07, 7, 12.3, 100] {
      #expect(Histogram([possible, 0], of: possible).bins.reduce(0) { $0 + $1.count } == (possible > .zero ? 2 : 0))
    }
  }

  @Test func axesHaveRoundNumbers() {
    let axis = Axis(0, 10, atMost: 10, from: 0, to: 100)
    #expect(axis.ticks == (0...10).map(Double.init) && axis.place(5) == 50)
    #expect(Axis(0, 7, atMost: 5, from: 0, to: 1, isWhole: true).ticks == [0, 2, 4, 6, 8])
    #expect(Axis(0, 0, atMost: 5, from: 0, to: 1, isWhole: true).ticks == [0, 1])
    #expect(Axis(0, 1, atMost: 5, from: 0, to: 1).ticks.count == 6)
  }

  @Test func misconceptionsHaveThoseWhoHaveThem() {
    func wrong(_ cause: String, _ check: String) -> Verdict { Fixture.verdict(check, .failed, diagnosis: cause) }
    let cards = [
      Fixture.scorecard("a", [wrong("1/n missing (seen in w)", "x"), wrong("1/n missing (seen in b)", "y")]),
      Fixture.scorecard("b", [wrong("another", "x")]), Fixture.scorecard("c", [wrong("1/n missing", "x")]),
      Fixture.scorecard("d", [Fixture.verdict("x", .failed)]),
    ]
    let all = Misconceptions(cards.map { .graded($0, History(), .graded) }).all
    #expect(all.map(\.cause) == ["1/n missing", "another"])
    #expect(all.map(\.who) == [[0, 2], [1]])
    #expect(all[0].checks == ["x", "y"] && all[0].lost == 3)
  }

  @Test func aPersonIsToldWhatNoProgramSettles() {
    let right = Fixture.verdict("x", .passed, earned: 1)
    var unconfined = Fixture.scorecard("u", [right], contentKey: "u")
    unconfined.provenance.sandbox = "none"
    let entries: [GradedClass.Entry] = [
      .graded(Fixture.scorecard("right", [right], contentKey: "1"), History(), .graded),
      .graded(Fixture.scorecard("twin", [right], contentKey: "2"), History(), .graded),
      .graded(Fixture.scorecard("other twin", [right], contentKey: "2"), History(), .graded),
      .graded(
        Fixture.scorecard("late", [right, Fixture.verdict("t", .errored, reason: .wallTime)], contentKey: "3"),
        History(),
        .graded),
      .graded(
        Fixture.scorecard("noisy", [Fixture.verdict("t", .passed, earned: 1, inconclusive: true)], contentKey: "4"),
        History(), .graded),
      .graded(Fixture.scorecard("empty", build: .init(.rejected, message: "no file"), []), History(), .graded),
      .graded(Fixture.scorecard("todo", [Fixture.verdict("x", .notAttempted)], contentKey: "5"), History(), .graded),
      .graded(
        Fixture.scorecard("todo too", [Fixture.verdict("x", .notAttempted)], contentKey: "5"), History(), .graded),
      .ungraded(
        Ungraded(
          submission: "s", folder: "s", lab: "L", possible: 10, standing: Standing(.sealBroken, "it was changed"), at: 0
        )),
      .graded(unconfined, History(), .graded),
      .graded(Fixture.scorecard("old", [right], contentKey: "6"), History(), Standing(.withdrawn, "gone")),
    ]
    let doubts = Doubts(entries, names: entries.map(\.submission), lookAlikes: [4])
    let told = doubts.reasons.mapValues { $0.map(\.what) }
    #expect(
      told == [
        1: ["duplicate"], 2: ["duplicate"], 3: ["timed out"], 4: ["timing inconclusive", "a name like another's"],
        5: ["nothing gradable"], 6: ["nothing is written"], 7: ["nothing is written"], 8: ["seal broken"],
        9: ["ran without confinement"], 10: ["withdrawn"],
      ])
    #expect(doubts.reasons[1]?.first?.why == "the same file as other twin")
    #expect(doubts.groups.prefix(2).map(\.what) == ["seal broken", "duplicate"])
    #expect(doubts.groups[1].who.map(\.place) == [1, 2])
  }
}
