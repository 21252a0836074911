public import Tensors

/// A differentiable map with parameters in a shared vector and a workspace of its own.
///
/// `forward` keeps in the layer what `backward` reads, and writes into the layer's workspace, so that a steady training step
/// allocates nothing. What it returns is a value all the same: a caller may keep it, and the next step then writes
/// elsewhere. `backward` gives up what it kept: one backward call for each forward call.
///
/// A copy of a layer has a workspace of its own as soon as one of the two is used: copies on several threads share the
/// parameters and nothing else.
public protocol Layer<Scalar>: Sendable {
  /// The element type.
  associatedtype Scalar: TensorScalar

  /// The output for a batch: the first axis counts samples.
  ///
  /// - Parameter training: whether `backward` will follow (dropout drops and batch norm uses the batch's statistics).
  mutating func forward(_ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool) -> Tensor<Scalar>

  /// Writes (does not add) the gradients of the layer's own parameters, and returns the input's.
  ///
  /// - Parameter outputGradient: ∂L/∂output for the last `forward`, of its output's shape.
  mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar>

  /// Whether `backward` computes the input's gradient; a network's first layer needs none and returns an empty tensor.
  var needsInputGradient: Bool { get set }

  /// Whether the output for a sample depends on that sample alone, so that a batch may be split between threads.
  var treatsSamplesAlone: Bool { get }

  /// Multiplications for one sample's forward pass, to tell whether a second thread pays.
  var multiplications: Int { get }

  /// What the layer keeps besides parameters and must be saved with them: running statistics.
  var state: [(name: String, value: Tensor<Scalar>)] { get set }
}

extension Layer {
  /// True for all but batch norm.
  public var treatsSamplesAlone: Bool { true }
  /// Element-wise layers count as free.
  public var multiplications: Int { 0 }
  /// Nothing, for all but batch norm.
  public var state: [(name: String, value: Tensor<Scalar>)] {
    get { [] }
    set { require(newValue.isEmpty, "\(Self.self) keeps no state") }
  }
}

extension Tensor {
  /// What a layer that need not compute its input's gradient returns.
  static var nothing: Tensor { empty }
}

/// Traps where `backward` was called without a `forward` in training before it.
func taken<Value>(_ kept: Value?, _ layer: StaticString) -> Value {
  guard let kept else { fatalError("\(layer).backward: no forward(training: true) before it") }
  return kept
}
