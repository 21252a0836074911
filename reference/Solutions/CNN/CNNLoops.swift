import CNN

// Plain loops straight from the equations, indices and all; a padded copy of the image; Glorot's uniform weights.

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    // Count the places.
    var count = 0
    var start = -padding
    while start + kernel <= input + padding {
      count += 1
      start += stride
    }
    return count
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let (w, b) = (kernels.weights, kernels.bias)
    let image = padded(x, padding)
    let height = outputSize(input: x.shape[2], kernel: w.shape[2], stride: stride, padding: padding)
    let width = outputSize(input: x.shape[3], kernel: w.shape[3], stride: stride, padding: padding)
    var y = Tensor(shape: [x.shape[0], w.shape[0], height, width])
    for s in 0..<x.shape[0] {
      for o in 0..<w.shape[0] {
        for i in 0..<height {
          for j in 0..<width {
            var sum = b[o]
            for c in 0..<w.shape[1] {
              for m in 0..<w.shape[2] {
                for n in 0..<w.shape[3] { sum += image[s, c, i * stride + m, j * stride + n] * w[o, c, m, n] }
              }
            }
            y[s, o, i, j] = sum
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
    let image = padded(x, padding)
    var imageGradient = Tensor(shape: image.shape)
    var wGradient = Tensor(shape: w.shape)
    var bGradient = Tensor(shape: [w.shape[0]])
    for s in 0..<x.shape[0] {
      for o in 0..<w.shape[0] {
        for i in 0..<outputGradient.shape[2] {
          for j in 0..<outputGradient.shape[3] {
            let g = outputGradient[s, o, i, j]
            bGradient[o] += g
            for c in 0..<w.shape[1] {
              for m in 0..<w.shape[2] {
                for n in 0..<w.shape[3] {
                  wGradient[o, c, m, n] += g * image[s, c, i * stride + m, j * stride + n]
                  imageGradient[s, c, i * stride + m, j * stride + n] += g * w[o, c, m, n]
                }
              }
            }
          }
        }
      }
    }
    var xGradient = Tensor(shape: x.shape)
    for s in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<x.shape[2] {
          for j in 0..<x.shape[3] { xGradient[s, c, i, j] = imageGradient[s, c, i + padding, j + padding] }
        }
      }
    }
    return ConvolutionTensors(x: xGradient, kernels: WeightsAndBias(weights: wGradient, bias: bGradient))
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let height = outputSize(input: x.shape[2], kernel: size, stride: stride, padding: 0)
    let width = outputSize(input: x.shape[3], kernel: size, stride: stride, padding: 0)
    var y = Tensor(shape: [x.shape[0], x.shape[1], height, width], repeating: -.infinity)
    for s in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<height {
          for j in 0..<width {
            for m in 0..<size {
              for n in 0..<size { y[s, c, i, j] = max(y[s, c, i, j], x[s, c, i * stride + m, j * stride + n]) }
            }
          }
        }
      }
    }
    return y
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    let y = maxPool(x, size: size, stride: stride)
    var gradient = Tensor(shape: x.shape)
    for s in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<y.shape[2] {
          for j in 0..<y.shape[3] {
            search: for m in 0..<size {
              for n in 0..<size where x[s, c, i * stride + m, j * stride + n] == y[s, c, i, j] {
                gradient[s, c, i * stride + m, j * stride + n] += outputGradient[s, c, i, j]
                break search
              }
            }
          }
        }
      }
    }
    return gradient
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var random = Generator(seed: seed)
    var blocks: [WeightsAndBias] = []
    var inputs = height * width * channels[0]
    for k in 1..<channels.count {
      let limit = sqrt(6 / Double(9 * (channels[k - 1] + channels[k])))
      var w = Tensor(shape: [channels[k], channels[k - 1], 3, 3])
      for i in 0..<w.count { w.values[i] = random.uniform(-limit, limit) }
      blocks.append(WeightsAndBias(weights: w, bias: Tensor(shape: [channels[k]])))
      inputs = (height >> k) * (width >> k) * channels[k]
    }
    let limit = sqrt(6 / Double(inputs + classes))
    var w = Tensor(shape: [classes, inputs])
    for i in 0..<w.count { w.values[i] = random.uniform(-limit, limit) }
    return ConvolutionalNetwork(blocks: blocks, dense: WeightsAndBias(weights: w, bias: Tensor(shape: [classes])))
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    let features = run(network, x).features
    let (w, b) = (network.dense.weights, network.dense.bias)
    var scores = Tensor(shape: [x.shape[0], b.count])
    for s in 0..<scores.rows {
      for k in 0..<scores.columns {
        scores[s, k] = b[k]
        for i in 0..<w.columns { scores[s, k] += w[k, i] * features[s, i] }
      }
    }
    return scores
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let (inputs, sums, features) = run(network, x)
    let delta = CNNLab.crossEntropy(scores(network, x), labels).gradient
    var result = network
    let w = network.dense.weights
    result.dense.weights = Tensor(shape: w.shape)
    result.dense.bias = Tensor(shape: [w.rows])
    var below = Tensor(shape: features.shape)
    for s in 0..<delta.rows {
      for k in 0..<w.rows {
        result.dense.bias[k] += delta[s, k]
        for i in 0..<w.columns {
          result.dense.weights[k, i] += delta[s, k] * features[s, i]
          below[s, i] += delta[s, k] * w[k, i]
        }
      }
    }
    for k in (0..<network.blocks.count).reversed() {
      let pooled = sums[k].shape
      var g = maxPoolBackward(
        rectified(sums[k]), size: 2, stride: 2,
        outputGradient: below.reshaped([pooled[0], pooled[1], pooled[2] / 2, pooled[3] / 2]))
      for i in 0..<g.count where sums[k].values[i] < 0 { g.values[i] = 0 }
      let step = convolveBackward(inputs[k], network.blocks[k], stride: 1, padding: 1, outputGradient: g)
      result.blocks[k] = step.kernels
      below = step.x
    }
    return result
  }

  /// What each block was given, its sums, and what the dense layer is given.
  private func run(
    _ network: ConvolutionalNetwork, _ x: Tensor
  ) -> (inputs: [Tensor], sums: [Tensor], features: Tensor) {
    var inputs: [Tensor] = []
    var sums: [Tensor] = []
    var x = x
    for block in network.blocks {
      inputs.append(x)
      sums.append(convolve(x, block, stride: 1, padding: 1))
      x = maxPool(rectified(sums[sums.count - 1]), size: 2, stride: 2)
    }
    return (inputs, sums, x.reshaped([x.shape[0], network.dense.weights.columns]))
  }

  private func rectified(_ x: Tensor) -> Tensor { x.map { $0 > 0 ? $0 : 0 } }

  private func padded(_ x: Tensor, _ padding: Int) -> Tensor {
    var result = Tensor(shape: [x.shape[0], x.shape[1], x.shape[2] + 2 * padding, x.shape[3] + 2 * padding])
    for s in 0..<x.shape[0] {
      for c in 0..<x.shape[1] {
        for i in 0..<x.shape[2] {
          for j in 0..<x.shape[3] { result[s, c, i + padding, j + padding] = x[s, c, i, j] }
        }
      }
    }
    return result
  }
}
