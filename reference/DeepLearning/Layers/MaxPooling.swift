public import Tensors

/// Max pooling: the largest element of each window of each channel; of equals the first.
///
/// samples × channels × height × width.
///
/// The stride is the kernel unless the window says otherwise; every window must hold an element of the plane, not padding alone. NaN is
/// larger than any number. Zhou and Chellappa 1988; LeNet's successors.
public struct MaxPooling<Scalar: TensorScalar>: Layer {
  private let window: Window
  /// See `Layer`.
  public var needsInputGradient = true
  private var pending = Pending()
  private var shape = Shape()
  private var places: [Int32] = []
  private var output = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Windows of `size` × `size`, next to one another.
  public init(_ size: Int) { window = Window(kernel: size, stride: size) }

  /// Any window.
  public init(_ window: Window) { self.window = window }

  /// Y(c, y, x) = max over i, j of X(c, y·s + i, x·s + j).
  @_specialize(where Scalar == Float)
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(input.shape.rank == 4, "MaxPooling: the input \(input.shape) is not samples × channels × height × width")
    shape = input.shape
    let size = window.output(height: shape[2], width: shape[3])
    output.prepare(Shape(shape[0], shape[1], size.height, size.width))
    output.setMaxPool(
      of: input, planes: shape[0] * shape[1], height: shape[2], width: shape[3], window, places: &places)
    pending.begin(training)
    return output
  }

  /// Each output's gradient goes to the element that was the largest.
  @_specialize(where Scalar == Float)
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("MaxPooling")
    require(
      outputGradient.count == output.count, "MaxPooling: the gradient \(outputGradient.shape) for \(output.shape)")
    inputGradient.prepare(shape)
    inputGradient.fill(0)
    inputGradient.addMaxPoolBackward(
      outputGradient, places: places, planes: shape[0] * shape[1], height: shape[2], width: shape[3], window)
    return inputGradient
  }
}
