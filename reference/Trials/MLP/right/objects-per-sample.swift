// right: classes: a chain of modules that carries one sample at a time, its gradients averaged; LeCun uniform weights, biases small and random; order by sorting random keys
import Foundation
import MLP

protocol Module: AnyObject {
  func forward(_ x: [Double]) -> [Double]
  /// From the slope in the output to the slope in the input of the last forward.
  func backward(_ slope: [Double]) -> [Double]
}

final class Affine: Module {
  let (m, k): (Int, Int)
  var w: [Double]
  var b: [Double]
  var dw: [Double]
  var db: [Double]
  private var x: [Double] = []

  init(_ layer: Layer) {
    (k, m) = (layer.weights.rows, layer.weights.columns)
    w = layer.weights.values
    b = layer.bias.values
    dw = w.map { _ in 0 }
    db = b.map { _ in 0 }
  }

  func forward(_ x: [Double]) -> [Double] {
    self.x = x
    var z = b
    for o in 0..<k {
      var s = 0.0
      for j in 0..<m { s += w[o * m + j] * x[j] }
      z[o] += s
    }
    return z
  }

  func backward(_ slope: [Double]) -> [Double] {
    var before = [Double](repeating: 0, count: m)
    for o in 0..<k where slope[o] != 0 {
      let s = slope[o]
      db[o] += s
      for j in 0..<m {
        dw[o * m + j] += s * x[j]
        before[j] += s * w[o * m + j]
      }
    }
    return before
  }

  func gradient(over count: Int) -> Layer {
    let scale = count == 0 ? 0 : 1 / Double(count)
    return Layer(weights: Tensor(shape: [k, m], values: dw.map { $0 * scale }), bias: Tensor(db.map { $0 * scale }))
  }
}

/// An activation with its slope told from one exponential.
struct Curve {
  let value: (Double) -> Double
  let slope: (Double) -> Double

  static func of(_ a: Activation) -> Curve {
    func sigma(_ z: Double) -> Double { z < 0 ? 1 - 1 / (1 + exp(z)) : 1 / (1 + exp(-z)) }
    switch a {
    case .identity: return Curve(value: { $0 }, slope: { _ in 1 })
    case .sigmoid:
      return Curve(
        value: { z in z < 0 ? exp(z) / (1 + exp(z)) : 1 / (1 + exp(-z)) },
        slope: { z in
          let e = exp(-Swift.abs(z))
          return e / (1 + e) / (1 + e)
        })
    case .tanh:
      return Curve(
        value: { Foundation.tanh($0) },
        slope: { z in
          let c = cosh(z)  // infinite far out: the slope is 0
          return 1 / c / c
        })
    case .relu: return Curve(value: { Swift.max($0, 0) }, slope: { $0 > 0 ? 1 : ($0 < 0 ? 0 : 0.5) })
    case .leakyReLU: return Curve(value: { Swift.max($0, 0.01 * $0) }, slope: { $0 > 0 ? 1 : 0.01 })
    case .softplus:
      return Curve(
        value: { z in z > 30 ? z + exp(-z) : log1p(exp(z)) }, slope: { z in z < 0 ? exp(z) / (1 + exp(z)) : sigma(z) })
    }
  }
}

final class Bend: Module {
  let curve: Curve
  private var z: [Double] = []
  init(_ curve: Curve) { self.curve = curve }
  func forward(_ x: [Double]) -> [Double] {
    z = x
    return x.map(curve.value)
  }
  func backward(_ slope: [Double]) -> [Double] { zip(slope, z).map { $0 * curve.slope($1) } }
}

final class Chain {
  let affines: [Affine]
  let modules: [any Module]
  init(_ network: Network) {
    affines = network.layers.map(Affine.init)
    let curve = Curve.of(network.activation)
    modules = affines.enumerated().flatMap { l, a -> [any Module] in l == 0 ? [a] : [Bend(curve), a] }
  }
  func scores(_ x: [Double]) -> [Double] { modules.reduce(x) { $1.forward($0) } }
  func pull(_ slope: [Double]) { _ = modules.reversed().reduce(slope) { $1.backward($0) } }
}

private func logSumExp(_ s: [Double]) -> Double {
  let top = s.max() ?? 0
  return top + log(s.reduce(0) { $0 + exp($1 - top) })
}

private func samples(_ x: Tensor) -> [[Double]] { (0..<x.rows).map { x.row($0).values } }

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z.map(Curve.of(activation).value) }
  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z.map(Curve.of(activation).slope) }

  func softmax(_ scores: Tensor) -> Tensor {
    Tensor(
      shape: scores.shape,
      values: samples(scores).flatMap { s -> [Double] in
        let z = logSumExp(s)
        return s.map { exp($0 - z) }
      })
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    // a running mean
    var mean = 0.0
    for (i, s) in samples(scores).enumerated() {
      mean += (logSumExp(s) - s[labels[i]] - mean) / Double(i + 1)
    }
    return mean
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var root = Generator(seed: seed)
    var layers: [Layer] = []
    for (m, k) in zip(sizes, sizes.dropFirst()) {
      var own = root.split()
      let reach = sqrt(3 / Double(m))
      let w = (0..<m * k).map { _ in own.uniform(-reach, reach) }
      let b = (0..<k).map { _ in own.uniform(-0.01, 0.01) }
      layers.append(Layer(weights: Tensor(shape: [k, m], values: w), bias: Tensor(b)))
    }
    return Network(layers: layers, activation: activation)
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    let chain = Chain(network)
    let c = network.layers.last!.bias.count
    return Tensor(shape: [x.rows, c], values: samples(x).flatMap(chain.scores))
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let chain = Chain(network)
    var total = 0.0
    for (sample, label) in zip(samples(x), labels) {
      let s = chain.scores(sample)
      let z = logSumExp(s)
      total += z - s[label]
      var slope = s.map { exp($0 - z) }
      slope[label] -= 1
      chain.pull(slope)
    }
    let n = labels.count
    return LossAndGradients(
      loss: n == 0 ? 0 : total / Double(n), gradients: chain.affines.map { $0.gradient(over: n) })
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    var random = Generator(seed: seed)
    for _ in 0..<epochs {
      var left = labels.indices.map { (key: random.next(), index: $0) }.sorted { $0.key < $1.key }.map(\.index)[...]
      while !left.isEmpty {
        let batch = Array(left.prefix(batchSize))
        left = left.dropFirst(batchSize)
        let g = backward(network, x.rows(at: batch), batch.map { labels[$0] }).gradients
        network.layers = zip(network.layers, g).map {
          Layer(weights: $0.weights - learningRate * $1.weights, bias: $0.bias - learningRate * $1.bias)
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    let chain = Chain(network)
    return samples(x).map { sample in
      let s = chain.scores(sample)
      return s.firstIndex(of: s.max()!)!
    }
  }
}
