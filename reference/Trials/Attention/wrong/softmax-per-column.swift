// mistake: the weights are worked out anew for every column of the values: a power of the width too much
// against: "CPU time of `attention`, as positions become eight times as many, and as widths become 24 times as large: at most 4 times as far behind the reference as before"
import Attention

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    let width = Double(q.columns).squareRoot()
    var a = q.matmul(k.transposed()) / width
    let keys = k.rows
    for t in 0..<q.rows {
      let visible = causal ? t + 1 : keys
      let base = t * keys
      var largest = -Double.infinity
      for j in 0..<visible { largest = max(largest, a.values[base + j]) }
      var total = 0.0
      for j in 0..<visible {
        let e = exp(a.values[base + j] - largest)
        a.values[base + j] = e
        total += e
      }
      for j in 0..<visible { a.values[base + j] /= total }
      for j in visible..<keys { a.values[base + j] = 0 }
    }
    return a
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    var y = Tensor(shape: [q.rows, v.columns])
    for c in 0..<v.columns {
      let column = attentionWeights(q, k, causal: causal).matmul(Tensor(shape: [v.rows, 1], values: v.column(c).values))
      for t in 0..<q.rows { y[t, c] = column[t, 0] }
    }
    return y
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let a = attentionWeights(q, k, causal: causal)
    let toWeights = outputGradient.matmul(v.transposed())
    let along = (a * toWeights).sum(axis: 1).reshaped([q.rows, 1])
    let toScores = a * (toWeights - along) / Double(q.columns).squareRoot()
    return AttentionTensors(
      q: toScores.matmul(k), k: toScores.transposed().matmul(q), v: a.transposed().matmul(outputGradient))
  }

  /// x̂ and 1 / √(σ² + ε) for each row, `[n, m]` and `[n, 1]`.
  private func normalised(_ x: Tensor) -> (rows: Tensor, scale: Tensor) {
    let (n, m) = (x.rows, x.columns)
    var result = x
    var scale = Tensor(shape: [n, 1])
    for i in 0..<n {
      let row = x.values[i * m..<(i + 1) * m]
      let mean = row.reduce(0, +) / Double(m)
      let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(m)
      scale.values[i] = 1 / (variance + AttentionLab.epsilon).squareRoot()
      for j in 0..<m { result.values[i * m + j] = (x.values[i * m + j] - mean) * scale.values[i] }
    }
    return (result, scale)
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    normalised(x).rows * gain + shift
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let (n, m) = (x.rows, Double(x.columns))
    let (rows, scale) = normalised(x)
    let inner = outputGradient * gain
    let mean = (inner.sum(axis: 1) / m).reshaped([n, 1])
    let along = ((inner * rows).sum(axis: 1) / m).reshaped([n, 1])
    return LayerNormTensors(
      x: (inner - mean - rows * along) * scale, gain: (outputGradient * rows).sum(axis: 0),
      shift: outputGradient.sum(axis: 0))
  }

  /// The columns of one head.
  private func part(_ x: Tensor, _ head: Int, of heads: Int) -> Tensor {
    let width = x.columns / heads
    var result = Tensor(shape: [x.rows, width])
    for t in 0..<x.rows {
      for j in 0..<width { result[t, j] = x[t, head * width + j] }
    }
    return result
  }

  /// Puts what one head has into its columns.
  private func place(_ part: Tensor, into x: inout Tensor, _ head: Int) {
    let width = part.columns
    for t in 0..<part.rows {
      for j in 0..<width { x[t, head * width + j] = part[t, j] }
    }
  }

  private func projections(_ weights: HeadWeights, _ x: Tensor) -> AttentionTensors {
    AttentionTensors(
      q: x.matmul(weights.queries.transposed()), k: x.matmul(weights.keys.transposed()),
      v: x.matmul(weights.values.transposed()))
  }

  /// Y: what the heads give, side by side.
  private func sideBySide(_ all: AttentionTensors, heads: Int, causal: Bool) -> Tensor {
    var y = Tensor(shape: all.v.shape)
    for head in 0..<heads {
      let own = attention(
        part(all.q, head, of: heads), part(all.k, head, of: heads), part(all.v, head, of: heads), causal: causal)
      place(own, into: &y, head)
    }
    return y
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    sideBySide(projections(weights, x), heads: heads, causal: causal).matmul(weights.output.transposed())
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let all = projections(weights, x)
    let y = sideBySide(all, heads: heads, causal: causal)
    let toHeads = outputGradient.matmul(weights.output)
    var slopes = all
    for head in 0..<heads {
      let own = attentionBackward(
        part(all.q, head, of: heads), part(all.k, head, of: heads), part(all.v, head, of: heads), causal: causal,
        outputGradient: part(toHeads, head, of: heads))
      place(own.q, into: &slopes.q, head)
      place(own.k, into: &slopes.k, head)
      place(own.v, into: &slopes.v, head)
    }
    let toX =
      slopes.q.matmul(weights.queries) + slopes.k.matmul(weights.keys) + slopes.v.matmul(weights.values)
    return MultiHeadTensors(
      weights: HeadWeights(
        queries: slopes.q.transposed().matmul(x), keys: slopes.k.transposed().matmul(x),
        values: slopes.v.transposed().matmul(x), output: outputGradient.transposed().matmul(y)),
      x: toX)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var generator = Generator(seed: seed)
    let usual = 1 / Double(features).squareRoot()
    func matrix(_ rows: Int, _ deviation: Double) -> Tensor {
      generator.normal(shape: [rows, features], deviation: deviation)
    }
    let embedding = matrix(vocabulary, 0.5)
    let positions = matrix(context, 0.5)
    let queries = matrix(features, usual)
    let keys = matrix(features, usual)
    let values = matrix(features, usual)
    let output = matrix(features, usual)
    return LanguageModel(
      embedding: embedding, positions: positions, gain: Tensor(shape: [features], repeating: 1),
      shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: queries, keys: keys, values: values, output: output),
      outputWeights: matrix(vocabulary, usual), outputBias: Tensor(shape: [vocabulary]))
  }

  /// The model's forward pass: X, its normalised rows, Y and the scores.
  private func pass(
    _ model: LanguageModel, _ heads: Int, _ tokens: [Int]
  ) -> (x: Tensor, normal: Tensor, y: Tensor, scores: Tensor) {
    let first = 0
    let x = model.embedding.rows(at: tokens) + model.positions.rows(at: Array(first..<first + tokens.count))
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)
    return (x, normal, y, y.matmul(model.outputWeights.transposed()) + model.outputBias)
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    pass(model, heads, tokens).scores
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let (x, normal, y, scores) = pass(model, heads, tokens)
    let g = AttentionLab.crossEntropy(scores, targets).gradient
    let toY = g.matmul(model.outputWeights)
    let inHeads = multiHeadBackward(model.attention, normal, heads: heads, causal: true, outputGradient: toY)
    let inNorm = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: inHeads.x)
    let toX = toY + inNorm.x
    var slope = LanguageModel(
      embedding: Tensor(shape: model.embedding.shape), positions: Tensor(shape: model.positions.shape),
      gain: inNorm.gain, shift: inNorm.shift, attention: inHeads.weights,
      outputWeights: g.transposed().matmul(y), outputBias: g.sum(axis: 0))
    let first = 0
    for (t, token) in tokens.enumerated() {
      for j in 0..<toX.columns {
        slope.embedding[token, j] += toX[t, j]
        slope.positions[first + t, j] += toX[t, j]
      }
    }
    return slope
  }
}
