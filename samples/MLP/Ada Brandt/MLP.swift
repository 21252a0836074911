import MLP

// I keep each layer's input in a small class, so that backward can use it.

private final class Dense {
  var layer: Layer
  private var input = Tensor(shape: [0, 0])

  init(_ layer: Layer) { self.layer = layer }

  /// X is [inputs, n], one sample a column.
  func forward(_ x: Tensor) -> Tensor {
    input = x
    return layer.weights.matmul(x) + layer.bias.reshaped([layer.bias.count, 1])
  }

  func backward(_ delta: Tensor) -> (gradient: Layer, below: Tensor) {
    let gradient = Layer(weights: delta.matmul(input.transposed()), bias: delta.sum(axis: 1))
    return (gradient, layer.weights.transposed().matmul(delta))
  }
}

private struct Function {
  let value: (Double) -> Double
  let slope: (Double) -> Double

  static func of(_ activation: Activation) -> Function {
    switch activation {
    case .identity: Function(value: { $0 }, slope: { _ in 1 })
    case .sigmoid: Function(value: logistic, slope: { logistic($0) * logistic(-$0) })
    case .tanh: Function(value: { tanh($0) }, slope: { 1 / (cosh($0) * cosh($0)) })
    case .relu: Function(value: { ($0 + abs($0)) / 2 }, slope: { $0 > 0 ? 1 : 0 })
    case .leakyReLU: Function(value: { max($0, 0.01 * $0) }, slope: { $0 > 0 ? 1 : 0.01 })
    case .softplus: Function(value: { $0 > 30 ? $0 : log1p(exp($0)) }, slope: logistic)
    }
  }
}

private func logistic(_ z: Double) -> Double { (1 + tanh(z / 2)) / 2 }

private struct Pass {
  var dense: [Dense]
  var sums: [Tensor] = []

  init(_ network: Network, _ x: Tensor) {
    dense = network.layers.map(Dense.init)
    let function = Function.of(network.activation)
    var signal = x.transposed()
    for (number, layer) in dense.enumerated() {
      let z = layer.forward(signal)
      sums.append(z)
      signal = number == dense.count - 1 ? z : z.map(function.value)
    }
  }

  var scores: Tensor { (sums.last ?? Tensor(shape: [0, 0])).transposed() }
}

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z.map(Function.of(activation).value) }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z.map(Function.of(activation).slope) }

  func softmax(_ scores: Tensor) -> Tensor {
    let normalizers = logarithmsOfSums(scores)
    var result = scores
    for row in 0..<scores.rows {
      for column in 0..<scores.columns { result[row, column] = exp(scores[row, column] - normalizers[row]) }
    }
    return result
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    guard !labels.isEmpty else { return 0 }
    let losses = zip(logarithmsOfSums(scores), labels).enumerated().map { row, pair in pair.0 - scores[row, pair.1] }
    return losses.reduce(0, +) / Double(losses.count)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var generator = Generator(seed: seed)
    var network = Network(layers: [], activation: activation)
    for (outputs, inputs) in zip(sizes.dropFirst(), sizes) {
      var stream = generator.split()
      let weights = stream.normal(shape: [outputs, inputs]) / Double(inputs).squareRoot()
      network.layers.append(Layer(weights: weights, bias: Tensor(shape: [outputs])))
    }
    return network
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor { Pass(network, x).scores }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let pass = Pass(network, x)
    let function = Function.of(network.activation)
    var oneHot = Tensor(shape: [labels.count, pass.scores.columns])
    for (row, label) in labels.enumerated() { oneHot[row, label] = 1 }
    var delta = ((softmax(pass.scores) - oneHot) / Double(labels.count)).transposed()
    var gradients: [Layer] = []
    for number in pass.dense.indices.reversed() {
      let (gradient, below) = pass.dense[number].backward(delta)
      gradients.insert(gradient, at: 0)
      if number > 0 { delta = below * pass.sums[number - 1].map(function.slope) }
    }
    return LossAndGradients(loss: crossEntropy(pass.scores, labels), gradients: gradients)
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    var generator = Generator(seed: seed)
    var order = Array(labels.indices)
    for _ in 0..<epochs {
      order.shuffle(using: &generator)
      var rest = order[...]
      while !rest.isEmpty {
        let batch = Array(rest.prefix(batchSize))
        rest = rest.dropFirst(batchSize)
        let slope = backward(network, x.rows(at: batch), batch.map { labels[$0] })
        network.layers = zip(network.layers, slope.gradients).map { layer, gradient in
          Layer(
            weights: layer.weights - gradient.weights * learningRate, bias: layer.bias - gradient.bias * learningRate)
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    let scores = forward(network, x)
    return (0..<scores.rows).map { row in
      (1..<scores.columns).reduce(0) { scores[row, $1] > scores[row, $0] ? $1 : $0 }
    }
  }

  private func logarithmsOfSums(_ scores: Tensor) -> [Double] {
    (0..<scores.rows).map { row in
      let values = scores.row(row).values
      let largest = values.max() ?? 0
      return largest + log(values.map { exp($0 - largest) }.reduce(0, +))
    }
  }
}
