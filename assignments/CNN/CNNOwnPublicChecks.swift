package import Checks
import LabKit

/// A draw of values whose cases may be right by the submission's own lower functions: `own` has their equations.
package struct FollowedDraw {
  private var values = ValueDraw()
  package var own = FollowThrough()
  private var count = 0

  package init() {}

  /// Adds a call as `ValueDraw` does; returns the judged answer, of which equations are required.
  @discardableResult
  package mutating func add(
    _ name: String, _ call: Call, part: String? = nil, isTrivial: Bool = false, unit: Double? = nil
  ) -> Term {
    values.add(name, call, part: part, isTrivial: isTrivial, unit: unit)
    defer { count += 1 }
    return part.map { Term.answer(count)[$0] } ?? .answer(count)
  }

  package func draw(partial: Bool = false) -> Draw {
    var draw = values.draw(partial: partial)
    draw.own = own.equations.isEmpty ? nil : own
    return draw
  }
}

extension Term {
  /// Σ this ⊙ other, for as many numbers as `other` has.
  package func slope(along other: Tensor) -> Term {
    reshaped([1, other.count]).matmul(.of(other.reshaped([other.count, 1]))).number
  }

  /// The numbers at these places of images of that size, as many and of as many channels as those of `output`.
  package func gathered(_ places: [Int], of size: [Int], like output: Tensor) -> Term {
    reshaped([output.shape[0] * output.shape[1] * size[0] * size[1], 1]).rows(places).reshaped(output.shape)
  }
}

/// What convolutions must be by simpler ones of the submission's own.
extension ConvolutionProblem {
  /// The sum over channels of its own convolution of one channel by one kernel, for each output channel.
  package func ownChannels(_ own: inout FollowThrough) -> [Term] {
    let (images, outputs, channels) = (x.shape[0], kernels.bias.count, x.shape[1])
    var planes: [Term] = []
    for output in 0..<outputs {
      var sum: Term?
      for channel in 0..<channels {
        let kernel = WeightsAndBias(
          weights: kernels.weights.rows(at: [output]).channel(channel),
          bias: Tensor([channel == 0 ? kernels.bias[output] : 0]))
        let part = own.ask(CNNLab.convolve, .of(x.channel(channel)), .of(kernel), .of(stride), .of(padding))
        sum = sum.map { $0 + part } ?? part
      }
      planes.append(own.work(sum ?? .of(Tensor([]))))
    }
    // Output by output, image by image within; turned round.
    let order = (0..<images * outputs).map { $0 % outputs * images + $0 / outputs }
    return [
      Term.stacked(planes).reshaped([outputs * images, outputGradient.shape[2] * outputGradient.shape[3]]).rows(order)
        .reshaped(outputGradient.shape)
    ]
  }

  /// Every `stride`-th of its own convolution, with stride 1 and no padding, of the image with so many zeros more around it.
  package func ownOfPadded(_ own: inout FollowThrough, extra: Int = 0) -> [Term] {
    let padded = x.padded(padding + extra)
    let dense = own.ask(CNNLab.convolve, .of(padded), .of(kernels), .of(1), .of(0))
    let size = [2, 3].map { padded.shape[$0] - kernels.weights.shape[$0] + 1 }
    return [dense.gathered(places(size, stride: stride, extra, extra), of: size, like: outputGradient)]
  }

  /// Its own convolution, stride and padding 1, with the kernel in the middle of one of 3 × 3.
  package func ownOfThree(_ own: inout FollowThrough) -> [Term] {
    let shape = kernels.weights.shape
    let (top, left) = ((3 - shape[2]) / 2, (3 - shape[3]) / 2)
    var three = kernels
    three.weights = Tensor(shape: [shape[0], shape[1], 3, 3])
    for o in 0..<shape[0] {
      for c in 0..<shape[1] {
        for m in 0..<shape[2] {
          for n in 0..<shape[3] { three.weights[o, c, top + m, left + n] = kernels.weights[o, c, m, n] }
        }
      }
    }
    let whole = own.ask(CNNLab.convolve, .of(x), .of(three), .of(1), .of(1))
    let size = [x.shape[2], x.shape[3]]
    return [whole.gathered(places(size, stride: 1, 1 - top, 1 - left), of: size, like: outputGradient)]
  }

