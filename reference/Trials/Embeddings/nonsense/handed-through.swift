// nonsense: what is handed in is handed out, as far as it has the right shape
import Embeddings

struct Submission: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] { text.map { WordPair(word: $0, context: $0) } }
  func counts(_ text: [Int], vocabulary: Int) -> [Int] {
    (0..<vocabulary).map { text.isEmpty ? 0 : text[$0 % text.count] }
  }
  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] { text }
  func noise(_ counts: [Int]) -> [Double] { counts.map(Double.init) }
  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] { Array(uniforms.indices) }
  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    (0..<count).map { (word + 1 + $0 % max(1, probabilities.count - 1)) % probabilities.count }
  }
  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    let table = Tensor(shape: [vocabulary, size], values: (0..<vocabulary * size).map { Double($0) + Double(seed % 1000) })
    return WordVectors(words: table, contexts: table)
  }
  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double { vectors.words.sum() }
  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors { vectors }
  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors { vectors }
  func cosines(_ query: [Double], _ table: Tensor) -> [Double] { (0..<table.rows).map { table.row($0).sum() } }
  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] { Array((0..<table.rows).filter { $0 != word }.prefix(count)) }
  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int { (0..<table.rows).first { ![a, b, c].contains($0) } ?? 0 }
}
