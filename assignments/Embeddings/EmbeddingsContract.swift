@_exported public import LabKit

/// What a submission to the Embeddings lab provides; the statement has the equations.
///
/// Write `struct Submission: EmbeddingsContract { … }`. No function may remember anything from one call to the next.
/// Words are numbers, 0 up to the vocabulary; a table of vectors has a row for each word, `[vocabulary, size]`.
public protocol EmbeddingsContract {
  init()

  /// Each word of the text with each other within `window` places of it, in the order of the text.
  func pairs(_ text: [Int], window: Int) -> [WordPair]

  /// How often each word of the vocabulary stands in the text.
  func counts(_ text: [Int], vocabulary: Int) -> [Int]

  /// The text without the words that are dropped because they are frequent; `uniforms` has a number for each place.
  func subsample(_ text: [Int], _ counts: [Int], threshold: Double, uniforms: [Double]) -> [Int]

  /// The probability with which each word is drawn as a negative, from how often it occurs.
  func noise(_ counts: [Int]) -> [Double]

  /// For each of the uniform numbers in [0, 1) the word that it stands for.
  func choose(_ probabilities: [Double], uniforms: [Double]) -> [Int]

  /// `count` words other than `word`, each drawn by itself with probabilities as those given.
  func negatives(_ probabilities: [Double], except word: Int, count: Int, seed: UInt64) -> [Int]

  /// Vectors to begin with.
  func initialVectors(vocabulary: Int, size: Int, seed: UInt64) -> WordVectors

  /// The loss of an example by skip-gram with negative sampling.
  func loss(_ vectors: WordVectors, _ example: WordExample) -> Double

  /// The gradient of `loss` in both tables, in tables of the same shapes.
  func gradient(_ vectors: WordVectors, _ example: WordExample) -> WordVectors

  /// A step for each example, in their order, `epochs` times over.
  func train(_ vectors: WordVectors, _ examples: [WordExample], rate: Double, epochs: Int) -> WordVectors

  /// The cosine of the angle between `query` and each row of the table.
  func cosines(_ query: [Double], _ table: Tensor) -> [Double]

  /// The `count` other words that are most alike to `word`, the most alike first; of equally alike ones the lower first.
  func nearest(_ word: Int, _ table: Tensor, count: Int) -> [Int]

  /// The word that is to `c` as `a` is to `b`, none of the three.
  func analogy(_ a: Int, _ b: Int, _ c: Int, _ table: Tensor) -> Int
}

/// A word of a text, and one that stands near it.
public struct WordPair: Hashable, Sendable {
  public var word: Int
  public var context: Int

  public init(word: Int, context: Int) {
    (self.word, self.context) = (word, context)
  }
}

/// A pair, and words that were drawn by chance to be told from its context.
public struct WordExample: Hashable, Sendable {
  public var word: Int
  public var context: Int
  public var negatives: [Int]

  public init(word: Int, context: Int, negatives: [Int]) {
    (self.word, self.context, self.negatives) = (word, context, negatives)
  }
}

/// Two vectors for each word: a row of `words`, v, for where it is the word itself, and a row of `contexts`, u, for where it is
/// context or negative. Both are `[vocabulary, size]`. A gradient has the same shapes.
public struct WordVectors: Hashable, Sendable {
  public var words: Tensor
  public var contexts: Tensor

  public init(words: Tensor, contexts: Tensor) {
    (self.words, self.contexts) = (words, contexts)
  }
}
