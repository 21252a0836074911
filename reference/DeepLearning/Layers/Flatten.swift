public import Tensors

/// Every sample as one row: samples × … becomes samples × features.
public struct Flatten<Scalar: TensorScalar>: Layer {
  /// See `Layer`.
  public var needsInputGradient = true
  private var pending = Pending()
  private var shape = Shape()

  /// The layer.
  public init() {}

  /// The same numbers.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    shape = input.shape
    pending.begin(training)
    return input.reshaped(Shape(shape[0], shape.elementCount(after: 1)))
  }

  /// The same gradients.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("Flatten")
    return outputGradient.reshaped(shape)
  }
}

/// Everything before the last axis as one: samples × steps × size becomes (samples·steps) × size.
public struct Rows<Scalar: TensorScalar>: Layer {
  private let size: Int
  /// See `Layer`.
  public var needsInputGradient = true
  private var pending = Pending()
  private var shape = Shape()

  /// Rows of `size`.
  public init(_ size: Int) {
    require(size > 0, "Rows: rows of \(size) elements")
    self.size = size
  }

  /// The same numbers.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(input.shape.last == size, "Rows: the input \(input.shape) has no rows of \(size)")
    shape = input.shape
    pending.begin(training)
    return input.reshaped(Shape(input.count / size, size))
  }

  /// The same gradients.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("Rows")
    return outputGradient.reshaped(shape)
  }
}
