internal import CKernels

/// A window that slides over planes: the geometry of convolution and pooling.
///
/// Along each axis, what comes out has ⌊(in + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1 places.
public struct Window: Sendable {
  /// The kernel's height and width.
  public let kernel: (height: Int, width: Int)
  /// How far the window moves.
  public let stride: (height: Int, width: Int)
  /// Zeros around the plane.
  public let padding: (height: Int, width: Int)
  /// The distance between the kernel's elements; 1 is dense.
  public let dilation: (height: Int, width: Int)

  /// A square window; traps unless kernel, stride and dilation are positive and the padding is not negative.
  public init(kernel: Int, stride: Int = 1, padding: Int = 0, dilation: Int = 1) {
    self.init(
      kernel: (kernel, kernel), stride: (stride, stride), padding: (padding, padding), dilation: (dilation, dilation))
  }

  /// A window with both axes told; traps unless kernel, stride and dilation are positive and the padding is not negative.
  public init(
    kernel: (height: Int, width: Int), stride: (height: Int, width: Int) = (1, 1),
    padding: (height: Int, width: Int) = (0, 0),
    dilation: (height: Int, width: Int) = (1, 1)
  ) {
    require(
      min(kernel.height, kernel.width, stride.height, stride.width, dilation.height, dilation.width) > 0
        && min(padding.height, padding.width) >= 0
        && max(
          kernel.height, kernel.width, stride.height, stride.width, dilation.height, dilation.width, padding.height,
          padding.width) <= Int(Int32.max),
      "Window: kernel, stride and dilation must be positive and padding not negative, all below 2³¹")
    self.kernel = kernel
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
  }

  /// The height and width of what comes out of a plane; traps where the kernel is larger than the padded plane.
  public func output(height: Int, width: Int) -> (height: Int, width: Int) {
    func length(_ size: Int, _ kernel: Int, _ stride: Int, _ padding: Int, _ dilation: Int) -> Int {
      require(size >= 0 && size <= Int(Int32.max), "Window: a plane of \(size)")
      let free = size + 2 * padding - dilation * (kernel - 1) - 1
      require(free >= 0, "Window: a kernel of \(kernel) does not fit a plane of \(size) with padding \(padding)")
      return free / stride + 1
    }
    return (
      length(height, kernel.height, stride.height, padding.height, dilation.height),
      length(width, kernel.width, stride.width, padding.width, dilation.width)
    )
  }

  /// Traps where some window would lie in the padding alone: it has no largest element.
  func requireWindowsInside(height: Int, width: Int) {
    let size = output(height: height, width: width)
    func check(_ axis: StaticString, _ length: Int, _ count: Int, _ k: Int, _ s: Int, _ p: Int, _ d: Int) {
      for place in 0..<count {
        let start = place * s - p
        // The first element of the window that is not before the plane.
        let first = start >= 0 ? start : start + (-start + d - 1) / d * d
        require(
          first < length && first <= start + d * (k - 1),
          "Window: with a padding of \(p), window \(place) of a kernel of \(k) along the \(axis) of \(length) lies in the padding alone"
        )
      }
    }
    check("height", height, size.height, kernel.height, stride.height, padding.height, dilation.height)
    check("width", width, size.width, kernel.width, stride.width, padding.width, dilation.width)
  }

  /// What the column kernels may write beyond a row's end.
  static let slack = 64

  func paddedCount(channels: Int, height: Int, width: Int) -> Int {
    Shape(channels, height + 2 * padding.height, width + 2 * padding.width).elementCount + Window.slack
  }

  func raw(channels: Int, height: Int, width: Int) -> gradus_window {
    let (outHeight, outWidth) = output(height: height, width: width)
    return gradus_window(
      channels: channels, height: height, width: width, kernel_height: kernel.height, kernel_width: kernel.width,
      stride_height: stride.height, stride_width: stride.width, padding_height: padding.height,
      padding_width: padding.width, dilation_height: dilation.height, dilation_width: dilation.width,
      out_height: outHeight, out_width: outWidth)
  }
}

