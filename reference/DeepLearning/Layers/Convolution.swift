public import Tensors

/// A two-dimensional convolution, as networks use the word: the cross-correlation
/// Y(o, y, x) = b(o) + Σ over c, i, j of W(o, c, i, j)·X(c, y·s + i·d − p, x·s + j·d − p), zeros outside the image.
///
/// Shapes: X is samples × channels × height × width, W is outputs × channels/groups × kernel height × kernel width. With
/// groups, output group g sees input group g alone. LeCun and others 1998, *Gradient-Based Learning*; by products over columns:
/// Chellapilla, Puri and Simard 2006; batches of stride 1 without columns, by `DirectConvolution`. ReLU and max pooling may be fused.
/// First values as PyTorch's: uniform in ±1/√(fan-in).
public struct Convolution<Scalar: TensorScalar>: Layer {
  /// outputs × channels/groups × kernel height × kernel width.
  public let weight: Slot
  /// outputs.
  public let bias: Slot
  private let channels, outputs, groups: Int
  private let window: Window
  private let relu: Bool
  private let size: (height: Int, width: Int)
  private let outputSize: (height: Int, width: Int)
  /// Follows where pooling is asked for, unless the samples are pooled while they stand side by side.
  private var pooling: MaxPooling<Scalar>?
  /// See `Layer`.
  public var needsInputGradient = true
  /// Weight and bias.
  public var slots: [Slot] { [weight, bias] }
  private var pending = Pending()
  private var input = Tensor<Scalar>.empty
  private var output = Tensor<Scalar>.empty
  private var columns = Tensor<Scalar>.empty
  private var padded = Tensor<Scalar>.empty
  private var columnGradient = Tensor<Scalar>.empty
  private var preGradient = Tensor<Scalar>.empty
  private var inputGradient = Tensor<Scalar>.empty
  private var transposedWeights = Tensor<Scalar>.empty
  private var weightSum = Tensor<Scalar>.empty
  /// Nil where the stride or the padding asks for columns.
  private var direct: DirectConvolution<Scalar>?

  /// Appends `name.weight` and `name.bias`; traps unless the groups divide channels and outputs.
  ///
  /// - Parameters:
  ///   - channels: of the images.
  ///   - outputs: channels of what comes out.
  ///   - window: size, stride, padding and dilation.
  ///   - size: height and width of the images.
  ///   - groups: how many parts the channels are cut into, each with filters of its own.
  ///   - relu: whether ReLU follows.
  ///   - pool: max pooling by windows of this size, next to one another, follows; 1: none.
  ///   - name: what its parameters' names begin with.
  ///   - parameters: where they are appended.
  ///   - stream: their first values.
  public init(
    _ channels: Int, _ outputs: Int, _ window: Window, size: (height: Int, width: Int), groups: Int = 1,
    relu: Bool = false, pool: Int = 1, name: String, in parameters: inout Parameters<Scalar>,
    _ stream: inout RandomStream
  ) {
    require(
      min(groups, channels, outputs) > 0 && channels % groups == 0 && outputs % groups == 0,
      "Convolution: \(groups) groups of \(channels) and \(outputs) channels")
    require(pool > 0, "Convolution: pooling by windows of \(pool)")
    let (height, width) = window.kernel
    let fan = channels / groups * height * width
    let bound = 1 / Double(fan).squareRoot()
    weight = parameters.add(
      name + ".weight", Tensor(uniform: -bound..<bound, Shape(outputs, channels / groups, height, width), &stream))
    bias = parameters.add(name + ".bias", Tensor(uniform: -bound..<bound, Shape(outputs), &stream))
    (self.channels, self.outputs, self.groups, self.window) = (channels, outputs, groups, window)
    (self.relu, self.size) = (relu, size)
    outputSize = window.output(height: size.height, width: size.width)
    if pool > 1 { pooling = MaxPooling(pool) }
    direct = DirectConvolution(
      channels: channels / groups, outputs: outputs / groups, groups: groups, size: size, window,
      pools: pool == 2 && min(outputSize.height, outputSize.width) >= 2)
  }

  /// Output places times kernel elements.
  public func multiplications(steps: Int) -> Int {
    outputSize.height * outputSize.width * weight.shape.elementCount
  }

  /// For each sample and group, Y = W·columns(X) + b: outputs × (channels·kernel) by (channels·kernel) × places.
  @_specialize(where Scalar == Float)
  public mutating func forward(
    _ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>, training: Bool
  ) -> Tensor<Scalar> {
    require(
      input.shape.rank == 4 && input.shape == Shape(input.shape[0], channels, size.height, size.width),
      "Convolution: the input \(input.shape) for \(channels) channels of \(size.height) × \(size.width)")
    let samples = input.shape[0]
    self.input = training ? input : .empty
    pending.begin(training)
    let isPooled = poolsDirectly(samples)
    output.prepare(
      Shape(samples, outputs, outputSize.height / (isPooled ? 2 : 1), outputSize.width / (isPooled ? 2 : 1)))
    if isDirect(samples) {
      direct?.forward(input, weight: weight, bias: bias, relu: relu, parameters, into: &output)
    } else {
      convolve(input, parameters)
    }
    return isPooled ? output : pooling?.forward(output, parameters, training: training) ?? output
  }

