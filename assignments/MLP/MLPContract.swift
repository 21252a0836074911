@_exported public import LabKit

/// What a submission to the MLP lab provides; the statement has the equations.
///
/// Write `struct Submission: MLPContract { … }`. No function may remember anything from one call to the next.
/// Shapes: n samples, d features, c classes; a batch is a matrix `[n, d]`, one sample a row.
public protocol MLPContract {
  init()

  /// σ(z), element by element, any shape.
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor

  /// σ′(z), element by element, at the input z (at a kink, that of either side).
  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor

  /// Each row of `[n, c]` scores as probabilities; right for scores of ±1000 too.
  func softmax(_ scores: Tensor) -> Tensor

  /// The mean over the rows of −ln softmax(scores)[label]; right for scores of ±1000 too, 0 for no rows.
  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double

  /// A network with layers of these sizes and random weights drawn from `seed`: `[d, h, …, c]`.
  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network

  /// The scores `[n, c]` of a batch: x ← σ(x Wᵀ + b) for each layer but the last, which is affine only.
  func forward(_ network: Network, _ x: Tensor) -> Tensor

  /// The mean cross-entropy of a batch and its gradient in every weight and bias, by backpropagation.
  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients

  /// Mini-batch stochastic gradient descent: each epoch visits every sample once, in an order drawn from `seed`, in
  /// batches of `batchSize` (the last one smaller if need be); one step θ ← θ − η ∇ (mean loss of the batch) for each.
  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64)

  /// The class with the highest score for each sample, the lowest one where several are equal.
  func predict(_ network: Network, _ x: Tensor) -> [Int]
}

/// One affine layer: `weights` of shape `[outputs, inputs]`, `bias` of shape `[outputs]`; also their gradient.
public struct Layer: Hashable, Sendable {
  public var weights: Tensor
  public var bias: Tensor

  public init(weights: Tensor, bias: Tensor) {
    self.weights = weights
    self.bias = bias
  }
}

/// Affine layers with one activation between them.
public struct Network: Hashable, Sendable {
  public var layers: [Layer]
  public var activation: Activation

  public init(layers: [Layer], activation: Activation) {
    self.layers = layers
    self.activation = activation
  }
}

/// A loss and, for each layer of the network, its gradient.
public struct LossAndGradients: Hashable, Sendable {
  public var loss: Double
  public var gradients: [Layer]

  public init(loss: Double, gradients: [Layer]) {
    self.loss = loss
    self.gradients = gradients
  }
}

/// The activations of this lab.
public enum Activation: Int, CaseIterable, Hashable, Sendable {
  /// z
  case identity
  /// 1 / (1 + e⁻ᶻ)
  case sigmoid
  case tanh
  /// max(0, z)
  case relu
  /// εz + (1 − ε) max(0, z) with ε = 0.01
  case leakyReLU
  /// ln(1 + eᶻ)
  case softplus
}
