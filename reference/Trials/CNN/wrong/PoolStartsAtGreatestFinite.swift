// mistake: the search for the largest starts at -greatestFiniteMagnitude, so a window of -∞ gives that number and its gradient goes astray.
// against: “Elements may all be below 0, however far.”
import CNN

/// Loops over flat arrays; what a kernel's element meets is cut to the image before the loops.
struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    (input + 2 * padding - kernel) / stride + 1
  }

  /// The output places i for which i · stride + offset lies in 0..<size.
  private func span(_ offset: Int, _ size: Int, _ stride: Int, _ count: Int) -> Range<Int> {
    let low = offset < 0 ? (-offset + stride - 1) / stride : 0
    let high = size > offset ? min(count, (size - offset + stride - 1) / stride) : 0
    return low..<max(low, high)
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride s: Int, padding p: Int) -> Tensor {
    let w = kernels.weights
    let (N, C, H, W) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let (O, K, L) = (w.shape[0], w.shape[2], w.shape[3])
    let h = outputSize(input: H, kernel: K, stride: s, padding: p)
    let v = outputSize(input: W, kernel: L, stride: s, padding: p)
    var y = [Double](repeating: 0, count: N * O * h * v)
    for a in 0..<N {
      for o in 0..<O {
        let to = (a * O + o) * h * v
        for e in to..<to + h * v { y[e] = kernels.bias.values[o] }
        for c in 0..<C {
          for m in 0..<K {
            for n in 0..<L {
              let factor = w.values[((o * C + c) * K + m) * L + n]
              let columns = span(n - p, W, s, v)
              for i in span(m - p, H, s, h) {
                let from = ((a * C + c) * H + i * s + m - p) * W + n - p
                for j in columns { y[to + i * v + j] += factor * x.values[from + j * s] }
              }
            }
          }
        }
      }
    }
    return Tensor(shape: [N, O, h, v], values: y)
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride s: Int, padding p: Int, outputGradient g: Tensor
  ) -> ConvolutionTensors {
    let w = kernels.weights
    let (N, C, H, W) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let (O, K, L) = (w.shape[0], w.shape[2], w.shape[3])
    let (h, v) = (g.shape[2], g.shape[3])
    var dx = [Double](repeating: 0, count: x.count)
    var dw = [Double](repeating: 0, count: w.count)
    var db = [Double](repeating: 0, count: O)
    for a in 0..<N {
      for o in 0..<O {
        let to = (a * O + o) * h * v
        for e in to..<to + h * v { db[o] += g.values[e] }
        for c in 0..<C {
          for m in 0..<K {
            for n in 0..<L {
              let place = ((o * C + c) * K + m) * L + n
              let factor = w.values[place]
              let columns = span(n - p, W, s, v)
              var sum = 0.0
              for i in span(m - p, H, s, h) {
                let from = ((a * C + c) * H + i * s + m - p) * W + n - p
                for j in columns {
                  let slope = g.values[to + i * v + j]
                  sum += slope * x.values[from + j * s]
                  dx[from + j * s] += slope * factor
                }
              }
              dw[place] += sum
            }
          }
        }
      }
    }
    return ConvolutionTensors(
      x: Tensor(shape: x.shape, values: dx),
      kernels: WeightsAndBias(weights: Tensor(shape: w.shape, values: dw), bias: Tensor(db)))
  }

  /// The offset of the largest element of each window.
  private func places(_ x: Tensor, _ size: Int, _ stride: Int) -> (shape: [Int], places: [Int]) {
    let (N, C, H, W) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let h = outputSize(input: H, kernel: size, stride: stride, padding: 0)
    let v = outputSize(input: W, kernel: size, stride: stride, padding: 0)
    var places: [Int] = []
    places.reserveCapacity(N * C * h * v)
    for image in 0..<N * C {
      for i in 0..<h {
        for j in 0..<v {
          let corner = (image * H + i * stride) * W + j * stride
          var best = -1
          var largest = -Double.greatestFiniteMagnitude
          for m in 0..<size {
            for n in 0..<size where x.values[corner + m * W + n] > largest {
              best = corner + m * W + n
              largest = x.values[best]
            }
          }
          places.append(best)
        }
      }
    }
    return ([N, C, h, v], places)
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let (shape, places) = places(x, size, stride)
    return Tensor(shape: shape, values: places.map { $0 < 0 ? -Double.greatestFiniteMagnitude : x.values[$0] })
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    var dx = Tensor(shape: x.shape)
    let places = places(x, size, stride).places
    for e in 0..<places.count where places[e] >= 0 { dx.values[places[e]] += outputGradient.values[e] }
    return dx
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var generator = Generator(seed: seed)
    var blocks: [WeightsAndBias] = []
    var (h, v) = (height, width)
    for k in 0..<channels.count - 1 {
      let scale = (1 / Double(9 * channels[k])).squareRoot()
      blocks.append(
        WeightsAndBias(
          weights: generator.normal(shape: [channels[k + 1], channels[k], 3, 3], deviation: scale),
          bias: Tensor(shape: [channels[k + 1]])))
      (h, v) = (h / 2, v / 2)
    }
    let inputs = channels[channels.count - 1] * h * v
    let dense = WeightsAndBias(
      weights: generator.normal(shape: [classes, inputs], deviation: (1 / Double(inputs)).squareRoot()),
      bias: Tensor(shape: [classes]))
    return ConvolutionalNetwork(blocks: blocks, dense: dense)
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    var now = x
    for block in network.blocks {
      let sums = convolve(now, block, stride: 1, padding: 1)
      now = maxPool(sums.map { max(0, $0) }, size: 2, stride: 2)
    }
    return dense(network.dense, now)
  }

  private func dense(_ layer: WeightsAndBias, _ x: Tensor) -> Tensor {
    let (classes, inputs) = (layer.weights.shape[0], layer.weights.shape[1])
    var scores = Tensor(shape: [x.shape[0], classes])
    for a in 0..<x.shape[0] {
      for k in 0..<classes {
        var sum = layer.bias.values[k]
        for e in 0..<inputs { sum += layer.weights.values[k * inputs + e] * x.values[a * inputs + e] }
        scores.values[a * classes + k] = sum
      }
    }
    return scores
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    var result = network
    var (inputs, sums, active): ([Tensor], [Tensor], [Tensor]) = ([x], [], [])
    for block in network.blocks {
      sums.append(convolve(inputs[inputs.count - 1], block, stride: 1, padding: 1))
      active.append(sums[sums.count - 1].map { max(0, $0) })
      inputs.append(maxPool(active[active.count - 1], size: 2, stride: 2))
    }
    let last = inputs[inputs.count - 1]
    let slope = CNNLab.crossEntropy(dense(network.dense, last), labels).gradient
    let (classes, width) = (network.dense.weights.shape[0], network.dense.weights.shape[1])
    result.dense.weights = Tensor(shape: [classes, width])
    result.dense.bias = Tensor(shape: [classes])
    var g = Tensor(shape: last.shape)
    for a in 0..<labels.count {
      for k in 0..<classes {
        let q = slope.values[a * classes + k]
        result.dense.bias.values[k] += q
        for e in 0..<width {
          result.dense.weights.values[k * width + e] += q * last.values[a * width + e]
          g.values[a * width + e] += q * network.dense.weights.values[k * width + e]
        }
      }
    }
    for b in network.blocks.indices.reversed() {
      g = maxPoolBackward(active[b], size: 2, stride: 2, outputGradient: g)
      for e in 0..<g.count where sums[b].values[e] <= 0 { g.values[e] = 0 }
      let back = convolveBackward(inputs[b], network.blocks[b], stride: 1, padding: 1, outputGradient: g)
      result.blocks[b] = back.kernels
      g = back.x
    }
    return result
  }
}
