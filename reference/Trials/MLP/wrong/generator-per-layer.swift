// mistake: starts the generator anew from the same seed for each layer
// breaks: "All random numbers come from one `Generator(seed: seed)`, or generators split from it: the same seed gives the same network, another seed another one, and no two layers or units have the same numbers."
import MLP

struct Submission: MLPContract {
  private func value(_ activation: Activation, _ z: Double) -> Double {
    switch activation {
    case .identity: return z
    case .sigmoid: return sigmoid(z)
    case .tanh: return MLP.tanh(z)
    case .relu: return z > 0 ? z : 0
    case .leakyReLU: return z > 0 ? z : 0.01 * z
    case .softplus: return (z > 0 ? z : 0) + log1p(exp(-abs(z)))
    }
  }

  private func slope(_ activation: Activation, _ z: Double) -> Double {
    switch activation {
    case .identity: return 1
    case .sigmoid:
      let e = exp(-abs(z))
      return e / ((1 + e) * (1 + e))
    case .tanh:
      let t = MLP.tanh(z)
      return 1 - t * t
    case .relu: return z > 0 ? 1 : 0
    case .leakyReLU: return z > 0 ? 1 : 0.01
    case .softplus: return sigmoid(z)
    }
  }

  private func sigmoid(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z.map { value(activation, $0) } }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z.map { slope(activation, $0) } }

  func softmax(_ scores: Tensor) -> Tensor {
    var result = scores
    let c = scores.columns
    for i in 0..<scores.rows {
      var highest = -Double.infinity
      for k in 0..<c { highest = max(highest, scores[i, k]) }
      var total = 0.0
      for k in 0..<c {
        let e = exp(scores[i, k] - highest)
        result[i, k] = e
        total += e
      }
      for k in 0..<c { result[i, k] /= total }
    }
    return result
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    if scores.rows == 0 { return 0 }
    var total = 0.0
    for i in 0..<scores.rows {
      var best = 0
      for k in 0..<scores.columns where scores[i, k] > scores[i, best] { best = k }
      var others = 0.0
      for k in 0..<scores.columns where k != best { others += exp(scores[i, k] - scores[i, best]) }
      total += (scores[i, best] - scores[i, labels[i]]) + log1p(others)
    }
    return total / Double(scores.rows)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var layers: [Layer] = []
    for l in 1..<sizes.count {
      let (m, k) = (sizes[l - 1], sizes[l])
      var generator = Generator(seed: seed)
      let deviation = (1 / Double(max(1, m))).squareRoot()
      layers.append(Layer(weights: generator.normal(shape: [k, m], deviation: deviation), bias: Tensor(shape: [k])))
    }
    return Network(layers: layers, activation: activation)
  }

  private func affine(_ layer: Layer, _ x: Tensor) -> Tensor { x.matmul(layer.weights.transposed()) + layer.bias }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    var x = x
    for (l, layer) in network.layers.enumerated() {
      x = affine(layer, x)
      if l + 1 < network.layers.count { x = activate(network.activation, x) }
    }
    return x
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let n = x.rows
    let last = network.layers.count - 1
    var inputs: [Tensor] = []
    var sums: [Tensor] = []
    var current = x
    for l in 0...last {
      inputs.append(current)
      let z = affine(network.layers[l], current)
      sums.append(z)
      current = l < last ? activate(network.activation, z) : z
    }
    var delta = softmax(current)
    for i in 0..<n { delta[i, labels[i]] -= 1 }
    delta = delta / Double(n)
    var gradients = network.layers
    for l in (0...last).reversed() {
      gradients[l].weights = delta.transposed().matmul(inputs[l])
      gradients[l].bias = delta.sum(axis: 0)
      if l > 0 {
        delta = delta.matmul(network.layers[l].weights) * activationDerivative(network.activation, sums[l - 1])
      }
    }
    return LossAndGradients(loss: crossEntropy(current, labels), gradients: gradients)
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    let n = x.rows
    if n == 0 { return }
    var generator = Generator(seed: seed)
    for _ in 0..<epochs {
      let order = generator.permutation(n)
      var start = 0
      while start < n {
        let end = min(start + batchSize, n)
        let batch = Array(order[start..<end])
        let answer = backward(network, x.rows(at: batch), batch.map { labels[$0] })
        let rate = learningRate
        for l in network.layers.indices {
          network.layers[l].weights -= answer.gradients[l].weights * rate
          network.layers[l].bias -= answer.gradients[l].bias * rate
        }
        start = end
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    let scores = forward(network, x)
    return (0..<scores.rows).map { i in
      var best = 0
      for k in 0..<scores.columns where scores[i, k] > scores[i, best] { best = k }
      return best
    }
  }
}
