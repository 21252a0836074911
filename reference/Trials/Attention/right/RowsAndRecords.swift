import Foundation
import Attention

/// Rows as arrays, and small types that know one thing each.
private typealias Row = [Double]

private func dot(_ a: Row, _ b: Row) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
private func add(_ a: Row, times factor: Double, to sum: inout Row) {
  for j in sum.indices { sum[j] += factor * a[j] }
}

private struct Matrix {
  var rows: [Row]
  let width: Int

  init(_ tensor: Tensor) {
    width = tensor.columns
    rows = (0..<tensor.rows).map { i in Array(tensor.values[i * tensor.columns..<(i + 1) * tensor.columns]) }
  }
  init(zeros count: Int, _ width: Int) {
    self.width = width
    rows = (0..<count).map { _ in Row(repeating: 0, count: width) }
  }
  var tensor: Tensor { Tensor(shape: [rows.count, width], values: rows.flatMap { $0 }) }
  func columns(_ range: Range<Int>) -> Matrix {
    var cut = Matrix(zeros: 0, range.count)
    cut.rows = rows.map { Array($0[range]) }
    return cut
  }
}

/// Softmax in one pass: the sum is rescaled whenever a larger score comes (online softmax).
private struct Softmax {
  private var largest = -Double.infinity
  private var sum = 0.0
  mutating func hear(_ score: Double) {
    if score > largest {
      sum = sum * exp(largest - score) + 1
      largest = score
    } else {
      sum += exp(score - largest)
    }
  }
  func weight(_ score: Double) -> Double { exp(score - largest) / sum }
}

/// One row's normalisation, forward and back.
private struct Normaliser {
  let xHat: Row
  let deviation: Double

  init(_ x: Row) {
    // Away from the first number, so that rows far from 0 lose nothing.
    let near = x.map { $0 - (x.first ?? 0) }
    let mean = near.reduce(0, +) / Double(x.count)
    let variance = near.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    let deviation = sqrt(variance + AttentionLab.epsilon)
    self.deviation = deviation
    xHat = near.map { ($0 - mean) / deviation }
  }

