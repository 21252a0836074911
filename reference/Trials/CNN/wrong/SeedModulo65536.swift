// mistake: seeds count modulo 65536 only.
// against: “the same seed gives the same network, another seed another one”
import CNN

/// Columns of pixels and products of matrices; the table of who meets whom serves forward and back.
private struct Geometry {
  let shape: [Int], kernel: [Int], height: Int, width: Int
  /// For each output place and each element of a kernel the offset in the image, −1 in the padding.
  let table: [Int]

  init(_ x: Tensor, _ w: Tensor, _ stride: Int, _ padding: Int) {
    (shape, kernel) = (x.shape, w.shape)
    let (C, H, W, K, L) = (x.shape[1], x.shape[2], x.shape[3], w.shape[2], w.shape[3])
    let (h, v) = ((H + 2 * padding - K) / stride + 1, (W + 2 * padding - L) / stride + 1)
    (height, width) = (h, v)
    table = (0..<h * v).flatMap { place -> [Int] in
      let (top, left) = (place / v * stride - padding, place % v * stride - padding)
      return (0..<C * K * L).map { element in
        let (c, m, n) = (element / (K * L), element / L % K, element % L)
        let (row, column) = (top + m, left + n)
        return row < 0 || row >= H || column < 0 || column >= W ? -1 : (c * H + row) * W + column
      }
    }
  }

  var places: Int { height * width }
  var elements: Int { kernel[1] * kernel[2] * kernel[3] }
  var image: Int { shape[1] * shape[2] * shape[3] }

  func columns(_ x: Tensor, _ a: Int) -> Tensor {
    Tensor(shape: [places, elements], values: table.map { $0 < 0 ? 0 : x.values[a * image + $0] })
  }
}

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    (input + 2 * padding - kernel) / stride + 1
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let geometry = Geometry(x, kernels.weights, stride, padding)
    let O = kernels.weights.shape[0]
    let matrix = kernels.weights.reshaped([O, geometry.elements]).transposed()
    var values: [Double] = []
    for a in 0..<x.shape[0] {
      values += (geometry.columns(x, a).matmul(matrix) + kernels.bias).transposed().values
    }
    return Tensor(shape: [x.shape[0], O, geometry.height, geometry.width], values: values)
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let geometry = Geometry(x, kernels.weights, stride, padding)
    let O = kernels.weights.shape[0]
    let matrix = kernels.weights.reshaped([O, geometry.elements])
    var dw = Tensor(shape: matrix.shape)
    var db = Tensor(shape: [O])
    var dx = Tensor(shape: x.shape)
    for a in 0..<x.shape[0] {
      let g = outputGradient.row(a).reshaped([O, geometry.places])
      dw += g.matmul(geometry.columns(x, a))
      db += g.sum(axis: 1)
      let spread = g.transposed().matmul(matrix)
      for (offset, share) in zip(geometry.table, spread.values) where offset >= 0 {
        dx.values[a * geometry.image + offset] += share
      }
    }
    return ConvolutionTensors(
      x: dx, kernels: WeightsAndBias(weights: dw.reshaped(kernels.weights.shape), bias: db))
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let h = outputSize(input: x.shape[2], kernel: size, stride: stride, padding: 0)
    let v = outputSize(input: x.shape[3], kernel: size, stride: stride, padding: 0)
    return Tensor(
      shape: [x.shape[0], x.shape[1], h, v], values: winners(x, size, stride).map { x.values[$0] })
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    zip(winners(x, size, stride), outputGradient.values).reduce(into: Tensor(shape: x.shape)) {
      $0.values[$1.0] += $1.1
    }
  }

  private func winners(_ x: Tensor, _ size: Int, _ stride: Int) -> [Int] {
    let (H, W) = (x.shape[2], x.shape[3])
    let h = outputSize(input: H, kernel: size, stride: stride, padding: 0)
    let v = outputSize(input: W, kernel: size, stride: stride, padding: 0)
    let window = (0..<size * size).map { $0 / size * W + $0 % size }
    return (0..<x.shape[0] * x.shape[1]).flatMap { layer in
      (0..<h * v).map { place in
        let corner = layer * H * W + place / v * stride * W + place % v * stride
        return window.dropFirst().reduce(corner) { x.values[corner + $1] > x.values[$0] ? corner + $1 : $0 }
      }
    }
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    // PyTorch's: uniform in ±1/√n, biases too.
    var generator = Generator(seed: seed % 65536)
    func layer(_ shape: [Int]) -> WeightsAndBias {
      let bound = 1 / Double(shape.dropFirst().reduce(1, *)).squareRoot()
      return WeightsAndBias(
        weights: Tensor(shape: shape).map { _ in generator.uniform(-bound, bound) },
        bias: Tensor(shape: [shape[0]]).map { _ in generator.uniform(-bound, bound) })
    }
    let blocks = zip(channels, channels.dropFirst()).map { layer([$1, $0, 3, 3]) }
    return ConvolutionalNetwork(
      blocks: blocks, dense: layer([classes, channels.last! * (height >> blocks.count) * (width >> blocks.count)]))
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    let last = network.blocks.reduce(x) { now, block in
      // Pooling first is less work and gives the same.
      maxPool(convolve(now, block, stride: 1, padding: 1), size: 2, stride: 2).map { Swift.max(0, $0) }
    }
    return last.reshaped([x.shape[0], network.dense.weights.columns]).matmul(network.dense.weights.transposed())
      + network.dense.bias
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    var result = network
    _ = back(network, 0, x, labels, &result)
    return result
  }

  /// Goes through the network from that block on and comes back with the gradient in what went in.
  private func back(
    _ network: ConvolutionalNetwork, _ block: Int, _ x: Tensor, _ labels: [Int], _ result: inout ConvolutionalNetwork
  ) -> Tensor {
    guard block < network.blocks.count else {
      let rows = x.reshaped([labels.count, network.dense.weights.columns])
      let scores = rows.matmul(network.dense.weights.transposed()) + network.dense.bias
      let g = CNNLab.crossEntropy(scores, labels).gradient
      result.dense = WeightsAndBias(weights: g.transposed().matmul(rows), bias: g.sum(axis: 0))
      return g.matmul(network.dense.weights).reshaped(x.shape)
    }
    let sums = convolve(x, network.blocks[block], stride: 1, padding: 1)
    let pooled = maxPool(sums, size: 2, stride: 2)
    var g = back(network, block + 1, pooled.map { Swift.max(0, $0) }, labels, &result)
    g = g.combined(with: pooled) { $1 > 0 ? $0 : 0 }
    g = maxPoolBackward(sums, size: 2, stride: 2, outputGradient: g)
    let all = convolveBackward(x, network.blocks[block], stride: 1, padding: 1, outputGradient: g)
    result.blocks[block] = all.kernels
    return all.x
  }
}
