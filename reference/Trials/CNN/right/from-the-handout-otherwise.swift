import CNN

// Convolution as products of matrices: each place of the kernel is a row of "columns", as in Chellapilla's im2col.

/// Where each place of a kernel lands in the image, for each place of the output; -1 in the padding.
private struct Landing {
  let places: Int, outputs: Int
  let target: [Int]

  init(shape: [Int], kernel: [Int], rows: Int, columns: Int, stride: Int, padding: Int) {
    let (channels, height, width) = (shape[1], shape[2], shape[3])
    places = channels * kernel[0] * kernel[1]
    outputs = rows * columns
    var target: [Int] = []
    target.reserveCapacity(places * outputs)
    for c in 0..<channels {
      for m in 0..<kernel[0] {
        for k in 0..<kernel[1] {
          for i in 0..<rows {
            let r = i * stride + m - padding
            for j in 0..<columns {
              let q = j * stride + k - padding
              let inside = r >= 0 && r < height && q >= 0 && q < width
              target.append(inside ? (c * height + r) * width + q : -1)
            }
          }
        }
      }
    }
    self.target = target
  }

  func gather(_ image: ArraySlice<Double>) -> Tensor {
    let start = image.startIndex
    return Tensor(shape: [places, outputs], values: target.map { $0 < 0 ? 0 : image[start + $0] })
  }
}

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    // Count the starts that fit.
    var count = 0
    var start = -padding
    while start + kernel <= input + padding {
      count += 1
      start += stride
    }
    return count
  }

  private func landing(_ x: Tensor, _ kernels: WeightsAndBias, _ stride: Int, _ padding: Int) -> (Landing, [Int]) {
    let kernel = Array(kernels.weights.shape[2...])
    let rows = outputSize(input: x.shape[2], kernel: kernel[0], stride: stride, padding: padding)
    let columns = outputSize(input: x.shape[3], kernel: kernel[1], stride: stride, padding: padding)
    return (
      Landing(shape: x.shape, kernel: kernel, rows: rows, columns: columns, stride: stride, padding: padding),
      [x.shape[0], kernels.weights.shape[0], rows, columns]
    )
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let (map, shape) = landing(x, kernels, stride, padding)
    let flat = kernels.weights.reshaped([shape[1], map.places])
    let bias = kernels.bias.reshaped([shape[1], 1])
    let size = x.shape[1] * x.shape[2] * x.shape[3]
    var values: [Double] = []
    for a in 0..<shape[0] {
      values += (flat.matmul(map.gather(x.values[a * size..<(a + 1) * size])) + bias).values
    }
    return Tensor(shape: shape, values: values)
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let (map, shape) = landing(x, kernels, stride, padding)
    let outputs = shape[1]
    let turned = kernels.weights.reshaped([outputs, map.places]).transposed()
    let size = x.shape[1] * x.shape[2] * x.shape[3]
    let step = outputs * map.outputs
    var dx = [Double](repeating: 0, count: x.count)
    var dw = Tensor(shape: [outputs, map.places])
    var db = Tensor(shape: [outputs])
    for a in 0..<shape[0] {
      let g = Tensor(shape: [outputs, map.outputs], values: Array(outputGradient.values[a * step..<(a + 1) * step]))
      db += g.sum(axis: 1)
      dw += g.matmul(map.gather(x.values[a * size..<(a + 1) * size]).transposed())
      let back = turned.matmul(g).values
      for (index, target) in map.target.enumerated() where target >= 0 { dx[a * size + target] += back[index] }
    }
    return ConvolutionTensors(
      x: Tensor(shape: x.shape, values: dx),
      kernels: WeightsAndBias(weights: dw.reshaped(kernels.weights.shape), bias: db))
  }

  /// The offset of each window's winner.
  private func winners(_ x: Tensor, _ size: Int, _ stride: Int) -> (offsets: [Int], shape: [Int]) {
    let (height, width) = (x.shape[2], x.shape[3])
    let rows = outputSize(input: height, kernel: size, stride: stride, padding: 0)
    let columns = outputSize(input: width, kernel: size, stride: stride, padding: 0)
    var offsets: [Int] = []
    for plane in 0..<x.shape[0] * x.shape[1] {
      for i in 0..<rows {
        for j in 0..<columns {
          let corner = (plane * height + i * stride) * width + j * stride
          var best = corner
          for m in 0..<size {
            for k in 0..<size {
              let here = corner + m * width + k
              if x.values[here] > x.values[best] { best = here }
            }
          }
          offsets.append(best)
        }
      }
    }
    return (offsets, [x.shape[0], x.shape[1], rows, columns])
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let (offsets, shape) = winners(x, size, stride)
    return Tensor(shape: shape, values: offsets.map { x.values[$0] })
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    var dx = Tensor(shape: x.shape)
    for (offset, g) in zip(winners(x, size, stride).offsets, outputGradient.values) { dx.values[offset] += g }
    return dx
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    // Uniform in ±1/√n as PyTorch has them, biases too; a generator for each layer.
    var root = Generator(seed: seed)
    func layer(_ shape: [Int]) -> WeightsAndBias {
      var g = root.split()
      let n = shape.dropFirst().reduce(1, *)
      let width = 1 / Double(n).squareRoot()
      let w = (0..<n * shape[0]).map { _ in g.uniform(-width, width) }
      let b = (0..<shape[0]).map { _ in g.uniform(-width, width) }
      return WeightsAndBias(weights: Tensor(shape: shape, values: w), bias: Tensor(b))
    }
    let blocks = zip(channels, channels.dropFirst()).map { layer([$1, $0, 3, 3]) }
    let shrink = blocks.count
    return ConvolutionalNetwork(
      blocks: blocks, dense: layer([classes, channels.last! * (height >> shrink) * (width >> shrink)]))
  }

  // Pooling before ReLU, which is cheaper.
  private func run(_ network: ConvolutionalNetwork, _ x: Tensor) -> (fed: [Tensor], sums: [Tensor], pooled: [Tensor]) {
    var (fed, sums, pooled) = ([x], [Tensor](), [Tensor]())
    for block in network.blocks {
      sums.append(convolve(fed.last!, block, stride: 1, padding: 1))
      pooled.append(maxPool(sums.last!, size: 2, stride: 2))
      fed.append(pooled.last!.map { $0 > 0 ? $0 : 0 })
    }
    return (fed, sums, pooled)
  }

  private func head(_ network: ConvolutionalNetwork, _ features: Tensor) -> (row: Tensor, scores: Tensor) {
    let row = features.reshaped([features.shape[0], features.shape.dropFirst().reduce(1, *)])
    return (row, row.matmul(network.dense.weights.transposed()) + network.dense.bias)
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    head(network, run(network, x).fed.last!).scores
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let (fed, sums, pooled) = run(network, x)
    let (row, s) = head(network, fed.last!)
    let d = CNNLab.crossEntropy(s, labels).gradient
    let dense = WeightsAndBias(weights: d.transposed().matmul(row), bias: d.sum(axis: 0))
    var blocks = network.blocks
    var g = d.matmul(network.dense.weights).reshaped(fed.last!.shape)
    for k in blocks.indices.reversed() {
      for index in 0..<g.count where pooled[k].values[index] < 0 { g.values[index] = 0 }
      let wide = maxPoolBackward(sums[k], size: 2, stride: 2, outputGradient: g)
      let back = convolveBackward(fed[k], blocks[k], stride: 1, padding: 1, outputGradient: wide)
      blocks[k] = back.kernels
      g = back.x
    }
    return ConvolutionalNetwork(blocks: blocks, dense: dense)
  }
}
