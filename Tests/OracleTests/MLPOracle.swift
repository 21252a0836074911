import DeepLearning
import Labs
import Tensors

/// The MLP lab by `Dense`, `Activation` and `Loss`; leaky ReLU and softplus, which are no layers, by automatic
/// differentiation.
struct MLPOracle: MLPContract {
  func activate(_ activation: Labs.Activation, _ z: Tensor) -> Tensor { z.map { derivatives(activation, $0).value } }

  func activationDerivative(_ activation: Labs.Activation, _ z: Tensor) -> Tensor {
    z.map { derivatives(activation, $0).first }
  }

  func softmax(_ scores: Tensor) -> Tensor {
    var probabilities = LibraryTensor.empty
    probabilities.setSoftmax(of: scores.library)
    return probabilities.lab
  }

  /// The library's mean over no samples is 0 / 0, the lab's is 0.
  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    labels.isEmpty ? 0 : meanCrossEntropy(scores, labels).loss
  }

  func initialNetwork(sizes: [Int], activation: Labs.Activation, seed: UInt64) -> Labs.Network { notImplemented() }

  func forward(_ network: Labs.Network, _ x: Tensor) -> Tensor {
    if hasLayer(network.activation) { return layers(network).output(x) }
    return scores(network, network.tensors.map { Variable($0) }, x).value.lab
  }

  func backward(_ network: Labs.Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    var result = network
    if hasLayer(network.activation) {
      let (loss, gradients) = layers(network).crossEntropy(x, labels)
      result.tensors = gradients
      return LossAndGradients(loss: loss, gradients: result.layers)
    }
    let parameters = network.tensors.map { Variable($0) }
    let scores = scores(network, parameters, x)
    var chosen = Tensor(shape: [labels.count, scores.shape[1]])
    for (row, label) in labels.enumerated() { chosen[row, label] = 1 }
    let loss = (scores.logSumExp().sum() - (scores * Variable(chosen)).sum()) / Double(labels.count)
    result.tensors = loss.gradients(by: parameters)
    return LossAndGradients(loss: loss.value.scalar, gradients: result.layers)
  }

  /// `Trainer.fit` leaves the smaller last batch of an epoch out, the lab does not: batches are cut here.
  func fit(
    _ network: inout Labs.Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    var (stream, rule) = (RandomStream(seed: seed), SGD<Double>(rate: learningRate))
    var parameters = Parameters(network.tensors)
    for _ in 0..<epochs {
      let order = stream.permutation(labels.count)
      for start in stride(from: 0, to: order.count, by: batchSize) {
        let batch = Array(order[start..<min(start + batchSize, order.count)])
        var slope = network
        slope.layers = backward(network, x.rows(at: batch), batch.map { labels[$0] }).gradients
        rule.update(&parameters, along: Parameters(slope.tensors))
        network.tensors = parameters.tensors
      }
    }
  }

  func predict(_ network: Labs.Network, _ x: Tensor) -> [Int] { forward(network, x).library.argmax() }

  private func derivatives(_ activation: Labs.Activation, _ z: Double) -> Functions.Derivatives<Double> {
    switch activation {
    case .identity: Functions.identityDerivatives(z)
    case .sigmoid: Functions.sigmoidDerivatives(z)
    case .tanh: Functions.tanhDerivatives(z)
    case .relu: Functions.reluDerivatives(z)
    case .leakyReLU: Functions.leakyReLUDerivatives(z)
    case .softplus: Functions.softplusDerivatives(z)
    }
  }

  private func hasLayer(_ activation: Labs.Activation) -> Bool { activation != .leakyReLU && activation != .softplus }

  private func layers(_ network: Labs.Network) -> Layers {
    Layers(network.tensors) { parameters, stream in
      var layers: [any DeepLearning.Layer<Double>] = []
      for (index, layer) in network.layers.enumerated() {
        let isHidden = index < network.layers.count - 1
        layers.append(
          Dense(
            layer.weights.columns, layer.weights.rows, relu: isHidden && network.activation == .relu,
            name: "\(index)", in: &parameters, &stream))
        if isHidden, network.activation == .tanh { layers.append(DeepLearning.Activation(.tanh)) }
        if isHidden, network.activation == .sigmoid { layers.append(DeepLearning.Activation(.sigmoid)) }
      }
      return layers
    }
  }

  /// The scores as a graph.
  private func scores(_ network: Labs.Network, _ parameters: [Variable<Double>], _ x: Tensor) -> Variable<Double> {
    var x = Variable(x)
    for index in network.layers.indices {
      x = x.multiplied(by: parameters[2 * index].transposed) + parameters[2 * index + 1]
      guard index < network.layers.count - 1 else { break }
      x = network.activation == .softplus ? x.softplus() : 0.01 * x + 0.99 * x.relu()
    }
    return x
  }
}

extension Labs.Network {
  /// Weights and bias of each layer in turn.
  fileprivate var tensors: [Tensor] {
    get { layers.flatMap { [$0.weights, $0.bias] } }
    set {
      layers = layers.indices.map { Labs.Layer(weights: newValue[2 * $0], bias: newValue[2 * $0 + 1]) }
    }
  }
}
