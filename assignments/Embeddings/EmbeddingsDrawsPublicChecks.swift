package import Checks
package import LabKit

extension Generator {
  /// A text of so many words.
  package mutating func text(_ count: Int, vocabulary: Int) -> [Int] {
    (0..<count).map { _ in integer(below: vocabulary) }
  }

  /// So many uniform numbers in [0, 1).
  package mutating func uniforms(_ count: Int) -> [Double] { (0..<count).map { _ in uniform() } }

  /// Probabilities, the sum of which is 1, the largest some ten times the least.
  package mutating func probabilities(_ count: Int) -> [Double] {
    let weights = (0..<count).map { _ in exp(uniform(0, 2.3)) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }
}

/// Two tables of vectors, and examples.
package struct VectorSet {
  package var vectors: WordVectors
  package var examples: [WordExample]

  /// The words of an example are drawn by themselves, so that they may be the same.
  package init(
    _ vocabulary: Int, size: Int, negatives: Int, examples: Int = 1, deviation: Double = 0.7,
    _ generator: inout Generator
  ) {
    vectors = WordVectors(
      words: generator.normal(shape: [vocabulary, size], deviation: deviation),
      contexts: generator.normal(shape: [vocabulary, size], deviation: deviation))
    self.examples = (0..<examples).map { _ in
      WordExample(
        word: generator.integer(below: vocabulary), context: generator.integer(below: vocabulary),
        negatives: (0..<negatives).map { _ in generator.integer(below: vocabulary) })
    }
  }

  /// The same with other words in the first example.
  package func with(word: Int, context: Int, negatives: [Int]) -> VectorSet {
    var set = self
    set.examples[0] = WordExample(word: word, context: context, negatives: negatives)
    return set
  }

  /// The same where the first example's word, 0, has these scores: with its context, 1, and its negatives, from 2 on.
  package func scored(_ scores: [Double]) -> VectorSet {
    var set = with(word: 0, context: 1, negatives: Array(2..<1 + scores.count))
    let word = vectors.words.row(0)
    let square = (word * word).sum()
    for (place, score) in scores.enumerated() {
      for column in 0..<word.count { set.vectors.contexts[1 + place, column] = score / square * word[column] }
    }
    return set
  }

  package var loss: Call { EmbeddingsLab.loss(vectors, examples[0]) }
  package var gradient: Call { EmbeddingsLab.gradient(vectors, examples[0]) }
  package func train(rate: Double, epochs: Int) -> Call { EmbeddingsLab.train(vectors, examples, rate, epochs) }

  /// What `train` must answer by the submission's own gradient.
  package func ownTraining(_ own: inout FollowThrough, rate: Double, epochs: Int) -> [Term] {
    Self.askWide(&own)
    var moved = Term.of(vectors)
    for _ in 0..<epochs {
      for example in examples {
        moved = own.work(moved - rate * own.ask(EmbeddingsLab.gradient, moved, .of(example)))
      }
    }
    return [moved]
  }

  /// A gradient in many numbers: whether `gradient` is an attempt shows in it.
  private static func askWide(_ own: inout FollowThrough) {
    var generator = Generator(seed: 21)
    let wide = VectorSet(6, size: 12, negatives: 4, &generator).with(word: 2, context: 4, negatives: [0, 1, 0, 5])
    _ = own.ask(EmbeddingsLab.gradient, .of(wide.vectors), .of(wide.examples[0]))
  }
}

/// A table of vectors, of which one asks what is like what.
package struct LikenessSet {
  package var table: Tensor

  /// Some vectors are several times as long as others.
  package init(_ vocabulary: Int, size: Int, _ generator: inout Generator) {
    table = generator.normal(shape: [vocabulary, size])
    for row in 0..<vocabulary {
      let length = exp(generator.uniform(-1, 1))
      for column in 0..<size { table[row, column] *= length }
    }
  }

  package init(_ rows: [[Double]]) { table = Tensor(rows: rows) }

  package func nearest(_ word: Int, _ count: Int) -> Call { EmbeddingsLab.nearest(word, table, count) }
  package func analogy(_ a: Int, _ b: Int, _ c: Int) -> Call { EmbeddingsLab.analogy(a, b, c, table) }

  /// The others by its own cosines.
  package func ownNearest(_ own: inout FollowThrough, _ word: Int, _ count: Int) -> [Term] {
    [near(&own, table.row(word), except: [word], count)[0]]
  }

  /// The best of the others by its own cosines with the direction that the three words make.
  package func ownAnalogy(_ own: inout FollowThrough, _ a: Int, _ b: Int, _ c: Int) -> [Term] {
    let goal = direction(a) - direction(b) + direction(c)
    return [near(&own, goal, except: [a, b, c], 1)[0][0]]
  }

  private func direction(_ word: Int) -> Tensor {
    let row = table.row(word)
    let length = (row * row).sum().squareRoot()
    return length == 0 ? row : row / length
  }

  private func near(_ own: inout FollowThrough, _ query: Tensor, except words: [Int], _ count: Int) -> Term {
    // Many cosines: whether `cosines` is an attempt shows in them.
    var generator = Generator(seed: 22)
    _ = own.ask(EmbeddingsLab.cosines, .of(generator.normal(shape: [4]).values), .of(generator.normal(shape: [30, 4])))
    var last = Tensor(shape: [1, table.rows])
    for word in words { last[0, word] = 1e300 }
    let alike = own.ask(EmbeddingsLab.cosines, .of(query.values), .of(table)).reshaped([1, table.rows])
    return (.of(last) - alike).nearest(count)
  }
}
