// mistake: each layer draws from a new generator with the same seed, so that all layers begin with the same numbers
// against: "All numbers are drawn from `Generator(seed: seed)` or generators split from it, each by itself, so that hardly two are alike"
import CNN

/// The sizes of one convolution, and which outputs each place of a kernel reaches.
private struct Layout {
  let n, c, h, w, o, k, l, outH, outW, step, padding: Int

  init(_ x: Tensor, _ weights: Tensor, step: Int, padding: Int) {
    (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    (o, k, l) = (weights.shape[0], weights.shape[2], weights.shape[3])
    (self.step, self.padding) = (step, padding)
    outH = (h + 2 * padding - k) / step + 1
    outW = (w + 2 * padding - l) / step + 1
  }

  /// The outputs i with 0 ≤ i · step + offset − padding < length.
  private func reach(_ offset: Int, _ length: Int, _ outputs: Int) -> Range<Int> {
    let first = padding > offset ? (padding - offset + step - 1) / step : 0
    let room = length + padding - offset
    let end = room > 0 ? min(outputs, (room - 1) / step + 1) : 0
    return first < end ? first..<end : 0..<0
  }

  func rows(_ m: Int) -> Range<Int> { reach(m, h, outH) }
  func columns(_ m: Int) -> Range<Int> { reach(m, w, outW) }

  /// Calls `body` with where a row of outputs, the pixels under it and a weight lie in their tensors, and how long it is.
  func forEachRun(_ body: (_ output: Int, _ pixel: Int, _ weight: Int, _ count: Int) -> Void) {
    for a in 0..<n {
      for q in 0..<o {
        for p in 0..<c {
          for m in 0..<k {
            for t in 0..<l {
              let js = columns(t)
              if js.isEmpty { continue }
              for i in rows(m) {
                let row = i * step + m - padding
                let column = js.lowerBound * step + t - padding
                body(
                  ((a * o + q) * outH + i) * outW + js.lowerBound, ((a * c + p) * h + row) * w + column,
                  ((q * c + p) * k + m) * l + t, js.count)
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
    (input + 2 * padding - kernel) / stride + 1
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let layout = Layout(x, kernels.weights, step: stride, padding: padding)
    let area = layout.outH * layout.outW
    var y = Tensor(shape: [layout.n, layout.o, layout.outH, layout.outW])
    y.values.withUnsafeMutableBufferPointer { out in
      for place in out.indices { out[place] = kernels.bias.values[place / area % layout.o] }
      x.values.withUnsafeBufferPointer { pixels in
        kernels.weights.values.withUnsafeBufferPointer { weights in
          layout.forEachRun { output, pixel, weight, count in
            let factor = weights[weight]
            for j in 0..<count { out[output + j] += factor * pixels[pixel + j * stride] }
          }
        }
      }
    }
    return y
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let layout = Layout(x, kernels.weights, step: stride, padding: padding)
    let area = layout.outH * layout.outW
    var dx = Tensor(shape: x.shape)
    var dw = Tensor(shape: kernels.weights.shape)
    var db = Tensor(shape: kernels.bias.shape)
    outputGradient.values.withUnsafeBufferPointer { g in
      for place in g.indices { db.values[place / area % layout.o] += g[place] }
      dx.values.withUnsafeMutableBufferPointer { dx in
        dw.values.withUnsafeMutableBufferPointer { dw in
          x.values.withUnsafeBufferPointer { pixels in
            kernels.weights.values.withUnsafeBufferPointer { weights in
              layout.forEachRun { output, pixel, weight, count in
                let factor = weights[weight]
                var sum = 0.0
                for j in 0..<count {
                  let slope = g[output + j]
                  sum += slope * pixels[pixel + j * stride]
                  dx[pixel + j * stride] += slope * factor
                }
                dw[weight] += sum
              }
            }
          }
        }
      }
    }
    return ConvolutionTensors(x: dx, kernels: WeightsAndBias(weights: dw, bias: db))
  }

  /// For each output of a pooling, where in x its largest element stands.
  private func winners(_ x: Tensor, size: Int, stride: Int) -> (shape: [Int], places: [Int]) {
    let (h, w) = (x.shape[2], x.shape[3])
    let outH = outputSize(input: h, kernel: size, stride: stride, padding: 0)
    let outW = outputSize(input: w, kernel: size, stride: stride, padding: 0)
    var places: [Int] = []
    for plane in 0..<x.shape[0] * x.shape[1] {
      for i in 0..<outH {
        for j in 0..<outW {
          let corner = (plane * h + i * stride) * w + j * stride
          var best = corner
          for m in 0..<size {
            for n in 0..<size where x.values[corner + m * w + n] > x.values[best] { best = corner + m * w + n }
          }
          places.append(best)
        }
      }
    }
    return ([x.shape[0], x.shape[1], outH, outW], places)
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let (shape, places) = winners(x, size: size, stride: stride)
    return Tensor(shape: shape, values: places.map { x.values[$0] })
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    let (_, places) = winners(x, size: size, stride: stride)
    var dx = Tensor(shape: x.shape)
    for (output, place) in places.enumerated() { dx.values[place] += outputGradient.values[output] }
    return dx
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    func layer(_ shape: [Int]) -> WeightsAndBias {
      var generator = Generator(seed: seed)
      let meeting = shape.dropFirst().reduce(1, *)
      let deviation = 1 / Double(meeting).squareRoot()
      return WeightsAndBias(
        weights: generator.normal(shape: shape, deviation: deviation), bias: Tensor(shape: [shape[0]]))
    }
    var (h, w) = (height, width)
    var blocks: [WeightsAndBias] = []
    for (from, to) in zip(channels, channels.dropFirst()) {
      blocks.append(layer([to, from, 3, 3]))
      (h, w) = (h / 2, w / 2)
    }
    return ConvolutionalNetwork(blocks: blocks, dense: layer([classes, channels[channels.count - 1] * h * w]))
  }

  /// What goes into each block, what its convolution gives, and what the dense layer reads.
  private func pass(
    _ network: ConvolutionalNetwork, _ x: Tensor
  ) -> (inputs: [Tensor], sums: [Tensor], last: Tensor, flat: Tensor) {
    var (inputs, sums, current) = ([Tensor](), [Tensor](), x)
    for block in network.blocks {
      inputs.append(current)
      let z = convolve(current, block, stride: 1, padding: 1)
      sums.append(z)
      current = maxPool(relu(z), size: 2, stride: 2)
    }
    let features = current.shape.dropFirst().reduce(1, *)
    return (inputs, sums, current, current.reshaped([x.shape[0], features]))
  }

  private func relu(_ z: Tensor) -> Tensor { z.map { max(0, $0) } }

  private func read(_ flat: Tensor, _ dense: WeightsAndBias) -> Tensor {
    flat.matmul(dense.weights.transposed()) + dense.bias
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    read(pass(network, x).flat, network.dense)
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let (inputs, sums, last, flat) = pass(network, x)
    let g = CNNLab.crossEntropy(read(flat, network.dense), labels).gradient
    var slope = network
    slope.dense = WeightsAndBias(weights: g.transposed().matmul(flat), bias: g.sum(axis: 0))
    var back = g.matmul(network.dense.weights).reshaped(last.shape)
    for k in network.blocks.indices.reversed() {
      back = maxPoolBackward(relu(sums[k]), size: 2, stride: 2, outputGradient: back)
      for place in 0..<back.count where sums[k].values[place] <= 0 { back.values[place] = 0 }
      let slopes = convolveBackward(inputs[k], network.blocks[k], stride: 1, padding: 1, outputGradient: back)
      slope.blocks[k] = slopes.kernels
      back = slopes.x
    }
    return slope
  }
}
