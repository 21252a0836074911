public import Tensors

/// An element-wise activation y = φ(x) as a layer: ReLU max(0, x), tanh, sigmoid 1/(1 + e⁻ˣ), or e^x.
///
/// Each one's slope is told by its output: [y > 0], 1 − y², y(1 − y), y.
public struct Activation<Scalar: TensorScalar>: Layer {
  /// φ.
  public let function: Tensor<Scalar>.Function
  /// See `Layer`.
  public var needsInputGradient = true
  private var output = Tensor<Scalar>.nothing
  private var inputGradient = Tensor<Scalar>.nothing

  /// The layer of φ.
  public init(_ function: Tensor<Scalar>.Function) { self.function = function }

  /// y = φ(x).
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    output.set(function, of: input)
    return output
  }

  /// ∂L/∂x = φ′(x) ⊙ ∂L/∂y.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    inputGradient.prepare(outputGradient.shape)
    inputGradient.set(slopeOf: function, output: output, times: outputGradient, count: output.count)
    return inputGradient
  }
}
