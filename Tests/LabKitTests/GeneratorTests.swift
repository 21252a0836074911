import Testing

@testable import LabKit

@Suite struct GeneratorTests {
  /// The first outputs of Steele, Lea and Flood's reference implementation for the seed 1234567.
  @Test func splitMix64() {
    var generator = Generator(seed: 1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ])
  }

  /// 6457827717110365317 >> 11 = 3153236189995295, and 2⁵³ = 9007199254740992.
  @Test func uniform() {
    var generator = Generator(seed: 1_234_567)
    #expect(generator.uniform() == 3_153_236_189_995_295.0 / 9_007_199_254_740_992)
    for _ in 0..<1000 { #expect((2.0..<5).contains(generator.uniform(2, 5))) }
  }

  @Test func integersFillTheirRangeEvenly() {
    var generator = Generator(seed: 9)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<7000 { counts[generator.integer(below: 7)] += 1 }
    // Binomial with mean 1000 and deviation 29: five deviations.
    #expect(counts.allSatisfy { abs($0 - 1000) < 147 })
  }

  /// The mean of 10,000 standard normal numbers has deviation 0.01, their mean square 0.0141, their mean cube 0.0387.
  @Test func normal() {
    var generator = Generator(seed: 2)
    let sample = generator.normal(shape: [10_000], deviation: 1).values
    #expect(abs(sample.reduce(0, +) / 1e4) < 0.05)
    #expect(abs(sample.reduce(0) { $0 + $1 * $1 } / 1e4 - 1) < 0.07)
    #expect(abs(sample.reduce(0) { $0 + $1 * $1 * $1 } / 1e4) < 0.2)
    #expect(generator.normal(shape: [2, 3], deviation: 0) == Tensor(shape: [2, 3], repeating: 0))
  }

  @Test func permutations() {
    var generator = Generator(seed: 4)
    for count in [0, 1, 2, 10] { #expect(generator.permutation(count).sorted() == Array(0..<count)) }
    var counts: [[Int]: Int] = [:]
    for _ in 0..<6000 { counts[generator.permutation(3), default: 0] += 1 }
    #expect(counts.count == 6 && counts.values.allSatisfy { abs($0 - 1000) < 145 })
  }

  @Test func splitStreamsDiffer() {
    var first = Generator(seed: 1)
    var second = first.split()
    #expect(first.next() != second.next())
  }
}
