// mistake: no derivation at all: every gradient is made of differences of the forward functions (exact for the convolution, which is linear)
import CNN

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    let room = input + 2 * padding - kernel
    if room < 0 { return 0 }
    return room / stride + 1
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let w = kernels.weights
    let N = x.shape[0], C = x.shape[1], H = x.shape[2], W = x.shape[3]
    let O = w.shape[0], K = w.shape[2], L = w.shape[3]
    let H2 = outputSize(input: H, kernel: K, stride: stride, padding: padding)
    let W2 = outputSize(input: W, kernel: L, stride: stride, padding: padding)
    var y = Tensor(shape: [N, O, H2, W2])
    for a in 0..<N {
      for o in 0..<O {
        for i in 0..<H2 {
          for j in 0..<W2 {
            var s = kernels.bias[o]
            for c in 0..<C {
              for m in 0..<K {
                let r = i * stride + m - padding
                if r < 0 || r >= H { continue }
                for n in 0..<L {
                  let q = j * stride + n - padding
                  if q < 0 || q >= W { continue }
                  s += x[a, c, r, q] * w[o, c, m, n]
                }
              }
            }
            y[a, o, i, j] = s
          }
        }
      }
    }
    return y
  }

  /// Changes each number of `t` in turn and looks what becomes of the loss.
  private func slopes(_ t: Tensor, _ h: Double, _ loss: (Tensor) -> Double) -> Tensor {
    var moved = t
    var g = Tensor(shape: t.shape)
    for k in 0..<t.count {
      func at(_ step: Double) -> Double {
        moved.values[k] = t.values[k] + step
        return loss(moved)
      }
      let wide = (at(2 * h) - at(-2 * h)) / (4 * h)
      let near = (at(h) - at(-h)) / (2 * h)
      moved.values[k] = t.values[k]
      g.values[k] = (4 * near - wide) / 3
    }
    return g
  }

  private func dot(_ a: Tensor, _ b: Tensor) -> Double { zip(a.values, b.values).reduce(0) { $0 + $1.0 * $1.1 } }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    func loss(_ x: Tensor, _ w: Tensor, _ b: Tensor) -> Double {
      dot(convolve(x, WeightsAndBias(weights: w, bias: b), stride: stride, padding: padding), outputGradient)
    }
    let (w, b) = (kernels.weights, kernels.bias)
    return ConvolutionTensors(
      x: slopes(x, 1) { loss($0, w, b) },
      kernels: WeightsAndBias(weights: slopes(w, 1) { loss(x, $0, b) }, bias: slopes(b, 1) { loss(x, w, $0) }))
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let N = x.shape[0], C = x.shape[1]
    let H2 = outputSize(input: x.shape[2], kernel: size, stride: stride, padding: 0)
    let W2 = outputSize(input: x.shape[3], kernel: size, stride: stride, padding: 0)
    var y = Tensor(shape: [N, C, H2, W2])
    for a in 0..<N {
      for c in 0..<C {
        for i in 0..<H2 {
          for j in 0..<W2 {
            var best = x[a, c, i * stride, j * stride]
            for m in 0..<size {
              for n in 0..<size {
                let v = x[a, c, i * stride + m, j * stride + n]
                if v > best { best = v }
              }
            }
            y[a, c, i, j] = best
          }
        }
      }
    }
    return y
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    slopes(x, 1e-4) { dot(maxPool($0, size: size, stride: stride), outputGradient) }
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var generator = Generator(seed: seed)
    var blocks: [WeightsAndBias] = []
    var h = height, w = width
    for k in 0..<(channels.count - 1) {
      let n = channels[k] * 9
      let weights = generator.normal(
        shape: [channels[k + 1], channels[k], 3, 3], deviation: 1 / Double(n).squareRoot())
      blocks.append(WeightsAndBias(weights: weights, bias: Tensor(shape: [channels[k + 1]])))
      h /= 2
      w /= 2
    }
    let n = channels[channels.count - 1] * h * w
    let weights = generator.normal(shape: [classes, n], deviation: 1 / Double(n).squareRoot())
    return ConvolutionalNetwork(blocks: blocks, dense: WeightsAndBias(weights: weights, bias: Tensor(shape: [classes])))
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    var t = x
    for block in network.blocks {
      t = convolve(t, block, stride: 1, padding: 1)
      for k in 0..<t.count { if t.values[k] < 0 { t.values[k] = 0 } }
      t = maxPool(t, size: 2, stride: 2)
    }
    let W = network.dense.weights
    let N = t.shape[0], D = t.shape[1] * t.shape[2] * t.shape[3], classes = W.shape[0]
    var s = Tensor(shape: [N, classes])
    for a in 0..<N {
      for k in 0..<classes {
        var sum = network.dense.bias[k]
        for d in 0..<D { sum += t.values[a * D + d] * W[k, d] }
        s[a, k] = sum
      }
    }
    return s
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    var g = network
    var n = network
    func loss() -> Double { CNNLab.crossEntropy(scores(n, x), labels).loss }
    for k in network.blocks.indices {
      g.blocks[k].weights = slopes(network.blocks[k].weights, 1e-4) {
        n.blocks[k].weights = $0; return loss()
      }
      n = network
      g.blocks[k].bias = slopes(network.blocks[k].bias, 1e-4) {
        n.blocks[k].bias = $0; return loss()
      }
      n = network
    }
    g.dense.weights = slopes(network.dense.weights, 1e-4) {
      n.dense.weights = $0; return loss()
    }
    n = network
    g.dense.bias = slopes(network.dense.bias, 1e-4) {
      n.dense.bias = $0; return loss()
    }
    return g
  }
}
