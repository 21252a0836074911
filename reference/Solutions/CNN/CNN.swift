import CNN

/// Convolution, pooling, and a small network of them.
struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    // BEGIN SOLUTION
    (input + 2 * padding - kernel) / stride + 1
    // END SOLUTION
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    // BEGIN SOLUTION
    let view = Columns(self, x, kernels, stride, padding)
    var y = Tensor(shape: [x.shape[0], kernels.bias.count, view.height, view.width])
    for sample in 0..<x.shape[0] {
      let product = view.matrix(kernels).matmul(view.columns(of: x, sample))
      let start = sample * product.count
      for index in 0..<product.count {
        y.values[start + index] = product.values[index] + kernels.bias[index / view.places]
      }
    }
    return y
    // END SOLUTION
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    // BEGIN SOLUTION
    // As products: Y = W · columns(X), so ∂W = ∂Y · columns(X)ᵀ and ∂columns = Wᵀ · ∂Y.
    let view = Columns(self, x, kernels, stride, padding)
    let transposedWeights = view.matrix(kernels).transposed()
    var weights = Tensor(shape: [kernels.bias.count, view.fan])
    var bias = Tensor(shape: kernels.bias.shape)
    var xGradient = Tensor(shape: x.shape)
    for sample in 0..<x.shape[0] {
      let delta = outputGradient.row(sample).reshaped([kernels.bias.count, view.places])
      weights += delta.matmul(view.columns(of: x, sample).transposed())
      bias += delta.sum(axis: 1)
      view.addColumns(transposedWeights.matmul(delta), to: &xGradient, sample)
    }
    let gradient = WeightsAndBias(weights: weights.reshaped(kernels.weights.shape), bias: bias)
    return ConvolutionTensors(x: xGradient, kernels: gradient)
    // END SOLUTION
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    // BEGIN SOLUTION
    let (shape, winners) = winners(x, size, stride)
    return Tensor(shape: shape, values: winners.map { x.values[$0] })
    // END SOLUTION
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    // BEGIN SOLUTION
    var gradient = Tensor(shape: x.shape)
    for (place, winner) in winners(x, size, stride).offsets.enumerated() {
      gradient.values[winner] += outputGradient.values[place]
    }
    return gradient
    // END SOLUTION
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    // BEGIN SOLUTION
    var generator = Generator(seed: seed)
    var (height, width) = (height, width)
    var blocks: [WeightsAndBias] = []
    for (inputs, outputs) in zip(channels, channels.dropFirst()) {
      blocks.append(
        WeightsAndBias(
          weights: generator.normal(shape: [outputs, inputs, 3, 3], deviation: sqrt(2 / Double(9 * inputs))),
          bias: Tensor(shape: [outputs])))
      height = outputSize(input: height, kernel: 2, stride: 2, padding: 0)
      width = outputSize(input: width, kernel: 2, stride: 2, padding: 0)
    }
    let inputs = channels[channels.count - 1] * height * width
    let weights = generator.normal(shape: [classes, inputs], deviation: sqrt(1 / Double(inputs)))
    return ConvolutionalNetwork(
      blocks: blocks, dense: WeightsAndBias(weights: weights, bias: Tensor(shape: [classes])))
    // END SOLUTION
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    // BEGIN SOLUTION
    var x = x
    for block in network.blocks {
      let z = convolve(x, block, stride: 1, padding: 1)
      x = maxPool(z.map { max(0, $0) }, size: 2, stride: 2)
    }
    return flat(x, network).matmul(network.dense.weights.transposed()) + network.dense.bias
    // END SOLUTION
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    // BEGIN SOLUTION
    // Forward, keeping the input of each block and its sums before ReLU.
    var inputs = [x]
    var sums: [Tensor] = []
    for block in network.blocks {
      sums.append(convolve(inputs[inputs.count - 1], block, stride: 1, padding: 1))
      inputs.append(maxPool(sums[sums.count - 1].map { max(0, $0) }, size: 2, stride: 2))
    }
    let features = inputs[inputs.count - 1]
    let scores = flat(features, network).matmul(network.dense.weights.transposed()) + network.dense.bias

    let delta = CNNLab.crossEntropy(scores, labels).gradient
    var gradient = network
    gradient.dense.weights = delta.transposed().matmul(flat(features, network))
    gradient.dense.bias = delta.sum(axis: 0)
    var below = delta.matmul(network.dense.weights).reshaped(features.shape)
    for index in network.blocks.indices.reversed() {
      let active = sums[index].map { max(0, $0) }
      below = maxPoolBackward(active, size: 2, stride: 2, outputGradient: below)
      below = below * sums[index].map { $0 > 0 ? 1 : 0 }
      let slope = convolveBackward(
        inputs[index], network.blocks[index], stride: 1, padding: 1, outputGradient: below)
      gradient.blocks[index] = slope.kernels
      below = slope.x
    }
    return gradient
    // END SOLUTION
  }
  // BEGIN SOLUTION HELPERS

  /// One image a row.
  private func flat(_ x: Tensor, _ network: ConvolutionalNetwork) -> Tensor {
    x.reshaped([x.shape[0], network.dense.weights.columns])
  }

  /// The output's shape, and for each of its elements the offset in x of the largest one in its window, the first of equals.
  private func winners(_ x: Tensor, _ size: Int, _ stride: Int) -> (shape: [Int], offsets: [Int]) {
    let (height, width) = (x.shape[2], x.shape[3])
    let rows = outputSize(input: height, kernel: size, stride: stride, padding: 0)
    let columns = outputSize(input: width, kernel: size, stride: stride, padding: 0)
    var offsets: [Int] = []
    for plane in 0..<x.shape[0] * x.shape[1] {
      for i in 0..<rows {
        for j in 0..<columns {
          var best = (plane * height + i * stride) * width + j * stride
          for m in 0..<size {
            for n in 0..<size {
              let offset = (plane * height + i * stride + m) * width + j * stride + n
              if x.values[offset] > x.values[best] { best = offset }
            }
          }
          offsets.append(best)
        }
      }
    }
    return ([x.shape[0], x.shape[1], rows, columns], offsets)
  }
  // END SOLUTION
}
// BEGIN SOLUTION HELPERS

