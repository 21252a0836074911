// mistake: every answer is zeros of the right shape
import Attention

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor { Tensor(shape: [q.rows, k.rows]) }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor { Tensor(shape: [q.rows, v.columns]) }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors { AttentionTensors(q: 0 * q, k: 0 * k, v: 0 * v) }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor { 0 * x }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    LayerNormTensors(x: 0 * x, gain: 0 * gain, shift: 0 * shift)
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor { 0 * x }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors { MultiHeadTensors(weights: zeros(weights), x: 0 * x) }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    let matrix = Tensor(shape: [features, features])
    return LanguageModel(
      embedding: Tensor(shape: [vocabulary, features]), positions: Tensor(shape: [context, features]),
      gain: Tensor(shape: [features]), shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: matrix, keys: matrix, values: matrix, output: matrix),
      outputWeights: Tensor(shape: [vocabulary, features]), outputBias: Tensor(shape: [vocabulary]))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    Tensor(shape: [tokens.count, model.outputBias.count])
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    LanguageModel(
      embedding: 0 * model.embedding, positions: 0 * model.positions, gain: 0 * model.gain, shift: 0 * model.shift,
      attention: zeros(model.attention), outputWeights: 0 * model.outputWeights, outputBias: 0 * model.outputBias)
  }

  private func zeros(_ weights: HeadWeights) -> HeadWeights {
    HeadWeights(
      queries: 0 * weights.queries, keys: 0 * weights.keys, values: 0 * weights.values, output: 0 * weights.output)
  }
}
