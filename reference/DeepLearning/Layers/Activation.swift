public import Tensors

/// An element-wise activation y = φ(x) as a layer: ReLU max(0, x), leaky ReLU, softplus ln(1 + eˣ), tanh, sigmoid 1/(1 + e⁻ˣ), or e^x.
///
/// Each one's slope is told by its output: [y > 0], [y > 0] + ε[y ≤ 0], 1 − e⁻ʸ, 1 − y², y(1 − y), y.
public struct Activation<Scalar: TensorScalar>: Layer {
  /// φ.
  public let function: Tensor<Scalar>.Function
  /// See `Layer`.
  public var needsInputGradient = true
  private var pending = Pending()
  private var output = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// The layer of φ.
  ///
  /// Traps unless a leaky ReLU's ε is positive: below, its output would not tell the slope.
  public init(_ function: Tensor<Scalar>.Function) {
    if case .leakyReLU(let epsilon) = function { require(epsilon > 0, "Activation: ε = \(epsilon) must be positive") }
    self.function = function
  }

  /// y = φ(x).
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    output.set(function, of: input)
    pending.begin(training)
    return output
  }

  /// ∂L/∂x = φ′(x) ⊙ ∂L/∂y.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("Activation")
    require(
      outputGradient.count == output.count, "Activation: the gradient \(outputGradient.shape) for \(output.shape)")
    inputGradient.prepare(output.shape)
    inputGradient.set(slopeOf: function, output: output, times: outputGradient, count: output.count)
    return inputGradient
  }
}
