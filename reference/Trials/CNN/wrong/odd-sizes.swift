// mistake: the inputs of the dense layer are counted as pixels / 4 for each block, wrong where a height or width is odd
// breaks: "There may be any number of blocks, also none (`channels` has one number then); heights and widths need not be even."
import CNN

/// Where a kernel stands over an image: which of its cells lie inside, and all the sizes.
private struct Geometry {
  let images, channels, height, width, outputs, rows, columns, stride, padding, outHeight, outWidth: Int

  init(_ x: Tensor, _ weights: Tensor, stride: Int, padding: Int, size: (Int, Int, Int, Int) -> Int) {
    (images, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    (outputs, rows, columns) = (weights.shape[0], weights.shape[2], weights.shape[3])
    (self.stride, self.padding) = (stride, padding)
    outHeight = size(x.shape[2], weights.shape[2], stride, padding)
    outWidth = size(x.shape[3], weights.shape[3], stride, padding)
  }

  /// The cells of a kernel of this length that lie inside of an image of that length.
  private func inside(_ place: Int, _ kernel: Int, _ image: Int) -> Range<Int> {
    let first = place * stride - padding
    let low = max(0, -first)
    return low..<max(low, min(kernel, image - first))
  }

  /// Calls `body` with the offsets in y, x and w of every product in the sum, without those that meet the padding.
  @inline(__always)
  func forEachProduct(_ body: (_ y: Int, _ x: Int, _ w: Int) -> Void) {
    for a in 0..<images {
      for o in 0..<outputs {
        for i in 0..<outHeight {
          let vertical = inside(i, rows, height)
          for j in 0..<outWidth {
            let horizontal = inside(j, columns, width)
            let y = ((a * outputs + o) * outHeight + i) * outWidth + j
            for c in 0..<channels {
              for m in vertical {
                let line = ((a * channels + c) * height + i * stride + m - padding) * width
                let row = ((o * channels + c) * rows + m) * columns
                for n in horizontal { body(y, line + j * stride + n - padding, row + n) }
              }
            }
          }
        }
      }
    }
  }
}

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    return (input + 2 * padding - kernel) / stride + 1
  }

  private func geometry(_ x: Tensor, _ weights: Tensor, _ stride: Int, _ padding: Int) -> Geometry {
    Geometry(x, weights, stride: stride, padding: padding) {
      outputSize(input: $0, kernel: $1, stride: $2, padding: $3)
    }
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let g = geometry(x, kernels.weights, stride, padding)
    let area = g.outHeight * g.outWidth
    var y = [Double](repeating: 0, count: g.images * g.outputs * area)
    let (pixels, weights) = (x.values, kernels.weights.values)
    g.forEachProduct { (to: Int, from: Int, w: Int) in y[to] += pixels[from] * weights[w] }
    for place in y.indices { y[place] += kernels.bias.values[place / area % g.outputs] }
    return Tensor(shape: [g.images, g.outputs, g.outHeight, g.outWidth], values: y)
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let g = geometry(x, kernels.weights, stride, padding)
    let area = g.outHeight * g.outWidth
    let (pixels, weights, slope) = (x.values, kernels.weights.values, outputGradient.values)
    var dx = [Double](repeating: 0, count: pixels.count)
    var dw = [Double](repeating: 0, count: weights.count)
    var db = [Double](repeating: 0, count: g.outputs)
    g.forEachProduct { (to: Int, from: Int, w: Int) in dw[w] += slope[to] * pixels[from] }
    g.forEachProduct { (to: Int, from: Int, w: Int) in dx[from] += slope[to] * weights[w] }
    for place in slope.indices { db[place / area % g.outputs] += slope[place] }
    return ConvolutionTensors(
      x: Tensor(shape: x.shape, values: dx),
      kernels: WeightsAndBias(weights: Tensor(shape: kernels.weights.shape, values: dw), bias: Tensor(db)))
  }

  /// For each window the place in x of its first largest element, and the shape of all windows.
  private func winners(_ x: Tensor, _ size: Int, _ stride: Int) -> (places: [Int], shape: [Int]) {
    let (images, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let h = outputSize(input: height, kernel: size, stride: stride, padding: 0)
    let w = outputSize(input: width, kernel: size, stride: stride, padding: 0)
    var places: [Int] = []
    places.reserveCapacity(images * channels * h * w)
    for plane in 0..<images * channels {
      for i in 0..<h {
        for j in 0..<w {
          let corner = (plane * height + i * stride) * width + j * stride
          var best = corner
          for m in 0..<size {
            for n in 0..<size where x.values[corner + m * width + n] > x.values[best] {
              best = corner + m * width + n
            }
          }
          places.append(best)
        }
      }
    }
    return (places, [images, channels, h, w])
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let (places, shape) = winners(x, size, stride)
    return Tensor(shape: shape, values: places.map { x.values[$0] })
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    var dx = Tensor(shape: x.shape)
    for (window, place) in winners(x, size, stride).places.enumerated() {
      dx.values[place] += outputGradient.values[window]
    }
    return dx
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var generator = Generator(seed: seed)
    var area = height * width
    var blocks: [WeightsAndBias] = []
    for (from, to) in zip(channels, channels.dropFirst()) {
      let weights = generator.normal(shape: [to, from, 3, 3], deviation: 1 / Double(9 * from).squareRoot())
      blocks.append(WeightsAndBias(weights: weights, bias: Tensor(shape: [to])))
      area /= 4
    }
    let inputs = channels[channels.count - 1] * area
    let weights = generator.normal(shape: [classes, inputs], deviation: 1 / Double(inputs).squareRoot())
    return ConvolutionalNetwork(blocks: blocks, dense: WeightsAndBias(weights: weights, bias: Tensor(shape: [classes])))
  }

  private func dense(_ layer: WeightsAndBias, _ flat: Tensor) -> Tensor {
    flat.matmul(layer.weights.transposed()) + layer.bias
  }

  private func flattened(_ x: Tensor) -> Tensor {
    x.reshaped([x.shape[0], x.shape[1] * x.shape[2] * x.shape[3]])
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    var images = x
    for block in network.blocks {
      let z = convolve(images, block, stride: 1, padding: 1)
      images = maxPool(z.map { max(0, $0) }, size: 2, stride: 2)
    }
    return dense(network.dense, flattened(images))
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    // What goes into each block, and what its convolution gives.
    var inputs: [Tensor] = []
    var sums: [Tensor] = []
    var images = x
    for block in network.blocks {
      inputs.append(images)
      let z = convolve(images, block, stride: 1, padding: 1)
      sums.append(z)
      images = maxPool(z.map { max(0, $0) }, size: 2, stride: 2)
    }
    let flat = flattened(images)
    let slope = CNNLab.crossEntropy(dense(network.dense, flat), labels).gradient
    var result = network
    result.dense = WeightsAndBias(weights: slope.transposed().matmul(flat), bias: slope.sum(axis: 0))
    var g = slope.matmul(network.dense.weights).reshaped(images.shape)
    for k in network.blocks.indices.reversed() {
      let active = sums[k].map { max(0, $0) }
      g = maxPoolBackward(active, size: 2, stride: 2, outputGradient: g)
      g = g.combined(with: sums[k]) { (s: Double, z: Double) -> Double in z > 0 ? s : 0 }
      let back = convolveBackward(inputs[k], network.blocks[k], stride: 1, padding: 1, outputGradient: g)
      result.blocks[k] = back.kernels
      g = back.x
    }
    return result
  }
}
