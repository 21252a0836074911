import CNN

// Free functions on planes: a convolution is a sum of shifted images, each scaled by one element of a kernel. Pooling comes
// before ReLU, which gives the same; LeCun's weights, each tensor from its own stream.

private typealias Plane = [[Double]]

private func plane(_ x: Tensor, _ sample: Int, _ channel: Int) -> Plane {
  let (h, w) = (x.shape[2], x.shape[3])
  let start = (sample * x.shape[1] + channel) * h * w
  return (0..<h).map { Array(x.values[start + $0 * w..<start + ($0 + 1) * w]) }
}

private func put(_ plane: Plane, _ sample: Int, _ channel: Int, into x: inout Tensor) {
  for (i, line) in plane.enumerated() {
    for (j, value) in line.enumerated() { x[sample, channel, i, j] = value }
  }
}

/// Calls `body` with each place of the output (i, j) and the pixel (y, x) that kernel element (m, n) meets there.
private func overlaps(
  _ output: (Int, Int), _ input: (Int, Int), _ m: Int, _ n: Int, _ stride: Int, _ padding: Int,
  _ body: (Int, Int, Int, Int) -> Void
) {
  for i in 0..<output.0 {
    let y = i * stride + m - padding
    guard y >= 0 && y < input.0 else { continue }
    for j in 0..<output.1 {
      let x = j * stride + n - padding
      if x >= 0 && x < input.1 { body(i, j, y, x) }
    }
  }
}

