internal import Tensors

/// A convolution of stride 1 with its samples side by side, as many at once as two vectors hold: `Convolution`'s way for batches.
///
/// Sums of whole vectors, whatever the image's width and however few channels there are; rows of padding are left out of them.
struct DirectConvolution<Scalar: TensorScalar>: Sendable {
  private let geometry: Correlation
  private let groups: Int
  private var planes = Tensor<Scalar>.empty
  private var kernel = Tensor<Scalar>.empty
  private var result = Tensor<Scalar>.empty
  private var gradientPlanes = Tensor<Scalar>.empty
  private var kernelGradient = Tensor<Scalar>.empty
  private var line = Tensor<Scalar>.empty
  private var places: [Int] = []

  /// Nil where the geometry is another; channels and outputs are one group's.
  init?(channels: Int, outputs: Int, groups: Int, size: (height: Int, width: Int), _ window: Window) {
    guard
      let geometry = Correlation(
        channels: channels, outputs: outputs, height: size.height, width: size.width, window)
    else { return nil }
    (self.geometry, self.groups) = (geometry, groups)
  }

  /// Whether so many samples fill enough of a vector.
  static func pays(samples: Int) -> Bool { 2 * samples >= Tensor<Scalar>.lanes }

  /// Y(o, y, x) = φ(b(o) + Σ over c, i, j of W(o, c, i, j)·X(c, y + i·d − p, x + j·d − p)) for each sample, zeros outside the image.
  mutating func forward(
    _ input: Tensor<Scalar>, weight: Slot, bias: Slot, relu: Bool, _ parameters: Parameters<Scalar>,
    into output: inout Tensor<Scalar>
  ) {
    let samples = input.shape[0]
    planes.prepare(Shape(roundedUp(samples), groups, geometry.planesCount))
    for group in 0..<groups {
      kernel.setKernelRows(
        parameters.values, from: weight.start + group * geometry.weightCount, geometry, backward: false)
      for first in stride(from: 0, to: samples, by: 2 * Tensor<Scalar>.lanes) {
        let (count, lanes) = block(first, of: samples)
        let start = planesStart(first, group, lanes)
        planes.setSideBySide(
          input, from: (first * groups + group) * geometry.inputCount, stride: groups * geometry.inputCount,
          samples: count, lanes: lanes, geometry, backward: false, at: start)
        result.setCorrelation(
          geometry, kernel: kernel, planes: planes, from: start, lanes: lanes, bias: parameters.values,
          from: bias.start + group * geometry.outputs, relu: relu, places: &places)
        output.setApart(
          result, at: (first * groups + group) * geometry.outputCount, stride: groups * geometry.outputCount,
          samples: count, lanes: lanes, geometry, backward: false)
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
        gradientPlanes.setSideBySide(
          outputGradient, from: (first * groups + group) * geometry.outputCount, stride: groups * geometry.outputCount,
          samples: count, lanes: lanes, slope: output, geometry, backward: true)
        gradients.values.addRowSums(
          of: gradientPlanes, rows: geometry.outputs, columns: geometry.gradientCount / geometry.outputs * lanes,
          at: bias.start + group * geometry.outputs)
        kernelGradient.addCorrelationGradient(
          geometry, planes: planes, from: planesStart(first, group, lanes), gradient: gradientPlanes, lanes: lanes,
          line: &line, places: &places)
        guard needsInputGradient else { continue }
        result.setCorrelation(
          geometry, backward: true, kernel: kernel, planes: gradientPlanes, lanes: lanes, places: &places)
        inputGradient.setApart(
          result, at: (first * groups + group) * geometry.inputCount, stride: groups * geometry.inputCount,
          samples: count, lanes: lanes, geometry, backward: true)
      }
      gradients.values.setKernel(
        fromRows: kernelGradient, at: weight.start + group * geometry.weightCount, geometry)
    }
  }

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

  /// Where the planes of a block and a group stand: the blocks before it are full ones.
  private func planesStart(_ first: Int, _ group: Int, _ lanes: Int) -> Int {
    (first * groups + group * lanes) * geometry.planesCount
  }
}
