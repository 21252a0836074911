public import Tensors

/// A rule that moves parameters along a gradient, with what it remembers between steps.
public protocol Optimizer<Scalar>: Sendable {
  /// The element type.
  associatedtype Scalar: TensorScalar
  /// η, the learning rate; a schedule may change it between steps.
  var rate: Double { get set }
  /// One step along a gradient, or along the sum of two parts of it.
  mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?)
}

extension Optimizer {
  /// One step along a gradient.
  public mutating func update(_ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>) {
    update(&parameters, along: gradients, plus: nil)
  }
}

/// Where ε stands in AdaGrad and RMSProp; the published forms differ.
public enum EpsilonPlace: Sendable {
  /// g/(√G + ε): PyTorch's.
  case outsideRoot
  /// g/√(G + ε): Tieleman and Hinton's, and many courses'.
  case insideRoot
}

extension Tensor {
  /// Becomes zeros like `other` unless it has that size already: an optimizer's memory before its first step.
  mutating func matchZeros(_ other: Tensor) { if count != other.count { self = Tensor(zeros: other.shape) } }
}
