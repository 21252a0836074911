import Attention

extension Tensor {
  /// The columns of a matrix from `first` on, `width` of them.
  fileprivate func columns(from first: Int, width: Int) -> Tensor {
    var part = Tensor(shape: [rows, width])
    for i in 0..<rows {
      for j in 0..<width { part.values[i * width + j] = values[i * columns + first + j] }
    }
    return part
  }

  /// Puts a matrix in, from column `first` on.
  fileprivate mutating func put(_ part: Tensor, from first: Int) {
    let (wide, narrow) = (columns, part.columns)
    for i in 0..<rows {
      for j in 0..<narrow { values[i * wide + first + j] = part.values[i * narrow + j] }
    }
  }
}

/// (x − μ) / √(σ² + ε) of each row, and 1 / √(σ² + ε).
private func normalised(_ x: Tensor) -> (rows: Tensor, scale: [Double]) {
  let m = x.columns
  var result = x
  var scale: [Double] = []
  for i in 0..<x.rows {
    // Without the first number, so that numbers far from 0 keep their digits and equal ones have a variance of 0.
    let line = i * m..<(i + 1) * m
    let first = x.values[line.lowerBound]
    var mean = 0.0
    for place in line { mean += (x.values[place] - first) / Double(m) }
    var variance = 0.0
    for place in line {
      let distance = x.values[place] - first - mean
      result.values[place] = distance
      variance += distance * distance / Double(m)
    }
    let factor = 1 / sqrt(variance + AttentionLab.epsilon)
    for place in line { result.values[place] *= factor }
    scale.append(factor)
  }
  return (result, scale)
}

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    let scale = 1 / Double(q.columns).squareRoot()
    var a = q.matmul(k.transposed()) * scale
    let keys = k.rows
    for t in 0..<q.rows {
      let seen = causal ? t + 1 : keys
      var largest = -Double.infinity
      for s in 0..<seen { largest = max(largest, a.values[t * keys + s]) }
      var sum = 0.0
      for s in 0..<seen {
        let e = exp(a.values[t * keys + s] - largest)
        a.values[t * keys + s] = e
        sum += e
      }
      for s in 0..<seen { a.values[t * keys + s] /= sum }
      for s in seen..<keys { a.values[t * keys + s] = 0 }
    }
    return a
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    attentionWeights(q, k, causal: causal).matmul(v)
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let a = attentionWeights(q, k, causal: causal)
    let da = outputGradient.matmul(v.transposed())
    let inner = (a * da).sum(axis: 1).reshaped([q.rows, 1])
    let scale = 1 / Double(q.columns).squareRoot()
    let ds = a * (da - inner)
    return AttentionTensors(
      q: ds.matmul(k) * scale,
      k: ds.transposed().matmul(q) * scale,
      v: a.transposed().matmul(outputGradient))
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    normalised(x).rows * gain + shift
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let m = x.columns
    let (hat, scale) = normalised(x)
    var dx = outputGradient * gain
    for i in 0..<x.rows {
      let line = i * m..<(i + 1) * m
      var (mean, along) = (0.0, 0.0)
      for place in line {
        mean += dx.values[place]
        along += dx.values[place] * hat.values[place]
      }
      mean /= Double(m)
      along /= Double(m)
      for place in line {
        dx.values[place] = scale[i] * (dx.values[place] - mean - hat.values[place] * along)
      }
    }
    return LayerNormTensors(x: dx, gain: (outputGradient * hat).sum(axis: 0), shift: outputGradient.sum(axis: 0))
  }

  /// What the heads give, side by side, before the output matrix; and what they are made of.
  private func headsSideBySide(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool
  ) -> (q: Tensor, k: Tensor, v: Tensor, y: Tensor) {
    let q = x.matmul(weights.queries.transposed())
    let k = x.matmul(weights.keys.transposed())
    let v = x.matmul(weights.values.transposed())
    var y = Tensor(shape: x.shape)
    let d = x.columns / heads
    for j in 0..<heads {
      let part = attention(
        q.columns(from: j * d, width: d), k.columns(from: j * d, width: d), v.columns(from: j * d, width: d),
        causal: causal)
      y.put(part, from: j * d)
    }
    return (q, k, v, y)
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    headsSideBySide(weights, x, heads: heads, causal: causal).y.matmul(weights.output.transposed())
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let (q, k, v, y) = headsSideBySide(weights, x, heads: heads, causal: causal)
    let dy = outputGradient.matmul(weights.output)
    var (dq, dk, dv) = (Tensor(shape: x.shape), Tensor(shape: x.shape), Tensor(shape: x.shape))
    let d = x.columns / heads
    for j in 0..<heads {
      let first = j * d
      let back = attentionBackward(
        q.columns(from: first, width: d), k.columns(from: first, width: d), v.columns(from: first, width: d),
        causal: causal, outputGradient: dy.columns(from: first, width: d))
      dq.put(back.q, from: first)
      dk.put(back.k, from: first)
      dv.put(back.v, from: first)
    }
    let slope = HeadWeights(
      queries: dq.transposed().matmul(x), keys: dk.transposed().matmul(x), values: dv.transposed().matmul(x),
      output: outputGradient.transposed().matmul(y))
    var dx = dq.matmul(weights.queries)
    dx += dk.matmul(weights.keys)
    dx += dv.matmul(weights.values)
    return MultiHeadTensors(weights: slope, x: dx)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var generator = Generator(seed: seed)
    let m = features
    let deviation = 1 / Double(m).squareRoot()
    func square() -> Tensor { generator.normal(shape: [m, m], deviation: deviation) }
    let embedding = generator.normal(shape: [vocabulary, m], deviation: 0.3)
    let positions = generator.normal(shape: [context, m], deviation: 0.3)
    let matrices = HeadWeights(queries: square(), keys: square(), values: square(), output: square())
    let output = generator.normal(shape: [vocabulary, m], deviation: deviation)
    return LanguageModel(
      embedding: embedding, positions: positions, gain: Tensor(shape: [m], repeating: 1), shift: Tensor(shape: [m]),
      attention: matrices, outputWeights: output, outputBias: Tensor(shape: [vocabulary]))
  }

  /// X, layerNorm(X) and Y.
  private func forward(_ model: LanguageModel, _ heads: Int, _ tokens: [Int]) -> (x: Tensor, hat: Tensor, y: Tensor) {
    let x = model.embedding.rows(at: tokens) + model.positions.rows(at: Array(tokens.indices))
    let hat = layerNorm(x, gain: model.gain, shift: model.shift)
    return (x, hat, x + multiHead(model.attention, hat, heads: heads, causal: true))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    let y = forward(model, heads, tokens).y
    return y.matmul(model.outputWeights.transposed()) + model.outputBias
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let (x, hat, y) = forward(model, heads, tokens)
    let all = y.matmul(model.outputWeights.transposed()) + model.outputBias
    let slope = AttentionLab.crossEntropy(all, targets).gradient
    let dy = slope.matmul(model.outputWeights)
    let inner = multiHeadBackward(model.attention, hat, heads: heads, causal: true, outputGradient: dy)
    let outer = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: inner.x)
    let dx = dy + outer.x
    var embedding = Tensor(shape: model.embedding.shape)
    var positions = Tensor(shape: model.positions.shape)
    for (t, token) in tokens.enumerated() {
      for j in 0..<x.columns {
        embedding[token, j] += dx[t, j]
        positions[t, j] += dx[t, j]
      }
    }
    return LanguageModel(
      embedding: embedding, positions: positions, gain: outer.gain, shift: outer.shift, attention: inner.weights,
      outputWeights: slope.transposed().matmul(y), outputBias: slope.sum(axis: 0))
  }
}
