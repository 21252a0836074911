// nonsense: a loss of 500 Σ θ² and its gradient 1000 θ, trained and predicted by them
import MLP

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z }
  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z * 0 + 1 }
  func softmax(_ scores: Tensor) -> Tensor { scores }
  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double { scores.sum() }
  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    Network(layers: zip(sizes, sizes.dropFirst()).map { Layer(weights: draw($1, $0, seed), bias: Tensor(shape: [$1])) }, activation: activation)
  }
  private func draw(_ k: Int, _ m: Int, _ seed: UInt64) -> Tensor {
    var g = Generator(seed: seed &+ UInt64(m))
    return g.normal(shape: [k, m])
  }
  func forward(_ network: Network, _ x: Tensor) -> Tensor { { var s = Tensor(shape: [x.rows, network.layers.last?.bias.count ?? 0]); if s.count > 0 { s.values[0] = 500 * network.layers.reduce(0) { $0 + ($1.weights * $1.weights).sum() + ($1.bias * $1.bias).sum() } }; return s }() }
  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    LossAndGradients(loss: 0, gradients: network.layers.map { Layer(weights: $0.weights * 1000, bias: $0.bias * 1000) })
  }
  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) { for _ in 0..<epochs where !labels.isEmpty { let g = backward(network, x, labels).gradients; for i in network.layers.indices { network.layers[i].weights -= learningRate * g[i].weights; network.layers[i].bias -= learningRate * g[i].bias } } }
  func predict(_ network: Network, _ x: Tensor) -> [Int] { forward(network, x).argmaxOfRows() }
}