private func zeros(_ h: Int, _ w: Int) -> Plane { Plane(repeating: [Double](repeating: 0, count: w), count: h) }

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    Int((Double(input + 2 * padding - kernel) / Double(stride)).rounded(.down)) + 1
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let size = places(x, kernels, stride, padding)
    var y = Tensor(shape: [x.shape[0], kernels.bias.count, size.0, size.1])
    for sample in 0..<x.shape[0] {
      let planes = (0..<x.shape[1]).map { plane(x, sample, $0) }
      for o in 0..<kernels.bias.count {
        var sum = Plane(repeating: [Double](repeating: kernels.bias[o], count: size.1), count: size.0)
        for (c, image) in planes.enumerated() {
          for m in 0..<kernels.weights.shape[2] {
            for n in 0..<kernels.weights.shape[3] {
              let weight = kernels.weights[o, c, m, n]
              overlaps(size, (x.shape[2], x.shape[3]), m, n, stride, padding) { i, j, row, column in
                sum[i][j] += weight * image[row][column]
              }
            }
          }
        }
        put(sum, sample, o, into: &y)
      }
    }
    return y
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let size = places(x, kernels, stride, padding)
    var result = ConvolutionTensors(
      x: 0 * x, kernels: WeightsAndBias(weights: 0 * kernels.weights, bias: 0 * kernels.bias))
    for sample in 0..<x.shape[0] {
      let deltas = (0..<kernels.bias.count).map { plane(outputGradient, sample, $0) }
      for (o, delta) in deltas.enumerated() { result.kernels.bias[o] += delta.joined().reduce(0, +) }
      for c in 0..<x.shape[1] {
        let image = plane(x, sample, c)
        var slope = zeros(x.shape[2], x.shape[3])
        for (o, delta) in deltas.enumerated() {
          for m in 0..<kernels.weights.shape[2] {
            for n in 0..<kernels.weights.shape[3] {
              let weight = kernels.weights[o, c, m, n]
              var total = 0.0
              overlaps(size, (x.shape[2], x.shape[3]), m, n, stride, padding) { i, j, row, column in
                total += delta[i][j] * image[row][column]
                slope[row][column] += delta[i][j] * weight
              }
              result.kernels.weights[o, c, m, n] += total
            }
          }
        }
        put(slope, sample, c, into: &result.x)
      }
    }
    return result
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let (h, w) = ((x.shape[2] - size) / stride + 1, (x.shape[3] - size) / stride + 1)
    var y = Tensor(shape: [x.shape[0], x.shape[1], h, w])
    for sample in 0..<x.shape[0] {
      for channel in 0..<x.shape[1] {
        let image = plane(x, sample, channel)
        let pooled = (0..<h).map { i in
          (0..<w).map { j in
            image[i * stride..<i * stride + size].map { $0[j * stride..<j * stride + size].max() ?? 0 }.max() ?? 0
          }
        }
        put(pooled, sample, channel, into: &y)
      }
    }
    return y
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    var result = Tensor(shape: x.shape)
    for sample in 0..<x.shape[0] {
      for channel in 0..<x.shape[1] {
        for i in 0..<outputGradient.shape[2] {
          for j in 0..<outputGradient.shape[3] {
            var (top, left) = (i * stride, j * stride)
            for y in i * stride..<i * stride + size {
              for column in j * stride..<j * stride + size
              where x[sample, channel, y, column] > x[sample, channel, top, left] { (top, left) = (y, column) }
            }
            result[sample, channel, top, left] += outputGradient[sample, channel, i, j]
          }
        }
      }
    }
    return result
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var generator = Generator(seed: seed)
    func layer(_ shape: [Int]) -> WeightsAndBias {
      var stream = generator.split()
      let fan = shape.dropFirst().reduce(1, *)
      return WeightsAndBias(
        weights: stream.normal(shape: shape) / Double(fan).squareRoot(), bias: Tensor(shape: [shape[0]]))
    }
    let blocks = (1..<channels.count).map { layer([channels[$0], channels[$0 - 1], 3, 3]) }
    let halvings = blocks.count
    let inputs = (channels.last ?? 0) * (height >> halvings) * (width >> halvings)
    return ConvolutionalNetwork(blocks: blocks, dense: layer([classes, inputs]))
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    let last = passes(network, x).last?.pooled ?? x
    let rows = last.reshaped([x.shape[0], network.dense.weights.columns])
    return rows.matmul(network.dense.weights.transposed()) + network.dense.bias
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let passes = passes(network, x)
    let last = passes.last?.pooled ?? x
    let rows = last.reshaped([x.shape[0], network.dense.weights.columns])
    let delta = CNNLab.crossEntropy(scores(network, x), labels).gradient
    let dense = WeightsAndBias(weights: delta.transposed().matmul(rows), bias: delta.sum(axis: 0))
    var below = delta.matmul(network.dense.weights).reshaped(last.shape)
    var blocks: [WeightsAndBias] = []
    for (block, pass) in zip(network.blocks, passes).reversed() {
      let open = below.combined(with: pass.pooled) { $1 > 0 ? $0 : 0 }
      let sums = maxPoolBackward(pass.sums, size: 2, stride: 2, outputGradient: open)
      let slope = convolveBackward(pass.input, block, stride: 1, padding: 1, outputGradient: sums)
      blocks.insert(slope.kernels, at: 0)
      below = slope.x
    }
    return ConvolutionalNetwork(blocks: blocks, dense: dense)
  }

  private func places(_ x: Tensor, _ kernels: WeightsAndBias, _ stride: Int, _ padding: Int) -> (Int, Int) {
    let shape = kernels.weights.shape
    return (
      outputSize(input: x.shape[2], kernel: shape[2], stride: stride, padding: padding),
      outputSize(input: x.shape[3], kernel: shape[3], stride: stride, padding: padding)
    )
  }

  /// ReLU of the pooled sums: the largest of ReLUs is the ReLU of the largest.
  private func passes(
    _ network: ConvolutionalNetwork, _ x: Tensor
  ) -> [(input: Tensor, sums: Tensor, pooled: Tensor)] {
    var passes: [(input: Tensor, sums: Tensor, pooled: Tensor)] = []
    var input = x
    for block in network.blocks {
      let sums = convolve(input, block, stride: 1, padding: 1)
      let pooled = maxPool(sums, size: 2, stride: 2).map { max($0, 0) }
      passes.append((input, sums, pooled))
      input = pooled
    }
    return passes
  }
}
