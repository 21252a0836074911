// right: C-style index loops over flat arrays, sums over the seen columns only; normal initial weights
import Attention

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    let T = q.shape[0], S = k.shape[0], d = q.shape[1]
    let scale = 1 / sqrt(Double(d))
    let qs = q.values, ks = k.values
    var a = [Double](repeating: 0, count: T * S)
    for t in 0..<T {
      let seen = causal ? t + 1 : S
      var largest = -Double.infinity
      for s in 0..<seen {
        var dot = 0.0
        for i in 0..<d { dot += qs[t * d + i] * ks[s * d + i] }
        dot *= scale
        a[t * S + s] = dot
        if dot > largest { largest = dot }
      }
      var sum = 0.0
      for s in 0..<seen {
        let e = exp(a[t * S + s] - largest)
        a[t * S + s] = e
        sum += e
      }
      for s in 0..<seen { a[t * S + s] /= sum }
    }
    return Tensor(shape: [T, S], values: a)
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    let T = q.shape[0], S = k.shape[0], e = v.shape[1]
    let a = attentionWeights(q, k, causal: causal).values, vs = v.values
    var y = [Double](repeating: 0, count: T * e)
    for t in 0..<T {
      for s in 0..<(causal ? t + 1 : S) {
        let p = a[t * S + s]
        for c in 0..<e { y[t * e + c] += p * vs[s * e + c] }
      }
    }
    return Tensor(shape: [T, e], values: y)
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let T = q.shape[0], S = k.shape[0], d = q.shape[1], e = v.shape[1]
    let scale = 1 / sqrt(Double(d))
    let a = attentionWeights(q, k, causal: causal).values
    let qs = q.values, ks = k.values, vs = v.values, g = outputGradient.values
    var dq = [Double](repeating: 0, count: T * d)
    var dk = [Double](repeating: 0, count: S * d)
    var dv = [Double](repeating: 0, count: S * e)
    var dp = [Double](repeating: 0, count: S)
    for t in 0..<T {
      let seen = causal ? t + 1 : S
      var mean = 0.0
      for s in 0..<seen {
        var dot = 0.0
        for c in 0..<e {
          dot += g[t * e + c] * vs[s * e + c]
          dv[s * e + c] += a[t * S + s] * g[t * e + c]
        }
        dp[s] = dot
        mean += dot * a[t * S + s]
      }
      for s in 0..<seen {
        let ds = a[t * S + s] * (dp[s] - mean) * scale
        for i in 0..<d {
          dq[t * d + i] += ds * ks[s * d + i]
          dk[s * d + i] += ds * qs[t * d + i]
        }
      }
    }
    return AttentionTensors(
      q: Tensor(shape: q.shape, values: dq), k: Tensor(shape: k.shape, values: dk),
      v: Tensor(shape: v.shape, values: dv))
  }

  /// (x − µ)/√(σ² + ε) and 1/√(σ² + ε) of each row.
  private func normalise(_ x: Tensor) -> (hat: [Double], inverse: [Double]) {
    let n = x.shape[0], m = x.shape[1]
    var hat = x.values
    var inverse = [Double](repeating: 0, count: n)
    for r in 0..<n {
      // Twice, so that the mean of numbers far from 0 is right to the last digit.
      for _ in 0..<2 {
        var mean = 0.0
        for i in 0..<m { mean += hat[r * m + i] }
        mean /= Double(m)
        for i in 0..<m { hat[r * m + i] -= mean }
      }
      var variance = 0.0
      for i in 0..<m { variance += hat[r * m + i] * hat[r * m + i] }
      variance /= Double(m)
      inverse[r] = 1 / sqrt(variance + AttentionLab.epsilon)
      for i in 0..<m { hat[r * m + i] *= inverse[r] }
    }
    return (hat, inverse)
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    let n = x.shape[0], m = x.shape[1]
    var y = normalise(x).hat
    for r in 0..<n {
      for i in 0..<m { y[r * m + i] = gain.values[i] * y[r * m + i] + shift.values[i] }
    }
    return Tensor(shape: [n, m], values: y)
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let n = x.shape[0], m = x.shape[1]
    let (hat, inverse) = normalise(x)
    let g = outputGradient.values
    var dx = [Double](repeating: 0, count: n * m)
    var dgain = [Double](repeating: 0, count: m)
    var dshift = [Double](repeating: 0, count: m)
    for r in 0..<n {
      var s1 = 0.0, s2 = 0.0
      for i in 0..<m {
        let gi = g[r * m + i], h = hat[r * m + i]
        dgain[i] += gi * h
        dshift[i] += gi
        s1 += gi * gain.values[i]
        s2 += gi * gain.values[i] * h
      }
      s1 /= Double(m)
      s2 /= Double(m)
      for i in 0..<m { dx[r * m + i] = inverse[r] * (g[r * m + i] * gain.values[i] - s1 - hat[r * m + i] * s2) }
    }
    return LayerNormTensors(x: Tensor(shape: [n, m], values: dx), gain: Tensor(dgain), shift: Tensor(dshift))
  }

  /// a bᵀ
  private func productT(_ a: Tensor, _ b: Tensor) -> Tensor {
    let n = a.shape[0], k = a.shape[1], m = b.shape[0]
    var c = [Double](repeating: 0, count: n * m)
    for i in 0..<n {
      for j in 0..<m {
        var s = 0.0
        for p in 0..<k { s += a.values[i * k + p] * b.values[j * k + p] }
        c[i * m + j] = s
      }
    }
    return Tensor(shape: [n, m], values: c)
  }

  /// aᵀ b
  private func tProduct(_ a: Tensor, _ b: Tensor) -> Tensor {
    let n = a.shape[0], k = a.shape[1], m = b.shape[1]
    var c = [Double](repeating: 0, count: k * m)
    for i in 0..<n {
      for p in 0..<k { for j in 0..<m { c[p * m + j] += a.values[i * k + p] * b.values[i * m + j] } }
    }
    return Tensor(shape: [k, m], values: c)
  }

  private func columns(_ a: Tensor, _ from: Int, _ width: Int) -> Tensor {
    let n = a.shape[0], m = a.shape[1]
    var c = Tensor(shape: [n, width])
    for i in 0..<n { for j in 0..<width { c.values[i * width + j] = a.values[i * m + from + j] } }
    return c
  }

  private func put(_ part: Tensor, _ from: Int, into a: inout Tensor) {
    let n = a.shape[0], m = a.shape[1], width = part.shape[1]
    for i in 0..<n { for j in 0..<width { a.values[i * m + from + j] = part.values[i * width + j] } }
  }

  private func mixed(_ w: HeadWeights, _ x: Tensor, _ heads: Int, _ causal: Bool) -> Tensor {
    let width = x.shape[1] / heads
    let q = productT(x, w.queries), k = productT(x, w.keys), v = productT(x, w.values)
    var y = Tensor(shape: x.shape)
    for h in 0..<heads {
      let at = h * width
      let part = attention(columns(q, at, width), columns(k, at, width), columns(v, at, width), causal: causal)
      put(part, at, into: &y)
    }
    return y
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    productT(mixed(weights, x, heads, causal), weights.output)
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let width = x.shape[1] / heads
    let q = productT(x, weights.queries), k = productT(x, weights.keys), v = productT(x, weights.values)
    let y = mixed(weights, x, heads, causal)
    let dy = outputGradient.matmul(weights.output)
    var dq = Tensor(shape: x.shape), dk = dq, dv = dq
    for h in 0..<heads {
      let at = h * width
      let g = attentionBackward(
        columns(q, at, width), columns(k, at, width), columns(v, at, width), causal: causal,
        outputGradient: columns(dy, at, width))
      put(g.q, at, into: &dq)
      put(g.k, at, into: &dk)
      put(g.v, at, into: &dv)
    }
    let dx = dq.matmul(weights.queries) + dk.matmul(weights.keys) + dv.matmul(weights.values)
    return MultiHeadTensors(
      weights: HeadWeights(
        queries: tProduct(dq, x), keys: tProduct(dk, x), values: tProduct(dv, x), output: tProduct(outputGradient, y)),
      x: dx)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var g = Generator(seed: seed)
    let deviation = 1 / sqrt(Double(features))
    func matrix(_ rows: Int, _ s: Double) -> Tensor {
      var t = Tensor(shape: [rows, features])
      for i in 0..<t.count { t.values[i] = s * g.normal() }
      return t
    }
    let embedding = matrix(vocabulary, 0.5), positions = matrix(context, 0.5)
    let wq = matrix(features, deviation), wk = matrix(features, deviation)
    let wv = matrix(features, deviation), wo = matrix(features, deviation)
    return LanguageModel(
      embedding: embedding, positions: positions, gain: Tensor(shape: [features], repeating: 1),
      shift: Tensor(shape: [features]), attention: HeadWeights(queries: wq, keys: wk, values: wv, output: wo),
      outputWeights: matrix(vocabulary, deviation), outputBias: Tensor(shape: [vocabulary]))
  }

  private func input(_ model: LanguageModel, _ tokens: [Int]) -> Tensor {
    let m = model.gain.count
    var x = Tensor(shape: [tokens.count, m])
    for t in 0..<tokens.count {
      for i in 0..<m {
        x.values[t * m + i] = model.embedding.values[tokens[t] * m + i] + model.positions.values[t * m + i]
      }
    }
    return x
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    let x = input(model, tokens)
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)
    return productT(y, model.outputWeights) + model.outputBias
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let m = model.gain.count
    let x = input(model, tokens)
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)
    let s = productT(y, model.outputWeights) + model.outputBias
    let ds = AttentionLab.crossEntropy(s, targets).gradient
    let dy = ds.matmul(model.outputWeights)
    let inner = multiHeadBackward(model.attention, normal, heads: heads, causal: true, outputGradient: dy)
    let norm = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: inner.x)
    var embedding = Tensor(shape: model.embedding.shape), positions = Tensor(shape: model.positions.shape)
    for t in 0..<tokens.count {
      for i in 0..<m {
        let d = dy.values[t * m + i] + norm.x.values[t * m + i]
        embedding.values[tokens[t] * m + i] += d
        positions.values[t * m + i] += d
      }
    }
    return LanguageModel(
      embedding: embedding, positions: positions, gain: norm.gain, shift: norm.shift, attention: inner.weights,
      outputWeights: tProduct(ds, y), outputBias: ds.sum(axis: 0))
  }
}
