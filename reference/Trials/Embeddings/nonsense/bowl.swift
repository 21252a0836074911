// nonsense: a loss of half of the sum of all squares, and its gradient and training, which belong to it alone
import Embeddings

struct Submission: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] {
    zip(text, text.reversed()).map { WordPair(word: $0, context: $1) }
  }
  func counts(_ text: [Int], vocabulary: Int) -> [Int] { (0..<vocabulary).map { $0 + text.count } }
  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] {
    zip(text, uniforms).filter { $1 < 0.5 }.map(\.0)
  }
  func noise(_ counts: [Int]) -> [Double] { counts.map { _ in 1 / Double(counts.count) } }
  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] {
    uniforms.map { Int($0 * 7919) % probabilities.count }
  }
  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    var generator = Generator(seed: seed)
    let next = generator.integer(below: probabilities.count)
    return [Int](repeating: next, count: count)
  }
  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    var generator = Generator(seed: seed)
    let table = generator.normal(shape: [vocabulary, size])
    return WordVectors(words: table, contexts: table)
  }
  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double {
    (vectors.words * vectors.words).sum() / 2 + (vectors.contexts * vectors.contexts).sum() / 2
  }
  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors { vectors }
  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors {
    var vectors = vectors
    for _ in 0..<epochs * examples.count {
      vectors.words -= vectors.words * rate
      vectors.contexts -= vectors.contexts * rate
    }
    return vectors
  }
  func cosines(_ query: [Double], _ table: Tensor) -> [Double] { (0..<table.rows).map { 1 / Double(1 + $0) } }
  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] {
    Array((0..<table.rows).reversed().filter { $0 != word }.prefix(count))
  }
  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int { nearest(a, table, count: 4).last ?? 0 }
}
