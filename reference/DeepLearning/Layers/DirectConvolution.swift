internal import Tensors

/// A convolution of stride 1 with its samples side by side, as many at once as two vectors hold: `Convolution`'s way for batches.
///
/// Sums of whole vectors, whatever the image's width and however few channels there are; rows of padding are left out of them.
struct DirectConvolution<Scalar: TensorScalar>: Sendable {
  private let geometry: Correlation
  private let groups: Int
  /// Whether the largest of each 2 × 2 is what comes out, while samples stand side by side.
  let pools: Bool
  private var planes = Tensor<Scalar>.empty
  private var kernel = Tensor<Scalar>.empty
  private var result = Tensor<Scalar>.empty
  private var pooled = Tensor<Scalar>.empty
  private var which = Tensor<Scalar>.empty
  private var gradientPlanes = Tensor<Scalar>.empty
  private var kernelGradient = Tensor<Scalar>.empty
  private var line = Tensor<Scalar>.empty
  private var places: [Int] = []

  /// Nil where the geometry is another; channels and outputs are one group's.
  init?(
    channels: Int, outputs: Int, groups: Int, size: (height: Int, width: Int), _ window: Window, pools: Bool
  ) {
    guard
      let geometry = Correlation(
        channels: channels, outputs: outputs, height: size.height, width: size.width, window)
    else { return nil }
    (self.geometry, self.groups, self.pools) = (geometry, groups, pools)
  }

  /// Whether so many samples fill enough of a vector.
  static func pays(samples: Int) -> Bool { 2 * samples >= Tensor<Scalar>.lanes }

  /// Y(o, y, x) = φ(b(o) + Σ over c, i, j of W(o, c, i, j)·X(c, y + i·d − p, x + j·d − p)) for each sample, zeros outside the image;
  /// where it pools, max over i, j < 2 of Y(o, 2·y + i, 2·x + j).
  mutating func forward(
    _ input: Tensor<Scalar>, weight: Slot, bias: Slot, relu: Bool, _ parameters: Parameters<Scalar>,
    into output: inout Tensor<Scalar>
  ) {
    let samples = input.shape[0]
    planes.prepare(Shape(roundedUp(samples), groups, geometry.planesCount))
    if pools { which.prepare(Shape(roundedUp(samples), groups, geometry.pooledCount)) }
    for group in 0..<groups {
      kernel.setKernelRows(
        parameters.values, from: weight.start + group * geometry.weightCount, geometry, backward: false)
      for first in stride(from: 0, to: samples, by: 2 * Tensor<Scalar>.lanes) {
        let (count, lanes) = block(first, of: samples)
        let start = blockStart(first, group, lanes) * geometry.planesCount
        planes.setSideBySide(
          input, from: (first * groups + group) * geometry.inputCount, stride: groups * geometry.inputCount,
          samples: count, lanes: lanes, geometry, .input, at: start)
        result.setCorrelation(
          geometry, kernel: kernel, planes: planes, from: start, lanes: lanes, bias: parameters.values,
          from: bias.start + group * geometry.outputs, relu: relu, places: &places)
        if pools {
          pooled.setPairsMaximum(
            of: result, lanes: lanes, geometry, which: &which,
            at: blockStart(first, group, lanes) * geometry.pooledCount)
        }
        output.setApart(
          pools ? pooled : result, at: (first * groups + group) * outputCount, stride: groups * outputCount,
          samples: count, lanes: lanes, geometry, pools ? .pooled : .output)
      }
    }
  }

