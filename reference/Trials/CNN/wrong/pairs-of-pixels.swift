// mistake: looks for each place of the output through all pixels of the image
// breaks: "So work for every pair of pixels is too much."
import CNN

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    (input + 2 * padding - kernel) / stride + 1
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let (n, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let w = kernels.weights
    let (outputs, kh, kw) = (w.shape[0], w.shape[2], w.shape[3])
    let rows = outputSize(input: height, kernel: kh, stride: stride, padding: padding)
    let columns = outputSize(input: width, kernel: kw, stride: stride, padding: padding)
    var y = Tensor(shape: [n, outputs, rows, columns])
    for a in 0..<n {
      for o in 0..<outputs {
        for i in 0..<rows {
          for j in 0..<columns {
            var sum = kernels.bias[o]
            for c in 0..<channels {
              for m in 0..<kh {
                let r = i * stride + m - padding
                if r < 0 || r >= height { continue }
                for k in 0..<kw {
                  let q = j * stride + k - padding
                  if q < 0 || q >= width { continue }
                  sum += x.values[((a * channels + c) * height + r) * width + q] * w[o, c, m, k]
                }
              }
            }
            y[a, o, i, j] = sum
          }
        }
      }
    }
    return y
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let (n, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let w = kernels.weights
    let (outputs, kh, kw) = (w.shape[0], w.shape[2], w.shape[3])
    let (rows, columns) = (outputGradient.shape[2], outputGradient.shape[3])
    var dx = Tensor(shape: x.shape)
    var dw = Tensor(shape: w.shape)
    var db = Tensor(shape: [outputs])
    for a in 0..<n {
      for o in 0..<outputs {
        for i in 0..<rows {
          for j in 0..<columns {
            let g = outputGradient[a, o, i, j]
            db[o] += g
            for c in 0..<channels {
              for r in 0..<height {
                for q in 0..<width {
                  let (m, k) = (r - i * stride + padding, q - j * stride + padding)
                  if m < 0 || m >= kh || k < 0 || k >= kw { continue }
                  dw[o, c, m, k] += g * x[a, c, r, q]
                  dx[a, c, r, q] += g * w[o, c, m, k]
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
    let (n, channels) = (x.shape[0], x.shape[1])
    let rows = outputSize(input: x.shape[2], kernel: size, stride: stride, padding: 0)
    let columns = outputSize(input: x.shape[3], kernel: size, stride: stride, padding: 0)
    var y = Tensor(shape: [n, channels, rows, columns])
    for a in 0..<n {
      for c in 0..<channels {
        for i in 0..<rows {
          for j in 0..<columns {
            var largest = -Double.infinity
            for m in 0..<size {
              for k in 0..<size { largest = max(largest, x[a, c, i * stride + m, j * stride + k]) }
            }
            y[a, c, i, j] = largest
          }
        }
      }
    }
    return y
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    let g = outputGradient
    var dx = Tensor(shape: x.shape)
    for a in 0..<g.shape[0] {
      for c in 0..<g.shape[1] {
        for i in 0..<g.shape[2] {
          for j in 0..<g.shape[3] {
            var (r, q) = (i * stride, j * stride)
            for m in 0..<size {
              for k in 0..<size where x[a, c, i * stride + m, j * stride + k] > x[a, c, r, q] {
                (r, q) = (i * stride + m, j * stride + k)
              }
            }
            dx[a, c, r, q] += g[a, c, i, j]
          }
        }
      }
    }
    return dx
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var generator = Generator(seed: seed)
    var (height, width) = (height, width)
    var blocks: [WeightsAndBias] = []
    for k in 0..<channels.count - 1 {
      let fanIn = channels[k] * 9
      let w = generator.normal(shape: [channels[k + 1], channels[k], 3, 3], deviation: 1 / Double(fanIn).squareRoot())
      blocks.append(WeightsAndBias(weights: w, bias: Tensor(shape: [channels[k + 1]])))
      height /= 2
      width /= 2
    }
    let inputs = channels[channels.count - 1] * height * width
    let w = generator.normal(shape: [classes, inputs], deviation: 1 / Double(inputs).squareRoot())
    return ConvolutionalNetwork(blocks: blocks, dense: WeightsAndBias(weights: w, bias: Tensor(shape: [classes])))
  }

  private func flat(_ x: Tensor) -> Tensor { x.reshaped([x.shape[0], x.shape[1] * x.shape[2] * x.shape[3]]) }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    var x = x
    for block in network.blocks {
      let z = convolve(x, block, stride: 1, padding: 1)
      x = maxPool(z.map { max(0, $0) }, size: 2, stride: 2)
    }
    return flat(x).matmul(network.dense.weights.transposed()) + network.dense.bias
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    var answer = network
    var inputs: [Tensor] = []
    var sums: [Tensor] = []
    var current = x
    for block in network.blocks {
      inputs.append(current)
      let z = convolve(current, block, stride: 1, padding: 1)
      sums.append(z)
      current = maxPool(z.map { max(0, $0) }, size: 2, stride: 2)
    }
    let row = flat(current)
    let s = row.matmul(network.dense.weights.transposed()) + network.dense.bias
    let delta = CNNLab.crossEntropy(s, labels).gradient
    answer.dense.weights = delta.transposed().matmul(row)
    answer.dense.bias = delta.sum(axis: 0)
    var g = delta.matmul(network.dense.weights).reshaped(current.shape)
    for k in network.blocks.indices.reversed() {
      g = maxPoolBackward(sums[k].map { max(0, $0) }, size: 2, stride: 2, outputGradient: g)
      g = g * sums[k].map { $0 > 0 ? 1 : 0 }
      let back = convolveBackward(inputs[k], network.blocks[k], stride: 1, padding: 1, outputGradient: g)
      answer.blocks[k] = back.kernels
      g = back.x
    }
    return answer
  }
}
