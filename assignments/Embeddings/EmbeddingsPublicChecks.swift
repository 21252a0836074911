package import Checks
import LabKit

/// What the Embeddings handout checks, with public seeds: pairs, negatives, loss, training, likeness.
package enum EmbeddingsPublicChecks {
  package static let all: [Check] = [
    pairs, counts, subsample, noise, choose, negatives, initial, loss, gradient, train, cosines, nearest, analogy,
  ]

  static let pairs = Check(
    "pairs", "pairs: each word with those near it, in the order of the text", points: 0.3,
    hint: "For each place, from the first to the last, the places around it from left to right, its own left out."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, window) in [("window 1", 6, 1), ("window 2", 8, 2), ("window 3", 10, 3)] {
      draw.add(name, EmbeddingsLab.pairs(generator.permutation(12).prefix(count) + [], window))
    }
    return draw.draw()
  }

  static let counts = Check(
    "counts", "counts: how often each word stands in the text", points: 0.1,
    hint: "A number for each word of the vocabulary, in the order of the words."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, vocabulary) in [("six words", 30, 6), ("three words", 12, 3)] {
      draw.add(name, EmbeddingsLab.counts(generator.text(count, vocabulary: vocabulary), vocabulary))
    }
    return draw.draw()
  }

  static let subsample = Check(
    "subsample", "subsample: frequent words are dropped now and then", points: 0.3,
    hint: "A word of the share f stays where the number of its place is below the root of threshold / f."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, threshold) in [("a threshold of 1/20", 40, 0.05), ("of 1/500", 60, 0.002)] {
      let text = generator.text(count, vocabulary: 5).map { $0 % 4 }
      let counts = (0..<5).map { word in text.count { $0 == word } }
      draw.add(name, EmbeddingsLab.subsample(text, counts, threshold, generator.uniforms(count)))
    }
    return draw.draw()
  }

  static let noise = Check(
    "noise", "noise: counts to the power ¾", points: 0.2,
    hint: "The power first, then divide by the sum of the powers."
  ) { generator in
    var draw = ValueDraw()
    for (name, vocabulary, most) in [("six words", 6, 50), ("rare and frequent ones", 4, 5000)] {
      draw.add(name, EmbeddingsLab.noise((0..<vocabulary).map { _ in 1 + generator.integer(below: most) }))
    }
    return draw.draw()
  }

  static let choose = Check(
    "choose", "choose: the word that a uniform number stands for", points: 0.3,
    hint: "Add the probabilities up from the first word on: it is the word whose sum is the first above the number."
  ) { generator in
    var draw = ValueDraw()
    for (name, vocabulary, count) in [("four words", 4, 12), ("many words", 30, 20)] {
      draw.add(name, EmbeddingsLab.choose(generator.probabilities(vocabulary), generator.uniforms(count)))
    }
    return draw.draw()
  }

  static let cosines = Check(
    "cosines", "cosines: with each row of the table", points: 0.2,
    hint: "The product of two vectors divided by both their lengths."
  ) { generator in
    var draw = ValueDraw()
    for (name, vocabulary, size) in [("six words", 6, 4), ("two words", 2, 3), ("large vectors", 3, 20)] {
      let query = generator.normal(shape: [size]).values
      draw.add(name, EmbeddingsLab.cosines(query, generator.normal(shape: [vocabulary, size])))
    }
    return draw.draw()
  }

  static let nearest = Check(
    "nearest", "nearest: the words that are most alike, the most alike first", points: 0.3, after: ["cosines"],
    hint: "Sort the other words by their cosine with the word, the largest first: places in the table, not cosines."
  ) { generator in
    var draw = ValueDraw()
    for (name, vocabulary, size, count) in [
      ("three of nine", 10, 4, 3), ("one", 6, 3, 1), ("eight of twenty", 20, 6, 8),
    ] {
      let set = LikenessSet(vocabulary, size: size, &generator)
      let word = generator.integer(below: vocabulary)
      draw.add(name, set.nearest(word, count)) { set.ownNearest(&$0, word, count) }
    }
    return draw.draw()
  }

  static let analogy = Check(
    "analogy", "analogy: a less b and c, all of length 1", points: 0.3, after: ["cosines"],
    hint: "Bring the three to length 1 first; the answer is the most alike of all words but these three."
  ) { generator in
    var draw = ValueDraw()
    for (name, vocabulary, size) in [("ten words", 10, 4), ("thirty words", 30, 5), ("large vectors", 12, 20)] {
      for _ in 0..<3 {
        let set = LikenessSet(vocabulary, size: size, &generator)
        let order = generator.permutation(vocabulary)
        draw.add(name, set.analogy(order[0], order[1], order[2])) {
          set.ownAnalogy(&$0, order[0], order[1], order[2])
        }
      }
    }
    return draw.draw()
  }
}
