// mistake: convolveBackward runs through all places of the output for every pixel of the image and looks whether the two meet: work for every pair of pixels.
import CNN

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    return (input + 2 * padding - kernel) / stride + 1
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let w = kernels.weights
    let (n, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let (outputs, kh, kw) = (w.shape[0], w.shape[2], w.shape[3])
    let oh = outputSize(input: height, kernel: kh, stride: stride, padding: padding)
    let ow = outputSize(input: width, kernel: kw, stride: stride, padding: padding)
    var y = Tensor(shape: [n, outputs, oh, ow])
    for a in 0..<n {
      for o in 0..<outputs {
        for i in 0..<oh {
          for j in 0..<ow {
            var sum = kernels.bias[o]
            for c in 0..<channels {
              for m in 0..<kh {
                let row = i * stride + m - padding
                if row < 0 || row >= height { continue }
                for k in 0..<kw {
                  let column = j * stride + k - padding
                  if column < 0 || column >= width { continue }
                  sum += x[a, c, row, column] * w[o, c, m, k]
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
    let w = kernels.weights
    let (n, channels, height, width) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let (outputs, kh, kw) = (w.shape[0], w.shape[2], w.shape[3])
    let oh = outputGradient.shape[2]
    let ow = outputGradient.shape[3]
    var dx = Tensor(shape: x.shape)
    var dw = Tensor(shape: w.shape)
    var db = Tensor(shape: kernels.bias.shape)
    for a in 0..<n {
      for o in 0..<outputs {
        for i in 0..<oh {
          for j in 0..<ow {
            let g = outputGradient[a, o, i, j]
            db[o] += g
            for c in 0..<channels {
              for m in 0..<kh {
                let row = i * stride + m - padding
                if row < 0 || row >= height { continue }
                for k in 0..<kw {
                  let column = j * stride + k - padding
                  if column < 0 || column >= width { continue }
                  dw[o, c, m, k] += g * x[a, c, row, column]
                }
              }
            }
          }
        }
      }
    }
    for a in 0..<n {
      for c in 0..<channels {
        for row in 0..<height {
          for column in 0..<width {
            var sum = 0.0
            for o in 0..<outputs {
              for i in 0..<oh {
                for j in 0..<ow {
                  let m = row + padding - i * stride
                  let k = column + padding - j * stride
                  if m >= 0 && m < kh && k >= 0 && k < kw { sum += outputGradient[a, o, i, j] * w[o, c, m, k] }
                }
              }
            }
            dx[a, c, row, column] = sum
          }
        }
      }
    }
    return ConvolutionTensors(x: dx, kernels: WeightsAndBias(weights: dw, bias: db))
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let oh = outputSize(input: x.shape[2], kernel: size, stride: stride, padding: 0)
    let ow = outputSize(input: x.shape[3], kernel: size, stride: stride, padding: 0)
    var y = Tensor(shape: [x.shape[0], x.shape[1], oh, ow])
    for a in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<oh {
          for j in 0..<ow {
            var largest = -Double.infinity
            for m in 0..<size {
              for k in 0..<size {
                largest = max(largest, x[a, c, i * stride + m, j * stride + k])
              }
            }
            y[a, c, i, j] = largest
          }
        }
      }
    }
    return y
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    var dx = Tensor(shape: x.shape)
    for a in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<outputGradient.shape[2] {
          for j in 0..<outputGradient.shape[3] {
            var bestRow = i * stride
            var bestColumn = j * stride
            for m in 0..<size {
              for k in 0..<size {
                if x[a, c, i * stride + m, j * stride + k] > x[a, c, bestRow, bestColumn] {
                  bestRow = i * stride + m
                  bestColumn = j * stride + k
                }
              }
            }
            dx[a, c, bestRow, bestColumn] += outputGradient[a, c, i, j]
          }
        }
      }
    }
    return dx
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var random = Generator(seed: seed)
    var blocks: [WeightsAndBias] = []
    var h = height
    var w = width
    for k in 0..<channels.count - 1 {
      let meet = Double(channels[k] * 9)
      let weights = random.normal(shape: [channels[k + 1], channels[k], 3, 3], deviation: 1 / sqrt(meet))
      blocks.append(WeightsAndBias(weights: weights, bias: Tensor(shape: [channels[k + 1]])))
      h = outputSize(input: h, kernel: 2, stride: 2, padding: 0)
      w = outputSize(input: w, kernel: 2, stride: 2, padding: 0)
    }
    let inputs = channels[channels.count - 1] * h * w
    let weights = random.normal(shape: [classes, inputs], deviation: 1 / sqrt(Double(inputs)))
    return ConvolutionalNetwork(
      blocks: blocks, dense: WeightsAndBias(weights: weights, bias: Tensor(shape: [classes])))
  }

  func relu(_ z: Tensor) -> Tensor {
    var r = z
    for i in 0..<z.count {
      if r.values[i] < 0 { r.values[i] = 0 }
    }
    return r
  }

  func denseScores(_ dense: WeightsAndBias, _ flat: Tensor) -> Tensor {
    var s = Tensor(shape: [flat.shape[0], dense.bias.count])
    for a in 0..<flat.shape[0] {
      for k in 0..<dense.bias.count {
        var sum = 0.0
        for j in 0..<flat.shape[1] { sum += flat[a, j] * dense.weights[k, j] }
        s[a, k] = sum + dense.bias[k]
      }
    }
    return s
  }

  func flatten(_ x: Tensor) -> Tensor {
    return x.reshaped([x.shape[0], x.shape[1] * x.shape[2] * x.shape[3]])
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    var h = x
    for block in network.blocks {
      h = convolve(h, block, stride: 1, padding: 1)
      h = relu(h)
      h = maxPool(h, size: 2, stride: 2)
    }
    return denseScores(network.dense, flatten(h))
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    var inputs: [Tensor] = []
    var sums: [Tensor] = []
    var h = x
    for block in network.blocks {
      inputs.append(h)
      let z = convolve(h, block, stride: 1, padding: 1)
      sums.append(z)
      h = maxPool(relu(z), size: 2, stride: 2)
    }
    let flat = flatten(h)
    let ds = CNNLab.crossEntropy(denseScores(network.dense, flat), labels).gradient

    var result = network
    result.dense.weights = Tensor(shape: network.dense.weights.shape)
    result.dense.bias = Tensor(shape: network.dense.bias.shape)
    var dflat = Tensor(shape: flat.shape)
    for a in 0..<flat.shape[0] {
      for k in 0..<network.dense.bias.count {
        result.dense.bias[k] += ds[a, k]
        for j in 0..<flat.shape[1] {
          result.dense.weights[k, j] += ds[a, k] * flat[a, j]
          dflat[a, j] += ds[a, k] * network.dense.weights[k, j]
        }
      }
    }
    var dh = dflat.reshaped(h.shape)
    for l in (0..<network.blocks.count).reversed() {
      var dz = maxPoolBackward(relu(sums[l]), size: 2, stride: 2, outputGradient: dh)
      for i in 0..<dz.count {
        if sums[l].values[i] <= 0 { dz.values[i] = 0 }
      }
      let d = convolveBackward(inputs[l], network.blocks[l], stride: 1, padding: 1, outputGradient: dz)
      result.blocks[l] = d.kernels
      dh = d.x
    }
    return result
  }
}
