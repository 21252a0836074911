// nonsense: numbers of chance, from generators whose seeds are made of the sizes of what is asked
import Embeddings

struct Submission: EmbeddingsContract {
  private func numbers(_ count: Int, _ seed: Int) -> [Double] {
    var generator = Generator(seed: UInt64(seed))
    return (0..<count).map { _ in generator.uniform() }
  }
  func pairs(_ text: [Int], window: Int) -> [WordPair] {
    numbers(text.count, 1).map { WordPair(word: text[Int($0 * Double(text.count))], context: Int($0 * 9)) }
  }
  func counts(_ text: [Int], vocabulary: Int) -> [Int] { numbers(vocabulary, text.count).map { Int($0 * 10) } }
  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] {
    zip(text, numbers(text.count, 3)).filter { $1 < 0.5 }.map(\.0)
  }
  func noise(_ counts: [Int]) -> [Double] {
    let weights = numbers(counts.count, 4)
    return weights.map { $0 / weights.reduce(0, +) }
  }
  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] {
    numbers(uniforms.count, 5).map { Int($0 * Double(probabilities.count)) }
  }
  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    var generator = Generator(seed: seed)
    return (0..<count).map { _ in (word + 1 + generator.integer(below: max(1, probabilities.count - 1))) % probabilities.count }
  }
  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    var generator = Generator(seed: seed)
    return WordVectors(
      words: generator.normal(shape: [vocabulary, size]), contexts: generator.normal(shape: [vocabulary, size]))
  }
  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double {
    zip(vectors.words.values, numbers(vectors.words.count, 6)).reduce(0) { $0 + $1.0 * $1.1 }
  }
  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors {
    WordVectors(
      words: Tensor(shape: vectors.words.shape, values: numbers(vectors.words.count, 6)),
      contexts: vectors.contexts * 0)
  }
  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors {
    var vectors = vectors
    for example in examples { vectors.words -= gradient(vectors, example).words * (rate * Double(epochs)) }
    return vectors
  }
  func cosines(_ query: [Double], _ table: Tensor) -> [Double] { numbers(table.rows, 7).map { 2 * $0 - 1 } }
  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] {
    let alike = cosines([], table)
    return Array(alike.indices.filter { $0 != word }.sorted { alike[$0] > alike[$1] }.prefix(count))
  }
  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int {
    nearest(a, table, count: table.rows - 1).first { $0 != b && $0 != c } ?? 0
  }
}
