// mistake: the search for the largest starts at 0, so windows of negative numbers give 0
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

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let w = kernels.weights
    let N = x.shape[0], C = x.shape[1], H = x.shape[2], W = x.shape[3]
    let O = w.shape[0], K = w.shape[2], L = w.shape[3]
    let H2 = outputGradient.shape[2], W2 = outputGradient.shape[3]
    var dx = Tensor(shape: x.shape)
    var dw = Tensor(shape: w.shape)
    var db = Tensor(shape: [O])
    for a in 0..<N {
      for o in 0..<O {
        for i in 0..<H2 {
          for j in 0..<W2 {
            let g = outputGradient[a, o, i, j]
            db[o] += g
            for c in 0..<C {
              for m in 0..<K {
                let r = i * stride + m - padding
                if r < 0 || r >= H { continue }
                for n in 0..<L {
                  let q = j * stride + n - padding
                  if q < 0 || q >= W { continue }
                  dx[a, c, r, q] += g * w[o, c, m, n]
                  dw[o, c, m, n] += g * x[a, c, r, q]
                }
              }
            }
          }
        }
      }
    }
    return ConvolutionTensors(x: dx, kernels: WeightsAndBias(weights: dw, bias: db))
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
            var best = 0.0
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
    let N = x.shape[0], C = x.shape[1]
    let H2 = outputGradient.shape[2], W2 = outputGradient.shape[3]
    var dx = Tensor(shape: x.shape)
    for a in 0..<N {
      for c in 0..<C {
        for i in 0..<H2 {
          for j in 0..<W2 {
            var bm = 0, bn = 0
            for m in 0..<size {
              for n in 0..<size {
                if x[a, c, i * stride + m, j * stride + n] > x[a, c, i * stride + bm, j * stride + bn] {
                  bm = m
                  bn = n
                }
              }
            }
            dx[a, c, i * stride + bm, j * stride + bn] += outputGradient[a, c, i, j]
          }
        }
      }
    }
    return dx
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
    var inputs: [Tensor] = []  // of each block
    var activations: [Tensor] = []  // after ReLU
    var t = x
    for block in network.blocks {
      inputs.append(t)
      var z = convolve(t, block, stride: 1, padding: 1)
      for k in 0..<z.count { if z.values[k] < 0 { z.values[k] = 0 } }
      activations.append(z)
      t = maxPool(z, size: 2, stride: 2)
    }
    let W = network.dense.weights
    let N = t.shape[0], D = t.shape[1] * t.shape[2] * t.shape[3], classes = W.shape[0]
    let dS = CNNLab.crossEntropy(scores(network, x), labels).gradient
    var dW = Tensor(shape: W.shape)
    var db = Tensor(shape: [classes])
    var dt = Tensor(shape: t.shape)
    for a in 0..<N {
      for k in 0..<classes {
        let g = dS[a, k]
        db[k] += g
        for d in 0..<D {
          dW[k, d] += g * t.values[a * D + d]
          dt.values[a * D + d] += g * W[k, d]
        }
      }
    }
    var result = network
    result.dense = WeightsAndBias(weights: dW, bias: db)
    var b = network.blocks.count - 1
    while b >= 0 {
      var dz = maxPoolBackward(activations[b], size: 2, stride: 2, outputGradient: dt)
      for k in 0..<dz.count { if activations[b].values[k] <= 0 { dz.values[k] = 0 } }
      let all = convolveBackward(inputs[b], network.blocks[b], stride: 1, padding: 1, outputGradient: dz)
      result.blocks[b] = all.kernels
      dt = all.x
      b -= 1
    }
    return result
  }
}