/// The pixels that each place of a convolution's output sees, as a matrix `[channels · kernel, places]` for each sample.
private struct Columns {
  let height, width, fan, pixels: Int
  /// Which pixel of a sample stands where in the matrix; what lies in the padding is not listed.
  var taps: [(column: Int, pixel: Int)] = []

  init(_ lab: Submission, _ x: Tensor, _ kernels: WeightsAndBias, _ stride: Int, _ padding: Int) {
    let (channels, rows, columns) = (x.shape[1], x.shape[2], x.shape[3])
    let (kernelHeight, kernelWidth) = (kernels.weights.shape[2], kernels.weights.shape[3])
    height = lab.outputSize(input: rows, kernel: kernelHeight, stride: stride, padding: padding)
    width = lab.outputSize(input: columns, kernel: kernelWidth, stride: stride, padding: padding)
    fan = channels * kernelHeight * kernelWidth
    pixels = channels * rows * columns
    for channel in 0..<channels {
      for m in 0..<kernelHeight {
        for n in 0..<kernelWidth {
          let line = (channel * kernelHeight + m) * kernelWidth + n
          for i in 0..<height {
            let row = i * stride + m - padding
            if row < 0 || row >= rows { continue }
            for j in 0..<width {
              let column = j * stride + n - padding
              if column < 0 || column >= columns { continue }
              taps.append((line * height * width + i * width + j, (channel * rows + row) * columns + column))
            }
          }
        }
      }
    }
  }

  var places: Int { height * width }

  func matrix(_ kernels: WeightsAndBias) -> Tensor { kernels.weights.reshaped([kernels.bias.count, fan]) }

  func columns(of x: Tensor, _ sample: Int) -> Tensor {
    var result = Tensor(shape: [fan, places])
    for tap in taps { result.values[tap.column] = x.values[sample * pixels + tap.pixel] }
    return result
  }

  /// The other way round: a pixel that several places see gets the sum of what they say.
  func addColumns(_ columns: Tensor, to x: inout Tensor, _ sample: Int) {
    for tap in taps { x.values[sample * pixels + tap.pixel] += columns.values[tap.column] }
  }
}
// END SOLUTION
