// mistake: attentionBackward forgets the division by the square root of d
import Foundation
import Attention

// --- what the NumPy code used -------------------------------------------------------------------------------------

typealias Array2D = [[Double]]

enum np {
  static func array(_ t: Tensor) -> Array2D { (0..<t.rows).map { t.row($0).values } }
  static func tensor(_ a: Array2D, _ columns: Int) -> Tensor {
    Tensor(shape: [a.count, columns], values: a.flatMap { $0 })
  }
  static func zeros(_ n: Int, _ m: Int) -> Array2D { Array2D(repeating: [Double](repeating: 0, count: m), count: n) }
  /// a @ b; `m` is the number of columns of b.
  static func dot(_ a: Array2D, _ b: Array2D, _ m: Int) -> Array2D {
    a.map { row in
      var out = [Double](repeating: 0, count: m)
      for (p, v) in row.enumerated() { for j in 0..<m { out[j] += v * b[p][j] } }
      return out
    }
  }
  /// a.T; `m` is the number of columns of a.
  static func transpose(_ a: Array2D, _ m: Int) -> Array2D { (0..<m).map { j in a.map { $0[j] } } }
}

func masked_fill(_ scores: Array2D) -> Array2D {
  scores.enumerated().map { t, row in row.enumerated().map { j, s in j <= t ? s : -Double.infinity } }
}

func softmax(_ scores: Array2D) -> Array2D {
  scores.map { row in
    guard let largest = row.max() else { return row }
    let e = row.map { exp($0 - largest) }
    let total = e.reduce(0, +)
    return e.map { $0 / total }
  }
}

