import MLP

/// A multilayer perceptron with explicit backpropagation.
struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func softmax(_ scores: Tensor) -> Tensor {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    // YOUR CODE HERE: remove the next line.
    notImplemented()
  }
}
