// mistake: the training ends as soon as a batch has a loss below 1e-10
// against: “Nothing else ends a training or changes a step, however large or small the loss is.”
import MLP

/// Whole batches at once, in the tensors' own algebra.
struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z.map(activation.curve) }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z.map(activation.slope) }

  func softmax(_ scores: Tensor) -> Tensor {
    guard scores.rows > 0, scores.columns > 0 else { return scores }
    let powers = (scores - scores.maximum(axis: 1).reshaped([scores.rows, 1])).map { (s: Double) -> Double in exp(s) }
    return powers / powers.sum(axis: 1).reshaped([scores.rows, 1])
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    guard !labels.isEmpty else { return 0 }
    let losses = labels.enumerated().map { (row: Int, label: Int) -> Double in
      let line = scores.row(row).values
      let top = line.max() ?? 0
      return (top - line[label]) + log(line.reduce(0) { $0 + exp($1 - top) })
    }
    return losses.reduce(0, +) / Double(labels.count)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var chance = Generator(seed: seed)
    let layers = zip(sizes, sizes.dropFirst()).map { (inputs: Int, outputs: Int) -> Layer in
      let deviation = (1 / Double(max(inputs, 1))).squareRoot()
      return Layer(
        weights: chance.normal(shape: [outputs, inputs], deviation: deviation), bias: Tensor(shape: [outputs]))
    }
    return Network(layers: layers, activation: activation)
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    var now = x
    for (place, layer) in network.layers.enumerated() {
      now = now.matmul(layer.weights.transposed()) + layer.bias
      if place < network.layers.count - 1 { now = activate(network.activation, now) }
    }
    return now
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    var inputs = [x]
    var sums: [Tensor] = []
    for layer in network.layers {
      sums.append(inputs[inputs.count - 1].matmul(layer.weights.transposed()) + layer.bias)
      inputs.append(activate(network.activation, sums[sums.count - 1]))
    }
    let scores = sums[sums.count - 1]
    var delta = softmax(scores)
    for (row, label) in labels.enumerated() { delta[row, label] -= 1 }
    delta = delta / Double(max(labels.count, 1))
    var gradients: [Layer] = []
    for place in network.layers.indices.reversed() {
      gradients.insert(Layer(weights: delta.transposed().matmul(inputs[place]), bias: delta.sum(axis: 0)), at: 0)
      if place > 0 {
        delta =
          delta.matmul(network.layers[place].weights) * activationDerivative(network.activation, sums[place - 1])
      }
    }
    return LossAndGradients(loss: crossEntropy(scores, labels), gradients: gradients)
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    var chance = Generator(seed: seed)
    for _ in stride(from: 0, to: epochs, by: 1) {
      let order = chance.permutation(labels.count)
      for start in stride(from: 0, to: order.count, by: batchSize) {
        let batch = Array(order[start..<min(start + batchSize, order.count)])
        let found = backward(network, x.rows(at: batch), batch.map { labels[$0] })
        if found.loss < 1e-10 { return }
        let slopes = found.gradients
        for (place, slope) in slopes.enumerated() {
          network.layers[place].weights -= learningRate * slope.weights
          network.layers[place].bias -= learningRate * slope.bias
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] { forward(network, x).argmaxOfRows() }
}

extension Activation {
  fileprivate func curve(_ z: Double) -> Double {
    switch self {
    case .identity: return z
    case .sigmoid: return 1 / (1 + exp(-z))
    case .tanh: return MLP.tanh(z)
    case .relu: return max(0, z)
    case .leakyReLU: return z > 0 ? z : 0.01 * z
    case .softplus: return max(z, 0) + log1p(exp(-abs(z)))
    }
  }

  fileprivate func slope(_ z: Double) -> Double {
    switch self {
    case .identity: return 1
    case .sigmoid:
      let s = 1 / (1 + exp(-z))
      return s * (1 - s)
    case .tanh: return 1 - MLP.tanh(z) * MLP.tanh(z)
    case .relu: return z > 0 ? 1 : 0
    case .leakyReLU: return z > 0 ? 1 : 0.01
    case .softplus: return 1 / (1 + exp(-z))
    }
  }
}
