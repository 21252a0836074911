// mistake: among equal largest elements the last one of the window has the gradient
import CNN

/// Images as planes of pixels.
final class Layer {
  typealias Backward = (Tensor) -> Tensor
  private let run: (Tensor) -> (Tensor, Backward)
  private var back: Backward?
  init(_ run: @escaping (Tensor) -> (Tensor, Backward)) { self.run = run }
  func forward(_ x: Tensor) -> Tensor {
    let (y, b) = run(x)
    back = b
    return y
  }
  func backward(_ g: Tensor) -> Tensor { back!(g) }
}

/// The places along one axis at which a kernel offset meets the image: output index first..<last, input index at `first`.
struct Overlap {
  var first = 0
  var last = 0
  let step: Int
  let shift: Int

  init(offset: Int, input: Int, output: Int, stride: Int, padding: Int) {
    step = stride
    shift = offset - padding
    // is + shift in 0..<input
    first = shift >= 0 ? 0 : (-shift + stride - 1) / stride
    last = input - shift <= 0 ? 0 : min(output, (input - shift + stride - 1) / stride)
    if last < first { last = first }
  }
  func source(_ i: Int) -> Int { i * step + shift }
}

struct Geometry {
  let n, c, h, w, o, k, l, h2, w2, stride, padding: Int

  init(_ x: Tensor, _ kernelShape: [Int], _ stride: Int, _ padding: Int) {
    (n, c, h, w) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    (o, k, l) = (kernelShape[0], kernelShape[2], kernelShape[3])
    (h2, w2) = (Geometry.count(h, k, stride, padding), Geometry.count(w, l, stride, padding))
    (self.stride, self.padding) = (stride, padding)
  }

  static func count(_ input: Int, _ kernel: Int, _ stride: Int, _ padding: Int) -> Int {
    var places = 0
    var start = -padding
    while start + kernel <= input + padding {
      places += 1
      start += stride
    }
    return places
  }

