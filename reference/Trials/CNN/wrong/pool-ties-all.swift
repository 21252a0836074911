// mistake: maxPoolBackward gives the whole gradient to every element that equals the maximum of its window, not to the first one only.
import CNN

// Padding is done by copying into a larger image. A convolution is a sum of shifted planes, one for each kernel element; the
// gradient in the image is again a convolution: of the spread-out output gradient with kernels turned round.

/// One channel of one image.
struct Plane {
  var height: Int
  var width: Int
  var pixels: [Double]

  init(height: Int, width: Int, pixels: [Double]? = nil) {
    self.height = height
    self.width = width
    self.pixels = pixels ?? [Double](repeating: 0, count: height * width)
  }

  /// With zeros: `top`/`left` in front, `step - 1` between neighbours, and as many behind as fill the size up.
  func spread(height: Int, width: Int, top: Int, left: Int, step: Int) -> Plane {
    var result = Plane(height: height, width: width)
    for i in 0..<self.height {
      for j in 0..<self.width {
        let (row, column) = (top + i * step, left + j * step)
        if row >= 0, row < height, column >= 0, column < width {
          result.pixels[row * width + column] = pixels[i * self.width + j]
        }
      }
    }
    return result
  }

  /// self[i, j] += factor · other[i step + top, j step + left]
  mutating func add(_ other: Plane, top: Int, left: Int, step: Int, times factor: Double) {
    for i in 0..<height {
      let from = (i * step + top) * other.width + left
      for j in 0..<width { pixels[i * width + j] += factor * other.pixels[from + j * step] }
    }
  }

  /// Σ self[i, j] · other[i step + top, j step + left]
  func product(_ other: Plane, top: Int, left: Int, step: Int) -> Double {
    var sum = 0.0
    for i in 0..<height {
      let from = (i * step + top) * other.width + left
      var line = 0.0
      for j in 0..<width { line += pixels[i * width + j] * other.pixels[from + j * step] }
      sum += line
    }
    return sum
  }
}

extension Tensor {
  /// `[n, c, h, w]` as n lists of c planes.
  var planes: [[Plane]] {
    let (c, h, w) = (shape[1], shape[2], shape[3])
    return (0..<shape[0]).map { a in
      (0..<c).map { k in
        let start = (a * c + k) * h * w
        return Plane(height: h, width: w, pixels: Array(values[start..<start + h * w]))
      }
    }
  }

