import LabKit

/// How word vectors are learnt from a text by a submission's own functions.
public struct EmbeddingTraining: Hashable, Sendable {
  public var vocabulary: Int
  public var size: Int
  public var window: Int
  /// How many negatives each pair has.
  public var negatives: Int
  public var rate: Double
  public var epochs: Int
  public var seed: Int

  public init(
    vocabulary: Int, size: Int, window: Int, negatives: Int, rate: Double, epochs: Int, seed: Int
  ) {
    self.vocabulary = vocabulary
    self.size = size
    self.window = window
    self.negatives = negatives
    self.rate = rate
    self.epochs = epochs
    self.seed = seed
  }

  /// The table of words after training; nil where what the submission's functions answer cannot be trained with.
  func table(of text: [Int], by submission: some EmbeddingsContract) -> Tensor? {
    let seed = UInt64(bitPattern: Int64(seed))
    let noise = submission.noise(submission.counts(text, vocabulary: vocabulary))
    let pairs = submission.pairs(text, window: window)
    let start = submission.initialVectors(vocabulary: vocabulary, size: size, seed: seed)
    let shape = [vocabulary, size]
    guard noise.count == vocabulary, noise.allSatisfy({ $0 > 0 }), abs(noise.reduce(0, +) - 1) < 1e-6,
      start.words.shape == shape,
      start.contexts.shape == shape
    else { return nil }
    var examples: [WordExample] = []
    for (place, pair) in pairs.enumerated() {
      let drawn = submission.negatives(
        noise, except: pair.context, count: negatives, seed: seed &+ UInt64(place))
      let example = WordExample(word: pair.word, context: pair.context, negatives: drawn)
      guard ([pair.word, pair.context] + drawn).allSatisfy({ (0..<vocabulary).contains($0) }) else { return nil }
      examples.append(example)
    }
    let table = submission.train(start, examples, rate: rate, epochs: epochs).words
    return table.shape == shape ? table : nil
  }
}