  /// Visits runs of output pixels that meet one weight: (weight index, output offset, input offset, length); inputs step by stride.
  func visit(_ body: (_ weight: Int, _ output: Int, _ input: Int, _ length: Int) -> Void) {
    for m in 0..<k {
      let rows = Overlap(offset: m, input: h, output: h2, stride: stride, padding: padding)
      for q in 0..<l {
        let cols = Overlap(offset: q, input: w, output: w2, stride: stride, padding: padding)
        if cols.first == cols.last { continue }
        for a in 0..<n {
          for out in 0..<o {
            for ch in 0..<c {
              let weight = ((out * c + ch) * k + m) * l + q
              for i in rows.first..<rows.last {
                let to = ((a * o + out) * h2 + i) * w2 + cols.first
                let from = ((a * c + ch) * h + rows.source(i)) * w + cols.source(cols.first)
                body(weight, to, from, cols.last - cols.first)
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
    Geometry.count(input, kernel, stride, padding)
  }

  func convolve(_ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int) -> Tensor {
    let geometry = Geometry(x, kernels.weights.shape, stride, padding)
    var y = Tensor(shape: [geometry.n, geometry.o, geometry.h2, geometry.w2])
    let plane = geometry.h2 * geometry.w2
    for index in 0..<geometry.n * geometry.o {
      for p in 0..<plane { y.values[index * plane + p] = kernels.bias.values[index % geometry.o] }
    }
    y.values.withUnsafeMutableBufferPointer { y in
      x.values.withUnsafeBufferPointer { x in
        kernels.weights.values.withUnsafeBufferPointer { w in
          geometry.visit { weight, output, input, length in
            let factor = w[weight]
            for t in 0..<length { y[output + t] += factor * x[input + t * stride] }
          }
        }
      }
    }
    return y
  }

  func convolveBackward(
    _ x: Tensor, _ kernels: WeightsAndBias, stride: Int, padding: Int, outputGradient: Tensor
  ) -> ConvolutionTensors {
    let geometry = Geometry(x, kernels.weights.shape, stride, padding)
    var dx = Tensor(shape: x.shape)
    var dw = Tensor(shape: kernels.weights.shape)
    dx.values.withUnsafeMutableBufferPointer { dx in
      dw.values.withUnsafeMutableBufferPointer { dw in
        x.values.withUnsafeBufferPointer { x in
          outputGradient.values.withUnsafeBufferPointer { g in
            kernels.weights.values.withUnsafeBufferPointer { w in
              geometry.visit { weight, output, input, length in
                let factor = w[weight]
                var sum = 0.0
                for t in 0..<length {
                  sum += g[output + t] * x[input + t * stride]
                  dx[input + t * stride] += factor * g[output + t]
                }
                dw[weight] += sum
              }
            }
          }
        }
      }
    }
    let db = outputGradient.sum(axis: 3).sum(axis: 2).sum(axis: 0)
    return ConvolutionTensors(x: dx, kernels: WeightsAndBias(weights: dw, bias: db))
  }

  /// The winner of each window, in the order of the output.
  private func winners(_ x: Tensor, _ size: Int, _ stride: Int) -> (shape: [Int], places: [Int]) {
    let (h, w) = (x.shape[2], x.shape[3])
    let h2 = Geometry.count(h, size, stride, 0)
    let w2 = Geometry.count(w, size, stride, 0)
    var places: [Int] = []
    for plane in 0..<x.shape[0] * x.shape[1] {
      for i in 0..<h2 {
        for j in 0..<w2 {
          var best: Int?
          for m in 0..<size {
            for n in 0..<size {
              let place = plane * h * w + (i * stride + m) * w + j * stride + n
              if let b = best, x.values[b] > x.values[place] { continue }
              best = place
            }
          }
          places.append(best!)
        }
      }
    }
    return ([x.shape[0], x.shape[1], h2, w2], places)
  }

  func maxPool(_ x: Tensor, size: Int, stride: Int) -> Tensor {
    let (shape, places) = winners(x, size, stride)
    return Tensor(shape: shape, values: places.map { x.values[$0] })
  }

  func maxPoolBackward(_ x: Tensor, size: Int, stride: Int, outputGradient: Tensor) -> Tensor {
    var dx = Tensor(shape: x.shape)
    for (k, place) in winners(x, size, stride).places.enumerated() { dx.values[place] += outputGradient.values[k] }
    return dx
  }

  func initialNetwork(height: Int, width: Int, channels: [Int], classes: Int, seed: UInt64) -> ConvolutionalNetwork {
    var generator = Generator(seed: seed)
    func glorot(_ shape: [Int], fanIn: Int, fanOut: Int) -> Tensor {
      let limit = (6 / Double(fanIn + fanOut)).squareRoot()
      var weights = Tensor(shape: shape)
      for k in 0..<weights.count { weights.values[k] = generator.uniform(-limit, limit) }
      return weights
    }
    var size = (height, width)
    var blocks: [WeightsAndBias] = []
    for (from, to) in zip(channels, channels.dropFirst()) {
      blocks.append(
        WeightsAndBias(
          weights: glorot([to, from, 3, 3], fanIn: 9 * from, fanOut: 9 * to), bias: Tensor(shape: [to], repeating: 0.01)
        ))
      size = (size.0 / 2, size.1 / 2)
    }
    let inputs = channels[channels.endIndex - 1] * size.0 * size.1
    let dense = WeightsAndBias(
      weights: glorot([classes, inputs], fanIn: inputs, fanOut: classes), bias: Tensor(shape: [classes]))
    return ConvolutionalNetwork(blocks: blocks, dense: dense)
  }

  /// What the blocks and the dense layer leave behind on the way back.
  private final class Sink {
    var blocks: [WeightsAndBias]
    var dense: WeightsAndBias
    init(_ network: ConvolutionalNetwork) { (blocks, dense) = (network.blocks, network.dense) }
  }

  private func layers(_ network: ConvolutionalNetwork, _ sink: Sink) -> [Layer] {
    var layers: [Layer] = []
    for (index, block) in network.blocks.enumerated() {
      layers.append(
        Layer { x in
          (
            self.convolve(x, block, stride: 1, padding: 1),
            { g in
              let d = self.convolveBackward(x, block, stride: 1, padding: 1, outputGradient: g)
              sink.blocks[index] = d.kernels
              return d.x
            }
          )
        })
      layers.append(Layer { x in (x.map { $0 >= 0 ? $0 : 0 }, { g in g.combined(with: x) { $1 >= 0 ? $0 : 0 } }) })
      layers.append(
        Layer { x in
          (
            self.maxPool(x, size: 2, stride: 2),
            { g in self.maxPoolBackward(x, size: 2, stride: 2, outputGradient: g) }
          )
        })
    }
    layers.append(
      Layer { x in (x.reshaped([x.shape[0], x.shape[1] * x.shape[2] * x.shape[3]]), { $0.reshaped(x.shape) }) })
    let dense = network.dense
    layers.append(
      Layer { x in
        (
          x.matmul(dense.weights.transposed()) + dense.bias,
          { g in
            sink.dense = WeightsAndBias(weights: g.transposed().matmul(x), bias: g.sum(axis: 0))
            return g.matmul(dense.weights)
          }
        )
      })
    return layers
  }

  func scores(_ network: ConvolutionalNetwork, _ x: Tensor) -> Tensor {
    layers(network, Sink(network)).reduce(x) { $1.forward($0) }
  }

  func gradient(_ network: ConvolutionalNetwork, _ x: Tensor, _ labels: [Int]) -> ConvolutionalNetwork {
    let sink = Sink(network)
    let chain = layers(network, sink)
    let output = chain.reduce(x) { $1.forward($0) }
    _ = chain.reversed().reduce(CNNLab.crossEntropy(output, labels).gradient) { $1.backward($0) }
    return ConvolutionalNetwork(blocks: sink.blocks, dense: sink.dense)
  }
}