  func back(_ g: Row) -> Row {
    let mean = g.reduce(0, +) / Double(g.count)
    let along = dot(g, xHat) / Double(g.count)
    return g.indices.map { (g[$0] - mean - xHat[$0] * along) / deviation }
  }
}

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    let keys = Matrix(k)
    // The root is taken into the queries.
    let root = sqrt(Double(q.columns))
    var weights = Matrix(zeros: q.rows, k.rows)
    for (t, query) in Matrix(q).rows.enumerated() {
      let scores = keys.rows.prefix(causal ? t + 1 : keys.rows.count).map { dot(query, $0) / root }
      var softmax = Softmax()
      scores.forEach { softmax.hear($0) }
      for (s, score) in scores.enumerated() { weights.rows[t][s] = softmax.weight(score) }
    }
    return weights.tensor
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    let values = Matrix(v)
    var output = Matrix(zeros: q.rows, v.columns)
    for (t, weights) in Matrix(attentionWeights(q, k, causal: causal)).rows.enumerated() {
      for (s, weight) in weights.enumerated() where weight > 0 { add(values.rows[s], times: weight, to: &output.rows[t]) }
    }
    return output.tensor
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let (queries, keys, values, g) = (Matrix(q), Matrix(k), Matrix(v), Matrix(outputGradient))
    let weights = Matrix(attentionWeights(q, k, causal: causal))
    var (dq, dk, dv) = (
      Matrix(zeros: q.rows, q.columns), Matrix(zeros: k.rows, k.columns), Matrix(zeros: v.rows, v.columns)
    )
    for t in queries.rows.indices {
      let slopes = values.rows.map { dot($0, g.rows[t]) }
      let mean = dot(slopes, weights.rows[t])
      for s in keys.rows.indices {
        let p = weights.rows[t][s]
        add(g.rows[t], times: p, to: &dv.rows[s])
        let slope = p * (slopes[s] - mean) / sqrt(Double(q.columns))
        add(keys.rows[s], times: slope, to: &dq.rows[t])
        add(queries.rows[t], times: slope, to: &dk.rows[s])
      }
    }
    return AttentionTensors(q: dq.tensor, k: dk.tensor, v: dv.tensor)
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    var y = Matrix(x)
    for i in y.rows.indices {
      let xHat = Normaliser(y.rows[i]).xHat
      y.rows[i] = xHat.indices.map { shift[$0].addingProduct(gain[$0], xHat[$0]) }
    }
    return y.tensor
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    var (dx, dGain, dShift) = (Matrix(x), 0 * gain, 0 * shift)
    for (i, g) in Matrix(outputGradient).rows.enumerated() {
      let normaliser = Normaliser(dx.rows[i])
      for j in g.indices {
        dGain[j] += g[j] * normaliser.xHat[j]
        dShift[j] += g[j]
      }
      dx.rows[i] = normaliser.back(g.indices.map { g[$0] * gain[$0] })
    }
    return LayerNormTensors(x: dx.tensor, gain: dGain, shift: dShift)
  }

  private struct Head {
    let range: Range<Int>
    let q: Tensor, k: Tensor, v: Tensor
  }

  private func split(_ weights: HeadWeights, _ x: Tensor, _ heads: Int) -> [Head] {
    let width = x.columns / heads
    return (0..<heads).map { j in
      let range = j * width..<(j + 1) * width
      func project(_ w: Tensor) -> Tensor { x.matmul(w.rows(at: Array(range)).transposed()) }
      return Head(range: range, q: project(weights.queries), k: project(weights.keys), v: project(weights.values))
    }
  }

  private func joined(_ heads: [Head], _ shape: [Int], causal: Bool) -> Tensor {
    var y = Tensor(shape: shape)
    for head in heads {
      let part = attention(head.q, head.k, head.v, causal: causal)
      for t in 0..<shape[0] { for (j, column) in head.range.enumerated() { y[t, column] = part[t, j] } }
    }
    return y
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    joined(split(weights, x, heads), x.shape, causal: causal).matmul(weights.output.transposed())
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let parts = split(weights, x, heads)
    let g = Matrix(outputGradient.matmul(weights.output))
    var (dq, dk, dv): ([Double], [Double], [Double]) = ([], [], [])
    var dx = Tensor(shape: x.shape)
    for head in parts {
      let back = attentionBackward(
        head.q, head.k, head.v, causal: causal, outputGradient: g.columns(head.range).tensor)
      let rows = Array(head.range)
      // The rows of a head in each matrix stand one after the other.
      dq += back.q.transposed().matmul(x).values
      dk += back.k.transposed().matmul(x).values
      dv += back.v.transposed().matmul(x).values
      dx += back.q.matmul(weights.queries.rows(at: rows))
      dx += back.k.matmul(weights.keys.rows(at: rows))
      dx += back.v.matmul(weights.values.rows(at: rows))
    }
    let shape = weights.queries.shape
    return MultiHeadTensors(
      weights: HeadWeights(
        queries: Tensor(shape: shape, values: dq), keys: Tensor(shape: shape, values: dk),
        values: Tensor(shape: shape, values: dv),
        output: outputGradient.transposed().matmul(joined(parts, x.shape, causal: causal))), x: dx)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var generator = Generator(seed: seed)
    // Random orthogonal matrices for the heads; embedding narrow, positions wider.
    func orthogonal() -> Tensor {
      var rows: [Row] = []
      while rows.count < features {
        var row = (0..<features).map { _ in generator.normal() }
        for _ in 0..<2 { for other in rows { add(other, times: -dot(row, other), to: &row) } }
        let length = sqrt(dot(row, row))
        if length > 1e-6 { rows.append(row.map { $0 / length }) }
      }
      return Tensor(rows: rows)
    }
    return LanguageModel(
      embedding: generator.normal(shape: [vocabulary, features], deviation: 0.1),
      positions: generator.normal(shape: [context, features], deviation: 0.3),
      gain: Tensor(shape: [features], repeating: 1), shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: orthogonal(), keys: orthogonal(), values: orthogonal(), output: orthogonal()),
      outputWeights: generator.normal(shape: [vocabulary, features], deviation: 0.05),
      outputBias: Tensor(shape: [vocabulary]))
  }

  /// What one sequence goes through.
  private struct Passage {
    let x: Tensor, normal: Tensor, y: Tensor, scores: Tensor
  }

  private func passage(_ model: LanguageModel, _ heads: Int, _ tokens: [Int]) -> Passage {
    let x = Tensor(
      shape: [tokens.count, model.gain.count],
      values: tokens.enumerated().flatMap { place, token in
        zip(model.embedding.row(token).values, model.positions.row(place).values).map { $0 + $1 }
      })
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)
    return Passage(
      x: x, normal: normal, y: y, scores: y.matmul(model.outputWeights.transposed()) + model.outputBias)
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor { passage(model, heads, tokens).scores }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let passage = passage(model, heads, tokens)
    let g = AttentionLab.crossEntropy(passage.scores, targets).gradient
    let dy = g.matmul(model.outputWeights)
    let heads = multiHeadBackward(model.attention, passage.normal, heads: heads, causal: true, outputGradient: dy)
    let norm = layerNormBackward(passage.x, gain: model.gain, shift: model.shift, outputGradient: heads.x)
    var (embedding, positions) = (Matrix(0 * model.embedding), Matrix(0 * model.positions))
    for (place, slope) in Matrix(dy + norm.x).rows.enumerated() {
      add(slope, times: 1, to: &embedding.rows[tokens[place]])
      add(slope, times: 1, to: &positions.rows[place])
    }
    return LanguageModel(
      embedding: embedding.tensor, positions: positions.tensor, gain: norm.gain, shift: norm.shift,
      attention: heads.weights, outputWeights: g.transposed().matmul(passage.y), outputBias: g.sum(axis: 0))
  }
}
