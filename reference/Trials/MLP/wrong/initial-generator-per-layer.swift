// mistake: initialNetwork makes a new Generator of the same seed for each layer
// breaks: "All random numbers come from one `Generator(seed: seed)`, or generators split from it: the same seed gives the same network, another seed another one, and no two layers or units have the same numbers."
import MLP

/// A multilayer perceptron with backpropagation and mini-batch descent.
struct Submission: MLPContract {
  // MARK: Activations

  /// 1 / (1 + e⁻ᶻ) with an exponent that is never positive.
  private func sigmoid(_ z: Double) -> Double {
    let e = exp(-abs(z))
    return z >= 0 ? 1 / (1 + e) : e / (1 + e)
  }

  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    switch activation {
    case .identity: return z
    case .sigmoid: return z.map { sigmoid($0) }
    case .tanh: return z.map { MLP.tanh($0) }
    case .relu: return z.map { $0 > 0 ? $0 : 0 }
    case .leakyReLU: return z.map { $0 > 0 ? $0 : 0.01 * $0 }
    case .softplus: return z.map { max($0, 0) + log1p(exp(-abs($0))) }
    }
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    switch activation {
    case .identity: return z.map { (_: Double) -> Double in 1 }
    case .sigmoid: return z.map { sigmoid($0) * sigmoid(-$0) }
    case .tanh:
      // 1 / cosh², since 1 − tanh² loses all digits where tanh is near 1.
      return z.map { (value: Double) -> Double in
        let inverse = 1 / cosh(value)
        return inverse * inverse
      }
    case .relu: return z.map { $0 > 0 ? 1 : 0 }
    case .leakyReLU: return z.map { $0 > 0 ? 1 : 0.01 }
    case .softplus: return z.map { sigmoid($0) }
    }
  }

  // MARK: Softmax

  func softmax(_ scores: Tensor) -> Tensor {
    var result = scores
    for i in 0..<scores.rows {
      var highest = -Double.infinity
      for k in 0..<scores.columns { highest = max(highest, scores[i, k]) }
      var total = 0.0
      for k in 0..<scores.columns {
        let power = exp(scores[i, k] - highest)
        result[i, k] = power
        total += power
      }
      for k in 0..<scores.columns { result[i, k] /= total }
    }
    return result
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    let n = scores.rows
    if n == 0 { return 0 }
    let peaks = scores.argmaxOfRows()
    var total = 0.0
    for i in 0..<n {
      let peak = peaks[i]
      // ln Σ e^(s − highest): the highest gives the 1 of log1p.
      var others = 0.0
      for k in 0..<scores.columns where k != peak { others += exp(scores[i, k] - scores[i, peak]) }
      total += (scores[i, peak] - scores[i, labels[i]]) + log1p(others)
    }
    return total / Double(n)
  }

  // MARK: Network

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var layers: [Layer] = []
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
      var generator = Generator(seed: seed)
      let deviation = 1 / Double(max(inputs, 1)).squareRoot()
      let weights = generator.normal(shape: [outputs, inputs], deviation: deviation)
      layers.append(Layer(weights: weights, bias: Tensor(shape: [outputs])))
    }
    return Network(layers: layers, activation: activation)
  }

  /// The sums Z of a layer.
  private func affine(_ layer: Layer, _ x: Tensor) -> Tensor {
    x.matmul(layer.weights.transposed()) + layer.bias
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    var current = x
    for (index, layer) in network.layers.enumerated() {
      current = affine(layer, current)
      if index + 1 < network.layers.count { current = activate(network.activation, current) }
    }
    return current
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let depth = network.layers.count
    var inputs = [x]
    var sums: [Tensor] = []
    for (index, layer) in network.layers.enumerated() {
      let z = affine(layer, inputs[index])
      sums.append(z)
      if index + 1 < depth { inputs.append(activate(network.activation, z)) }
    }
    let scores = sums[depth - 1]
    let loss = crossEntropy(scores, labels)

    let n = Double(x.rows)
    var delta = softmax(scores)
    for i in 0..<delta.rows {
      // p − 1 is minus the sum of the other probabilities, which has their digits.
      var others = 0.0
      for k in 0..<delta.columns where k != labels[i] {
        others += delta[i, k]
        delta[i, k] /= n
      }
      delta[i, labels[i]] = -others / n
    }

    var gradients: [Layer] = []
    for index in (0..<depth).reversed() {
      let slope = delta.transposed().matmul(inputs[index])
      gradients.append(Layer(weights: slope, bias: delta.sum(axis: 0)))
      if index > 0 {
        let back = delta.matmul(network.layers[index].weights)
        delta = back * activationDerivative(network.activation, sums[index - 1])
      }
    }
    return LossAndGradients(loss: loss, gradients: gradients.reversed())
  }

  // MARK: Training

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    let n = labels.count
    if n == 0 { return }
    var generator = Generator(seed: seed)
    for _ in 0..<epochs {
      let order = generator.permutation(n)
      for start in stride(from: 0, to: n, by: batchSize) {
        let batch = Array(order[start..<min(start + batchSize, n)])
        let found = backward(network, x.rows(at: batch), batch.map { labels[$0] })
        for (index, gradient) in found.gradients.enumerated() {
          network.layers[index].weights -= learningRate * gradient.weights
          network.layers[index].bias -= learningRate * gradient.bias
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    forward(network, x).argmaxOfRows()
  }
}
