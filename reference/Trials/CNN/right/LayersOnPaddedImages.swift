import Foundation
import CNN

/// A stack of planes with a margin of zeros.
private final class Planes {
  let count: Int, height: Int, width: Int
  var pixels: [Double]

  init(_ x: Tensor, margin: Int) {
    count = x.shape[0] * x.shape[1]
    let (rows, columns) = (x.shape[2], x.shape[3])
    (height, width) = (rows + 2 * margin, columns + 2 * margin)
    pixels = [Double](repeating: 0, count: count * height * width)
    for plane in 0..<count {
      for row in 0..<rows {
        let from = (plane * rows + row) * columns
        let to = (plane * height + row + margin) * width + margin
        for column in 0..<columns { pixels[to + column] = x.values[from + column] }
      }
    }
  }

  /// Without the margin.
  func cut(_ shape: [Int], margin: Int) -> Tensor {
    var x = Tensor(shape: shape)
    for plane in 0..<count {
      for row in 0..<shape[2] {
        for column in 0..<shape[3] {
          x.values[(plane * shape[2] + row) * shape[3] + column] =
            pixels[(plane * height + row + margin) * width + margin + column]
        }
      }
    }
    return x
  }
}

/// A step of the network that keeps, for this one call, what its way back needs.
private protocol Layer: AnyObject {
  func forward(_ x: Tensor) -> Tensor
  func backward(_ g: Tensor) -> Tensor
}

private final class Convolution: Layer {
  let kernels: WeightsAndBias, stride: Int, padding: Int
  var x = Tensor(shape: [0])
  var slope: WeightsAndBias?

  init(_ kernels: WeightsAndBias, _ stride: Int, _ padding: Int) {
    (self.kernels, self.stride, self.padding) = (kernels, stride, padding)
  }

  func forward(_ x: Tensor) -> Tensor {
    self.x = x
    let planes = Planes(x, margin: padding)
    let (O, C, K, L) = (kernels.weights.shape[0], x.shape[1], kernels.weights.shape[2], kernels.weights.shape[3])
    let (h, w) = ((planes.height - K) / stride + 1, (planes.width - L) / stride + 1)
    var y = Tensor(shape: [x.shape[0], O, h, w])
    var e = 0
    for a in 0..<x.shape[0] {
      for o in 0..<O {
        for i in 0..<h {
          for j in 0..<w {
            var sum = 0.0
            for c in 0..<C {
              for m in 0..<K {
                let line = ((a * C + c) * planes.height + i * stride + m) * planes.width + j * stride
                let row = ((o * C + c) * K + m) * L
                for n in 0..<L { sum += planes.pixels[line + n] * kernels.weights.values[row + n] }
              }
            }
            y.values[e] = sum + kernels.bias.values[o]
            e += 1
          }
        }
      }
    }
    return y
  }

  func backward(_ g: Tensor) -> Tensor {
    let planes = Planes(x, margin: padding)
    let slopes = Planes(Tensor(shape: x.shape), margin: padding)
    let (O, C, K, L) = (kernels.weights.shape[0], x.shape[1], kernels.weights.shape[2], kernels.weights.shape[3])
    var (weights, bias) = (Tensor(shape: kernels.weights.shape), Tensor(shape: [O]))
    var e = 0
    for a in 0..<x.shape[0] {
      for o in 0..<O {
        for i in 0..<g.shape[2] {
          for j in 0..<g.shape[3] {
            let share = g.values[e]
            e += 1
            bias.values[o] += share
            for c in 0..<C {
              for m in 0..<K {
                let line = ((a * C + c) * planes.height + i * stride + m) * planes.width + j * stride
                let row = ((o * C + c) * K + m) * L
                for n in 0..<L {
                  weights.values[row + n] += share * planes.pixels[line + n]
                  slopes.pixels[line + n] += share * kernels.weights.values[row + n]
                }
              }
            }
          }
        }
      }
    }
    slope = WeightsAndBias(weights: weights, bias: bias)
    return slopes.cut(x.shape, margin: padding)
  }
}

private final class Rectifier: Layer {
  var x = Tensor(shape: [0])
  func forward(_ x: Tensor) -> Tensor {
    self.x = x
    return x.map { fmax(0, $0) }
  }
  func backward(_ g: Tensor) -> Tensor { g.combined(with: x) { $1 < 0 ? 0 : $0 } }
}

