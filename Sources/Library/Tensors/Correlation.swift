internal import CKernels

/// The geometry of a convolution of stride 1 whose samples stand side by side in memory: planes are
/// channels × (height + 2·padding) × (width + 2·padding) × lanes with zeros around, lanes being samples.
///
/// Every element of the kernel then meets whole vectors, for images of any width, and no columns are laid out.
public struct Correlation: Sendable {
  let forward, backward: gradus_window
  /// What comes out after max pooling by windows of 2 × 2.
  let pooled: gradus_window
  /// How many planes come in, and how many come out.
  public let channels, outputs: Int

  /// Nil where the window moves by more than one place, or is padded by more than it reaches: then the gradient of what is read
  /// is no such convolution.
  public init?(channels: Int, outputs: Int, height: Int, width: Int, _ window: Window) {
    let reach = (
      height: window.dilation.height * (window.kernel.height - 1),
      width: window.dilation.width * (window.kernel.width - 1)
    )
    guard window.stride == (1, 1), window.padding.height <= reach.height, window.padding.width <= reach.width else {
      return nil
    }
    let out = window.output(height: height, width: width)
    let back = Window(
      kernel: window.kernel, stride: (1, 1),
      padding: (reach.height - window.padding.height, reach.width - window.padding.width), dilation: window.dilation)
    forward = window.raw(channels: channels, height: height, width: width)
    backward = back.raw(channels: outputs, height: out.height, width: out.width)
    // Where one row or column comes out there is nothing to pool, and nobody asks.
    pooled = Window(kernel: 1).raw(channels: outputs, height: max(1, out.height / 2), width: max(1, out.width / 2))
    (self.channels, self.outputs) = (channels, outputs)
  }

  /// Elements of what is read, with its padding, and of what comes out, for each lane.
  public var planesCount: Int { Correlation.count(forward) }
  /// Elements of the gradient of what comes out, with its padding, for each lane.
  public var gradientCount: Int { Correlation.count(backward) }
  /// Elements of what comes out for each sample.
  public var outputCount: Int { outputs * forward.out_height * forward.out_width }
  /// Elements of what comes out after pooling for each sample.
  public var pooledCount: Int { Correlation.count(pooled) }
  /// Elements of what is read for each sample.
  public var inputCount: Int { channels * forward.height * forward.width }
  /// Elements of the kernel.
  public var weightCount: Int { outputs * terms }

  /// Images that can be laid side by side, and planes that can be laid apart.
  public enum Images: Sendable {
    /// What is read; the gradient of it.
    case input
    /// What comes out; the gradient of it, for `backward`.
    case output
    /// What comes out after pooling by 2 × 2; the gradient of it.
    case pooled
  }

  /// The planes that such images are laid into.
  func planes(_ images: Images) -> gradus_window {
    switch images {
    case .input: forward
    case .output: backward
    case .pooled: pooled
    }
  }

  var terms: Int { channels * forward.kernel_height * forward.kernel_width }

  static func count(_ w: gradus_window) -> Int {
    Shape(w.channels, w.height + 2 * w.padding_height, w.width + 2 * w.padding_width).elementCount
  }
}

extension Tensor {
  /// How many samples a vector holds side by side.
  public static var lanes: Int { Scalar.kernel.vector_width() }

  /// Becomes, from `target`, images (from `start`, `stride` apart) side by side with their padding; those up to `lanes` are zeros.
  ///
  /// Where `slope` is given, it is the outputs of a ReLU whose gradient the images are: they count where the output is above 0.
  public mutating func setSideBySide(
    _ images: Tensor, from start: Int, stride: Int, samples: Int, lanes: Int, slope: Tensor? = nil,
    _ correlation: Correlation, _ kind: Correlation.Images, at target: Int = 0
  ) {
    var window = correlation.planes(kind)
    let each = window.channels * window.height * window.width
    let count = Correlation.count(window)
    require(
      samples > 0 && samples <= lanes && lanes % Tensor.lanes == 0 && stride >= 0,
      "setSideBySide: \(samples) samples in \(lanes), \(stride) apart")
    images.requireRange(start, (samples - 1) * stride + each, "setSideBySide")
    slope?.requireRange(start, (samples - 1) * stride + each, "setSideBySide")
    requireRange(target, count * lanes, "setSideBySide")
    makeUnique()
    Scalar.kernel.side_by_side(
      &window, samples, lanes, images.pointer + start, slope.map { UnsafeRawPointer($0.pointer + start) }, stride,
      mutablePointer + target)
  }

  /// Becomes, from `start`, the images that stand side by side in `planes` without padding.
  public mutating func setApart(
    _ planes: Tensor, at start: Int, stride: Int, samples: Int, lanes: Int, _ correlation: Correlation,
    _ kind: Correlation.Images
  ) {
    let window = correlation.planes(kind)
    let each = window.channels * window.height * window.width
    require(
      samples > 0 && samples <= lanes && lanes % Tensor.lanes == 0 && stride >= 0,
      "setApart: \(samples) samples in \(lanes), \(stride) apart")
    requireRange(start, (samples - 1) * stride + each, "setApart")
    planes.requireRange(0, each * lanes, "setApart")
    makeUnique()
    Scalar.kernel.apart(
      window.channels, window.height * window.width, samples, lanes, planes.pointer, mutablePointer + start, stride)
  }

