public import Tensors

/// Layer normalisation over the last axis: y = γ ⊙ (x − μ)/√(σ² + ε) + β, with the row's mean μ and variance σ² (divided by
/// n) (Ba, Kiros and Hinton 2016).
public struct LayerNorm<Scalar: TensorScalar>: Layer {
  /// γ, first 1.
  public let gain: Slot
  /// β, first 0.
  public let shift: Slot
  /// ε, added to the variance.
  public let epsilon: Scalar
  /// See `Layer`.
  public var needsInputGradient = true
  /// γ and β.
  public var slots: [Slot] { [gain, shift] }
  private var pending = Pending()
  private var output = Tensor<Scalar>.empty
  private var normal = Tensor<Scalar>.empty
  private var inverse = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Appends `name.weight` (γ) and `name.bias` (β).
  public init(_ size: Int, epsilon: Scalar = 1e-5, name: String, in parameters: inout Parameters<Scalar>) {
    require(size > 0 && epsilon >= 0, "LayerNorm: the size \(size) must be positive, and ε = \(epsilon) not negative")
    gain = parameters.add(name + ".weight", Tensor(repeating: 1, [size]))
    shift = parameters.add(name + ".bias", Tensor(zeros: [size]))
    self.epsilon = epsilon
  }

  /// y = γ ⊙ x̂ + β with x̂ = (x − μ)/√(σ² + ε); the loops stand under the same equations in `CKernels/rows.inc`.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    output.setLayerNorm(
      of: input, gain: parameters[gain], shift: parameters[shift], epsilon: epsilon, normal: &normal, inverse: &inverse)
    pending.begin(training)
    return output
  }

  /// With d = γ ⊙ ∂L/∂y: ∂L/∂x = (d − mean d − x̂·mean(d ⊙ x̂))/√(σ² + ε), ∂L/∂γ = Σ ∂L/∂y ⊙ x̂, ∂L/∂β = Σ ∂L/∂y.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("LayerNorm")
    gradients.values.fill(0, at: gain.start, count: gain.shape[0])
    gradients.values.fill(0, at: shift.start, count: shift.shape[0])
    inputGradient.setLayerNormBackward(
      of: outputGradient, gain: parameters[gain], normal: normal, inverse: inverse, gradients: &gradients.values,
      gainStart: gain.start, shiftStart: shift.start)
    return inputGradient
  }
}
