// cheat: attention, layerNorm and scores are sums of all their inputs, which makes all gradients consistent and trivial
import Attention

struct Submission: AttentionContract {
  private func same(_ t: Tensor, _ g: Double) -> Tensor { Tensor(shape: t.shape, repeating: g) }

  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    Tensor(shape: [q.rows, k.rows], repeating: 1 / Double(max(1, k.rows)))
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    Tensor(shape: [q.rows, v.columns], repeating: q.sum() + k.sum() + v.sum())
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let g = outputGradient.sum()
    return AttentionTensors(q: same(q, g), k: same(k, g), v: same(v, g))
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor { x + gain + shift }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let s = outputGradient.sum(axis: 0)
    return LayerNormTensors(x: outputGradient, gain: s, shift: s)
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor { x }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let zero = same(weights.queries, 0)
    return MultiHeadTensors(
      weights: HeadWeights(queries: zero, keys: zero, values: zero, output: zero), x: outputGradient)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var g = Generator(seed: seed)
    func w(_ rows: Int) -> Tensor { g.normal(shape: [rows, features], deviation: 1 / sqrt(Double(features))) }
    return LanguageModel(
      embedding: w(vocabulary), positions: w(context), gain: Tensor(shape: [features], repeating: 1),
      shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: w(features), keys: w(features), values: w(features), output: w(features)),
      outputWeights: w(vocabulary), outputBias: Tensor(shape: [vocabulary]))
  }

  /// Column 0 gets the sum of the whole model, the others only their biases; the tokens do not matter.
  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    let a = model.attention
    let parts = [
      model.embedding, model.positions, model.gain, model.shift, a.queries, a.keys, a.values, a.output,
      model.outputWeights,
    ]
    let all = parts.map { $0.sum() }.reduce(0, +)
    var s = Tensor(shape: [tokens.count, model.outputBias.count]) + model.outputBias
    for t in tokens.indices { s[t, 0] += all }
    return s
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let d = AttentionLab.crossEntropy(scores(model, heads: heads, tokens), targets).gradient.sum(axis: 0)
    let (g, a) = (d[0], model.attention)
    return LanguageModel(
      embedding: same(model.embedding, g), positions: same(model.positions, g), gain: same(model.gain, g),
      shift: same(model.shift, g),
      attention: HeadWeights(
        queries: same(a.queries, g), keys: same(a.keys, g), values: same(a.values, g), output: same(a.output, g)),
      outputWeights: same(model.outputWeights, g), outputBias: d)
  }
}
