import LabKit

/// How `learn` trains: Adam (Kingma and Ba 2015) on mini-batches, with steps that shrink evenly from the learning rate to 0.
public struct LanguageTraining: Hashable, Sendable {
  public var vocabulary: Int
  public var features: Int
  public var heads: Int
  public var epochs: Int
  public var batchSize: Int
  public var learningRate: Double
  public var seed: Int

  public init(
    vocabulary: Int, features: Int, heads: Int, epochs: Int, batchSize: Int, learningRate: Double, seed: Int
  ) {
    self.vocabulary = vocabulary
    self.features = features
    self.heads = heads
    self.epochs = epochs
    self.batchSize = batchSize
    self.learningRate = learningRate
    self.seed = seed
  }

  /// A model that has learnt, at each position of these sequences, the token that follows; nil where the submission's model
  /// is of other shapes than it is asked for.
  func model(on sequences: [[Int]], by submission: some AttentionContract) -> LanguageModel? {
    let seed = UInt64(bitPattern: Int64(seed))
    var generator = Generator(seed: seed)
    let context = (sequences.first?.count ?? 1) - 1
    var model = submission.initialModel(
      vocabulary: vocabulary, context: context, features: features, seed: seed)
    guard model.tensors.map(\.shape) == shapes(context: context) else { return nil }
    var (first, second) = (model.tensors.map { 0 * $0 }, model.tensors.map { 0 * $0 })
    let steps = epochs * ((sequences.count + batchSize - 1) / batchSize)
    var done = 0
    for _ in 0..<epochs {
      let order = generator.permutation(sequences.count)
      for start in stride(from: 0, to: order.count, by: batchSize) {
        let batch = order[start..<min(start + batchSize, order.count)]
        var slope = model.tensors.map { 0 * $0 }
        for index in batch {
          let (tokens, targets) = (Array(sequences[index].dropLast()), Array(sequences[index].dropFirst()))
          let own = submission.gradient(model, heads: heads, tokens, targets: targets).tensors
          for place in slope.indices { slope[place] += own[place] }
        }
        let rate = learningRate * (1 - Double(done) / Double(steps))
        done += 1
        var tensors = model.tensors
        let (unbias1, unbias2) = (1 / (1 - pow(0.9, Double(done))), 1 / (1 - pow(0.99, Double(done))))
        for place in tensors.indices {
          for index in 0..<tensors[place].count {
            let g = slope[place].values[index] / Double(batch.count)
            first[place].values[index] += 0.1 * (g - first[place].values[index])
            second[place].values[index] += 0.01 * (g * g - second[place].values[index])
            let (m, v) = (first[place].values[index] * unbias1, second[place].values[index] * unbias2)
            tensors[place].values[index] -= rate * m / (v.squareRoot() + 1e-8)
          }
        }
        model.tensors = tensors
      }
    }
    return model
  }

  /// The shapes of a model's tensors, in their order.
  private func shapes(context: Int) -> [[Int]] {
    let (vectors, matrices) = (
      [[Int]](repeating: [features], count: 2), [[Int]](repeating: [features, features], count: 4)
    )
    return [[vocabulary, features], [context, features]] + vectors + matrices + [[vocabulary, features], [vocabulary]]
  }
}

extension LanguageModel {
  /// All tensors in a fixed order.
  var tensors: [Tensor] {
    get {
      [
        embedding, positions, gain, shift, attention.queries, attention.keys, attention.values, attention.output,
        outputWeights, outputBias,
      ]
    }
    set {
      (embedding, positions, gain, shift) = (newValue[0], newValue[1], newValue[2], newValue[3])
      attention = HeadWeights(queries: newValue[4], keys: newValue[5], values: newValue[6], output: newValue[7])
      (outputWeights, outputBias) = (newValue[8], newValue[9])
    }
  }
}