  /// Becomes the kernel from `start` of `weights` by its rows, as `setCorrelation` reads it; `backward` with inputs and outputs
  /// exchanged and the kernel turned about.
  public mutating func setKernelRows(_ weights: Tensor, from start: Int, _ correlation: Correlation, backward: Bool) {
    let w = correlation.forward
    weights.requireRange(start, correlation.weightCount, "setKernelRows")
    prepare(Shape(correlation.weightCount))
    Scalar.kernel.kernel_rows(
      correlation.outputs, w.channels, w.kernel_height, w.kernel_width, backward, weights.pointer + start,
      mutablePointer)
  }

  /// Becomes Y(o, y, x) = b(o) + Σ over c, i, j of W(o, c, i, j)·X(c, y + i·d, x + j·d), then ReLU if asked, X being from `start` of
  /// `planes`; or `backward` the gradient of X by that of Y, with the kernel's rows backward.
  ///
  /// `bias` holds as many numbers as outputs, from `biasStart`; `places` is a workspace.
  public mutating func setCorrelation(
    _ correlation: Correlation, backward: Bool = false, kernel: Tensor, planes: Tensor, from start: Int = 0, lanes: Int,
    bias: Tensor? = nil, from biasStart: Int = 0, relu: Bool = false, places: inout [Int]
  ) {
    var window = backward ? correlation.backward : correlation.forward
    let outputs = backward ? correlation.channels : correlation.outputs
    planes.requireRange(
      start, (backward ? correlation.gradientCount : correlation.planesCount) * lanes, "setCorrelation")
    require(
      kernel.count == correlation.weightCount && lanes > 0 && lanes % Tensor.lanes == 0,
      "setCorrelation: another kernel or lanes")
    bias?.requireRange(biasStart, outputs, "setCorrelation")
    prepare(Shape((backward ? correlation.inputCount : correlation.outputCount) * lanes))
    Tensor.withPlaces(&places, window.channels * window.kernel_height * window.kernel_width) {
      Scalar.kernel.correlate(
        &window, outputs, lanes, kernel.pointer, planes.pointer + start,
        bias.map { UnsafeRawPointer($0.pointer + biasStart) }, relu, $0, mutablePointer)
    }
  }

  /// Adds ∂L/∂W for the planes' lanes, as sums over what comes out of X(c, y + i·d, x + j·d)·G(o, y, x): rows (i, c, j) with the outputs
  /// innermost, `rowLength` of them.
  ///
  /// `line` and `places` are workspaces.
  public mutating func addCorrelationGradient(
    _ correlation: Correlation, planes: Tensor, from start: Int, gradient: Tensor, lanes: Int, line: inout Tensor,
    places: inout [Int]
  ) {
    var (window, back) = (correlation.forward, correlation.backward)
    let row = Tensor.rowLength(correlation)
    require(lanes > 0 && lanes % Tensor.lanes == 0, "addCorrelationGradient: \(lanes) lanes")
    planes.requireRange(start, correlation.planesCount * lanes, "addCorrelationGradient")
    gradient.requireRange(0, correlation.gradientCount * lanes, "addCorrelationGradient")
    requireRange(0, correlation.terms * row, "addCorrelationGradient")
    line.prepare(Shape(window.out_width * lanes * row))
    makeUnique()
    let room = line.mutablePointer
    Tensor.withPlaces(&places, correlation.terms) {
      Scalar.kernel.correlation_gradient(
        &window, &back, lanes, planes.pointer + start, gradient.pointer, row, $0, room, mutablePointer)
    }
  }

  /// Becomes zeros for `addCorrelationGradient` to add to.
  public mutating func prepareCorrelationGradient(_ correlation: Correlation) {
    prepare(Shape(correlation.terms * Tensor.rowLength(correlation)))
    fill(0)
  }

  /// Becomes, from `start`, the kernel's gradient whose rows `addCorrelationGradient` summed.
  public mutating func setKernel(fromRows rows: Tensor, at start: Int, _ correlation: Correlation) {
    let (w, row) = (correlation.forward, Tensor.rowLength(correlation))
    requireRange(start, correlation.weightCount, "setKernel")
    rows.requireRange(0, correlation.terms * row, "setKernel")
    makeUnique()
    Scalar.kernel.kernel_from_rows(
      correlation.outputs, w.channels, w.kernel_height, w.kernel_width, rows.pointer, row, mutablePointer + start)
  }

  /// The outputs, up to whole vectors.
  private static func rowLength(_ correlation: Correlation) -> Int { (correlation.outputs + lanes - 1) / lanes * lanes }

  private static func withPlaces(_ places: inout [Int], _ count: Int, _ body: (UnsafeMutablePointer<Int>) -> Void) {
    if places.count < count { places = [Int](repeating: 0, count: count) }
    places.withUnsafeMutableBufferPointer { if let first = $0.baseAddress { body(first) } }
  }
}
