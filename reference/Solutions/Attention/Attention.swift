import Attention

/// Scaled dot-product attention in several heads, layer normalisation, and a language model of one layer.
struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    // BEGIN SOLUTION
    var weights = q.matmul(k.transposed()) / sqrt(Double(q.columns))
    for row in 0..<weights.rows {
      let seen = causal ? row + 1 : weights.columns
      var largest = -Double.infinity
      for column in 0..<seen { largest = max(largest, weights[row, column]) }
      var total = 0.0
      for column in 0..<weights.columns {
        weights[row, column] = column < seen ? exp(weights[row, column] - largest) : 0
        total += weights[row, column]
      }
      for column in 0..<weights.columns { weights[row, column] /= total }
    }
    return weights
    // END SOLUTION
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    // BEGIN SOLUTION
    attentionWeights(q, k, causal: causal).matmul(v)
    // END SOLUTION
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    // BEGIN SOLUTION
    let weights = attentionWeights(q, k, causal: causal)
    // Softmax's derivative, row by row: p ⊙ (g − Σ g p). Masked places have p = 0, so nothing reaches them.
    var delta = outputGradient.matmul(v.transposed())
    for row in 0..<delta.rows {
      var mean = 0.0
      for column in 0..<delta.columns { mean += delta[row, column] * weights[row, column] }
      for column in 0..<delta.columns { delta[row, column] = weights[row, column] * (delta[row, column] - mean) }
    }
    delta = delta / sqrt(Double(q.columns))
    return AttentionTensors(
      q: delta.matmul(k), k: delta.transposed().matmul(q), v: weights.transposed().matmul(outputGradient))
    // END SOLUTION
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    // BEGIN SOLUTION
    normalized(x).rows * gain + shift
    // END SOLUTION
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    // BEGIN SOLUTION
    let (rows, deviations) = normalized(x)
    let delta = outputGradient * gain
    var xGradient = Tensor(shape: x.shape)
    let size = Double(x.columns)
    for row in 0..<x.rows {
      var (mean, slope) = (0.0, 0.0)
      for column in 0..<x.columns {
        mean += delta[row, column] / size
        slope += delta[row, column] * rows[row, column] / size
      }
      for column in 0..<x.columns {
        xGradient[row, column] = (delta[row, column] - mean - rows[row, column] * slope) / deviations[row]
      }
    }
    return LayerNormTensors(
      x: xGradient, gain: (outputGradient * rows).sum(axis: 0), shift: outputGradient.sum(axis: 0))
    // END SOLUTION
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    // BEGIN SOLUTION
    joined(weights, x, heads, causal).matmul(weights.output.transposed())
    // END SOLUTION
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    // BEGIN SOLUTION
    let q = x.matmul(weights.queries.transposed())
    let k = x.matmul(weights.keys.transposed())
    let v = x.matmul(weights.values.transposed())
    let below = outputGradient.matmul(weights.output)
    var (qGradient, kGradient, vGradient) = (below, below, below)
    for head in 0..<heads {
      let slope = attentionBackward(
        part(q, head, heads), part(k, head, heads), part(v, head, heads), causal: causal,
        outputGradient: part(below, head, heads))
      put(slope.q, head, into: &qGradient)
      put(slope.k, head, into: &kGradient)
      put(slope.v, head, into: &vGradient)
    }
    let gradient = HeadWeights(
      queries: qGradient.transposed().matmul(x), keys: kGradient.transposed().matmul(x),
      values: vGradient.transposed().matmul(x),
      output: outputGradient.transposed().matmul(joined(weights, x, heads, causal)))
    let fromQueriesAndKeys = qGradient.matmul(weights.queries) + kGradient.matmul(weights.keys)
    return MultiHeadTensors(weights: gradient, x: fromQueriesAndKeys + vGradient.matmul(weights.values))
    // END SOLUTION
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    // BEGIN SOLUTION
    var generator = Generator(seed: seed)
    func matrix() -> Tensor {
      generator.normal(shape: [features, features], deviation: 1 / sqrt(Double(features)))
    }
    return LanguageModel(
      embedding: generator.normal(shape: [vocabulary, features]),
      positions: generator.normal(shape: [context, features]), gain: Tensor(shape: [features], repeating: 1),
      shift: Tensor(shape: [features]),
      attention: HeadWeights(queries: matrix(), keys: matrix(), values: matrix(), output: matrix()),
      outputWeights: generator.normal(shape: [vocabulary, features], deviation: 1 / sqrt(Double(features))),
      outputBias: Tensor(shape: [vocabulary]))
    // END SOLUTION
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    // BEGIN SOLUTION
    let x = embedded(model, tokens)
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)
    return y.matmul(model.outputWeights.transposed()) + model.outputBias
    // END SOLUTION
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    // BEGIN SOLUTION
    let x = embedded(model, tokens)
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)
    let scores = y.matmul(model.outputWeights.transposed()) + model.outputBias

    let delta = AttentionLab.crossEntropy(scores, targets).gradient
    let yGradient = delta.matmul(model.outputWeights)
    let attention = multiHeadBackward(
      model.attention, normal, heads: heads, causal: true, outputGradient: yGradient)
    let norm = layerNormBackward(x, gain: model.gain, shift: model.shift, outputGradient: attention.x)
    // x reaches y twice: as it is, and through the attention.
    let xGradient = yGradient + norm.x

    var embedding = Tensor(shape: model.embedding.shape)
    var positions = Tensor(shape: model.positions.shape)
    for (position, token) in tokens.enumerated() {
      for column in 0..<x.columns {
        embedding[token, column] += xGradient[position, column]
        positions[position, column] += xGradient[position, column]
      }
    }
    return LanguageModel(
      embedding: embedding, positions: positions, gain: norm.gain, shift: norm.shift, attention: attention.weights,
      outputWeights: delta.transposed().matmul(y), outputBias: delta.sum(axis: 0))
    // END SOLUTION
  }
  // BEGIN SOLUTION HELPERS

  private func embedded(_ model: LanguageModel, _ tokens: [Int]) -> Tensor {
    model.embedding.rows(at: tokens) + model.positions.rows(at: Array(tokens.indices))
  }

  /// What the heads give, side by side.
  private func joined(_ weights: HeadWeights, _ x: Tensor, _ heads: Int, _ causal: Bool) -> Tensor {
    let q = x.matmul(weights.queries.transposed())
    let k = x.matmul(weights.keys.transposed())
    let v = x.matmul(weights.values.transposed())
    var joined = Tensor(shape: x.shape)
    for head in 0..<heads {
      let own = attention(part(q, head, heads), part(k, head, heads), part(v, head, heads), causal: causal)
      put(own, head, into: &joined)
    }
    return joined
  }

  /// The columns of one head.
  private func part(_ x: Tensor, _ head: Int, _ heads: Int) -> Tensor {
    let size = x.columns / heads
    var part = Tensor(shape: [x.rows, size])
    for row in 0..<x.rows {
      for column in 0..<size { part[row, column] = x[row, head * size + column] }
    }
    return part
  }

  private func put(_ part: Tensor, _ head: Int, into x: inout Tensor) {
    for row in 0..<part.rows {
      for column in 0..<part.columns { x[row, head * part.columns + column] = part[row, column] }
    }
  }

  /// Each row with mean 0 and variance 1, and √(variance + ε) of each.
  private func normalized(_ x: Tensor) -> (rows: Tensor, deviations: [Double]) {
    var (rows, deviations) = (x, [Double]())
    let size = Double(x.columns)
    for row in 0..<x.rows {
      let values = x.row(row).values
      let mean = values.reduce(0, +) / size
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / size
      deviations.append(sqrt(variance + AttentionLab.epsilon))
      for column in 0..<x.columns { rows[row, column] = (x[row, column] - mean) / deviations[row] }
    }
    return (rows, deviations)
  }
  // END SOLUTION
}
