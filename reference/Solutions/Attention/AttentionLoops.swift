import Attention

// Loops over positions, a softmax for each row as a small function; backward by the softmax's own sums; uniform weights.

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    var result = Tensor(shape: [q.shape[0], k.shape[0]])
    for t in 0..<q.shape[0] {
      var row: [Double] = []
      for s in 0..<k.shape[0] where !causal || s <= t {
        var product = 0.0
        for i in 0..<q.shape[1] { product += q[t, i] * k[s, i] }
        row.append(product / Double(q.shape[1]).squareRoot())
      }
      let p = softmax(row)
      for s in 0..<p.count { result[t, s] = p[s] }
    }
    return result
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    let p = attentionWeights(q, k, causal: causal)
    var result = Tensor(shape: [q.shape[0], v.shape[1]])
    for t in 0..<p.shape[0] {
      for s in 0..<p.shape[1] {
        for i in 0..<v.shape[1] { result[t, i] += p[t, s] * v[s, i] }
      }
    }
    return result
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let p = attentionWeights(q, k, causal: causal)
    let y = attention(q, k, v, causal: causal)
    let scale = 1 / Double(q.shape[1]).squareRoot()
    var result = AttentionTensors(q: Tensor(shape: q.shape), k: Tensor(shape: k.shape), v: Tensor(shape: v.shape))
    for t in 0..<p.shape[0] {
      // Σ_s p_s (g · v_s) = g · y
      var mean = 0.0
      for i in 0..<v.shape[1] { mean += outputGradient[t, i] * y[t, i] }
      for s in 0..<p.shape[1] {
        var g = 0.0
        for i in 0..<v.shape[1] {
          g += outputGradient[t, i] * v[s, i]
          result.v[s, i] += p[t, s] * outputGradient[t, i]
        }
        let slope = scale * p[t, s] * (g - mean)
        for i in 0..<q.shape[1] {
          result.q[t, i] += slope * k[s, i]
          result.k[s, i] += slope * q[t, i]
        }
      }
    }
    return result
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    var y = x
    for r in 0..<x.shape[0] {
      let (mean, deviation) = moments(x, r)
      for i in 0..<x.shape[1] { y[r, i] = gain[i] * (x[r, i] - mean) / deviation + shift[i] }
    }
    return y
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    var result = LayerNormTensors(
      x: Tensor(shape: x.shape), gain: Tensor(shape: gain.shape), shift: Tensor(shape: shift.shape))
    let m = x.shape[1]
    for r in 0..<x.shape[0] {
      let (mean, deviation) = moments(x, r)
      var (sum, weighted) = (0.0, 0.0)
      for i in 0..<m {
        let g = outputGradient[r, i]
        result.shift[i] += g
        result.gain[i] += g * (x[r, i] - mean) / deviation
        sum += g * gain[i]
        weighted += g * gain[i] * (x[r, i] - mean)
      }
      for i in 0..<m {
        result.x[r, i] =
          (outputGradient[r, i] * gain[i] - sum / Double(m)) / deviation
          - (x[r, i] - mean) * weighted / (Double(m) * deviation * deviation * deviation)
      }
    }
    return result
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    let parts = project(weights, x, heads)
    let outputs = parts.map { attention($0.q, $0.k, $0.v, causal: causal) }
    return apply(weights.output, to: sideBySide(outputs, x.shape))
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let parts = project(weights, x, heads)
    let outputs = parts.map { attention($0.q, $0.k, $0.v, causal: causal) }
    let (output, below) = back(through: weights.output, sideBySide(outputs, x.shape), outputGradient)
    let slopes = zip(parts, cut(below, heads)).map { part, g in
      attentionBackward(part.q, part.k, part.v, causal: causal, outputGradient: g)
    }
    let q = back(through: weights.queries, x, sideBySide(slopes.map(\.q), x.shape))
    let k = back(through: weights.keys, x, sideBySide(slopes.map(\.k), x.shape))
    let v = back(through: weights.values, x, sideBySide(slopes.map(\.v), x.shape))
    return MultiHeadTensors(
      weights: HeadWeights(queries: q.matrix, keys: k.matrix, values: v.matrix, output: output),
      x: q.below + k.below + v.below)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var random = Generator(seed: seed)
    func matrix(_ rows: Int, _ limit: Double) -> Tensor {
      var w = Tensor(shape: [rows, features])
      for i in 0..<w.count { w.values[i] = random.uniform(-limit, limit) }
      return w
    }
    let limit = sqrt(3 / Double(features))
    return LanguageModel(
      embedding: matrix(vocabulary, 1), positions: matrix(context, 1), gain: Tensor(shape: [features], repeating: 1),
      shift: Tensor(shape: [features]),
      attention: HeadWeights(
        queries: matrix(features, limit), keys: matrix(features, limit), values: matrix(features, limit),
        output: matrix(features, limit)),
      outputWeights: matrix(vocabulary, limit), outputBias: Tensor(shape: [vocabulary]))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    run(model, heads, tokens).scores
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let (x, normal, y, scores) = run(model, heads, tokens)
    let delta = AttentionLab.crossEntropy(scores, targets).gradient
    let (outputWeights, yGradient) = back(through: model.outputWeights, y, delta)
    let inner = multiHeadBackward(model.attention, normal, heads: heads, causal: true, outputGradient: yGradient)
    let norm = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: inner.x)
    var result = model
    result.embedding = Tensor(shape: model.embedding.shape)
    result.positions = Tensor(shape: model.positions.shape)
    for t in 0..<tokens.count {
      for i in 0..<x.shape[1] {
        let g = yGradient[t, i] + norm.x[t, i]
        result.embedding[tokens[t], i] += g
        result.positions[t, i] = g
      }
    }
    result.gain = norm.gain
    result.shift = norm.shift
    result.attention = inner.weights
    result.outputWeights = outputWeights
    result.outputBias = Tensor(shape: model.outputBias.shape)
    for t in 0..<tokens.count {
      for c in 0..<delta.shape[1] { result.outputBias[c] += delta[t, c] }
    }
    return result
  }

  // MARK: rows and matrices

  private func run(
    _ model: LanguageModel, _ heads: Int, _ tokens: [Int]
  ) -> (x: Tensor, normal: Tensor, y: Tensor, scores: Tensor) {
    var x = Tensor(shape: [tokens.count, model.gain.count])
    for t in 0..<tokens.count {
      for i in 0..<model.gain.count { x[t, i] = model.embedding[tokens[t], i] + model.positions[t, i] }
    }
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = multiHead(model.attention, normal, heads: heads, causal: true) + x
    return (x, normal, y, apply(model.outputWeights, to: y) + model.outputBias)
  }

  private func softmax(_ row: [Double]) -> [Double] {
    let top = row.max() ?? 0
    let powers = row.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  private func moments(_ x: Tensor, _ row: Int) -> (mean: Double, deviation: Double) {
    var mean = 0.0
    for i in 0..<x.shape[1] { mean += x[row, i] / Double(x.shape[1]) }
    var variance = 0.0
    for i in 0..<x.shape[1] { variance += pow(x[row, i] - mean, 2) / Double(x.shape[1]) }
    return (mean, (variance + AttentionLab.epsilon).squareRoot())
  }

  private func apply(_ matrix: Tensor, to x: Tensor) -> Tensor { x.matmul(matrix.transposed()) }

  private func back(through matrix: Tensor, _ x: Tensor, _ g: Tensor) -> (matrix: Tensor, below: Tensor) {
    (g.transposed().matmul(x), g.matmul(matrix))
  }

  private func project(_ weights: HeadWeights, _ x: Tensor, _ heads: Int) -> [AttentionTensors] {
    let q = cut(apply(weights.queries, to: x), heads)
    let k = cut(apply(weights.keys, to: x), heads)
    let v = cut(apply(weights.values, to: x), heads)
    return (0..<heads).map { AttentionTensors(q: q[$0], k: k[$0], v: v[$0]) }
  }

  private func cut(_ x: Tensor, _ heads: Int) -> [Tensor] {
    let size = x.shape[1] / heads
    return (0..<heads).map { head in
      Tensor(
        shape: [x.shape[0], size],
        values: (0..<x.shape[0]).flatMap { row in (0..<size).map { x[row, head * size + $0] } })
    }
  }

  private func sideBySide(_ parts: [Tensor], _ shape: [Int]) -> Tensor {
    Tensor(shape: shape, values: (0..<shape[0]).flatMap { row in parts.flatMap { $0.row(row).values } })
  }
}