extension Tensor {
  /// Becomes the columns of one image (channels × height × width from `start` of `images`): row (channel, ky, kx), column
  /// (y, x) of what comes out, so that a convolution is one product.
  ///
  /// - Parameter padded: a workspace for the image with its padding.
  public mutating func setColumns(
    of images: Tensor, from start: Int, channels: Int, height: Int, width: Int, _ window: Window, padded: inout Tensor
  ) {
    var raw = window.raw(channels: channels, height: height, width: width)
    images.requireRange(start, Shape(channels, height, width).elementCount, "setColumns")
    let shape = Shape(channels * window.kernel.height * window.kernel.width, raw.out_height * raw.out_width)
    prepare(Shape(shape.elementCount + Window.slack))
    prepare(shape)
    padded.prepare(Shape(window.paddedCount(channels: channels, height: height, width: width)))
    Scalar.kernel.columns(&raw, images.pointer + start, padded.mutablePointer, mutablePointer)
  }

  /// Becomes, from `start`, the image whose elements are the sums of the columns' elements that were read from them: the
  /// adjoint of `setColumns`.
  public mutating func setImage(
    ofColumns columns: Tensor, at start: Int, channels: Int, height: Int, width: Int, _ window: Window,
    padded: inout Tensor
  ) {
    var raw = window.raw(channels: channels, height: height, width: width)
    requireRange(start, Shape(channels, height, width).elementCount, "setImage")
    let shape = Shape(channels, window.kernel.height, window.kernel.width, raw.out_height * raw.out_width)
    columns.requireRange(0, shape.elementCount, "setImage")
    padded.prepare(Shape(window.paddedCount(channels: channels, height: height, width: width)))
    makeUnique()
    Scalar.kernel.columns_backward(&raw, columns.pointer, padded.mutablePointer, mutablePointer + start)
  }

  /// Becomes the largest element of each window of each plane; `places` gets where in its plane it was, of equals the first.
  public mutating func setMaxPool(
    of images: Tensor, planes: Int, height: Int, width: Int, _ window: Window, places: inout [Int32]
  ) {
    window.requireWindowsInside(height: height, width: width)
    require(
      Shape(height, width).elementCount <= Int(Int32.max), "setMaxPool: planes of \(height) × \(width) are too large")
    var raw = window.raw(channels: planes, height: height, width: width)
    images.requireRange(0, Shape(planes, height, width).elementCount, "setMaxPool")
    let count = planes * raw.out_height * raw.out_width
    if places.count != count { places = [Int32](repeating: 0, count: count) }
    requireRange(0, count, "setMaxPool")
    makeUnique()
    let (from, to) = (images.pointer, mutablePointer)
    places.withUnsafeMutableBufferPointer { places in
      guard let first = places.baseAddress else { return }
      Scalar.kernel.max_pool(&raw, from, to, first)
    }
  }

  /// Adds each element of `gradient` at the place that its window's largest element came from.
  public mutating func addMaxPoolBackward(
    _ gradient: Tensor, places: [Int32], planes: Int, height: Int, width: Int, _ window: Window
  ) {
    var raw = window.raw(channels: planes, height: height, width: width)
    gradient.requireRange(0, places.count, "addMaxPoolBackward")
    requireRange(0, Shape(planes, height, width).elementCount, "addMaxPoolBackward")
    require(
      places.count == planes * raw.out_height * raw.out_width, "addMaxPoolBackward: another forward pass's places")
    makeUnique()
    let (from, to) = (gradient.pointer, mutablePointer)
    places.withUnsafeBufferPointer { places in
      guard let first = places.baseAddress else { return }
      require(
        Scalar.kernel.max_pool_backward(&raw, from, first, to), "addMaxPoolBackward: a place outside of its plane")
    }
  }
}
