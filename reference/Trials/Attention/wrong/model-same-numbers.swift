// mistake: initialModel begins a generator of the same seed for each tensor, so that the four matrices are one
// breaks: "Every tensor has random numbers of its own, each drawn by itself (but for orthogonal matrices), so that hardly two are alike, all from one `Generator(seed: seed)` or generators split from it"
import Attention

/// Matrix products; every backward pass recomputes the forward values that it needs.
struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    let scale = 1 / sqrt(Double(q.columns))
    var a = q.matmul(k.transposed()) * scale
    for t in 0..<a.rows {
      let seen = causal ? t + 1 : a.columns
      var largest = -Double.infinity
      for s in 0..<seen { largest = max(largest, a[t, s]) }
      var sum = 0.0
      for s in 0..<seen {
        a[t, s] = exp(a[t, s] - largest)
        sum += a[t, s]
      }
      for s in 0..<seen { a[t, s] /= sum }
      for s in seen..<max(seen, a.columns) { a[t, s] = 0 }
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
    var slopes = outputGradient.matmul(v.transposed())
    for t in 0..<a.rows {
      var mean = 0.0
      for s in 0..<a.columns where a[t, s] != 0 { mean += a[t, s] * slopes[t, s] }
      for s in 0..<a.columns {
        slopes[t, s] = a[t, s] == 0 ? 0 : a[t, s] * (slopes[t, s] - mean)
      }
    }
    let scale = 1 / sqrt(Double(q.columns))
    return AttentionTensors(
      q: slopes.matmul(k) * scale,
      k: slopes.transposed().matmul(q) * scale,
      v: a.transposed().matmul(outputGradient))
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    var y = x
    for i in 0..<x.rows {
      let (normal, _) = normalised(x, i)
      for j in normal.indices { y[i, j] = gain[j] * normal[j] + shift[j] }
    }
    return y
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let m = x.columns
    var result = LayerNormTensors(
      x: Tensor(shape: x.shape), gain: Tensor(shape: gain.shape), shift: Tensor(shape: shift.shape))
    for i in 0..<x.rows {
      let (normal, inverse) = normalised(x, i)
      var mean = 0.0
      var projection = 0.0
      for j in 0..<m {
        let g = outputGradient[i, j]
        result.gain[j] += g * normal[j]
        result.shift[j] += g
        mean += g * gain[j]
        projection += g * gain[j] * normal[j]
      }
      mean /= Double(m)
      projection /= Double(m)
      for j in 0..<m {
        let slope = outputGradient[i, j] * gain[j]
        result.x[i, j] = inverse * (slope - mean - normal[j] * projection)
      }
    }
    return result
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    let (q, k, v) = projections(weights, x)
    return sideBySide(q, k, v, heads, causal).matmul(weights.output.transposed())
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let (q, k, v) = projections(weights, x)
    let y = sideBySide(q, k, v, heads, causal)
    let gradientY = outputGradient.matmul(weights.output)
    var dq = Tensor(shape: q.shape)
    var dk = dq
    var dv = dq
    for head in 0..<heads {
      let part = attentionBackward(
        cut(q, head, heads), cut(k, head, heads), cut(v, head, heads), causal: causal,
        outputGradient: cut(gradientY, head, heads))
      paste(part.q, into: &dq, head, heads)
      paste(part.k, into: &dk, head, heads)
      paste(part.v, into: &dv, head, heads)
    }
    let slopes = HeadWeights(
      queries: dq.transposed().matmul(x), keys: dk.transposed().matmul(x), values: dv.transposed().matmul(x),
      output: outputGradient.transposed().matmul(y))
    let back = dq.matmul(weights.queries) + dk.matmul(weights.keys) + dv.matmul(weights.values)
    return MultiHeadTensors(weights: slopes, x: back)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    func normal(shape: [Int], deviation: Double) -> Tensor {
      var generator = Generator(seed: seed)
      return generator.normal(shape: shape, deviation: deviation)
    }
    let deviation = 1 / sqrt(Double(features))
    let square = [features, features]
    let embedding = normal(shape: [vocabulary, features], deviation: 0.5)
    let positions = normal(shape: [context, features], deviation: 0.5)
    let queries = normal(shape: square, deviation: deviation)
    let keys = normal(shape: square, deviation: deviation)
    let values = normal(shape: square, deviation: deviation)
    let output = normal(shape: square, deviation: deviation)
    let outputWeights = normal(shape: [vocabulary, features], deviation: deviation)
    return LanguageModel(
      embedding: embedding, positions: positions,
      gain: Tensor(shape: [features], repeating: 1), shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: queries, keys: keys, values: values, output: output),
      outputWeights: outputWeights, outputBias: Tensor(shape: [vocabulary]))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    let x = input(model, tokens)
    return stream(model, heads, x).matmul(model.outputWeights.transposed()) + model.outputBias
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let x = input(model, tokens)
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = stream(model, heads, x)
    let scores = y.matmul(model.outputWeights.transposed()) + model.outputBias
    let slope = AttentionLab.crossEntropy(scores, targets).gradient
    let slopeY = slope.matmul(model.outputWeights)
    let headSlopes = multiHeadBackward(
      model.attention, normal, heads: heads, causal: true, outputGradient: slopeY)
    let normSlopes = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: headSlopes.x)
    let slopeX = slopeY + normSlopes.x
    var embedding = Tensor(shape: model.embedding.shape)
    var positions = Tensor(shape: model.positions.shape)
    for (t, token) in tokens.enumerated() {
      for j in 0..<x.columns {
        embedding[token, j] += slopeX[t, j]
        positions[t, j] = slopeX[t, j]
      }
    }
    return LanguageModel(
      embedding: embedding, positions: positions, gain: normSlopes.gain, shift: normSlopes.shift,
      attention: headSlopes.weights, outputWeights: slope.transposed().matmul(y), outputBias: slope.sum(axis: 0))
  }

  // MARK: helpers

  /// Row i less its mean over √(variance + ε), and 1 / √(variance + ε).
  private func normalised(_ x: Tensor, _ i: Int) -> (normal: [Double], inverse: Double) {
    let m = x.columns
    // From the first number on, so that equal numbers leave exact zeros.
    let first = x[i, 0]
    var away = (0..<m).map { x[i, $0] - first }
    let mean = away.reduce(0, +) / Double(m)
    for j in 0..<m { away[j] -= mean }
    var variance = 0.0
    for number in away { variance += number * number }
    variance /= Double(m)
    let inverse = 1 / sqrt(variance + AttentionLab.epsilon)
    return (away.map { $0 * inverse }, inverse)
  }

  private func projections(_ weights: HeadWeights, _ x: Tensor) -> (q: Tensor, k: Tensor, v: Tensor) {
    let q = x.matmul(weights.queries.transposed())
    let k = x.matmul(weights.keys.transposed())
    let v = x.matmul(weights.values.transposed())
    return (q, k, v)
  }

  /// What the heads give, side by side.
  private func sideBySide(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ heads: Int, _ causal: Bool) -> Tensor {
    var y = Tensor(shape: q.shape)
    for head in 0..<heads {
      let part = attention(cut(q, head, heads), cut(k, head, heads), cut(v, head, heads), causal: causal)
      paste(part, into: &y, head, heads)
    }
    return y
  }

  /// Which column of all is column j of a head.
  private func place(_ j: Int, _ head: Int, _ heads: Int, _ m: Int) -> Int {
    head * (m / heads) + j
  }

  private func cut(_ matrix: Tensor, _ head: Int, _ heads: Int) -> Tensor {
    let m = matrix.columns
    var part = Tensor(shape: [matrix.rows, m / heads])
    for t in 0..<matrix.rows {
      for j in 0..<m / heads { part[t, j] = matrix[t, place(j, head, heads, m)] }
    }
    return part
  }

  private func paste(_ part: Tensor, into matrix: inout Tensor, _ head: Int, _ heads: Int) {
    let m = matrix.columns
    for t in 0..<matrix.rows {
      for j in 0..<m / heads { matrix[t, place(j, head, heads, m)] = part[t, j] }
    }
  }

  private func input(_ model: LanguageModel, _ tokens: [Int]) -> Tensor {
    var x = model.embedding.rows(at: tokens)
    for t in tokens.indices {
      for j in 0..<x.columns { x[t, j] += model.positions[t, j] }
    }
    return x
  }

  /// X + multiHead(layerNorm(X)).
  private func stream(_ model: LanguageModel, _ heads: Int, _ x: Tensor) -> Tensor {
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    return x + multiHead(model.attention, normal, heads: heads, causal: true)
  }
}
