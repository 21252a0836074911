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

/// GELU y = x·Φ(x), Φ being the standard normal distribution (Hendrycks and Gimpel 2016), the exact form, by erf.
public struct GELU<Scalar: TensorScalar>: Layer {
  /// See `Layer`.
  public var needsInputGradient = true
  private var output = Tensor<Scalar>.nothing
  private var slope = Tensor<Scalar>.nothing
  private var inputGradient = Tensor<Scalar>.nothing

  /// The layer.
  public init() {}

  /// y = x·Φ(x); keeps the slope Φ(x) + x·φ(x), whose exponential is shared.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    output.setGELU(of: input, slope: &slope)
    return output
  }

  /// ∂L/∂x = (Φ(x) + x·φ(x)) ⊙ ∂L/∂y.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    inputGradient.setProduct(of: slope, and: outputGradient)
    return inputGradient
  }
}

/// Every sample as one row: samples × … becomes samples × features.
public struct Flatten<Scalar: TensorScalar>: Layer {
  /// See `Layer`.
  public var needsInputGradient = true
  private var shape = Shape()

  /// The layer.
  public init() {}

  /// The same numbers.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    shape = input.shape
    return input.reshaped(Shape(shape[0], shape.elementCount(after: 1)))
  }

  /// The same gradients.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> { outputGradient.reshaped(shape) }
}

/// Everything before the last axis as one: samples × steps × size becomes (samples·steps) × size.
public struct Rows<Scalar: TensorScalar>: Layer {
  private let size: Int
  /// See `Layer`.
  public var needsInputGradient = true
  private var shape = Shape()

  /// Rows of `size`.
  public init(_ size: Int) { self.size = size }

  /// The same numbers.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    shape = input.shape
    return input.reshaped(Shape(input.count / size, size))
  }

  /// The same gradients.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> { outputGradient.reshaped(shape) }
}