  init(_ planes: [[Plane]], shape: [Int]) {
    self.init(shape: shape, values: planes.flatMap { $0.flatMap(\.pixels) })
  }
}

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    // How often can the kernel be moved on before it reaches over the edge?
    var places = 1
    var end = kernel + stride
    while end <= input + 2 * padding {
      places += 1
      end += stride
    }
    return places
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let w = kernels.weights
    let (kh, kw) = (w.shape[2], w.shape[3])
    let oh = outputSize(input: x.shape[2], kernel: kh, stride: stride, padding: padding)
    let ow = outputSize(input: x.shape[3], kernel: kw, stride: stride, padding: padding)
    let weights = w.planes
    let y = x.planes.map { image -> [Plane] in
      let padded = image.map { p -> Plane in
        p.spread(height: p.height + 2 * padding, width: p.width + 2 * padding, top: padding, left: padding, step: 1)
      }
      return weights.enumerated().map { o, kernel -> Plane in
        var out = Plane(height: oh, width: ow, pixels: [Double](repeating: kernels.bias[o], count: oh * ow))
        for (channel, k) in zip(padded, kernel) {
          for m in 0..<kh {
            for n in 0..<kw { out.add(channel, top: m, left: n, step: stride, times: k.pixels[m * kw + n]) }
          }
        }
        return out
      }
    }
    return Tensor(y, shape: [x.shape[0], w.shape[0], oh, ow])
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let w = kernels.weights
    let (outputs, channels, kh, kw) = (w.shape[0], w.shape[1], w.shape[2], w.shape[3])
    let (height, width) = (x.shape[2], x.shape[3])
    let g = outputGradient.planes

    // Bias: all of g. Weights: g laid over the shifted image.
    var db = Tensor(shape: [outputs])
    var dw = Tensor(shape: w.shape)
    for (image, gs) in zip(x.planes, g) {
      let padded = image.map {
        $0.spread(height: height + 2 * padding, width: width + 2 * padding, top: padding, left: padding, step: 1)
      }
      for o in 0..<outputs {
        db[o] += gs[o].pixels.reduce(0, +)
        for c in 0..<channels {
          for m in 0..<kh {
            for n in 0..<kw { dw[o, c, m, n] += gs[o].product(padded[c], top: m, left: n, step: stride) }
          }
        }
      }
    }

    // Image: row r gets g[i] w[m] where r = i s + m − p. In the spread-out g with g[i] at row i s + K − 1 − p, that is the row
    // r + K − 1 − m: a convolution with the kernel turned round.
    let dx = g.map { gs -> [Plane] in
      let wide = gs.map {
        $0.spread(
          height: height + kh - 1, width: width + kw - 1, top: kh - 1 - padding, left: kw - 1 - padding, step: stride)
      }
      return (0..<channels).map { c -> Plane in
        var plane = Plane(height: height, width: width)
        for o in 0..<outputs {
          for m in 0..<kh {
            for n in 0..<kw { plane.add(wide[o], top: kh - 1 - m, left: kw - 1 - n, step: 1, times: w[o, c, m, n]) }
          }
        }
        return plane
      }
    }
    return ConvolutionTensors(x: Tensor(dx, shape: x.shape), kernels: WeightsAndBias(weights: dw, bias: db))
  }

  /// For each window the offsets of its elements, in row-major order.
  private func windows(_ x: Tensor, size: Int, stride: Int) -> (shape: [Int], offsets: [[Int]]) {
    let oh = outputSize(input: x.shape[2], kernel: size, stride: stride, padding: 0)
    let ow = outputSize(input: x.shape[3], kernel: size, stride: stride, padding: 0)
    let inside = (0..<size * size).map { $0 / size * x.shape[3] + $0 % size }
    let corners = (0..<x.shape[0] * x.shape[1]).flatMap { plane in
      (0..<oh).flatMap { i in (0..<ow).map { j in (plane * x.shape[2] + i * stride) * x.shape[3] + j * stride } }
    }
    return ([x.shape[0], x.shape[1], oh, ow], corners.map { corner in inside.map { corner + $0 } })
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let (shape, offsets) = windows(x, size: size, stride: stride)
    return Tensor(shape: shape, values: offsets.map { window in window.map { x.values[$0] }.max()! })
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    let (_, offsets) = windows(x, size: size, stride: stride)
    return zip(offsets, outputGradient.values).reduce(into: Tensor(shape: x.shape)) { dx, pair in
      let (window, g) = pair
      let largest = window.map { x.values[$0] }.max()!
      for offset in window where x.values[offset] == largest { dx.values[offset] += g }
    }
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var source = Generator(seed: seed)
    func he(_ shape: [Int]) -> WeightsAndBias {
      let inputs = shape.dropFirst().reduce(1, *)
      return WeightsAndBias(
        weights: source.normal(shape: shape, deviation: sqrt(2 / Double(inputs))), bias: Tensor(shape: [shape[0]]))
    }
    var size = (height, width)
    var blocks: [WeightsAndBias] = []
    for (from, to) in zip(channels, channels.dropFirst()) {
      blocks.append(he([to, from, 3, 3]))
      size = (size.0 / 2, size.1 / 2)
    }
    return ConvolutionalNetwork(blocks: blocks, dense: he([classes, channels[channels.count - 1] * size.0 * size.1]))
  }

  // Pools first: max and ReLU may change places, and a quarter of the numbers remains to be rectified.

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor { chain(network.blocks[...], network.dense, x).scores }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let (scores, back) = chain(network.blocks[...], network.dense, x)
    let (_, blocks, dense) = back(CNNLab.crossEntropy(scores, labels).gradient)
    return ConvolutionalNetwork(blocks: blocks, dense: dense)
  }

  /// The scores of the rest of a network, and how to come back: from the gradient in the scores to those in x and the layers.
  private func chain(
    _ blocks: ArraySlice<WeightsAndBias>, _ dense: WeightsAndBias, _ x: Tensor
  ) -> (scores: Tensor, back: (Tensor) -> (x: Tensor, blocks: [WeightsAndBias], dense: WeightsAndBias)) {
    guard let block = blocks.first else {
      let flat = x.reshaped([x.shape[0], x.shape[1] * x.shape[2] * x.shape[3]])
      let scores = flat.matmul(dense.weights.transposed()) + dense.bias
      return (
        scores,
        { g in
          let gradient = WeightsAndBias(weights: g.transposed().matmul(flat), bias: g.sum(axis: 0))
          return (g.matmul(dense.weights).reshaped(x.shape), [], gradient)
        }
      )
    }
    let z = convolve(x, block, stride: 1, padding: 1)
    let pooled = maxPool(z, size: 2, stride: 2)
    let (scores, rest) = chain(blocks.dropFirst(), dense, pooled.map { max(0, $0) })
    return (
      scores,
      { g in
        let (behind, blocks, dense) = rest(g)
        let rectified = behind.combined(with: pooled) { $1 > 0 ? $0 : 0 }
        let unpooled = maxPoolBackward(z, size: 2, stride: 2, outputGradient: rectified)
        let own = convolveBackward(x, block, stride: 1, padding: 1, outputGradient: unpooled)
        return (own.x, [own.kernels] + blocks, dense)
      }
    )
  }
}
