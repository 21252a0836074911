public import Tensors

/// Average pooling: the mean of each window of each channel, padding counted as zeros.
///
/// samples × channels × height × width.
///
/// LeCun and others 1989 (subsampling).
public struct AveragePooling<Scalar: TensorScalar>: Layer {
  private let window: Window
  /// See `Layer`.
  public var needsInputGradient = true
  private var pending = Pending()
  private var shape = Shape()
  private var columns = Tensor<Scalar>.empty
  private var padded = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty

  /// Windows of `size` × `size`, next to one another.
  public init(_ size: Int) { window = Window(kernel: size, stride: size) }

  /// Any window.
  public init(_ window: Window) { self.window = window }

  private var area: Int { window.kernel.height * window.kernel.width }

  /// Y(c, y, x) = mean over i, j of X(c, y·s + i, x·s + j): the column means of each plane's columns.
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank == 4, "AveragePooling: the input \(input.shape) is not samples × channels × height × width")
    shape = input.shape
    let size = window.output(height: shape[2], width: shape[3])
    let places = size.height * size.width
    output.prepare(Shape(shape[0], shape[1], size.height, size.width))
    output.fill(0)
    for plane in 0..<(shape[0] * shape[1]) {
      columns.setColumns(
        of: input, from: plane * shape[2] * shape[3], channels: 1, height: shape[2], width: shape[3], window,
        padded: &padded)
      output.addColumnSums(of: columns, rows: area, columns: places, at: plane * places)
    }
    output.scale(by: 1 / Scalar(area))
    pending.begin(training)
    return output
  }

  /// Each output's gradient, divided by the window's area, goes to all of its window.
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("AveragePooling")
    require(
      outputGradient.count == output.count, "AveragePooling: the gradient \(outputGradient.shape) for \(output.shape)")
    inputGradient.prepare(shape)
    let size = window.output(height: shape[2], width: shape[3])
    let places = size.height * size.width
    columns.prepare(Shape(area, places))
    for plane in 0..<(shape[0] * shape[1]) {
      for row in 0..<area { columns.copy(outputGradient, from: plane * places, at: row * places, count: places) }
      inputGradient.setImage(
        ofColumns: columns, at: plane * shape[2] * shape[3], channels: 1, height: shape[2], width: shape[3], window,
        padded: &padded)
    }
    inputGradient.scale(by: 1 / Scalar(area))
    return inputGradient
  }
}