  /// Where the output's elements stand in one of that size per plane: every `stride`-th from (top, left) on.
  private func places(_ size: [Int], stride: Int, _ top: Int, _ left: Int) -> [Int] {
    let output = outputGradient.shape
    return (0..<outputGradient.count).map { index in
      let (plane, i, j) = (index / (output[2] * output[3]), index / output[3] % output[2], index % output[3])
      return (plane * size[0] + i * stride + top) * size[1] + j * stride + left
    }
  }

  /// That convolveBackward's answer is the adjoint of its own convolution, which is linear in each tensor: for directions
  /// e, Σ (∂L/∂x) ⊙ e = Σ g ⊙ convolve(e).
  package func requireAdjoint(
    _ own: inout FollowThrough, _ name: String, _ answer: Term, parts: [String] = ["x", "kernels"],
    _ generator: inout Generator
  ) {
    let none = WeightsAndBias(weights: 0 * kernels.weights, bias: 0 * kernels.bias)
    func change(_ x: Tensor, _ kernels: WeightsAndBias, _ own: inout FollowThrough) -> Term {
      own.ask(CNNLab.convolve, .of(x), .of(kernels), .of(stride), .of(padding)).slope(along: outputGradient)
    }
    if parts.contains("x") {
      let e = generator.normal(shape: x.shape)
      let flat = WeightsAndBias(weights: kernels.weights, bias: none.bias)
      let found = parts.count > 1 ? answer["x"] : answer
      own.require(name, found.slope(along: e), equals: change(e, flat, &own))
    }
    if parts.contains("kernels") {
      let e = WeightsAndBias(
        weights: generator.normal(shape: kernels.weights.shape), bias: generator.normal(shape: kernels.bias.shape))
      let found = parts.count > 1 ? answer["kernels"] : answer
      own.require(
        name, found["weights"].slope(along: e.weights),
        equals: change(x, WeightsAndBias(weights: e.weights, bias: none.bias), &own))
      own.require(
        name, found["bias"].slope(along: e.bias),
        equals: change(0 * x, WeightsAndBias(weights: none.weights, bias: e.bias), &own))
    }
  }
}

/// What pooling must be by the submission's own.
extension PoolingProblem {
  /// Its own largest of each window, cut out.
  package func ownWindows(_ own: inout FollowThrough) -> [Term] {
    let output = outputGradient.shape
    var windows = Tensor(shape: [outputGradient.count, 1, size, size])
    for index in 0..<outputGradient.count {
      let (plane, i, j) = (index / (output[2] * output[3]), index / output[3] % output[2], index % output[3])
      for m in 0..<size {
        for n in 0..<size {
          windows[index, 0, m, n] = x.values[(plane * x.shape[2] + i * stride + m) * x.shape[3] + j * stride + n]
        }
      }
    }
    return [own.ask(CNNLab.maxPool, .of(windows), .of(size), .of(size)).reshaped(output)]
  }

  /// That the gradient is the slope of its own pooling along a direction too short to change which element is the
  /// largest, where all elements are at least 1/4 apart.
  package func requireSlope(
    _ own: inout FollowThrough, _ name: String, _ answer: Term, _ generator: inout Generator
  ) {
    let e = generator.normal(shape: x.shape).map { 0.1 * tanh($0) }
    let up = own.ask(CNNLab.maxPool, .of(x + e), .of(size), .of(stride))
    let down = own.ask(CNNLab.maxPool, .of(x - e), .of(size), .of(stride))
    own.require(name, answer.slope(along: e), equals: 0.5 * (up - down).slope(along: outputGradient))
  }
}

extension Tensor {
  /// One channel of each image, or one layer of each kernel.
  fileprivate func channel(_ channel: Int) -> Tensor {
    let (count, channels, area) = (shape[0], shape[1], shape[2] * shape[3])
    var values: [Double] = []
    for image in 0..<count {
      let start = (image * channels + channel) * area
      values += self.values[start..<start + area]
    }
    return Tensor(shape: [count, 1, shape[2], shape[3]], values: values)
  }

  /// Zeros around each plane.
  package func padded(_ width: Int) -> Tensor {
    var result = Tensor(shape: [shape[0], shape[1], shape[2] + 2 * width, shape[3] + 2 * width])
    for a in 0..<shape[0] {
      for c in 0..<shape[1] {
        for i in 0..<shape[2] {
          for j in 0..<shape[3] { result[a, c, i + width, j + width] = self[a, c, i, j] }
        }
      }
    }
    return result
  }
}
