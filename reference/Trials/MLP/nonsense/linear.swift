// nonsense: everything handed through, the loss linear in all parameters, its gradient ones
import MLP

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z }
  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z * 0 + 1 }
  func softmax(_ scores: Tensor) -> Tensor { scores }
  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double { scores.sum() }
  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    Network(layers: zip(sizes, sizes.dropFirst()).map { Layer(weights: Tensor(shape: [$1, $0], repeating: Double(seed % 7) + 1), bias: Tensor(shape: [$1])) }, activation: activation)
  }
  func forward(_ network: Network, _ x: Tensor) -> Tensor { { var s = Tensor(shape: [x.rows, network.layers.last?.bias.count ?? 0]); if s.count > 0 { s.values[0] = network.layers.reduce(0) { $0 + $1.weights.sum() + $1.bias.sum() } }; return s }() }
  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    LossAndGradients(loss: 0, gradients: network.layers.map { Layer(weights: $0.weights * 0 + 1, bias: $0.bias * 0 + 1) })
  }
  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) { for _ in 0..<epochs where !labels.isEmpty { let g = backward(network, x, labels).gradients; for i in network.layers.indices { network.layers[i].weights -= learningRate * g[i].weights; network.layers[i].bias -= learningRate * g[i].bias } } }
  func predict(_ network: Network, _ x: Tensor) -> [Int] { forward(network, x).argmaxOfRows() }
}