private final class Pooling: Layer {
  let size: Int, stride: Int
  var shape: [Int] = []
  var winners: [Int] = []
  init(_ size: Int, _ stride: Int) { (self.size, self.stride) = (size, stride) }

  func forward(_ x: Tensor) -> Tensor {
    shape = x.shape
    winners = []
    let (h, w) = ((shape[2] - size) / stride + 1, (shape[3] - size) / stride + 1)
    for plane in 0..<shape[0] * shape[1] {
      for i in 0..<h {
        for j in 0..<w {
          var candidates: [Int] = []
          for m in 0..<size {
            for n in 0..<size { candidates.append((plane * shape[2] + i * stride + m) * shape[3] + j * stride + n) }
          }
          var winner = candidates[0]
          // From the back, so that of equal ones the first stays.
          for candidate in candidates.reversed() where x.values[candidate] >= x.values[winner] { winner = candidate }
          winners.append(winner)
        }
      }
    }
    return Tensor(shape: [shape[0], shape[1], h, w], values: winners.map { x.values[$0] })
  }
  func backward(_ g: Tensor) -> Tensor {
    var dx = Tensor(shape: shape)
    for (winner, share) in zip(winners, g.values) { dx.values[winner] += share }
    return dx
  }
}

private final class Dense: Layer {
  let layer: WeightsAndBias
  var shape: [Int] = []
  var rows = Tensor(shape: [0])
  var slope: WeightsAndBias?
  init(_ layer: WeightsAndBias) { self.layer = layer }
  func forward(_ x: Tensor) -> Tensor {
    shape = x.shape
    rows = x.reshaped([x.shape[0], layer.weights.columns])
    return rows.matmul(layer.weights.transposed()) + layer.bias
  }
  func backward(_ g: Tensor) -> Tensor {
    slope = WeightsAndBias(weights: g.transposed().matmul(rows), bias: g.sum(axis: 0))
    return g.matmul(layer.weights).reshaped(shape)
  }
}

struct Submission: CNNContract {
  func outputSize(input: Int, kernel: Int, stride: Int, padding: Int) -> Int {
    var places = 0
    var start = -padding
    while start + kernel <= input + padding {
      places += 1
      start += stride
    }
    return places
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    Convolution(kernels, stride, padding).forward(x)
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let layer = Convolution(kernels, stride, padding)
    layer.x = x
    let dx = layer.backward(outputGradient)
    return ConvolutionTensors(x: dx, kernels: layer.slope!)
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor { Pooling(size, stride).forward(x) }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    let layer = Pooling(size, stride)
    _ = layer.forward(x)
    return layer.backward(outputGradient)
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    // Each layer from a generator that is split off, He's deviation for the kernels and LeCun's for what is dense.
    var source = Generator(seed: seed)
    var size = (height, width)
    var blocks: [WeightsAndBias] = []
    for k in channels.indices.dropLast() {
      var own = source.split()
      let deviation = sqrt(2 / Double(9 * channels[k]))
      blocks.append(
        WeightsAndBias(
          weights: own.normal(shape: [channels[k + 1], channels[k], 3, 3], deviation: deviation),
          bias: Tensor(shape: [channels[k + 1]], repeating: 0.01)))
      size = (size.0 / 2, size.1 / 2)
    }
    var own = source.split()
    let inputs = channels[channels.count - 1] * size.0 * size.1
    let bound = sqrt(3 / Double(inputs))
    return ConvolutionalNetwork(
      blocks: blocks,
      dense: WeightsAndBias(
        weights: Tensor(shape: [classes, inputs]).map { _ in own.uniform(-bound, bound) }, bias: Tensor(shape: [classes])))
  }

  private func layers(_ network: ConvolutionalNetwork) -> [Layer] {
    network.blocks.flatMap { [Convolution($0, 1, 1), Rectifier(), Pooling(2, 2)] as [Layer] } + [Dense(network.dense)]
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    layers(network).reduce(x) { $1.forward($0) }
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let layers = layers(network)
    let scores = layers.reduce(x) { $1.forward($0) }
    _ = layers.reversed().reduce(CNNLab.crossEntropy(scores, labels).gradient) { $1.backward($0) }
    return ConvolutionalNetwork(
      blocks: layers.compactMap { ($0 as? Convolution)?.slope }, dense: (layers.last as! Dense).slope!)
  }
}
