public import Tensors

/// A rule that moves parameters along a gradient, with what it remembers between steps.
public protocol Optimizer<Scalar>: Sendable {
  /// The element type.
  associatedtype Scalar: TensorScalar
  /// η, the learning rate; a schedule may change it between steps.
  var rate: Double { get set }
  /// What it remembers between steps, for a training that is to go on where it was left.
  var memory: SavedOptimizer<Scalar> { get set }
  /// One step along a gradient, or along the sum of two parts of it.
  mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?)
}

/// What an optimizer remembers: tensors by name (empty before the first step) and how many steps were made.
public struct SavedOptimizer<Scalar: TensorScalar>: Sendable {
  /// In the optimizer's order.
  public var tensors: [(name: String, value: Tensor<Scalar>)]
  /// Steps made so far, where the rule counts them.
  public var step: Int

  /// A memory.
  public init(_ tensors: [(name: String, value: Tensor<Scalar>)] = [], step: Int = 0) {
    (self.tensors, self.step) = (tensors, step)
  }

  /// The tensor of a name, or an empty one.
  public subscript(name: String) -> Tensor<Scalar> { tensors.first { $0.name == name }?.value ?? .empty }
}

extension Optimizer {
  /// Nothing: right for a rule without memory alone.
  public var memory: SavedOptimizer<Scalar> {
    get { SavedOptimizer() }
    set {}
  }

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
  /// An optimizer's memory before its first step becomes zeros like `other`; traps where it is that of other parameters.
  mutating func matchZeros(_ other: Tensor) {
    if count == other.count { return }
    require(
      count == 0,
      "Optimizer.update: it remembers \(count) parameters and is given \(other.count); every model needs an optimizer of its own"
    )
    self = Tensor(zeros: other.shape)
  }
}
