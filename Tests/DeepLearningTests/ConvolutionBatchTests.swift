import DeepLearning
import Tensors
import Testing

/// A batch is convolved with its samples side by side, one image alone by columns: two ways to the same numbers.
@Suite struct ConvolutionBatchTests {
  struct Case: Sendable {
    let channels, outputs, groups: Int
    let size: (height: Int, width: Int)
    let kernel, padding: (height: Int, width: Int)
    let dilation: Int
  }

  static let cases: [Case] = [
    Case(channels: 1, outputs: 16, groups: 1, size: (8, 8), kernel: (3, 3), padding: (1, 1), dilation: 1),
    Case(channels: 6, outputs: 9, groups: 3, size: (5, 7), kernel: (3, 2), padding: (2, 0), dilation: 1),
    Case(channels: 4, outputs: 34, groups: 1, size: (9, 4), kernel: (2, 3), padding: (1, 2), dilation: 2),
    Case(channels: 3, outputs: 5, groups: 1, size: (1, 3), kernel: (5, 1), padding: (4, 0), dilation: 1),
    Case(channels: 19, outputs: 2, groups: 1, size: (3, 3), kernel: (1, 1), padding: (0, 0), dilation: 1),
  ]

  @Test(arguments: cases.indices, [4, 13, 16, 17, 32, 37, 70]) func batchIsItsImages(index: Int, samples: Int) {
    check(Self.cases[index], samples, Float.self, within: 2e-5)
    check(Self.cases[index], samples, Double.self, within: 1e-13)
  }

  /// Outputs, both parameters' gradients and the input's, each in units of the largest.
  private func check<Scalar: TensorScalar>(_ c: Case, _ samples: Int, _: Scalar.Type, within bound: Scalar) {
    var stream = RandomStream(seed: UInt64(samples))
    var parameters = Parameters<Scalar>()
    let window = Window(kernel: c.kernel, padding: c.padding, dilation: (c.dilation, c.dilation))
    var whole = Convolution<Scalar>(
      c.channels, c.outputs, window, size: c.size, groups: c.groups, relu: true, name: "0", in: &parameters, &stream)
    var single = whole
    let input = Tensor<Scalar>(normal: 0, Shape(samples, c.channels, c.size.height, c.size.width), &stream)
    let output = whole.forward(input, parameters, training: true)
    let seed = Tensor<Scalar>(normal: 0, output.shape, &stream)
    var gradients = parameters.zeros()
    let inputGradient = whole.backward(seed, parameters, into: &gradients)

    var sum = parameters.zeros()
    var outputs: [Tensor<Scalar>] = []
    var inputGradients: [Tensor<Scalar>] = []
    for sample in 0..<samples {
      var own = parameters.zeros()
      outputs.append(single.forward(input.rows(sample..<(sample + 1)), parameters, training: true))
      inputGradients.append(single.backward(seed.rows(sample..<(sample + 1)), parameters, into: &own))
      sum.values += own.values
    }
    expectNear(output, .concatenating(outputs), bound)
    expectNear(inputGradient, .concatenating(inputGradients), bound)
    expectNear(gradients.values, sum.values, bound)
  }

  private func expectNear<Scalar: TensorScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ bound: Scalar) {
    #expect(a.count == b.count)
    let largest = max(1, zip(a.elements, b.elements).reduce(Scalar(0)) { max($0, abs($1.1)) })
    let worst = zip(a.elements, b.elements).reduce(Scalar(0)) { max($0, abs($1.0 - $1.1)) }
    #expect(worst <= bound * largest, "off by \(worst) of \(largest)")
  }
}
