import Attention

/// No score matrix: attention keeps a running largest score and sum for each query, and goes back from the logarithm of
/// that sum. Heads are rows of the three matrices and columns of the fourth, so that nothing is put side by side.
struct Submission: AttentionContract {
  func attentionWeights(_ q: Tensor, _ k: Tensor, causal: Bool) -> Tensor {
    var weights = Tensor(shape: [q.rows, k.rows])
    for t in 0..<q.rows {
      let seen = visible(t, k, causal)
      let scores = seen.map { score(q, t, k, $0) }
      let logSum = logarithmOfSum(scores)
      for s in seen { weights[t, s] = exp(scores[s] - logSum.largest) / logSum.sum }
    }
    return weights
  }

  func attention(_ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool) -> Tensor {
    let e = v.columns
    var output = Tensor(shape: [q.rows, e])
    for t in 0..<q.rows {
      var largest = -Double.infinity
      var sum = 0.0
      var row = [Double](repeating: 0, count: e)
      for s in visible(t, k, causal) {
        let now = score(q, t, k, s)
        if now > largest {
          // What was gathered so far was measured against a smaller score.
          let shrink = exp(largest - now)
          sum *= shrink
          for c in 0..<e { row[c] *= shrink }
          largest = now
        }
        let share = exp(now - largest)
        sum += share
        for c in 0..<e { row[c] += share * v[s, c] }
      }
      for c in 0..<e { output[t, c] = row[c] / sum }
    }
    return output
  }

  func attentionBackward(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, causal: Bool, outputGradient: Tensor
  ) -> AttentionTensors {
    let d = q.columns
    let e = v.columns
    var slopes = AttentionTensors(q: Tensor(shape: q.shape), k: Tensor(shape: k.shape), v: Tensor(shape: v.shape))
    let root = sqrt(Double(d))
    for t in 0..<q.rows {
      let seen = visible(t, k, causal)
      let scores = seen.map { score(q, t, k, $0) }
      let logSum = logarithmOfSum(scores)
      var shares = [Double](repeating: 0, count: seen.count)
      var gains = shares
      var mean = 0.0
      for s in seen {
        shares[s] = exp(scores[s] - logSum.largest) / logSum.sum
        for c in 0..<e {
          gains[s] += outputGradient[t, c] * v[s, c]
          slopes.v[s, c] += shares[s] * outputGradient[t, c]
        }
        mean += shares[s] * gains[s]
      }
      for s in seen {
        let slope = shares[s] * (gains[s] - mean) / root
        for c in 0..<d {
          slopes.q[t, c] += slope * k[s, c]
          slopes.k[s, c] += slope * q[t, c]
        }
      }
    }
    return slopes
  }

  func layerNorm(_ x: Tensor, gain: Tensor, shift: Tensor) -> Tensor {
    let (away, variance) = centred(x)
    let spread = variance.map { sqrt($0 + AttentionLab.epsilon) }
    return away / spread.reshaped([x.rows, 1]) * gain + shift
  }

  func layerNormBackward(_ x: Tensor, gain: Tensor, shift: Tensor, outputGradient: Tensor) -> LayerNormTensors {
    let n = x.rows
    let m = Double(x.columns)
    let (away, variance) = centred(x)
    let inverse = variance.map { 1 / sqrt($0 + AttentionLab.epsilon) }.reshaped([n, 1])
    let normal = away * inverse
    let slope = outputGradient * gain
    // By way of the variance, and by way of the mean.
    let inVariance = -0.5 * ((slope * normal).sum(axis: 1).reshaped([n, 1]) * inverse * inverse)
    let inMean = -((slope * inverse).sum(axis: 1).reshaped([n, 1]))
    return LayerNormTensors(
      x: slope * inverse + away * (inVariance * (2 / m)) + inMean / m,
      gain: (outputGradient * normal).sum(axis: 0), shift: outputGradient.sum(axis: 0))
  }

  func multiHead(_ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool) -> Tensor {
    var sum = Tensor(shape: x.shape)
    for head in 0..<heads {
      let own = part(weights, head, heads)
      let y = attention(
        x.matmul(own.queries.transposed()), x.matmul(own.keys.transposed()), x.matmul(own.values.transposed()),
        causal: causal)
      sum += y.matmul(own.output)
    }
    return sum
  }

  func multiHeadBackward(
    _ weights: HeadWeights, _ x: Tensor, heads: Int, causal: Bool, outputGradient: Tensor
  ) -> MultiHeadTensors {
    let m = x.columns
    var lines = (queries: [Double](), keys: [Double](), values: [Double](), output: [Double]())
    var inX = Tensor(shape: x.shape)
    for head in 0..<heads {
      let own = part(weights, head, heads)
      let q = x.matmul(own.queries.transposed())
      let k = x.matmul(own.keys.transposed())
      let v = x.matmul(own.values.transposed())
      let y = attention(q, k, v, causal: causal)
      let back = attentionBackward(
        q, k, v, causal: causal, outputGradient: outputGradient.matmul(own.output.transposed()))
      lines.queries += back.q.transposed().matmul(x).values
      lines.keys += back.k.transposed().matmul(x).values
      lines.values += back.v.transposed().matmul(x).values
      lines.output += y.transposed().matmul(outputGradient).values
      inX += back.q.matmul(own.queries)
      inX += back.k.matmul(own.keys)
      inX += back.v.matmul(own.values)
    }
    let slopes = HeadWeights(
      queries: Tensor(shape: [m, m], values: lines.queries), keys: Tensor(shape: [m, m], values: lines.keys),
      values: Tensor(shape: [m, m], values: lines.values),
      output: Tensor(shape: [m, m], values: lines.output).transposed())
    return MultiHeadTensors(weights: slopes, x: inX)
  }

