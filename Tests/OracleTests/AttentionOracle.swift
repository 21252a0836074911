import DeepLearning
import Labs
import Tensors

/// The Attention lab by `LayerNorm`, `SelfAttention`, `Embedding` and `Dense`; what has no mask or no projection by
/// automatic differentiation.
struct AttentionOracle: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    weights(Variable(q), Variable(k), causal).value.lab
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    weights(Variable(q), Variable(k), causal).multiplied(by: Variable(v)).value.lab
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let leaves = [q, k, v].map { Variable($0) }
    let output = weights(leaves[0], leaves[1], causal).multiplied(by: leaves[2])
    let slopes = output.gradients(by: leaves, seed: outputGradient)
    return AttentionTensors(q: slopes[0], k: slopes[1], v: slopes[2])
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor { norm(gain, shift).output(x) }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let slopes = norm(gain, shift).gradients(x, outputGradient: outputGradient)
    return LayerNormTensors(x: slopes.input, gain: slopes.parameters[0], shift: slopes.parameters[1])
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    if causal { return attention(weights, heads).output(batch(x)).reshaped(x.shape) }
    return joined(leaves(weights, x), heads).value.lab
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    if causal {
      let slopes = attention(weights, heads).gradients(batch(x), outputGradient: batch(outputGradient))
      return MultiHeadTensors(weights: headWeights(slopes.parameters), x: slopes.input.reshaped(x.shape))
    }
    let leaves = leaves(weights, x)
    let slopes = joined(leaves, heads).gradients(by: leaves, seed: outputGradient)
    return MultiHeadTensors(
      weights: HeadWeights(queries: slopes[0], keys: slopes[1], values: slopes[2], output: slopes[3]), x: slopes[4])
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel { notImplemented() }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    output(model).output(states(model, heads, tokens).y)
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let (x, normal, y) = states(model, heads, tokens)
    let scoreSlope = meanCrossEntropy(output(model).output(y), targets).gradient
    let last = output(model).gradients(y, outputGradient: scoreSlope)
    let branch = attention(model.attention, heads).gradients(batch(normal), outputGradient: batch(last.input))
    let norm = norm(model.gain, model.shift).gradients(x, outputGradient: branch.input.reshaped(x.shape))
    let first = embedding(model).gradients(row(tokens), outputGradient: batch(last.input + norm.input))
    return LanguageModel(
      embedding: first.parameters[0], positions: first.parameters[1], gain: norm.parameters[0],
      shift: norm.parameters[1], attention: headWeights(branch.parameters), outputWeights: last.parameters[0],
      outputBias: last.parameters[1])
  }

  /// The embedded tokens, the same normalised, and what the output layer reads.
  private func states(_ model: LanguageModel, _ heads: Int, _ tokens: [Int]) -> (x: Tensor, normal: Tensor, y: Tensor) {
    let x = embedding(model).output(row(tokens)).reshaped([tokens.count, model.gain.count])
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    return (x, normal, x + multiHead(model.attention, normal, heads: heads, causal: true))
  }

  /// The library is about batches of sequences, the lab about one sequence.
  private func batch(_ x: Tensor) -> Tensor { x.reshaped([1] + x.shape) }
  private func row(_ tokens: [Int]) -> Tensor { Tensor(shape: [1, tokens.count], values: tokens.map(Double.init)) }

  private func embedding(_ model: LanguageModel) -> Layers {
    Layers([model.embedding, model.positions]) { parameters, stream in
      [
        Embedding(
          vocabulary: model.embedding.rows, size: model.embedding.columns,
          positions: ("positions", model.positions.rows), name: "tokens", in: &parameters, &stream)
      ]
    }
  }

  private func norm(_ gain: Tensor, _ shift: Tensor) -> Layers {
    Layers([gain, shift]) { parameters, _ in
      [LayerNorm(gain.count, epsilon: AttentionLab.epsilon, name: "norm", in: &parameters)]
    }
  }

  private func output(_ model: LanguageModel) -> Layers {
    Layers([model.outputWeights, model.outputBias]) { parameters, stream in
      [Dense(model.outputWeights.columns, model.outputWeights.rows, name: "output", in: &parameters, &stream)]
    }
  }

  /// The library has one matrix for queries, keys and values, and biases, which the lab has not: they are 0.
  private func attention(_ weights: HeadWeights, _ heads: Int) -> Layers {
    let size = weights.output.rows
    let stacked = Tensor(
      shape: [3 * size, size], values: weights.queries.values + weights.keys.values + weights.values.values)
    return Layers([stacked, Tensor(shape: [3 * size]), weights.output, Tensor(shape: [size])]) { parameters, stream in
      [SelfAttention(size: size, heads: heads, name: "attention", in: &parameters, &stream)]
    }
  }

  /// The lab's four matrices from the gradients of that layer's parameters.
  private func headWeights(_ parameters: [Tensor]) -> HeadWeights {
    let size = parameters[2].rows
    let parts = (0..<3).map { parameters[0].rows(at: Array($0 * size..<($0 + 1) * size)) }
    return HeadWeights(queries: parts[0], keys: parts[1], values: parts[2], output: parameters[2])
  }
}
