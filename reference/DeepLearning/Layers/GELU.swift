public import Tensors

/// GELU y = x·Φ(x), Φ being the standard normal distribution (Hendrycks and Gimpel 2016), the exact form, by erf.
public struct GELU<Scalar: TensorScalar>: Layer {
  /// See `Layer`.
  public var needsInputGradient = true
  private var pending = Pending()
  private var output = Tensor<Scalar>.empty
  private var slope = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// The layer.
  public init() {}

  /// y = x·Φ(x); keeps the slope Φ(x) + x·φ(x), whose exponential is shared.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    output.setGELU(of: input, slope: &slope)
    pending.begin(training)
    return output
  }

  /// ∂L/∂x = (Φ(x) + x·φ(x)) ⊙ ∂L/∂y.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("GELU")
    inputGradient.setProduct(of: slope, and: outputGradient)
    return inputGradient
  }
}
