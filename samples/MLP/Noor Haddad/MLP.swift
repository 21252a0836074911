import MLP

/// A multilayer perceptron with explicit backpropagation.
struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    switch activation {
    case .identity: z
    case .sigmoid: z.map(sigmoid)
    case .tanh: z.map { tanh($0) }
    case .relu: z.map { max(0, $0) }
    case .leakyReLU: z.map { 0.01 * $0 + 0.99 * max(0, $0) }
    case .softplus: z.map { log(1 + exp($0)) }
    }
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    switch activation {
    case .identity: z.map { _ in 1 }
    case .sigmoid: z.map { sigmoid($0) * (1 - sigmoid($0)) }
    case .tanh: z.map { 1 - tanh($0) * tanh($0) }
    case .relu: z.map { $0 > 0 ? 1 : 0 }
    case .leakyReLU: z.map { $0 > 0 ? 1 : 0.01 }
    case .softplus: z.map(sigmoid)
    }
  }

  func softmax(_ scores: Tensor) -> Tensor {
    var probabilities = scores
    for row in 0..<scores.rows {
      var largest = -Double.infinity
      for column in 0..<scores.columns { largest = max(largest, scores[row, column]) }
      var total = 0.0
      for column in 0..<scores.columns {
        probabilities[row, column] = exp(scores[row, column] - largest)
        total += probabilities[row, column]
      }
      for column in 0..<scores.columns { probabilities[row, column] /= total }
    }
    return probabilities
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    if labels.isEmpty { return 0 }
    var total = 0.0
    for (row, label) in labels.enumerated() {
      var largest = -Double.infinity
      for column in 0..<scores.columns { largest = max(largest, scores[row, column]) }
      var sum = 0.0
      for column in 0..<scores.columns { sum += exp(scores[row, column] - largest) }
      total += largest + log(sum) - scores[row, label]
    }
    return total / Double(labels.count)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var generator = Generator(seed: seed)
    let layers = zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      Layer(
        weights: generator.normal(shape: [outputs, inputs], deviation: sqrt(2 / Double(inputs))),
        bias: Tensor(shape: [outputs]))
    }
    return Network(layers: layers, activation: activation)
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    var x = x
    for (index, layer) in network.layers.enumerated() {
      x = x.matmul(layer.weights.transposed()) + layer.bias
      if index < network.layers.count - 1 { x = activate(network.activation, x) }
    }
    return x
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    // Forward, keeping each layer's input and its sum before the activation.
    var inputs = [x]
    var sums: [Tensor] = []
    for (index, layer) in network.layers.enumerated() {
      let z = inputs[index].matmul(layer.weights.transposed()) + layer.bias
      sums.append(z)
      if index < network.layers.count - 1 { inputs.append(activate(network.activation, z)) }
    }
    let scores = sums[sums.count - 1]
    let loss = crossEntropy(scores, labels)

    // ∂L/∂scores = (softmax(scores) − one-hot(labels)) / n
    var delta = softmax(scores)
    for (row, label) in labels.enumerated() { delta[row, label] -= 1 }
    delta = delta / Double(labels.count)

    var gradients: [Layer] = []
    for index in network.layers.indices.reversed() {
      gradients.append(Layer(weights: delta.transposed().matmul(inputs[index]), bias: delta.row(0)))
      if index > 0 {
        delta = delta.matmul(network.layers[index].weights)
        delta = delta * activationDerivative(network.activation, sums[index - 1])
      }
    }
    return LossAndGradients(loss: loss, gradients: gradients.reversed())
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    var generator = Generator(seed: seed)
    for _ in 0..<epochs {
      let order = generator.permutation(labels.count)
      for start in stride(from: 0, to: order.count, by: batchSize) {
        let batch = Array(order[start..<min(start + batchSize, order.count)])
        let result = backward(network, x.rows(at: batch), batch.map { labels[$0] })
        for index in network.layers.indices {
          network.layers[index].weights -= learningRate * result.gradients[index].weights
          network.layers[index].bias -= learningRate * result.gradients[index].bias
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    let scores = forward(network, x)
    return (0..<scores.rows).map { row in
      var best = 0
      for k in 0..<scores.columns where scores[row, k] >= scores[row, best] { best = k }
      return best
    }
  }

  private func sigmoid(_ z: Double) -> Double {
    z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))
  }
}
