import Checks
import LabKit

/// Negatives, vectors to begin with, loss, gradient, training.
extension EmbeddingsPublicChecks {
  /// Of 4,000 draws each word's count is within five deviations but for one draw in a million, and so are the figures over
  /// all ten.
  static let negatives = Check(
    "negatives", "negatives: words other than the one that is excepted, by the seed", points: 0.2,
    hint: "A word that is the excepted one is drawn anew. All chance comes from one Generator(seed: seed)."
  ) { generator in
    let probabilities = generator.probabilities(10)
    let (word, seed) = (generator.integer(below: 10), generator.integer(below: 1 << 40))
    func drawn(_ seed: Int) -> Call { EmbeddingsLab.negatives(probabilities, word, 40, seed) }
    return Draw(
      calls: [
        EmbeddingsLab.wrongNegatives(probabilities, word, 5, seed, 100), drawn(seed), drawn(seed + 1), drawn(seed),
        EmbeddingsLab.negativeDeviations(probabilities, word, 5, seed, 800),
      ],
      judge: .property(
        PropertyJudge([
          .exactly(
            call: 0, 0,
            because: "some answers have another count of words, or the excepted word, or none of the vocabulary"
          ),
          .identical(calls: [1, 3], because: "the same seed gives other words"),
          .distinct(calls: [1, 2], because: "another seed gives the same words"),
          .spread(
            call: 4, tensor: 0, mean: -1.7...1.7, deviation: 0...2.4,
            because: "words are not drawn as often as their probabilities say"),
        ])))
  }

  static let initial = Check(
    "initial", "initialVectors: small random words, and contexts of 0", points: 0.2,
    hint: "Words uniform between −1/2d and 1/2d, all from one Generator(seed: seed); contexts are 0."
  ) { generator in
    let seed = generator.integer(below: 1 << 40)
    func vectors(_ seed: Int) -> Call { EmbeddingsLab.initialVectors(30, 8, seed) }
    let deviation = 0.5 / 8 / 3.squareRoot()
    return Draw(
      calls: [vectors(seed), vectors(seed), vectors(seed + 1), EmbeddingsLab.outside(30, 8, seed)],
      judge: .property(
        PropertyJudge([
          .shapes(call: 0, [[30, 8], [30, 8]], because: "the tables have other shapes"),
          .identical(calls: [0, 1], because: "the same seed gives other vectors"),
          .drawnAnew(calls: [0, 2], tensors: [0], because: "another seed gives the same vectors"),
          .exactly(call: 3, 0, because: "some numbers of the words lie outside of ±1/2d"),
          .spread(
            call: 0, tensor: 0, mean: -0.35 * deviation...0.35 * deviation,
            deviation: 0.8 * deviation...1.2 * deviation,
            because: "the words are not spread evenly between −1/2d and 1/2d"),
          .spread(call: 0, tensor: 1, mean: 0...0, deviation: 0...0, because: "the contexts are not 0"),
        ])))
  }

  static let loss = Check(
    "loss", "loss: of a context and its negatives", points: 0.4,
    hint: "−ln σ of the score with the context, and −ln σ of minus the score with each negative: a sum, no mean."
  ) { generator in
    var draw = ValueDraw()
    for (name, size, negatives) in [
      ("two negatives", 4, [5, 2]), ("one negative", 3, [6]), ("five negatives", 6, [2, 0, 5, 4, 6]),
    ] {
      let set = VectorSet(7, size: size, negatives: 0, &generator)
      draw.add(name, set.with(word: 3, context: 1, negatives: negatives).loss)
    }
    return draw.draw()
  }

  static let gradient = Check(
    "gradient", "gradient: in the word's row, and in those of context and negatives", points: 0.5,
    hint: "Write the loss as a function of one score, and differentiate that; what is a score's slope in u, and in v?"
  ) { generator in
    var draw = ValueDraw()
    for (name, size, negatives) in [
      ("two negatives", 4, [5, 2]), ("one negative", 3, [6]), ("four", 5, [2, 0, 5, 4]),
    ] {
      let set = VectorSet(7, size: size, negatives: 0, &generator)
      draw.add(name, set.with(word: 3, context: 1, negatives: negatives).gradient)
    }
    return draw.draw()
  }

  static let train = Check(
    "train", "train: a step for each example", points: 0.4, after: ["gradient"],
    hint:
      "One example after the other, each with the vectors that the one before left, each table by the old other one."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, epochs) in [("one step", 1, 1), ("three examples", 3, 1), ("twice over", 2, 2)] {
      let set = VectorSet(5, size: 3, negatives: 2, examples: count, &generator)
      draw.add(name, set.train(rate: 0.3, epochs: epochs)) { set.ownTraining(&$0, rate: 0.3, epochs: epochs) }
    }
    return draw.draw()
  }
}
