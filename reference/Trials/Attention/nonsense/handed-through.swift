// mistake: every function hands through what it is given, in the shape that is wanted
import Attention

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    Tensor(shape: [q.rows, k.rows], repeating: 1 / Double(k.rows))
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    v.rows == q.rows ? v : Tensor(shape: [q.rows, v.columns])
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors { AttentionTensors(q: q, k: k, v: outputGradient.shape == v.shape ? outputGradient : v) }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor { x }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    LayerNormTensors(x: outputGradient, gain: gain, shift: shift)
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor { x }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors { MultiHeadTensors(weights: weights, x: outputGradient) }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    let matrix = Tensor(shape: [features, features])
    return LanguageModel(
      embedding: Tensor(shape: [vocabulary, features]), positions: Tensor(shape: [context, features]),
      gain: Tensor(shape: [features]), shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: matrix, keys: matrix, values: matrix, output: matrix),
      outputWeights: Tensor(shape: [vocabulary, features]), outputBias: Tensor(shape: [vocabulary]))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    Tensor(shape: [tokens.count, model.outputBias.count]) + model.outputBias
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    model
  }
}
