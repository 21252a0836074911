// mistake: the generator of the order is kept between calls of fit
// against: "in an order drawn from `Generator(seed: seed)`"
import MLP

struct Submission: MLPContract {
  private func logistic(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  private func value(_ activation: Activation, _ z: Double) -> Double {
    switch activation {
    case .identity: return z
    case .sigmoid: return logistic(z)
    case .tanh: return MLP.tanh(z)
    case .relu: return z > 0 ? z : 0
    case .leakyReLU: return z > 0 ? z : 0.01 * z
    case .softplus: return (z > 0 ? z : 0) + log1p(exp(-abs(z)))
    }
  }

  private func slope(_ activation: Activation, _ z: Double) -> Double {
    switch activation {
    case .identity: return 1
    case .sigmoid: return logistic(z) * logistic(-z)
    case .tanh:
      let t = MLP.tanh(z)
      return 1 - t * t
    case .relu: return z > 0 ? 1 : 0
    case .leakyReLU: return z > 0 ? 1 : 0.01
    case .softplus: return logistic(z)
    }
  }

  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z.map { value(activation, $0) } }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z.map { slope(activation, $0) } }

  func softmax(_ scores: Tensor) -> Tensor {
    var p = scores
    for i in 0..<scores.rows {
      var top = -Double.infinity
      for k in 0..<scores.columns { top = max(top, scores[i, k]) }
      var total = 0.0
      for k in 0..<scores.columns {
        let e = exp(scores[i, k] - top)
        p[i, k] = e
        total += e
      }
      for k in 0..<scores.columns { p[i, k] /= total }
    }
    return p
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    let n = scores.rows
    if n == 0 { return 0 }
    var sum = 0.0
    for i in 0..<n {
      var top = -Double.infinity
      for k in 0..<scores.columns { top = max(top, scores[i, k]) }
      var total = 0.0
      for k in 0..<scores.columns { total += exp(scores[i, k] - top) }
      sum += log(total) - (scores[i, labels[i]] - top)
    }
    return sum / Double(n)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var generator = Generator(seed: seed)
    var layers: [Layer] = []
    for l in 1..<sizes.count {
      let deviation = 1 / Double(sizes[l - 1]).squareRoot()
      let weights = generator.normal(shape: [sizes[l], sizes[l - 1]], deviation: deviation)
      layers.append(Layer(weights: weights, bias: Tensor(shape: [sizes[l]])))
    }
    return Network(layers: layers, activation: activation)
  }

  private func affine(_ layer: Layer, _ x: Tensor) -> Tensor {
    x.matmul(layer.weights.transposed()) + layer.bias
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    var signal = x
    for l in network.layers.indices {
      signal = affine(network.layers[l], signal)
      if l + 1 < network.layers.count { signal = activate(network.activation, signal) }
    }
    return signal
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let layers = network.layers
    // inputs[l] goes into layer l, sums[l] comes out of it before the activation.
    var inputs: [Tensor] = [x]
    var sums: [Tensor] = []
    for l in layers.indices {
      sums.append(affine(layers[l], inputs[l]))
      if l + 1 < layers.count { inputs.append(activate(network.activation, sums[l])) }
    }
    let scores = sums[layers.count - 1]
    let n = x.rows
    var delta = softmax(scores)
    for i in 0..<n { delta[i, labels[i]] -= 1 }
    delta = delta / Double(n)

    var gradients = layers
    for l in layers.indices.reversed() {
      gradients[l].weights = delta.transposed().matmul(inputs[l])
      gradients[l].bias = delta.sum(axis: 0)
      if l > 0 {
        delta = delta.matmul(layers[l].weights) * activationDerivative(network.activation, sums[l - 1])
      }
    }
    return LossAndGradients(loss: crossEntropy(scores, labels), gradients: gradients)
  }

  private static var shuffler: Generator?

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    let n = x.rows
    if n == 0 { return }
    if Submission.shuffler == nil { Submission.shuffler = Generator(seed: seed) }
    for _ in 0..<epochs {
      let order = Submission.shuffler!.permutation(n)
      for start in stride(from: 0, to: n, by: min(batchSize, n)) {
        let batch = Array(order[start..<min(n, start + min(batchSize, n))])
        let step = backward(network, x.rows(at: batch), batch.map { labels[$0] })
        for l in network.layers.indices {
          network.layers[l].weights -= learningRate * step.gradients[l].weights
          network.layers[l].bias -= learningRate * step.gradients[l].bias
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] { forward(network, x).argmaxOfRows() }
}
