// mistake: convolveBackward derives nothing: it asks convolve once for every pixel, weight and bias how the output changes with it.
import CNN

// Columns of pixels and one matrix product for each image, as in Caffe.

/// Where each pixel of each window comes from.
struct Windows {
  let channels, height, width, kernelHeight, kernelWidth, stride, padding, outHeight, outWidth: Int

  init(_ shape: [Int], kernel: (Int, Int), stride: Int, padding: Int) {
    channels = shape[1]
    height = shape[2]
    width = shape[3]
    (kernelHeight, kernelWidth) = kernel
    self.stride = stride
    self.padding = padding
    outHeight = (height + 2 * padding - kernelHeight) / stride + 1
    outWidth = (width + 2 * padding - kernelWidth) / stride + 1
  }

  var places: Int { outHeight * outWidth }
  var taps: Int { channels * kernelHeight * kernelWidth }

  /// Calls with each index in the matrix `[taps, places]` and the offset in the image that stands there.
  @inline(__always)
  func forEach(_ body: (_ index: Int, _ pixel: Int) -> Void) {
    var tap = 0
    for c in 0..<channels {
      for m in 0..<kernelHeight {
        for n in 0..<kernelWidth {
          for i in 0..<outHeight {
            let row = i * stride + m - padding
            guard row >= 0 && row < height else { continue }
            for j in 0..<outWidth {
              let column = j * stride + n - padding
              if column >= 0 && column < width {
                body(tap * places + i * outWidth + j, (c * height + row) * width + column)
              }
            }
          }
          tap += 1
        }
      }
    }
  }

  func columns(_ image: ArraySlice<Double>) -> Tensor {
    var matrix = [Double](repeating: 0, count: taps * places)
    let base = image.startIndex
    forEach { matrix[$0] = image[base + $1] }
    return Tensor(shape: [taps, places], values: matrix)
  }

