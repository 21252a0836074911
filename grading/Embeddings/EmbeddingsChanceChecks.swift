import Checks
import LabKit
import Labs

extension EmbeddingsHiddenChecks {
  /// Of words drawn by themselves each figure is a normal number: of forty the deviation is 1 within 0.11, so that the bounds
  /// are missed once in a million draws and less; so are the others. A word of 1/2500 is drawn 40 times in 100,000; one that a
  /// table of a thousand places does not hold is six deviations short.
  static let negativesChance = Check(
    "negatives.chance", "negatives: each drawn by itself, as often as its probability says", points: 0.6,
    hint: """
      Count the words of many seeds: each comes as often as its probability, brought to a sum of 1 without the excepted \
      one, says; the same word may come twice, and what one draw was tells nothing of the next.
      """
  ) { generator in
    let many = generator.probabilities(40)
    let (word, seed) = (generator.integer(below: 40), generator.integer(below: 1 << 40))
    let rare = [0.998] + [Double](repeating: 0.0004, count: 5)
    let heavy = [0, 0.9, 0, 0.05, 0.03, 0.02, 0]
    func deviations(_ probabilities: [Double], _ word: Int, _ count: Int, _ trials: Int) -> Call {
      EmbeddingsLab.negativeDeviations(probabilities, word, count, seed, trials)
    }
    func spread(_ call: Int, _ tensor: Int, _ mean: Double, _ deviation: ClosedRange<Double>, _ because: String)
      -> PropertyJudge.Rule
    {
      .spread(call: call, tensor: tensor, mean: -mean...mean, deviation: deviation, because: because)
    }
    let often = "words are not drawn as often as their probabilities say"
    let apart = "draws hang on one another: the same word follows itself too often, or too seldom"
    return Draw(
      calls: [
        EmbeddingsLab.wrongNegatives(heavy, 1, 8, seed, 200), EmbeddingsLab.wrongNegatives(heavy, 4, 3, seed, 200),
        EmbeddingsLab.wrongNegatives(many, word, 0, seed, 3), deviations(many, word, 10, 2000),
        deviations(heavy, 1, 20, 400), deviations(rare, 1, 100, 1000), deviations(many, word, 2, 6000),
        EmbeddingsLab.wrongNegatives(rare, 0, 5, seed, 40), deviations(rare, 0, 5, 60),
      ],
      judge: .property(
        PropertyJudge([
          .exactly(call: 0, 0, because: "of a frequent word that is excepted, some answers are wrong"),
          .exactly(call: 1, 0, because: "words of no probability are drawn, or the excepted one"),
          .exactly(call: 2, 0, because: "no words are asked for, but some are drawn"),
          spread(3, 0, 0.8, 0.45...1.6, often), spread(3, 1, 2.4, 0...3.2, apart), spread(4, 0, 2.6, 0...3.9, often),
          // Five hundred draws, on the average, for one that is kept.
          .exactly(call: 7, 0, because: "of a word that is nearly always drawn, and excepted, some answers are wrong"),
          spread(8, 0, 2.6, 0...3.9, often), spread(5, 0, 2.2, 0...3.2, often), spread(6, 0, 0.8, 0.45...1.6, often),
          spread(6, 1, 2.6, 0...3.4, apart),
        ])))
  }

  static let negativesSeed = Check(
    "negatives.seed", "negatives: the words follow the seed and nothing else", points: 0.1, needs: ["negatives"],
    hint: "All chance comes from Generator(seed: seed): no other source, and no generator that lives on between calls."
  ) { generator in
    let probabilities = generator.probabilities(20)
    let (word, seed) = (generator.integer(below: 20), generator.integer(below: 1 << 40))
    func drawn(_ seed: Int) -> Call { EmbeddingsLab.negatives(probabilities, word, 60, seed) }
    return Draw(
      // Then seeds that are like one another but for an upper bit or the sign, and such as might be taken for no seed.
      calls: [
        drawn(seed), drawn(seed + 1), drawn(seed), drawn(seed + 1 << 16), drawn(seed + 1 << 32), drawn(seed + 1 << 45),
        drawn(~seed), drawn(0), drawn(1), drawn(42),
      ],
      judge: .property(
        PropertyJudge([
          .identical(calls: [0, 2], because: "the same seed gives other words"),
          .distinct(calls: [0, 1, 3, 4, 5, 6, 7, 8, 9], because: "another seed gives the same words"),
        ])))
  }

  /// The deviation of 10,000 uniform numbers is known to half a per cent; of normal ones with this deviation a twelfth lies outside.
  static let initialSpread = Check(
    "initial.spread", "initialVectors: uniform numbers, each by itself, whatever the sizes and the seed", points: 0.3,
    hint: "Each number is drawn by itself, uniformly between −1/2d and 1/2d with d the size, whatever the vocabulary."
  ) { generator in
    let seed = generator.integer(below: 1 << 40)
    let bound = 0.5 / 40
    let deviation = bound / 3.squareRoot()
    let seeds = [0, 1, 42, seed, seed + 1 << 16, seed + 1 << 32, seed + 1 << 48, ~seed]
    let shapes = [(1, 5), (7, 1)]
    var calls = [EmbeddingsLab.initialVectors(250, 40, seed), EmbeddingsLab.outside(250, 40, seed + 1)]
    calls += seeds.map { EmbeddingsLab.initialVectors(12, 6, $0) }
    calls += shapes.map { EmbeddingsLab.initialVectors($0, $1, seed) }
    calls += [EmbeddingsLab.outside(2000, 1, seed)]
    let alike = Array(calls.count..<calls.count + 40)
    calls += alike.map { EmbeddingsLab.initialVectors(50, 1, seed + $0) }
    let neighbours = calls.count..<calls.count + 2
    calls += [1, 7].map { EmbeddingsLab.shared(20, 6, seed, seed + $0) }
    return Draw(
      calls: calls,
      judge: .property(
        PropertyJudge(
          [
            .shapes(call: 0, [[250, 40], [250, 40]], because: "the tables have other shapes"),
            .exactly(call: 1, 0, because: "some numbers of the words lie outside of ±1/2d"),
            .spread(
              call: 0, tensor: 0, mean: -0.06 * deviation...0.06 * deviation,
              deviation: 0.97 * deviation...1.03 * deviation,
              because: "the words are not spread evenly between −1/2d and 1/2d"),
            .spread(call: 0, tensor: 1, mean: 0...0, deviation: 0...0, because: "the contexts are not 0"),
            .fresh(call: 0, tensors: [0], because: "many random numbers occur more than once"),
            .distinctRows(call: 0, tensor: 0, because: "several words have the same vector"),
            .drawnAnew(
              calls: Array(2..<2 + seeds.count), tensors: [0], because: "another seed gives the same vectors"),
            .exactly(call: 4 + seeds.count, 0, because: "some numbers of vectors of size 1 lie outside of ±½"),
            .pooledSpread(
              calls: alike, tensor: 0, mean: -0.04...0.04, deviation: 0.275...0.302,
              because: "vectors of size 1 are not spread evenly between −½ and ½"),
          ]
            + neighbours.map { .exactly(call: $0, 0, because: "two seeds have numbers in common") }
            + shapes.enumerated().map { place, shape in
              .shapes(
                call: 2 + seeds.count + place, [[shape.0, shape.1], [shape.0, shape.1]],
                because: "the tables have other shapes")
            })))
  }
}
