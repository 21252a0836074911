import DeepLearning
import Labs
import Tensors

/// The Embeddings lab by `SkipGram`, which draws its words by itself: loss, gradient, and cosines.
struct EmbeddingsOracle: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] { notImplemented() }
  func counts(_ text: [Int], vocabulary: Int) -> [Int] { notImplemented() }
  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] { notImplemented() }
  func noise(_ counts: [Int]) -> [Double] { notImplemented() }
  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] { notImplemented() }
  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] { notImplemented() }
  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors { notImplemented() }

  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double {
    model(vectors.words, vectors.contexts)
      .loss(word: example.word, neighbor: example.context, negatives: example.negatives).value
  }

  /// The library's slope at the neighbour, σ(s) − 1, has no digits left where it is sure. With −v for v the context is a
  /// negative, whose slope is σ(−s); the neighbour is a row of zeros then.
  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors {
    let shape = vectors.words.shape
    let contexts = Tensor(
      shape: [shape[0] + 1, shape[1]], values: vectors.contexts.values + [Double](repeating: 0, count: shape[1]))
    var gradient = WordVectors(words: Tensor(shape: shape), contexts: Tensor(shape: shape))
    for (sign, negatives) in [(-1.0, [example.context]), (1, example.negatives)] {
      let found = model(sign * vectors.words, contexts)
        .loss(word: example.word, neighbor: shape[0], negatives: negatives)
      for place in 0..<shape[1] {
        gradient.words[example.word, place] += sign * found.word.elements[place]
        for other in found.contexts.dropFirst() {
          gradient.contexts[other.index, place] += other.gradient.elements[place]
        }
      }
    }
    return gradient
  }

  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors {
    var moved = vectors
    for _ in 0..<epochs {
      for example in examples {
        let slope = gradient(moved, example)
        moved.words -= slope.words * rate
        moved.contexts -= slope.contexts * rate
      }
    }
    return moved
  }

  /// The library's cosine with nothing is 0 / 0, the lab's is 0.
  func cosines(_ query: [Double], _ table: Tensor) -> [Double] {
    let words = Tensor(shape: [table.rows + 1, query.count], values: table.values + query)
    let model = model(words, words)
    return (0..<table.rows).map { row in
      let cosine = model.similarity(row, table.rows)
      return cosine.isNaN ? 0 : cosine
    }
  }

  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] {
    best(count, cosines(table.row(word).values, table), except: [word])
  }

  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int {
    let goal = direction(table, a) - direction(table, b) + direction(table, c)
    return best(1, cosines(goal.lab.values, table), except: [a, b, c])[0]
  }

  private func best(_ count: Int, _ alike: [Double], except words: [Int]) -> [Int] {
    Array(
      alike.indices.filter { !words.contains($0) }.sorted { (alike[$1], $0) < (alike[$0], $1) }.prefix(count))
  }

  private func direction(_ table: Tensor, _ word: Int) -> LibraryTensor {
    let row = table.row(word).library
    let length = row.norm()
    return length == 0 ? row : row / length
  }

  private func model(_ words: Tensor, _ contexts: Tensor) -> SkipGram<Double> {
    var stream = RandomStream(seed: 0)
    var model = SkipGram<Double>(vocabulary: 1, size: 1, &stream)
    (model.words, model.contexts) = (words.library, contexts.library)
    return model
  }
}
