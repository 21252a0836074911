// nonsense: zeros of the right shapes everywhere
import Embeddings

struct Submission: EmbeddingsContract {
  func pairs(_ text: [Int], window: Int) -> [WordPair] { [] }
  func counts(_ text: [Int], vocabulary: Int) -> [Int] { [Int](repeating: 0, count: vocabulary) }
  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int] { [] }
  func noise(_ counts: [Int]) -> [Double] { [Double](repeating: 0, count: counts.count) }
  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int] { [Int](repeating: 0, count: uniforms.count) }
  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int] {
    [Int](repeating: 0, count: count)
  }
  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors {
    WordVectors(words: Tensor(shape: [vocabulary, size]), contexts: Tensor(shape: [vocabulary, size]))
  }
  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double { 0 }
  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors {
    WordVectors(words: vectors.words * 0, contexts: vectors.contexts * 0)
  }
  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors { vectors }
  func cosines(_ query: [Double], _ table: Tensor) -> [Double] { [Double](repeating: 0, count: table.rows) }
  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int] { [Int](repeating: 0, count: count) }
  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int { 0 }
}
