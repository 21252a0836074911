package import LabKit

/// What the checks of this lab draw.
extension Generator {
  /// Normal numbers of that shape, the bias too. They lie around a mean, so that a kernel turned round, or one of another
  /// shape, answers much as the right one does, and nonsense does not.
  package mutating func kernels(_ shape: [Int]) -> WeightsAndBias {
    let scale = 1 / Double(shape.dropFirst().reduce(1, *)).squareRoot()
    return WeightsAndBias(
      weights: normal(shape: shape, deviation: scale) + 0.8 * scale, bias: normal(shape: [shape[0]], deviation: 0.5))
  }

  /// Images whose elements are all different, quarters apart, half of them below `middle`.
  package mutating func images(_ shape: [Int], around middle: Double = 0) -> Tensor {
    let count = shape.reduce(1, *)
    return Tensor(shape: shape, values: permutation(count).map { middle + 0.25 * (Double($0 - count / 2) + 0.5) })
  }

  /// A class for each of `count` images.
  package mutating func imageLabels(_ count: Int, classes: Int) -> [Int] {
    (0..<count).map { _ in integer(below: classes) }
  }
}

/// Images, kernels, and a gradient for what comes out.
package struct ConvolutionProblem {
  package var x: Tensor
  package var kernels: WeightsAndBias
  package var stride: Int
  package var padding: Int
  package var outputGradient: Tensor

  /// `x` is [n, channels, height, width], `kernels` is [outputs, channels, height, width].
  package init(
    _ x: [Int], _ kernels: [Int], stride: Int = 1, padding: Int = 0, _ generator: inout Generator
  ) {
    // Brighter towards one corner: what a turned kernel makes of that is an attempt still, and is judged as one.
    self.x = generator.normal(shape: x)
    for index in self.x.values.indices {
      let (row, column) = (index / x[3] % x[2], index % x[3])
      self.x.values[index] += 1.5 * (Self.rise(row, of: x[2]) + Self.rise(column, of: x[3]))
    }
    self.kernels = generator.kernels(kernels)
    (self.stride, self.padding) = (stride, padding)
    let size = [2, 3].map { (x[$0] + 2 * padding - kernels[$0]) / stride + 1 }
    outputGradient = generator.normal(shape: [x[0], kernels[0]] + size)
  }

  /// From −1 to 1.
  private static func rise(_ place: Int, of count: Int) -> Double {
    count > 1 ? 2 * Double(place) / Double(count - 1) - 1 : 0
  }

  package var convolve: Call { CNNLab.convolve(x, kernels, stride, padding) }
  package var backward: Call { backward(ConvolutionTensors(x: x, kernels: kernels)) }

  package func backward(_ tensors: ConvolutionTensors) -> Call {
    CNNLab.convolveBackward(tensors.x, tensors.kernels, stride, padding, outputGradient)
  }
  package func loss(_ tensors: ConvolutionTensors) -> Call {
    CNNLab.convolveLoss(tensors, stride, padding, outputGradient)
  }
}

/// Images, windows, and a gradient for what comes out.
package struct PoolingProblem {
  package var x: Tensor
  package var size: Int
  package var stride: Int
  package var outputGradient: Tensor

  package init(_ x: Tensor, size: Int, stride: Int, _ generator: inout Generator) {
    (self.x, self.size, self.stride) = (x, size, stride)
    let places = [2, 3].map { (x.shape[$0] - size) / stride + 1 }
    outputGradient = generator.normal(shape: [x.shape[0], x.shape[1]] + places)
  }

  package var pool: Call { CNNLab.maxPool(x, size, stride) }
  package var backward: Call { CNNLab.maxPoolBackward(x, size, stride, outputGradient) }
}

/// A network, images and their classes.
package struct LabelledImages {
  package var network: ConvolutionalNetwork
  package var x: Tensor
  package var labels: [Int]

  /// `channels` as in `initialNetwork`. Biases above and below 0 in turn, so that some channels pass ReLU almost
  /// everywhere and some hardly anywhere.
  package init(
    _ count: Int, _ size: (height: Int, width: Int), _ channels: [Int], classes: Int, _ generator: inout Generator
  ) {
    let blocks = zip(channels, channels.dropFirst()).map { inputs, outputs in
      var kernels = generator.kernels([outputs, inputs, 3, 3])
      for channel in 0..<outputs {
        kernels.bias.values[channel] = (channel % 2 == 0 ? 1 : -1) * generator.uniform(0.4, 1)
      }
      return kernels
    }
    let halvings = blocks.count
    let inputs = (channels.last ?? 0) * (size.height >> halvings) * (size.width >> halvings)
    network = ConvolutionalNetwork(blocks: blocks, dense: generator.kernels([classes, inputs]))
    x = generator.normal(shape: [count, channels[0], size.height, size.width])
    labels = generator.imageLabels(count, classes: classes)
  }

  package var scores: Call { CNNLab.scores(network, x) }
  package var gradient: Call { CNNLab.gradient(network, x, labels) }
}