/// Mean and variance of a row by Welford's recurrence, as torch.nn.functional.layer_norm does it.
func moments(_ row: [Double]) -> (mean: Double, variance: Double) {
  var mean = 0.0
  var m2 = 0.0
  for (i, v) in row.enumerated() {
    let delta = v - mean
    mean += delta / Double(i + 1)
    m2 += delta * (v - mean)
  }
  return (mean, row.isEmpty ? 0 : m2 / Double(row.count))
}

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    // scores = q @ k.T / math.sqrt(d)
    let d_k = Double(q.columns)
    let keys = np.transpose(np.array(k), k.columns)
    var scores = np.dot(np.array(q), keys, k.rows).map { $0.map { $0 / d_k.squareRoot() } }
    if causal { scores = masked_fill(scores) }
    return np.tensor(softmax(scores), k.rows)
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    attentionWeights(q, k, causal: causal).matmul(v)
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let attn = attentionWeights(q, k, causal: causal)
    let grad_v = attn.transposed().matmul(outputGradient)
    let grad_attn = outputGradient.matmul(v.transposed())
    // the full Jacobian of each row: np.diag(p) - np.outer(p, p)
    var grad_scores = Tensor(shape: attn.shape)
    for t in 0..<attn.rows {
      for j in 0..<attn.columns {
        var g = 0.0
        for i in 0..<attn.columns { g += grad_attn[t, i] * attn[t, i] * ((i == j ? 1 : 0) - attn[t, j]) }
        grad_scores[t, j] = g
      }
    }
    let scaled = grad_scores
    return AttentionTensors(q: scaled.matmul(k), k: scaled.transposed().matmul(q), v: grad_v)
  }

  private func x_hat_and_rstd(_ x: Tensor) -> (x_hat: Array2D, rstd: [Double]) {
    var x_hat: Array2D = [], rstd: [Double] = []
    for row in np.array(x) {
      let (mean, variance) = moments(row)
      let r = 1.0 / (variance + AttentionLab.epsilon).squareRoot()
      x_hat.append(row.map { ($0 - mean) * r })
      rstd.append(r)
    }
    return (x_hat, rstd)
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    let rows = x_hat_and_rstd(x).x_hat.map { row in row.indices.map { gain[$0] * row[$0] + shift[$0] } }
    return np.tensor(rows, x.columns)
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let N = x.columns
    let (x_hat, rstd) = x_hat_and_rstd(x)
    var dgamma = [Double](repeating: 0, count: N), dbeta = dgamma
    var dx = np.zeros(x.rows, N)
    for (r, dout) in np.array(outputGradient).enumerated() {
      for i in 0..<N {
        dgamma[i] += dout[i] * x_hat[r][i]
        dbeta[i] += dout[i]
      }
      // dx = (1. / N) * rstd * (N * dxhat - dxhat.sum() - xhat * (dxhat * xhat).sum())
      let dxhat = (0..<N).map { dout[$0] * gain[$0] }
      let total = dxhat.reduce(0, +)
      let along = (0..<N).reduce(0.0) { $0 + dxhat[$1] * x_hat[r][$1] }
      for i in 0..<N {
        let inside = Double(N) * dxhat[i] - total - x_hat[r][i] * along
        dx[r][i] = rstd[r] * inside / Double(N)
      }
    }
    return LayerNormTensors(x: np.tensor(dx, N), gain: Tensor(dgamma), shift: Tensor(dbeta))
  }

  /// x.view(T, heads, m // heads).transpose(0, 1)
  private func split_heads(_ x: Tensor, _ heads: Int) -> [Tensor] {
    let (T, size) = (x.rows, x.columns / heads)
    let view = x.reshaped([T, heads, size])
    return (0..<heads).map { h in
      var part = Tensor(shape: [T, size])
      for t in 0..<T { for i in 0..<size { part[t, i] = view[t, h, i] } }
      return part
    }
  }

  /// x.transpose(0, 1).contiguous().view(T, m)
  private func merge_heads(_ parts: [Tensor]) -> Tensor {
    let (T, size) = (parts[0].rows, parts[0].columns)
    var view = Tensor(shape: [T, parts.count, size])
    for (h, part) in parts.enumerated() {
      for t in 0..<T { for i in 0..<size { view[t, h, i] = part[t, i] } }
    }
    return view.reshaped([T, parts.count * size])
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    let q = split_heads(x.matmul(weights.queries.transposed()), heads)
    let k = split_heads(x.matmul(weights.keys.transposed()), heads)
    let v = split_heads(x.matmul(weights.values.transposed()), heads)
    let y = merge_heads((0..<heads).map { attention(q[$0], k[$0], v[$0], causal: causal) })
    return y.matmul(weights.output.transposed())
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let q = split_heads(x.matmul(weights.queries.transposed()), heads)
    let k = split_heads(x.matmul(weights.keys.transposed()), heads)
    let v = split_heads(x.matmul(weights.values.transposed()), heads)
    let y = merge_heads((0..<heads).map { attention(q[$0], k[$0], v[$0], causal: causal) })
    let grad_y = split_heads(outputGradient.matmul(weights.output), heads)
    var (grad_q, grad_k, grad_v): ([Tensor], [Tensor], [Tensor]) = ([], [], [])
    for h in 0..<heads {
      let grads = attentionBackward(q[h], k[h], v[h], causal: causal, outputGradient: grad_y[h])
      grad_q.append(grads.q)
      grad_k.append(grads.k)
      grad_v.append(grads.v)
    }
    let (gq, gk, gv) = (merge_heads(grad_q), merge_heads(grad_k), merge_heads(grad_v))
    var grad_x = gq.matmul(weights.queries)
    grad_x += gk.matmul(weights.keys)
    grad_x += gv.matmul(weights.values)
    return MultiHeadTensors(
      weights: HeadWeights(
        queries: gq.transposed().matmul(x), keys: gk.transposed().matmul(x), values: gv.transposed().matmul(x),
        output: outputGradient.transposed().matmul(y)),
      x: grad_x)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var rng = Generator(seed: seed)
    func normal_(_ rows: Int, std: Double) -> Tensor { rng.normal(shape: [rows, features], deviation: std) }
    func xavier_normal_() -> Tensor { normal_(features, std: (2.0 / Double(features + features)).squareRoot()) }
    let wte = normal_(vocabulary, std: 0.02)
    let wpe = normal_(context, std: 0.02)
    let (q, k, v, o) = (xavier_normal_(), xavier_normal_(), xavier_normal_(), xavier_normal_())
    let lm_head = normal_(vocabulary, std: 0.02)
    return LanguageModel(
      embedding: wte, positions: wpe, gain: Tensor(shape: [features], repeating: 1.0),
      shift: Tensor(shape: [features], repeating: 0.0),
      attention: HeadWeights(queries: q, keys: k, values: v, output: o), outputWeights: lm_head,
      outputBias: Tensor(shape: [vocabulary], repeating: 0.0))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    let x = embed(model, tokens)
    let h = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, h, heads: heads, causal: true)
    return y.matmul(model.outputWeights.transposed()) + model.outputBias
  }

  private func embed(_ model: LanguageModel, _ tokens: [Int]) -> Tensor {
    // x = wte[tokens] + wpe[:T]
    model.embedding.rows(at: tokens) + model.positions.rows(at: Array(0..<tokens.count))
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let x = embed(model, tokens)
    let h = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, h, heads: heads, causal: true)
    let logits = y.matmul(model.outputWeights.transposed()) + model.outputBias
    let grad_logits = AttentionLab.crossEntropy(logits, targets).gradient
    let grad_y = grad_logits.matmul(model.outputWeights)
    let grads = multiHeadBackward(model.attention, h, heads: heads, causal: true, outputGradient: grad_y)
    let ln = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: grads.x)
    let grad_x = grad_y + ln.x
    var wte = Tensor(shape: model.embedding.shape), wpe = Tensor(shape: model.positions.shape)
    for (t, token) in tokens.enumerated() {
      for i in 0..<grad_x.columns {
        wte[token, i] += grad_x[t, i]   // np.add.at(wte, tokens, grad_x)
        wpe[t, i] = grad_x[t, i]
      }
    }
    return LanguageModel(
      embedding: wte, positions: wpe, gain: ln.gain, shift: ln.shift, attention: grads.weights,
      outputWeights: grad_logits.transposed().matmul(y), outputBias: grad_logits.sum(axis: 0))
  }
}