  private mutating func convolve(_ input: Tensor<Scalar>, _ parameters: Parameters<Scalar>) {
    let samples = input.shape[0]
    let places = outputSize.height * outputSize.width
    for sample in 0..<samples {
      for group in 0..<groups {
        setColumns(of: input, sample, group)
        let rows = outputs / groups
        output.setProduct(
          parameters.values, weightLayout(group), columns, columns.layout,
          into: MatrixLayout(start: (sample * groups + group) * rows * places, rows: rows, columns: places),
          rowBias: parameters.values.part(at: bias.start + group * rows, Shape(rows)), relu: relu)
      }
    }
  }

  /// With G = ∂L/∂Y ⊙ φ′: ∂L/∂W = Σ over samples of G·columns(X)ᵀ, ∂L/∂b = Σ of G over samples and places, and
  /// ∂L/∂X = columnsᵀ(Wᵀ·G), every element added back where it was read.
  @_specialize(where Scalar == Float)
  public mutating func backward(
    _ outputGradient: Tensor<Scalar>, _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>
  ) -> Tensor<Scalar> {
    pending.end("Convolution")
    let input = self.input
    self.input = .empty
    let outputGradient =
      poolsDirectly(input.shape[0])
      ? outputGradient : pooling?.backward(outputGradient, parameters, into: &gradients) ?? outputGradient
    require(
      outputGradient.count == output.count, "Convolution: the gradient \(outputGradient.shape) for \(output.shape)")
    if needsInputGradient { inputGradient.prepare(input.shape) }
    if isDirect(input.shape[0]) {
      direct?.backward(
        outputGradient, output: relu ? output : nil, samples: input.shape[0], weight: weight, bias: bias, parameters,
        into: &gradients, inputGradient: &inputGradient, needsInputGradient: needsInputGradient)
      return needsInputGradient ? inputGradient : .empty
    }
    if relu {
      preGradient.prepare(output.shape)
      preGradient.set(slopeOf: .relu, output: output, times: outputGradient, count: output.count)
    }
    let gradient = relu ? preGradient : outputGradient
    let places = outputSize.height * outputSize.width
    let rows = outputs / groups
    let fan = weight.shape.elementCount(after: 1)
    gradients.values.fill(0, at: bias.start, count: outputs)
    if needsInputGradient { columnGradient.prepare(Shape(fan, places)) }
    weightSum.prepare(Shape(groups, fan, rows))
    // The first sample writes it; without samples none does.
    if input.shape[0] == 0 { weightSum.fill(0) }
    transposedWeights.prepare(weightSum.shape)
    for group in 0..<groups {
      transposedWeights.setTransposed(parameters.values, weightLayout(group), at: group * fan * rows)
    }
    for sample in 0..<input.shape[0] {
      gradients.values.addRowSums(
        of: gradient, rows: outputs, columns: places, from: sample * outputs * places, at: bias.start)
      for group in 0..<groups {
        let block = MatrixLayout(start: (sample * groups + group) * rows * places, rows: rows, columns: places)
        setColumns(of: input, sample, group)
        // The transpose of ∂L/∂W: it is the small G that the product must lay out anew, not the large columns.
        weightSum.setProduct(
          columns, columns.layout, gradient, block.transposed,
          into: MatrixLayout(start: group * fan * rows, rows: fan, columns: rows), adding: sample > 0)
        guard needsInputGradient else { continue }
        columnGradient.setProduct(
          transposedWeights, MatrixLayout(start: group * fan * rows, rows: fan, columns: rows), gradient, block,
          into: columnGradient.layout)
        inputGradient.setImage(
          ofColumns: columnGradient, at: imageStart(sample, group), channels: channels / groups, height: size.height,
          width: size.width, window, padded: &padded)
      }
    }
    for group in 0..<groups {
      gradients.values.setTransposed(
        weightSum, MatrixLayout(start: group * fan * rows, rows: fan, columns: rows),
        at: weight.start + group * rows * fan)
    }
    return needsInputGradient ? inputGradient : .empty
  }

  /// Whether what comes out is pooled before the samples are laid apart.
  private func poolsDirectly(_ samples: Int) -> Bool { isDirect(samples) && direct?.pools == true }

  private func isDirect(_ samples: Int) -> Bool {
    direct != nil && DirectConvolution<Scalar>.pays(samples: samples)
  }

  private func weightLayout(_ group: Int) -> MatrixLayout {
    let (rows, fan) = (outputs / groups, weight.shape.elementCount(after: 1))
    return MatrixLayout(start: weight.start + group * rows * fan, rows: rows, columns: fan)
  }

  private func imageStart(_ sample: Int, _ group: Int) -> Int {
    (sample * groups + group) * (channels / groups) * size.height * size.width
  }

  private mutating func setColumns(of input: Tensor<Scalar>, _ sample: Int, _ group: Int) {
    columns.setColumns(
      of: input, from: imageStart(sample, group), channels: channels / groups, height: size.height, width: size.width,
      window,
      padded: &padded)
  }
}
