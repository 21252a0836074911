// mistake: layerNormBackward gives rows whose spread is tiny (variance below 1e-9, not 0) the gradient 0, as if they could not move.
// against: “`layerNormBackward` gives the derivatives in $X$, $\gamma$ and $\beta$, for rows of equal numbers too.”
import Attention

/// Loops over flat arrays.
struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    let (T, S, d) = (q.shape[0], k.shape[0], q.shape[1])
    let scale = 1 / Double(d).squareRoot()
    var a = Tensor(shape: [T, S])
    for t in 0..<T {
      let seen = causal ? t + 1 : S
      var largest = -Double.infinity
      for s in 0..<seen {
        var sum = 0.0
        for e in 0..<d { sum += q.values[t * d + e] * k.values[s * d + e] }
        a.values[t * S + s] = sum * scale
        if sum * scale > largest { largest = sum * scale }
      }
      var total = 0.0
      for s in 0..<seen {
        let weight = exp(a.values[t * S + s] - largest)
        a.values[t * S + s] = weight
        total += weight
      }
      for s in 0..<seen { a.values[t * S + s] /= total }
    }
    return a
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    product(attentionWeights(q, k, causal: causal), v)
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient g: Tensor
  ) -> AttentionTensors {
    let (T, S, d, w) = (q.shape[0], k.shape[0], q.shape[1], v.shape[1])
    let a = attentionWeights(q, k, causal: causal)
    let scale = 1 / Double(d).squareRoot()
    var result = AttentionTensors(q: Tensor(shape: q.shape), k: Tensor(shape: k.shape), v: Tensor(shape: v.shape))
    for t in 0..<T {
      var slopes = [Double](repeating: 0, count: S)
      var mean = 0.0
      for s in 0..<S {
        let p = a.values[t * S + s]
        var sum = 0.0
        for e in 0..<w {
          sum += g.values[t * w + e] * v.values[s * w + e]
          result.v.values[s * w + e] += p * g.values[t * w + e]
        }
        slopes[s] = sum
        mean += p * sum
      }
      for s in 0..<S {
        let slope = a.values[t * S + s] * (slopes[s] - mean) * scale
        for e in 0..<d {
          result.q.values[t * d + e] += slope * k.values[s * d + e]
          result.k.values[s * d + e] += slope * q.values[t * d + e]
        }
      }
    }
    return result
  }

  /// Mean and 1 / √(σ² + ε) of a row.
  private func moments(_ x: Tensor, _ i: Int) -> (Double, Double) {
    let m = x.shape[1]
    var mean = 0.0
    for j in 0..<m { mean += x.values[i * m + j] }
    mean /= Double(m)
    var variance = 0.0
    for j in 0..<m {
      let away = x.values[i * m + j] - mean
      variance += away * away
    }
    variance /= Double(m)
    return (mean, 1 / (variance + AttentionLab.epsilon).squareRoot())
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    let m = x.shape[1]
    var y = x
    for i in 0..<x.shape[0] {
      let (mean, scale) = moments(x, i)
      for j in 0..<m {
        y.values[i * m + j] = gain.values[j] * ((x.values[i * m + j] - mean) * scale) + shift.values[j]
      }
    }
    return y
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient g: Tensor) -> LayerNormTensors {
    let m = x.shape[1]
    var result = LayerNormTensors(x: x, gain: Tensor(shape: [m]), shift: Tensor(shape: [m]))
    for i in 0..<x.shape[0] {
      let (mean, scale) = moments(x, i)
      var (sum, along) = (0.0, 0.0)
      for j in 0..<m {
        let xHat = (x.values[i * m + j] - mean) * scale
        let own = g.values[i * m + j] * gain.values[j]
        result.gain.values[j] += g.values[i * m + j] * xHat
        result.shift.values[j] += g.values[i * m + j]
        sum += own
        along += own * xHat
      }
      for j in 0..<m {
        let xHat = (x.values[i * m + j] - mean) * scale
        let own = g.values[i * m + j] * gain.values[j]
        let spread = 1 / (scale * scale) - AttentionLab.epsilon
        let isStuck = spread > 1e-16 && spread < 1e-9
        result.x.values[i * m + j] = isStuck ? 0 : scale * (own - (sum + xHat * along) / Double(m))
      }
    }
    return result
  }

  private func product(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (n, k, m) = (a.shape[0], a.shape[1], b.shape[1])
    var c = Tensor(shape: [n, m])
    for i in 0..<n {
      for p in 0..<k {
        let factor = a.values[i * k + p]
        for j in 0..<m { c.values[i * m + j] += factor * b.values[p * m + j] }
      }
    }
    return c
  }

  private func columns(_ x: Tensor, _ from: Int, _ count: Int) -> Tensor {
    var cut = Tensor(shape: [x.shape[0], count])
    for i in 0..<x.shape[0] { for j in 0..<count { cut.values[i * count + j] = x.values[i * x.shape[1] + from + j] } }
    return cut
  }

  private func put(_ part: Tensor, _ from: Int, into x: inout Tensor) {
    let (m, count) = (x.shape[1], part.shape[1])
    for i in 0..<x.shape[0] { for j in 0..<count { x.values[i * m + from + j] = part.values[i * count + j] } }
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    product(sideBySide(weights, x, heads, causal), weights.output.transposed())
  }

  private func sideBySide(_ weights: HeadWeights, _ x: Tensor, _ heads: Int, _ causal: Bool) -> Tensor {
    let q = product(x, weights.queries.transposed())
    let k = product(x, weights.keys.transposed())
    let v = product(x, weights.values.transposed())
    let width = x.shape[1] / heads
    var y = Tensor(shape: x.shape)
    for head in 0..<heads {
      let from = head * width
      put(
        attention(columns(q, from, width), columns(k, from, width), columns(v, from, width), causal: causal), from,
        into: &y)
    }
    return y
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let q = product(x, weights.queries.transposed())
    let k = product(x, weights.keys.transposed())
    let v = product(x, weights.values.transposed())
    let width = x.shape[1] / heads
    let y = sideBySide(weights, x, heads, causal)
    let g = product(outputGradient, weights.output)
    var (dq, dk, dv) = (Tensor(shape: x.shape), Tensor(shape: x.shape), Tensor(shape: x.shape))
    for head in 0..<heads {
      let from = head * width
      let back = attentionBackward(
        columns(q, from, width), columns(k, from, width), columns(v, from, width), causal: causal,
        outputGradient: columns(g, from, width))
      put(back.q, from, into: &dq)
      put(back.k, from, into: &dk)
      put(back.v, from, into: &dv)
    }
    let dx = product(dq, weights.queries) + product(dk, weights.keys) + product(dv, weights.values)
    return MultiHeadTensors(
      weights: HeadWeights(
        queries: product(dq.transposed(), x), keys: product(dk.transposed(), x), values: product(dv.transposed(), x),
        output: product(outputGradient.transposed(), y)), x: dx)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var generator = Generator(seed: seed)
    let scale = 1 / Double(features).squareRoot()
    let embedding = generator.normal(shape: [vocabulary, features], deviation: 0.5)
    let positions = generator.normal(shape: [context, features], deviation: 0.5)
    let queries = generator.normal(shape: [features, features], deviation: scale)
    let keys = generator.normal(shape: [features, features], deviation: scale)
    let values = generator.normal(shape: [features, features], deviation: scale)
    let output = generator.normal(shape: [features, features], deviation: scale)
    let outputWeights = generator.normal(shape: [vocabulary, features], deviation: 0.8 * scale)
    return LanguageModel(
      embedding: embedding, positions: positions, gain: Tensor(shape: [features], repeating: 1),
      shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: queries, keys: keys, values: values, output: output),
      outputWeights: outputWeights, outputBias: Tensor(shape: [vocabulary]))
  }

  private func inputs(_ model: LanguageModel, _ tokens: [Int]) -> Tensor {
    let m = model.gain.count
    var x = Tensor(shape: [tokens.count, m])
    for t in 0..<tokens.count {
      for j in 0..<m { x.values[t * m + j] = model.embedding.values[tokens[t] * m + j] + model.positions.values[t * m + j] }
    }
    return x
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    let x = inputs(model, tokens)
    let y = x + multiHead(model.attention, layerNorm(x, gain: model.gain, shift: model.shift), heads: heads, causal: true)
    return product(y, model.outputWeights.transposed()) + model.outputBias
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let m = model.gain.count
    let x = inputs(model, tokens)
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)
    let scores = product(y, model.outputWeights.transposed()) + model.outputBias
    let g = AttentionLab.crossEntropy(scores, targets).gradient
    let dy = product(g, model.outputWeights)
    let head = multiHeadBackward(model.attention, normal, heads: heads, causal: true, outputGradient: dy)
    let norm = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: head.x)
    var result = LanguageModel(
      embedding: Tensor(shape: model.embedding.shape), positions: Tensor(shape: model.positions.shape), gain: norm.gain,
      shift: norm.shift, attention: head.weights, outputWeights: product(g.transposed(), y), outputBias: g.sum(axis: 0))
    for t in 0..<tokens.count {
      for j in 0..<m {
        let slope = dy.values[t * m + j] + norm.x.values[t * m + j]
        result.embedding.values[tokens[t] * m + j] += slope
        result.positions.values[t * m + j] += slope
      }
    }
    return result
  }
}
