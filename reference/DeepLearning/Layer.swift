public import Tensors

/// A differentiable map with parameters in a shared vector and a workspace of its own.
///
/// `forward` keeps in the layer what `backward` reads, and writes into the layer's workspace, so that a steady training step
/// allocates nothing. What it returns is a value all the same: a caller may keep it, and the next step then writes
/// elsewhere. One rule for all: a `backward` belongs to the last `forward`, which was in training, and comes once; anything else traps
/// with a sentence. A batch without samples is right wherever its answer is defined.
///
/// A copy of a layer has a workspace of its own as soon as one of the two is used: copies on several threads share the
/// parameters and nothing else.
public protocol Layer<Scalar>: Sendable {
  /// The element type.
  associatedtype Scalar: TensorScalar

  /// The output for a batch: the first axis counts samples.
  ///
  /// - Parameters:
  ///   - input: one sample a row, or of more dimensions.
  ///   - parameters: the network's, of which the layer knows its own.
  ///   - training: whether `backward` will follow (dropout drops and batch norm uses the batch's statistics).
  mutating func forward(_ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool) -> Tensor<Scalar>

  /// Writes (does not add) the gradients of the layer's own parameters, and returns the input's.
  ///
  /// - Parameters:
  ///   - outputGradient: ∂L/∂output for the last `forward`, of its output's shape.
  ///   - parameters: those of that `forward`.
  ///   - gradients: where the layer's own are written.
  mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar>

  /// Whether `backward` computes the input's gradient; a network's first layer needs none and returns an empty tensor.
  var needsInputGradient: Bool { get set }

  /// Whether the output for a sample depends on that sample alone, so that a batch may be split between threads.
  var treatsSamplesAlone: Bool { get }

  /// Multiplications for the forward pass of one sample of so many steps, to tell whether a second thread pays.
  func multiplications(steps: Int) -> Int

  /// What the layer keeps besides parameters and must be saved with them: running statistics.
  var state: [(name: String, value: Tensor<Scalar>)] { get set }

  /// The parameters whose gradients `backward` writes: no two layers may share one, as the second would overwrite the first.
  var slots: [Slot] { get }

  /// The random streams that the layer draws from, for a training that is to go on where it was left.
  var streams: [RandomStream] { get set }

  /// How many steps of each sample of the next batches count, or nil for all.
  ///
  /// - Returns: whether the layer reads lengths.
  mutating func setLengths(_ lengths: ArraySlice<Int>?) -> Bool
}

extension Layer {
  /// True for all but batch norm.
  public var treatsSamplesAlone: Bool { true }
  /// Element-wise layers count as free.
  public func multiplications(steps: Int) -> Int { 0 }
  /// Nothing, for all but batch norm.
  public var state: [(name: String, value: Tensor<Scalar>)] {
    get { [] }
    set { require(newValue.isEmpty, "\(Self.self) keeps no state") }
  }
  /// None; a layer with parameters names them.
  public var slots: [Slot] { [] }
  /// None, for all but dropout.
  public var streams: [RandomStream] {
    get { [] }
    set { require(newValue.isEmpty, "\(Self.self) draws nothing") }
  }
  /// False, for all but recurrent layers that know lengths.
  public mutating func setLengths(_ lengths: ArraySlice<Int>?) -> Bool { false }
}

/// Whether a `forward` in training waits for its `backward`.
struct Pending: Sendable {
  private var waits = false

  /// Takes note of a `forward`.
  mutating func begin(_ training: Bool) { waits = training }

  /// Takes note of its `backward`; traps without one to wait for.
  mutating func end(_ layer: StaticString) {
    require(waits, "\(layer).backward: no forward(training: true) before it, or a second backward for the same one")
    waits = false
  }
}
