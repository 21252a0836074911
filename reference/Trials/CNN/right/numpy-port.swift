// right: port of a NumPy notebook: np.pad, kernels turned by 180 degrees over the dilated gradient for dx; PyTorch-like uniform biases
import CNN
import Foundation

// --- a little numpy -------------------------------------------------------------------------------------------------

/// np.pad of the last two axes, different before and after.
func pad(_ x: Tensor, top: Int, bottom: Int, left: Int, right: Int) -> Tensor {
  let (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
  let width = w + left + right
  var out = Tensor(shape: [n, c, h + top + bottom, width])
  for plane in 0..<n * c {
    for i in 0..<h {
      let to = (plane * (h + top + bottom) + i + top) * width + left
      for j in 0..<w { out.values[to + j] = x.values[(plane * h + i) * w + j] }
    }
  }
  return out
}

/// Zeros between the pixels: out[:, :, ::s, ::s] = x.
func dilate(_ x: Tensor, _ s: Int) -> Tensor {
  let (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
  let (hd, wd) = (h == 0 ? 0 : (h - 1) * s + 1, w == 0 ? 0 : (w - 1) * s + 1)
  var out = Tensor(shape: [n, c, hd, wd])
  for p in 0..<n * c {
    for i in 0..<h {
      for j in 0..<w { out.values[(p * hd + i * s) * wd + j * s] = x.values[(p * h + i) * w + j] }
    }
  }
  return out
}

/// x.transpose(1, 0, 2, 3)
func swapFirstAxes(_ x: Tensor) -> Tensor {
  let (n, c, area) = (x.shape[0], x.shape[1], x.shape[2] * x.shape[3])
  var out = Tensor(shape: [c, n, x.shape[2], x.shape[3]])
  for a in 0..<n {
    for b in 0..<c {
      for k in 0..<area { out.values[(b * n + a) * area + k] = x.values[(a * c + b) * area + k] }
    }
  }
  return out
}

/// w[:, :, ::-1, ::-1]
func rot180(_ w: Tensor) -> Tensor {
  let area = w.shape[2] * w.shape[3]
  var out = w
  for p in 0..<w.shape[0] * w.shape[1] {
    for k in 0..<area { out.values[p * area + k] = w.values[p * area + area - 1 - k] }
  }
  return out
}

/// Valid cross-correlation, einsum("nchwkl,ockl->nohw") of the sliding windows with that stride, cut to `rows` × `columns` places.
func correlate(_ x: Tensor, _ w: Tensor, stride s: Int, rows: Int, columns: Int) -> Tensor {
  let (n, c, h, wid) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
  let (o, k, l) = (w.shape[0], w.shape[2], w.shape[3])
  var y = Tensor(shape: [n, o, rows, columns])
  x.values.withUnsafeBufferPointer { xs in
    w.values.withUnsafeBufferPointer { ws in
      for a in 0..<n {
        for b in 0..<o {
          for i in 0..<rows {
            for j in 0..<columns {
              var acc = 0.0
              for d in 0..<c {
                for m in 0..<k {
                  let from = ((a * c + d) * h + i * s + m) * wid + j * s
                  let at = ((b * c + d) * k + m) * l
                  for q in 0..<l { acc += xs[from + q] * ws[at + q] }
                }
              }
              y.values[((a * o + b) * rows + i) * columns + j] = acc
            }
          }
        }
      }
    }
  }
  return y
}

/// x[:, :, :h, :w]
func crop(_ x: Tensor, top: Int, left: Int, height: Int, width: Int) -> Tensor {
  let (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
  var out = Tensor(shape: [n, c, height, width])
  for p in 0..<n * c {
    for i in 0..<height {
      for j in 0..<width { out.values[(p * height + i) * width + j] = x.values[(p * h + top + i) * w + left + j] }
    }
  }
  return out
}

// --- the lab --------------------------------------------------------------------------------------------------------

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    Int(floor(Double(input + 2 * padding - kernel) / Double(stride))) + 1
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let s = kernels.weights.shape
    let padded = pad(x, top: padding, bottom: padding, left: padding, right: padding)
    let y = correlate(
      padded, kernels.weights, stride: stride,
      rows: outputSize(input: x.shape[2], kernel: s[2], stride: stride, padding: padding),
      columns: outputSize(input: x.shape[3], kernel: s[3], stride: stride, padding: padding))
    return y + kernels.bias.reshaped([1, s[0], 1, 1])
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let (k, l) = (kernels.weights.shape[2], kernels.weights.shape[3])
    let (h, w) = (x.shape[2] + 2 * padding, x.shape[3] + 2 * padding)
    let g = dilate(outputGradient, stride)
    // dL/dx: full correlation of the dilated gradient with the turned kernels, then the padding is cut off.
    let full = pad(g, top: k - 1, bottom: h - g.shape[2], left: l - 1, right: w - g.shape[3])
    let dPadded = correlate(full, swapFirstAxes(rot180(kernels.weights)), stride: 1, rows: h, columns: w)
    let dx = crop(dPadded, top: padding, left: padding, height: x.shape[2], width: x.shape[3])
    // dL/dw: the padded images correlated with the dilated gradient, the batch being summed over.
    let padded = pad(x, top: padding, bottom: padding, left: padding, right: padding)
    let dw = swapFirstAxes(correlate(swapFirstAxes(padded), swapFirstAxes(g), stride: 1, rows: k, columns: l))
    let db = outputGradient.sum(axis: 0).sum(axis: 1).sum(axis: 1)
    return ConvolutionTensors(x: dx, kernels: WeightsAndBias(weights: dw, bias: db))
  }

  private func pooled(_ x: Tensor, _ size: Int, _ stride: Int) -> (h: Int, w: Int) {
    (
      max(0, outputSize(input: x.shape[2], kernel: size, stride: stride, padding: 0)),
      max(0, outputSize(input: x.shape[3], kernel: size, stride: stride, padding: 0))
    )
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let (h, w) = pooled(x, size, stride)
    var y = Tensor(shape: [x.shape[0], x.shape[1], h, w], repeating: -Double.infinity)
    for m in 0..<size {
      for n in 0..<size {
        // y = np.maximum(y, x[:, :, m::s, n::s])
        for p in 0..<x.shape[0] * x.shape[1] {
          for i in 0..<h {
            for j in 0..<w {
              let at = (p * h + i) * w + j
              y.values[at] = max(
                y.values[at], x.values[(p * x.shape[2] + i * stride + m) * x.shape[3] + j * stride + n])
            }
          }
        }
      }
    }
    return y
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    let y = maxPool(x, size: size, stride: stride)
    let (h, w) = (y.shape[2], y.shape[3])
    var taken = [Bool](repeating: false, count: y.count)  // the first of equals has it all
    var dx = Tensor(shape: x.shape)
    for m in 0..<size {
      for n in 0..<size {
        for p in 0..<x.shape[0] * x.shape[1] {
          for i in 0..<h {
            for j in 0..<w {
              let at = (p * h + i) * w + j
              let from = (p * x.shape[2] + i * stride + m) * x.shape[3] + j * stride + n
              if !taken[at] && x.values[from] == y.values[at] {
                taken[at] = true
                dx.values[from] += outputGradient.values[at]
              }
            }
          }
        }
      }
    }
    return dx
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var rng = Generator(seed: seed)
    // LeCun uniform: U(-√(3/n), √(3/n)) has a standard deviation of 1/√n. Biases as in torch.nn: U(-1/√n, 1/√n).
    func layer(_ shape: [Int]) -> WeightsAndBias {
      let n = Double(max(1, shape.dropFirst().reduce(1, *)))
      let count = shape.reduce(1, *)
      let limit = sqrt(3 / n)
      let weights = Tensor(shape: shape, values: (0..<count).map { _ in rng.uniform(-limit, limit) })
      let bias = Tensor((0..<shape[0]).map { _ in rng.uniform(-1 / sqrt(n), 1 / sqrt(n)) })
      return WeightsAndBias(weights: weights, bias: bias)
    }
    var (h, w) = (height, width)
    var blocks: [WeightsAndBias] = []
    for k in 1..<max(1, channels.count) {
      blocks.append(layer([channels[k], channels[k - 1], 3, 3]))
      (h, w) = (h / 2, w / 2)
    }
    return ConvolutionalNetwork(blocks: blocks, dense: layer([classes, channels.last! * h * w]))
  }

  private func forward(
    _ network: ConvolutionalNetwork, _ x: Tensor
  ) -> (cache: [(x: Tensor, z: Tensor, a: Tensor)], flat: Tensor, last: [Int], scores: Tensor) {
    var cache: [(x: Tensor, z: Tensor, a: Tensor)] = []
    var out = x
    for block in network.blocks {
      let z = convolve(out, block, stride: 1, padding: 1)
      let a = z.map { fmax($0, 0) }
      cache.append((out, z, a))
      out = maxPool(a, size: 2, stride: 2)
    }
    let flat = out.reshaped([out.shape[0], out.shape[1] * out.shape[2] * out.shape[3]])
    let scores = flat.matmul(network.dense.weights.transposed()) + network.dense.bias
    return (cache, flat, out.shape, scores)
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor { forward(network, x).scores }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let (cache, flat, last, scores) = forward(network, x)
    let dScores = CNNLab.crossEntropy(scores, labels).gradient
    var grads = network
    grads.dense = WeightsAndBias(weights: dScores.transposed().matmul(flat), bias: dScores.sum(axis: 0))
    var dOut = dScores.matmul(network.dense.weights).reshaped(last)
    for (k, c) in cache.enumerated().reversed() {
      let dA = maxPoolBackward(c.a, size: 2, stride: 2, outputGradient: dOut)
      let dZ = dA * c.z.map { $0 > 0 ? 1 : 0 }
      let d = convolveBackward(c.x, network.blocks[k], stride: 1, padding: 1, outputGradient: dZ)
      grads.blocks[k] = d.kernels
      dOut = d.x
    }
    return grads
  }
}
