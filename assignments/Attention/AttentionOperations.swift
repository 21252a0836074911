public import LabKit

/// The Attention lab's operations: each function of the contract by its name, and some that put functions together.
public enum AttentionLab {
  /// What layer normalisation adds to the variance.
  public static let epsilon = 1e-5

  public static let attentionWeights = Operation<Tensor, Tensor, Tensor, Bool>("attentionWeights")
  public static let attention = Operation<Tensor, Tensor, Tensor, Tensor, Bool>("attention")
  public static let attentionBackward =
    Operation<AttentionTensors, Tensor, Tensor, Tensor, Bool, Tensor>("attentionBackward")
  public static let layerNorm = Operation<Tensor, LayerNormTensors>("layerNorm")
  public static let layerNormBackward = Operation<LayerNormTensors, LayerNormTensors, Tensor>("layerNormBackward")
  public static let multiHead = Operation<Tensor, HeadWeights, Tensor, Int, Bool>("multiHead")
  public static let multiHeadBackward =
    Operation<MultiHeadTensors, HeadWeights, Tensor, Int, Bool, Tensor>("multiHeadBackward")
  public static let initialModel = Operation<LanguageModel, Int, Int, Int, Int>("initialModel")
  public static let scores = Operation<Tensor, LanguageModel, Int, [Int]>("scores")
  public static let gradient = Operation<LanguageModel, LanguageModel, Int, [Int], [Int]>("gradient")

  /// Σ direction ⊙ attention, and the same of the other two: losses whose gradient in the output is `direction`.
  public static let attentionLoss = Operation<Double, AttentionTensors, Bool, Tensor>("attentionLoss")
  public static let layerNormLoss = Operation<Double, LayerNormTensors, Tensor>("layerNormLoss")

  /// crossEntropy(scores(model, tokens), targets): the submission's own loss, to be differentiated.
  public static let loss = Operation<Double, LanguageModel, Int, [Int], [Int]>("loss")

  /// The gradient of `crossEntropy` in the scores.
  public static let crossEntropySlope = Operation<Tensor, Tensor, [Int]>("crossEntropySlope")

  /// The scores of the first positions, as many as the last argument says, of a longer sequence.
  public static let firstScores = Operation<Tensor, LanguageModel, Int, [Int], Int>("firstScores")

  /// The scores of a given model after another one was trained on sequences: what was trained is in the other model alone.
  public static let scoresAfterTraining =
    Operation<Tensor, LanguageModel, Int, [Int], [[Int]], LanguageTraining>("scoresAfterTraining")

  /// initialModel, then Adam along gradient on sequences, then for each context the scores of the token that follows it.
  public static let learn = Operation<Tensor, [[Int]], [[Int]], LanguageTraining>("learn")

  /// The operations carried out by a submission.
  public static func operations<Submission: AttentionContract & SendableMetatype>(
    of type: Submission.Type
  ) -> [BoundOperation] {
    [
      attentionWeights.perform { Submission().attentionWeights($0, $1, causal: $2) },
      attention.perform { Submission().attention($0, $1, $2, causal: $3) },
      attentionBackward.perform { Submission().attentionBackward($0, $1, $2, causal: $3, outputGradient: $4) },
      layerNorm.perform { Submission().layerNorm($0.x, gain: $0.gain, shift: $0.shift) },
      layerNormBackward.perform {
        Submission().layerNormBackward($0.x, gain: $0.gain, shift: $0.shift, outputGradient: $1)
      },
      multiHead.perform { Submission().multiHead($0, $1, heads: $2, causal: $3) },
      multiHeadBackward.perform {
        Submission().multiHeadBackward($0, $1, heads: $2, causal: $3, outputGradient: $4)
      },
      initialModel.perform { vocabulary, context, features, seed in
        Submission().initialModel(
          vocabulary: vocabulary, context: context, features: features, seed: UInt64(bitPattern: Int64(seed)))
      },
      scores.perform { Submission().scores($0, heads: $1, $2) },
      gradient.perform { Submission().gradient($0, heads: $1, $2, targets: $3) },
      attentionLoss.perform { tensors, causal, direction in
        product(direction, Submission().attention(tensors.q, tensors.k, tensors.v, causal: causal))
      },
      layerNormLoss.perform { tensors, direction in
        product(direction, Submission().layerNorm(tensors.x, gain: tensors.gain, shift: tensors.shift))
      },
      loss.perform { crossEntropy(Submission().scores($0, heads: $1, $2), $3).loss },
      crossEntropySlope.perform { crossEntropy($0, $1).gradient },
      firstScores.perform { model, heads, tokens, count in
        Submission().scores(model, heads: heads, tokens).rows(at: Array(0..<count))
      },
      scoresAfterTraining.perform { model, heads, tokens, sequences, training in
        guard training.model(on: sequences, by: Submission()) != nil else { return Tensor(shape: [0]) }
        return Submission().scores(model, heads: heads, tokens)
      },
      learn.perform { sequences, contexts, training in
        let submission = Submission()
        guard let model = training.model(on: sequences, by: submission) else { return Tensor(shape: [0]) }
        let rows = contexts.map { context in
          submission.scores(model, heads: training.heads, context).row(context.count - 1).values
        }
        return Tensor(rows: rows)
      },
    ]
  }

  /// The mean over the rows of −ln softmax(scores)[label], and its gradient in the scores `[n, classes]`.
  public static func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> (loss: Double, gradient: Tensor) {
    var (loss, gradient) = (0.0, scores)
    for (row, label) in labels.enumerated() {
      let values = scores.row(row).values
      let largest = values.max() ?? 0
      let sum = values.reduce(0) { $0 + exp($1 - largest) }
      loss += largest + log(sum) - values[label]
      for column in values.indices { gradient[row, column] = exp(values[column] - largest) / sum }
      gradient[row, label] -= 1
    }
    let count = Double(max(labels.count, 1))
    return (loss / count, gradient / count)
  }

  private static func product(_ direction: Tensor, _ output: Tensor) -> Double {
    guard output.shape == direction.shape else { return .nan }
    return zip(output.values, direction.values).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
