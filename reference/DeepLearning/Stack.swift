public import Tensors

/// Layers one after another, without parameters of their own: what each thread has a copy of.
public struct Stack<Scalar: TensorScalar>: Sendable {
  /// First to last.
  public var layers: [any Layer<Scalar>]

  /// The first layer is told that its input's gradient is not needed.
  public init(_ layers: [any Layer<Scalar>]) {
    self.layers = layers
    if !layers.isEmpty { self.layers[0].needsInputGradient = false }
  }

  /// The last layer's output.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    var value = input
    for index in layers.indices { value = layers[index].forward(value, parameters, training: training) }
    return value
  }

  /// Backpropagation (Rumelhart, Hinton and Williams 1986): each layer's `backward`, last to first.
  ///
  /// Returns the input's gradient where the first layer computes it.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    var gradient = outputGradient
    for index in layers.indices.reversed() {
      gradient = layers[index].backward(gradient, parameters, into: &gradients)
    }
    return gradient
  }

  /// Whether a batch may be split between threads.
  public var treatsSamplesAlone: Bool {
    for index in layers.indices where !layers[index].treatsSamplesAlone { return false }
    return true
  }

  /// Multiplications for one sample's forward pass.
  public var multiplications: Int {
    var sum = 0
    for index in layers.indices { sum += layers[index].multiplications }
    return sum
  }
}