  /// With G = ∂L/∂Y ⊙ φ′: ∂L/∂b(o) = Σ over samples and places of G, ∂L/∂W(o, c, i, j) = Σ of G(o, y, x)·X(c, y + i·d − p, x + j·d − p),
  /// and ∂L/∂X(c, y, x) = Σ over o, i, j of W(o, c, i, j)·G(o, y − i·d + p, x − j·d + p): a convolution by the kernel turned about.
  ///
  /// - Parameter output: Y where φ is ReLU, whose slope it tells; otherwise nil.
  mutating func backward(
    _ outputGradient: Tensor<Scalar>, output: Tensor<Scalar>?, samples: Int, weight: Slot, bias: Slot,
    _ parameters: Parameters<Scalar>, into gradients: inout Parameters<Scalar>, inputGradient: inout Tensor<Scalar>,
    needsInputGradient: Bool
  ) {
    gradientPlanes.prepare(Shape(2 * Tensor<Scalar>.lanes * geometry.gradientCount))
    gradients.values.fill(0, at: bias.start, count: groups * geometry.outputs)
    for group in 0..<groups {
      kernelGradient.prepareCorrelationGradient(geometry)
      if needsInputGradient {
        kernel.setKernelRows(
          parameters.values, from: weight.start + group * geometry.weightCount, geometry, backward: true)
      }
      for first in stride(from: 0, to: samples, by: 2 * Tensor<Scalar>.lanes) {
        let (count, lanes) = block(first, of: samples)
        setGradientPlanes(outputGradient, slope: output, samples, first, group)
        gradients.values.addRowSums(
          of: gradientPlanes, rows: geometry.outputs, columns: geometry.gradientCount / geometry.outputs * lanes,
          at: bias.start + group * geometry.outputs)
        kernelGradient.addCorrelationGradient(
          geometry, planes: planes, from: blockStart(first, group, lanes) * geometry.planesCount,
          gradient: gradientPlanes, lanes: lanes, line: &line, places: &places)
        guard needsInputGradient else { continue }
        result.setCorrelation(
          geometry, backward: true, kernel: kernel, planes: gradientPlanes, lanes: lanes, places: &places)
        inputGradient.setApart(
          result, at: (first * groups + group) * geometry.inputCount, stride: groups * geometry.inputCount,
          samples: count, lanes: lanes, geometry, .input)
      }
      gradients.values.setKernel(
        fromRows: kernelGradient, at: weight.start + group * geometry.weightCount, geometry)
    }
  }

  /// G side by side; where it pools, each element where its window's largest was.
  private mutating func setGradientPlanes(
    _ outputGradient: Tensor<Scalar>, slope output: Tensor<Scalar>?, _ samples: Int, _ first: Int, _ group: Int
  ) {
    let (count, lanes) = block(first, of: samples)
    let (start, stride) = ((first * groups + group) * outputCount, groups * outputCount)
    guard pools else {
      gradientPlanes.setSideBySide(
        outputGradient, from: start, stride: stride, samples: count, lanes: lanes, slope: output, geometry, .output)
      return
    }
    pooled.prepare(Shape(geometry.pooledCount * lanes))
    pooled.setSideBySide(
      outputGradient, from: start, stride: stride, samples: count, lanes: lanes, slope: output, geometry, .pooled)
    gradientPlanes.setPairsSpread(
      pooled, which: which, from: blockStart(first, group, lanes) * geometry.pooledCount, lanes: lanes, geometry)
  }

  /// Elements of what comes out for each sample and group.
  private var outputCount: Int { pools ? geometry.pooledCount : geometry.outputCount }

  /// How many samples stand side by side from the sample `first` on, and in how many lanes.
  private func block(_ first: Int, of samples: Int) -> (count: Int, lanes: Int) {
    let width = Tensor<Scalar>.lanes
    let count = min(samples - first, 2 * width)
    return (count, count > width ? 2 * width : width)
  }

  private func roundedUp(_ samples: Int) -> Int {
    let width = 2 * Tensor<Scalar>.lanes
    return (samples + width - 1) / width * width
  }

  /// Where the planes of a block and a group stand, in planes of one sample: the blocks before it are full ones.
  private func blockStart(_ first: Int, _ group: Int, _ lanes: Int) -> Int { first * groups + group * lanes }
}
