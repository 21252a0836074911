import Attention

// Matrices all through: heads by masks that keep their columns, the causal mask as −∞ added to the scores, layer
// normalisation as products with a centring matrix; free functions on tensors.

private func ones(_ rows: Int, _ columns: Int) -> Tensor { Tensor(shape: [rows, columns], repeating: 1) }

private func rowMeans(_ x: Tensor) -> Tensor { x.matmul(ones(x.columns, 1)) / Double(x.columns) }

private func softmaxOfRows(_ x: Tensor) -> Tensor {
  let tops = Tensor(shape: [x.rows, 1], values: (0..<x.rows).map { x.row($0).values.max() ?? 0 })
  let powers = (x - tops).map { exp($0) }
  return powers / powers.matmul(ones(x.columns, 1))
}

private func causalMask(_ rows: Int, _ columns: Int) -> Tensor {
  var mask = Tensor(shape: [rows, columns])
  for row in 0..<rows {
    for column in 0..<columns where column > row { mask[row, column] = -.infinity }
  }
  return mask
}

/// 1 in the columns of one head, 0 elsewhere.
private func mask(_ head: Int, _ heads: Int, _ size: Int) -> Tensor {
  Tensor((0..<size).map { $0 / (size / heads) == head ? 1 : 0 })
}

private func standardized(_ x: Tensor) -> (rows: Tensor, inverse: Tensor) {
  let centred = x - rowMeans(x)
  let inverse = rowMeans(centred * centred).map { 1 / sqrt($0 + AttentionLab.epsilon) }
  return (centred * inverse, inverse)
}

struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    weights(q, k, causal, width: q.columns)
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    weights(q, k, causal, width: q.columns).matmul(v)
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    backward(q, k, v, causal, width: q.columns, outputGradient)
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor { gain * standardized(x).rows + shift }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let (rows, inverse) = standardized(x)
    let slope = outputGradient * gain
    let inner = slope - rowMeans(slope) - rows * rowMeans(slope * rows)
    return LayerNormTensors(
      x: inner * inverse, gain: (rows * outputGradient).sum(axis: 0), shift: outputGradient.sum(axis: 0))
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    joined(weights, x, heads, causal).matmul(weights.output.transposed())
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let all = [weights.queries, weights.keys, weights.values].map { x.matmul($0.transposed()) }
    let below = outputGradient.matmul(weights.output)
    var slope = AttentionTensors(q: 0 * below, k: 0 * below, v: 0 * below)
    for head in 0..<heads {
      // With the other heads' columns at 0, products over all columns are products over this head's.
      let own = mask(head, heads, x.columns)
      let part = backward(
        all[0] * own, all[1] * own, all[2] * own, causal, width: x.columns / heads, below * own)
      slope.q += part.q
      slope.k += part.k
      slope.v += part.v
    }
    let gradient = HeadWeights(
      queries: slope.q.transposed().matmul(x), keys: slope.k.transposed().matmul(x),
      values: slope.v.transposed().matmul(x),
      output: outputGradient.transposed().matmul(joined(weights, x, heads, causal)))
    let fromKeys = slope.k.matmul(weights.keys)
    return MultiHeadTensors(
      weights: gradient, x: slope.q.matmul(weights.queries) + fromKeys + slope.v.matmul(weights.values))
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var generator = Generator(seed: seed)
    let table = generator.normal(shape: [vocabulary + context, features], deviation: 0.7)
    let squares = (0..<4).map { _ in
      var stream = generator.split()
      return stream.normal(shape: [features, features]) / Double(features).squareRoot()
    }
    return LanguageModel(
      embedding: table.rows(at: Array(0..<vocabulary)),
      positions: table.rows(at: Array(vocabulary..<vocabulary + context)),
      gain: Tensor(shape: [features], repeating: 1),
      shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: squares[0], keys: squares[1], values: squares[2], output: squares[3]),
      outputWeights: generator.normal(shape: [vocabulary, features], deviation: (1 / Double(features)).squareRoot()),
      outputBias: Tensor(shape: [vocabulary]))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    let x = oneHot(tokens, model).matmul(model.embedding) + model.positions.rows(at: Array(0..<tokens.count))
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = multiHead(model.attention, normal, heads: heads, causal: true) + x
    return y.matmul(model.outputWeights.transposed()) + model.outputBias
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let oneHot = oneHot(tokens, model)
    let x = oneHot.matmul(model.embedding) + model.positions.rows(at: Array(0..<tokens.count))
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = multiHead(model.attention, normal, heads: heads, causal: true) + x
    let delta = AttentionLab.crossEntropy(scores(model, heads: heads, tokens), targets).gradient
    let yGradient = delta.matmul(model.outputWeights)
    let inner = multiHeadBackward(model.attention, normal, heads: heads, causal: true, outputGradient: yGradient)
    let norm = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: inner.x)
    let xGradient = yGradient + norm.x
    let unused = [Double](repeating: 0, count: (model.positions.rows - tokens.count) * x.columns)
    return LanguageModel(
      embedding: oneHot.transposed().matmul(xGradient),
      positions: Tensor(shape: model.positions.shape, values: xGradient.values + unused), gain: norm.gain,
      shift: norm.shift, attention: inner.weights, outputWeights: delta.transposed().matmul(y),
      outputBias: delta.sum(axis: 0))
  }

  private func weights(_ q: Tensor, _ k: Tensor, _ causal: Bool, width: Int) -> Tensor {
    var scores = q.matmul(k.transposed()) * (1 / sqrt(Double(width)))
    if causal { scores = scores + causalMask(q.rows, k.rows) }
    return softmaxOfRows(scores)
  }

  private func backward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, _ causal: Bool, width: Int, _ g: Tensor
  ) -> AttentionTensors {
    let p = weights(q, k, causal, width: width)
    let slope = g.matmul(v.transposed())
    let delta = p * (slope - (slope * p).matmul(ones(p.columns, 1))) / sqrt(Double(width))
    return AttentionTensors(
      q: delta.matmul(k), k: delta.transposed().matmul(q), v: p.transposed().matmul(g))
  }

  private func joined(_ weights: HeadWeights, _ x: Tensor, _ heads: Int, _ causal: Bool) -> Tensor {
    let all = [weights.queries, weights.keys, weights.values].map { x.matmul($0.transposed()) }
    var sum = 0 * x
    for head in 0..<heads {
      let own = mask(head, heads, x.columns)
      sum += self.weights(all[0] * own, all[1] * own, causal, width: x.columns / heads).matmul(all[2] * own)
    }
    return sum
  }

  private func oneHot(_ tokens: [Int], _ model: LanguageModel) -> Tensor {
    var rows = Tensor(shape: [tokens.count, model.embedding.rows])
    for (position, token) in tokens.enumerated() { rows[position, token] = 1 }
    return rows
  }
}
