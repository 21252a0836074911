import Tensors
import Testing

/// The stream is part of the contract: these draws must never change.
@Suite struct RandomStreamTests {
  /// The first outputs of SplitMix64 for seed 1234567, as its reference implementation (Vigna, splitmix64.c) prints them.
  @Test func isSplitMix64() {
    var stream = RandomStream(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in stream.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  @Test func splitsAreIndependentAndRepeatable() {
    func draw() -> [UInt64] {
      var first = RandomStream(seed: 7)
      var second = first.split()
      var third = first.split()
      return (0..<3).flatMap { _ in [first.next(), second.next(), third.next()] }
    }
    #expect(draw() == draw())
    #expect(Set(draw()).count == 9)
  }

  @Test func momentsOfUniformAndNormal() {
    var stream = RandomStream(seed: 8)
    let uniform = (0..<40_000).map { _ in stream.uniform() }
    let normal = (0..<40_000).map { _ in stream.normal() }
    func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
    // Four standard errors each.
    #expect(uniform.allSatisfy { $0 >= 0 && $0 < 1 })
    #expect(abs(mean(uniform) - 0.5) < 4 * (1 / 12.0 / 40_000).squareRoot())
    #expect(abs(mean(normal)) < 4 / 200)
    #expect(abs(mean(normal.map { $0 * $0 }) - 1) < 4 * 2.0.squareRoot() / 200)
  }

  @Test func permutationsAndBounds() {
    var stream = RandomStream(seed: 9)
    #expect(stream.permutation(100).sorted() == Array(0..<100))
    let counts = (0..<6000).reduce(into: [0, 0, 0]) { counts, _ in counts[stream.below(3)] += 1 }
    #expect(counts.allSatisfy { abs($0 - 2000) < 150 })
  }
}
