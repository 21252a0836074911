package import LabKit

/// What the checks of this lab draw.
extension Generator {
  /// q `[positions, width]`, k `[keys, width]`, v `[keys, outputs]`.
  package mutating func attentionTensors(_ positions: Int, keys: Int, width: Int, outputs: Int) -> AttentionTensors {
    AttentionTensors(
      q: normal(shape: [positions, width]), k: normal(shape: [keys, width]), v: normal(shape: [keys, outputs]))
  }

  /// Rows with a variance near ¼, small enough that a forgotten ε shows.
  package mutating func layerNormTensors(_ count: Int, features: Int) -> LayerNormTensors {
    LayerNormTensors(
      x: normal(shape: [count, features], deviation: 0.5) + normal(), gain: normal(shape: [features]),
      shift: normal(shape: [features]))
  }

  package mutating func headWeights(_ features: Int) -> HeadWeights {
    let deviation = 1 / Double(features).squareRoot()
    let four = (0..<4).map { _ in normal(shape: [features, features], deviation: deviation) }
    return HeadWeights(queries: four[0], keys: four[1], values: four[2], output: four[3])
  }

  package mutating func languageModel(vocabulary: Int, context: Int, features: Int) -> LanguageModel {
    LanguageModel(
      embedding: normal(shape: [vocabulary, features]), positions: normal(shape: [context, features]),
      gain: normal(shape: [features], deviation: 0.5) + 1, shift: normal(shape: [features], deviation: 0.5),
      attention: headWeights(features),
      outputWeights: normal(shape: [vocabulary, features], deviation: 1 / Double(features).squareRoot()),
      outputBias: normal(shape: [vocabulary], deviation: 0.5))
  }

  package mutating func tokens(_ count: Int, vocabulary: Int) -> [Int] {
    (0..<count).map { _ in integer(below: vocabulary) }
  }
}

extension AttentionTensors {
  package func weights(causal: Bool) -> Call { AttentionLab.attentionWeights(q, k, causal) }
  package func attention(causal: Bool) -> Call { AttentionLab.attention(q, k, v, causal) }
  package func backward(causal: Bool, _ outputGradient: Tensor) -> Call {
    AttentionLab.attentionBackward(q, k, v, causal, outputGradient)
  }
}

/// A model, tokens, and the tokens that follow them.
package struct TokenProblem {
  package var model: LanguageModel
  package var heads: Int
  package var tokens: [Int]
  package var targets: [Int]

  /// The first two tokens are alike, so that one row of the embedding is used twice.
  package init(
    _ count: Int, vocabulary: Int, context: Int, features: Int, heads: Int, _ generator: inout Generator
  ) {
    model = generator.languageModel(vocabulary: vocabulary, context: context, features: features)
    self.heads = heads
    tokens = generator.tokens(count, vocabulary: vocabulary)
    if count > 1 { tokens[1] = tokens[0] }
    targets = generator.tokens(count, vocabulary: vocabulary)
  }

  package var scores: Call { AttentionLab.scores(model, heads, tokens) }
  package var gradient: Call { gradient(model) }
  package func gradient(_ model: LanguageModel) -> Call { AttentionLab.gradient(model, heads, tokens, targets) }
  package func loss(_ model: LanguageModel) -> Call { AttentionLab.loss(model, heads, tokens, targets) }
}
