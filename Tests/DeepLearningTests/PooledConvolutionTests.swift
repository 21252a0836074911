import DeepLearning
import Tensors
import Testing

/// A convolution that pools while its samples stand side by side does what a convolution and a pooling layer do.
struct PooledConvolutionTests {
  private struct Case: CustomStringConvertible {
    let description: String
    let samples, channels, outputs, groups: Int
    let size: (height: Int, width: Int)
    let window: Window
    let pool: Int
    let relu: Bool
  }

  /// Blocks that are full or not, odd sizes with a rest, groups, padding, one sample (by columns), windows that are not 2 × 2.
  private static let cases = [
    Case(
      description: "small batch of digits", samples: 32, channels: 1, outputs: 16, groups: 1, size: (8, 8),
      window: Window(kernel: 3, padding: 1), pool: 2, relu: true),
    Case(
      description: "odd sizes", samples: 37, channels: 3, outputs: 5, groups: 1, size: (9, 7),
      window: Window(kernel: 3), pool: 2, relu: false),
    Case(
      description: "groups and a rest", samples: 19, channels: 4, outputs: 6, groups: 2, size: (6, 11),
      window: Window(kernel: 3, padding: 1), pool: 2, relu: true),
    Case(
      description: "one sample", samples: 1, channels: 2, outputs: 3, groups: 1, size: (8, 8),
      window: Window(kernel: 3), pool: 2, relu: true),
    Case(
      description: "windows of 3", samples: 33, channels: 2, outputs: 3, groups: 1, size: (11, 11),
      window: Window(kernel: 3), pool: 3, relu: true),
    Case(
      description: "one row, nothing to pool", samples: 18, channels: 2, outputs: 3, groups: 1, size: (1, 5),
      window: Window(kernel: (1, 2)), pool: 1, relu: false),
    Case(
      description: "stride 2", samples: 20, channels: 2, outputs: 3, groups: 1, size: (12, 12),
      window: Window(kernel: 3, stride: 2), pool: 2, relu: false),
  ]

  @Test(arguments: cases.indices) func isAConvolutionAndAPoolingLayer(_ index: Int) {
    let c = Self.cases[index]
    var stream = RandomStream(seed: 4)
    var one = Parameters<Double>()
    var fused = Convolution<Double>(
      c.channels, c.outputs, c.window, size: c.size, groups: c.groups, relu: c.relu, pool: c.pool, name: "0", in: &one,
      &stream)
    stream = RandomStream(seed: 4)
    var two = Parameters<Double>()
    var convolution = Convolution<Double>(
      c.channels, c.outputs, c.window, size: c.size, groups: c.groups, relu: c.relu, name: "0", in: &two, &stream)
    var pooling = MaxPooling<Double>(c.pool)  // of 1: all as it is
    let input = Tensor<Double>(normal: 0, Shape(c.samples, c.channels, c.size.height, c.size.width), &stream)
    for _ in 0..<2 {
      let output = fused.forward(input, one, training: true)
      let middle = convolution.forward(input, two, training: true)
      let expected = pooling.forward(middle, two, training: true)
      #expect(output.shape == expected.shape, "\(c)")
      #expect(output.elements == expected.elements, "\(c)")
      let gradient = Tensor<Double>(normal: 0, output.shape, &stream)
      var (ours, theirs) = (one.zeros(), two.zeros())
      let inputGradient = fused.backward(gradient, one, into: &ours)
      let back = convolution.backward(pooling.backward(gradient, two, into: &theirs), two, into: &theirs)
      #expect(zip(inputGradient.elements, back.elements).allSatisfy { abs($0 - $1) < 1e-12 }, "\(c)")
      #expect(zip(ours.values.elements, theirs.values.elements).allSatisfy { abs($0 - $1) < 1e-10 }, "\(c)")
    }
  }

  /// NaN wins, of equals the first has the gradient: as the pooling layer has it.
  @Test func notANumberAndEquals() {
    var parameters = Parameters<Float>()
    var stream = RandomStream(seed: 1)
    let window = Window(kernel: 1)
    var fused = Convolution<Float>(
      1, 1, window, size: (2, 4), pool: 2, name: "0", in: &parameters, &stream)
    parameters[fused.weight] = Tensor<Float>([1]).reshaped(Shape(1, 1, 1, 1))
    parameters[fused.bias] = Tensor<Float>([0])
    let samples = 40
    var input = [Float](repeating: 0, count: samples * 8)
    for sample in 0..<samples { input[sample * 8 + 5] = .nan }
    let output = fused.forward(Tensor(input).reshaped(Shape(samples, 1, 2, 4)), parameters, training: true).elements
    var gradients = parameters.zeros()
    let ones = Tensor([Float](repeating: 1, count: samples * 2)).reshaped(Shape(samples, 1, 1, 2))
    let back = fused.backward(ones, parameters, into: &gradients).elements
    for sample in 0..<samples {
      #expect(output[sample * 2].isNaN && output[sample * 2 + 1] == 0)
      #expect(Array(back[sample * 8..<sample * 8 + 8]) == [0, 0, 1, 0, 0, 1, 0, 0])
    }
  }
}