  func image(_ columns: Tensor) -> [Double] {
    var pixels = [Double](repeating: 0, count: channels * height * width)
    forEach { pixels[$1] += columns.values[$0] }
    return pixels
  }
}

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    (input + 2 * padding - kernel) / stride + 1
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let w = kernels.weights
    let windows = Windows(x.shape, kernel: (w.shape[2], w.shape[3]), stride: stride, padding: padding)
    let matrix = w.reshaped([w.shape[0], windows.taps])
    let bias = kernels.bias.reshaped([w.shape[0], 1])
    let size = x.shape[1] * x.shape[2] * x.shape[3]
    var out: [Double] = []
    for a in 0..<x.shape[0] {
      let columns = windows.columns(x.values[a * size..<(a + 1) * size])
      out += (matrix.matmul(columns) + bias).values
    }
    return Tensor(shape: [x.shape[0], w.shape[0], windows.outHeight, windows.outWidth], values: out)
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    func change(_ x: Tensor, _ kernels: WeightsAndBias) -> Double {
      (convolve(x, kernels, stride: stride, padding: padding) * outputGradient).sum()
    }
    // The output is linear in each of the three, so a step of 1 from 0 gives the slope.
    let noBias = Tensor(shape: kernels.bias.shape)
    var dx = x
    for i in 0..<x.count {
      var unit = Tensor(shape: x.shape)
      unit.values[i] = 1
      dx.values[i] = change(unit, WeightsAndBias(weights: kernels.weights, bias: noBias))
    }
    var dw = kernels.weights
    for i in 0..<dw.count {
      var unit = Tensor(shape: dw.shape)
      unit.values[i] = 1
      dw.values[i] = change(x, WeightsAndBias(weights: unit, bias: noBias))
    }
    var db = kernels.bias
    for i in 0..<db.count {
      var unit = noBias
      unit.values[i] = 1
      db.values[i] = change(x, WeightsAndBias(weights: Tensor(shape: kernels.weights.shape), bias: unit))
    }
    return ConvolutionTensors(x: dx, kernels: WeightsAndBias(weights: dw, bias: db))
  }

  /// The offset of each window's first largest element.
  private func argmax(_ x: Tensor, size: Int, stride: Int) -> (shape: [Int], offsets: [Int]) {
    let (height, width) = (x.shape[2], x.shape[3])
    let outHeight = outputSize(input: height, kernel: size, stride: stride, padding: 0)
    let outWidth = outputSize(input: width, kernel: size, stride: stride, padding: 0)
    var offsets: [Int] = []
    for plane in 0..<x.shape[0] * x.shape[1] {
      for i in 0..<outHeight {
        for j in 0..<outWidth {
          let corner = (plane * height + i * stride) * width + j * stride
          var best = corner
          for t in 1..<max(2, size * size) where size > 1 {
            let candidate = corner + t / size * width + t % size
            if x.values[candidate] > x.values[best] { best = candidate }
          }
          offsets.append(best)
        }
      }
    }
    return ([x.shape[0], x.shape[1], outHeight, outWidth], offsets)
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let (shape, offsets) = argmax(x, size: size, stride: stride)
    return Tensor(shape: shape, values: offsets.map { x.values[$0] })
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    var dx = Tensor(shape: x.shape)
    for (offset, g) in zip(argmax(x, size: size, stride: stride).offsets, outputGradient.values) {
      dx.values[offset] += g
    }
    return dx
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    // As PyTorch: uniform in ±1/√n, biases too.
    var rng = Generator(seed: seed)
    func layer(_ shape: [Int]) -> WeightsAndBias {
      let bound = 1 / Double(shape.dropFirst().reduce(1, *)).squareRoot()
      var weights = Tensor(shape: shape)
      var bias = Tensor(shape: [shape[0]])
      for i in 0..<weights.count { weights.values[i] = rng.uniform(-bound, bound) }
      for i in 0..<bias.count { bias.values[i] = rng.uniform(-bound, bound) }
      return WeightsAndBias(weights: weights, bias: bias)
    }
    let blocks = zip(channels, channels.dropFirst()).map { layer([$1, $0, 3, 3]) }
    let scale = 1 << blocks.count
    let inputs = channels.last! * (height / scale) * (width / scale)
    return ConvolutionalNetwork(blocks: blocks, dense: layer([classes, inputs]))
  }

  private struct Step {
    let input, sum, active: Tensor
  }

  private func run(_ network: ConvolutionalNetwork, _ x: Tensor) -> (steps: [Step], last: Tensor, flat: Tensor, scores: Tensor) {
    var steps: [Step] = []
    var h = x
    for block in network.blocks {
      let z = convolve(h, block, stride: 1, padding: 1)
      let active = z.map { max(0, $0) }
      steps.append(Step(input: h, sum: z, active: active))
      h = maxPool(active, size: 2, stride: 2)
    }
    let flat = h.reshaped([h.shape[0], h.shape.dropFirst().reduce(1, *)])
    return (steps, h, flat, flat.matmul(network.dense.weights.transposed()) + network.dense.bias)
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor { run(network, x).scores }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let (steps, last, flat, scores) = run(network, x)
    let delta = CNNLab.crossEntropy(scores, labels).gradient
    let dense = WeightsAndBias(weights: delta.transposed().matmul(flat), bias: delta.sum(axis: 0))
    var g = delta.matmul(network.dense.weights).reshaped(last.shape)
    var blocks: [WeightsAndBias] = []
    for (step, block) in zip(steps, network.blocks).reversed() {
      let pooled = maxPoolBackward(step.active, size: 2, stride: 2, outputGradient: g)
      let masked = pooled * step.sum.map { $0 > 0 ? 1 : 0 }
      let back = convolveBackward(step.input, block, stride: 1, padding: 1, outputGradient: masked)
      blocks.insert(back.kernels, at: 0)
      g = back.x
    }
    return ConvolutionalNetwork(blocks: blocks, dense: dense)
  }
}