  func initialModel(vocabulary: Int, context: Int, features: Int, seed: UInt64) -> LanguageModel {
    var generator = Generator(seed: seed)
    func even(_ rows: Int, _ deviation: Double) -> Tensor {
      let limit = deviation * sqrt(3)
      var drawn = Tensor(shape: [rows, features])
      for index in drawn.values.indices { drawn.values[index] = generator.uniform(-limit, limit) }
      return drawn
    }
    let glorot = 1 / sqrt(Double(features))
    let heads = HeadWeights(
      queries: even(features, glorot), keys: even(features, glorot), values: even(features, glorot),
      output: even(features, glorot))
    return LanguageModel(
      embedding: even(vocabulary, 0.3), positions: even(context, 0.2),
      gain: Tensor(shape: [features], repeating: 1), shift: Tensor(shape: [features], repeating: 0),
      attention: heads, outputWeights: even(vocabulary, 0.5 * glorot),
      outputBias: Tensor(shape: [vocabulary], repeating: 0))
  }

  func scores(_ model: LanguageModel, heads: Int, _ tokens: [Int]) -> Tensor {
    forward(model, heads, tokens).scores
  }

  func gradient(_ model: LanguageModel, heads: Int, _ tokens: [Int], targets: [Int]) -> LanguageModel {
    let seen = forward(model, heads, tokens)
    let inScores = AttentionLab.crossEntropy(seen.scores, targets).gradient
    var slopes = model
    slopes.outputBias = inScores.sum(axis: 0)
    slopes.outputWeights = inScores.transposed().matmul(seen.y)
    var inX = inScores.matmul(model.outputWeights)
    let attended = multiHeadBackward(
      model.attention, seen.normal, heads: heads, causal: true, outputGradient: inX)
    slopes.attention = attended.weights
    let before = layerNormBackward(seen.x, gain: model.gain, shift: model.shift, outputGradient: attended.x)
    slopes.gain = before.gain
    slopes.shift = before.shift
    inX += before.x
    // Rows are picked by a matrix of zeros and ones, so their gradient goes back by the same one.
    slopes.embedding = choice(tokens, of: model.embedding.rows).transposed().matmul(inX)
    slopes.positions = choice(Array(tokens.indices), of: model.positions.rows).transposed().matmul(inX)
    return slopes
  }

  // MARK: helpers

  private func visible(_ t: Int, _ k: Tensor, _ causal: Bool) -> Range<Int> { 0..<(causal ? t + 1 : k.rows) }

  private func score(_ q: Tensor, _ t: Int, _ k: Tensor, _ s: Int) -> Double {
    var product = 0.0
    for c in 0..<q.columns { product += q[t, c] * k[s, c] }
    return product / sqrt(Double(q.columns))
  }

  private func logarithmOfSum(_ scores: [Double]) -> (largest: Double, sum: Double) {
    let largest = scores.max() ?? 0
    return (largest, scores.reduce(0) { $0 + exp($1 - largest) })
  }

  /// Rows less their means, and their variances.
  private func centred(_ x: Tensor) -> (away: Tensor, variance: Tensor) {
    var away = x
    // Twice, so that the second takes what rounding left of the first.
    for _ in 0..<2 { away -= (away.sum(axis: 1) / Double(x.columns)).reshaped([x.rows, 1]) }
    return (away, (away * away).sum(axis: 1) / Double(x.columns))
  }

  /// A head's rows of the first three matrices, and its columns of the fourth, as rows.
  private func part(_ weights: HeadWeights, _ head: Int, _ heads: Int) -> HeadWeights {
    let width = weights.queries.rows / heads
    let own = Array(head * width..<(head + 1) * width)
    return HeadWeights(
      queries: weights.queries.rows(at: own), keys: weights.keys.rows(at: own),
      values: weights.values.rows(at: own), output: weights.output.transposed().rows(at: own))
  }

  private func forward(
    _ model: LanguageModel, _ heads: Int, _ tokens: [Int]
  ) -> (x: Tensor, normal: Tensor, y: Tensor, scores: Tensor) {
    let x = model.embedding.rows(at: tokens) + model.positions.rows(at: Array(tokens.indices))
    let normal = layerNorm(x, gain: model.gain, shift: model.shift)
    let y = x + multiHead(model.attention, normal, heads: heads, causal: true)
    return (x, normal, y, y.matmul(model.outputWeights.transposed()) + model.outputBias)
  }

  /// A row for each number, with 1 at that place and 0 elsewhere.
  private func choice(_ numbers: [Int], of count: Int) -> Tensor {
    var ones = Tensor(shape: [numbers.count, count])
    for (row, number) in numbers.enumerated() { ones[row, number] = 1 }
    return ones
  }
}
