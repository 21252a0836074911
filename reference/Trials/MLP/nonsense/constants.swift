// nonsense: constants: a half, uniform probabilities, class by turns
import MLP

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z * 0 + 0.5 }
  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z * 0 + 0.5 }
  func softmax(_ scores: Tensor) -> Tensor { scores * 0 + 1 / Double(max(scores.columns, 1)) }
  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double { log(2) }
  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    Network(layers: zip(sizes, sizes.dropFirst()).map { Layer(weights: Tensor(shape: [$1, $0], repeating: 0.1), bias: Tensor(shape: [$1])) }, activation: activation)
  }
  func forward(_ network: Network, _ x: Tensor) -> Tensor { Tensor(shape: [x.rows, network.layers.last?.bias.count ?? 0], repeating: 1) }
  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    LossAndGradients(loss: log(2), gradients: network.layers.map { Layer(weights: $0.weights * 0 + 0.01, bias: $0.bias * 0 + 0.01) })
  }
  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) { for i in network.layers.indices { network.layers[i].weights -= learningRate * 0.01 * (network.layers[i].weights * 0 + 1); network.layers[i].bias -= learningRate * 0.01 * (network.layers[i].bias * 0 + 1) } }
  func predict(_ network: Network, _ x: Tensor) -> [Int] { (0..<x.rows).map { $0 % max(network.layers.last?.bias.count ?? 1, 1) } }
}
