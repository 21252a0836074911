// mistake: embedding and positions start with a deviation of 1.3.
// against: “embedding and positions with one from 0.02 to 1, each its own”
import Attention

/// Whole matrices, as the equations stand.
extension Tensor {
  fileprivate var t: Tensor { transposed() }
  /// The sums of the rows as a column.
  fileprivate var rowSums: Tensor { sum(axis: 1).reshaped([rows, 1]) }
  fileprivate var rowMeans: Tensor { rowSums / Double(columns) }
  fileprivate func head(_ j: Int, of heads: Int) -> Tensor {
    let width = columns / heads
    return t.rows(at: Array(j * width..<(j + 1) * width)).t
  }
  fileprivate static func sideBySide(_ parts: [Tensor]) -> Tensor {
    let stacked = parts.flatMap { $0.t.values }
    return Tensor(shape: [parts.reduce(0) { $0 + $1.columns }, parts[0].rows], values: stacked).t
  }
}

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    var scores = q.matmul(k.t) / Double(q.columns).squareRoot()
    if causal {
      // What is masked is left out even of the largest, and exp(−∞) = 0.
      for row in 0..<scores.rows {
        for column in 0..<scores.columns where column > row { scores[row, column] = -.infinity }
      }
    }
    let largest = Tensor(column: (0..<scores.rows).map { scores.row($0).values.max()! })
    let powers = (scores - largest).map { exp($0) }
    return powers / powers.rowSums
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    attentionWeights(q, k, causal: causal).matmul(v)
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient g: Tensor
  ) -> AttentionTensors {
    let a = attentionWeights(q, k, causal: causal)
    let slope = g.matmul(v.t)
    let toScores = a * (slope - (a * slope).rowSums) / Double(q.columns).squareRoot()
    return AttentionTensors(q: toScores.matmul(k), k: toScores.t.matmul(q), v: a.t.matmul(g))
  }

  private func normalised(_ x: Tensor) -> (xHat: Tensor, deviation: Tensor) {
    let away = x - x.rowMeans
    let deviation = ((away * away).rowMeans + AttentionLab.epsilon).map { $0.squareRoot() }
    return (away / deviation, deviation)
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor { normalised(x).xHat * gain + shift }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let (xHat, deviation) = normalised(x)
    let g = outputGradient * gain
    return LayerNormTensors(
      x: (g - g.rowMeans - xHat * (g * xHat).rowMeans) / deviation, gain: (outputGradient * xHat).sum(axis: 0),
      shift: outputGradient.sum(axis: 0))
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    joined(weights, x, heads, causal).matmul(weights.output.t)
  }

  private func joined(_ weights: HeadWeights, _ x: Tensor, _ heads: Int, _ causal: Bool) -> Tensor {
    let (q, k, v) = (x.matmul(weights.queries.t), x.matmul(weights.keys.t), x.matmul(weights.values.t))
    return Tensor.sideBySide(
      (0..<heads).map { attention(q.head($0, of: heads), k.head($0, of: heads), v.head($0, of: heads), causal: causal) })
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let (q, k, v) = (x.matmul(weights.queries.t), x.matmul(weights.keys.t), x.matmul(weights.values.t))
    let g = outputGradient.matmul(weights.output)
    let parts = (0..<heads).map {
      attentionBackward(
        q.head($0, of: heads), k.head($0, of: heads), v.head($0, of: heads), causal: causal,
        outputGradient: g.head($0, of: heads))
    }
    let dq = Tensor.sideBySide(parts.map(\.q))
    let dk = Tensor.sideBySide(parts.map(\.k))
    let dv = Tensor.sideBySide(parts.map(\.v))
    return MultiHeadTensors(
      weights: HeadWeights(
        queries: dq.t.matmul(x), keys: dk.t.matmul(x), values: dv.t.matmul(x),
        output: outputGradient.t.matmul(joined(weights, x, heads, causal))),
      x: dq.matmul(weights.queries) + dk.matmul(weights.keys) + dv.matmul(weights.values))
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    // PyTorch's: embeddings of deviation 1, matrices uniform in ±1/√m.
    var generator = Generator(seed: seed)
    func uniform(_ rows: Int) -> Tensor {
      let bound = 1 / Double(features).squareRoot()
      return Tensor(shape: [rows, features]).map { _ in generator.uniform(-bound, bound) }
    }
    let matrices = (0..<4).map { _ in uniform(features) }
    return LanguageModel(
      embedding: generator.normal(shape: [vocabulary, features], deviation: 1.3),
      positions: generator.normal(shape: [context, features], deviation: 1.3),
      gain: Tensor(shape: [features], repeating: 1), shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: matrices[0], keys: matrices[1], values: matrices[2], output: matrices[3]),
      outputWeights: uniform(vocabulary), outputBias: Tensor(shape: [vocabulary]))
  }

  private func path(_ model: LanguageModel, _ heads: Int, _ tokens: [Int]) -> (x: Tensor, normal: Tensor, y: Tensor) {
    let x = model.embedding.rows(at: tokens) + model.positions.rows(at: Array(tokens.indices))
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    return (x, normal, x + multiHead(model.attention, normal, heads: heads, causal: true))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    path(model, heads, tokens).y.matmul(model.outputWeights.t) + model.outputBias
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let (x, normal, y) = path(model, heads, tokens)
    let g = AttentionLab.crossEntropy(y.matmul(model.outputWeights.t) + model.outputBias, targets).gradient
    let dy = g.matmul(model.outputWeights)
    let attention = multiHeadBackward(model.attention, normal, heads: heads, causal: true, outputGradient: dy)
    let norm = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: attention.x)
    let dx = dy + norm.x
    // Which token stands where, and which position, as matrices of zeros and ones.
    var isToken = Tensor(shape: [model.embedding.rows, tokens.count])
    var isPosition = Tensor(shape: [model.positions.rows, tokens.count])
    for (place, token) in tokens.enumerated() { (isToken[token, place], isPosition[place, place]) = (1, 1) }
    return LanguageModel(
      embedding: isToken.matmul(dx), positions: isPosition.matmul(dx), gain: norm.gain, shift: norm.shift,
      attention: attention.weights, outputWeights: g.t.matmul(y), outputBias: g.sum(axis: 0))
  }
}
