// mistake: fit ends a training as soon as the loss of a batch is below 1e-4, though nothing but the number of epochs may end it.
import MLP

// Each module answers its output together with a "pullback": a closure from the gradient in the output to the
// gradient in the input, noting the gradient in its own parameters on the way. Backpropagation is to call them backwards.

typealias Pullback = (_ outputGradient: [[Double]]) -> [[Double]]

/// The real functions behind the activations, and their slopes.
struct Curve {
  let value: (Double) -> Double
  let slope: (Double) -> Double

  static func logistic(_ z: Double) -> Double {
    guard z < 0 else { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  static func of(_ activation: Activation) -> Curve {
    switch activation {
    case .identity:
      return Curve(value: { $0 }, slope: { _ in 1 })
    case .sigmoid:
      return Curve(value: logistic, slope: { logistic($0) * logistic(-$0) })
    case .tanh:
      return Curve(
        value: { LabKit.tanh($0) },
        slope: { (z: Double) -> Double in 4 * logistic(2 * z) * logistic(-2 * z) })
    case .relu:
      return Curve(value: { Swift.max(0, $0) }, slope: { $0 >= 0 ? 1 : 0 })
    case .leakyReLU:
      let epsilon = 0.01
      return Curve(value: { $0 >= 0 ? $0 : epsilon * $0 }, slope: { $0 >= 0 ? 1 : epsilon })
    case .softplus:
      return Curve(
        value: { (z: Double) -> Double in z > 30 ? z + exp(-z) : log1p(exp(z)) },
        slope: logistic)
    }
  }
}

/// A layer with room for its gradient.
final class Affine {
  let weights: [[Double]]
  let bias: [Double]
  var weightGradient: [[Double]]
  var biasGradient: [Double]

  init(_ layer: Layer) {
    weights = (0..<layer.weights.rows).map { layer.weights.row($0).values }
    bias = layer.bias.values
    weightGradient = weights.map { [Double](repeating: 0, count: $0.count) }
    biasGradient = bias.map { _ in 0 }
  }

  func callAsFunction(_ x: [[Double]]) -> (output: [[Double]], pullback: Pullback) {
    let output = x.map { sample in
      zip(weights, bias).map { row, b in zip(row, sample).reduce(0.0) { $0 + $1.0 * $1.1 } + b }
    }
    return (output, { [self] g in
      // Last sample first.
      for (delta, sample) in zip(g, x).reversed() {
        for i in delta.indices {
          biasGradient[i] += delta[i]
          let d = delta[i]
          weightGradient[i].withUnsafeMutableBufferPointer { row in
            for j in row.indices { row[j] += d * sample[j] }
          }
        }
      }
      return g.map { delta in
        var inner = [Double](repeating: 0, count: weights.first?.count ?? 0)
        for (d, row) in zip(delta, weights).reversed() {
          for j in inner.indices { inner[j] += d * row[j] }
        }
        return inner
      }
    })
  }

  var gradient: Layer {
    let columns = weights.first?.count ?? 0
    return Layer(
      weights: Tensor(shape: [weights.count, columns], values: weightGradient.flatMap { $0 }),
      bias: Tensor(biasGradient))
  }
}

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z.map(Curve.of(activation).value) }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z.map(Curve.of(activation).slope) }

  /// ln Σ eˢ
  private func logSum(_ s: [Double]) -> Double {
    let top = s.max() ?? 0
    return top + log(s.map { exp($0 - top) }.sorted().reduce(0, +))
  }

  private func distribution(_ s: [Double]) -> [Double] {
    let top = s.max() ?? 0
    let e = s.map { exp($0 - top) }
    let sum = e.reduce(0, +)
    return e.map { $0 / sum }
  }

  private func lines(_ x: Tensor) -> [[Double]] { (0..<x.rows).map { x.row($0).values } }

  func softmax(_ scores: Tensor) -> Tensor {
    Tensor(shape: scores.shape, values: lines(scores).flatMap(distribution))
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    let terms = zip(lines(scores), labels).map { (s, y) -> Double in
      // Measured from the score of the label, so that a loss near 0 keeps its digits.
      let others = s.enumerated().filter { $0.offset != y }.map { $0.element - s[y] }
      guard let top = others.max() else { return 0 }
      if top <= 0 { return log1p(others.reduce(0.0) { $0 + exp($1) }) }
      return logSum(others + [0])
    }
    return terms.isEmpty ? 0 : terms.reduce(0, +) / Double(terms.count)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var generator = Generator(seed: seed)
    return Network(
      layers: zip(sizes.dropLast(), sizes.dropFirst()).map { m, k in
        var own = generator.split()
        return Layer(
          weights: own.normal(shape: [k, m], deviation: (2 / Double(m)).squareRoot()), bias: Tensor(shape: [k]))
      }, activation: activation)
  }

  private func run(_ network: Network, _ x: Tensor) -> (scores: [[Double]], modules: [Affine], pullbacks: [Pullback]) {
    let curve = Curve.of(network.activation)
    let modules = network.layers.map(Affine.init)
    var pullbacks: [Pullback] = []
    var signal = lines(x)
    for (index, module) in modules.enumerated() {
      if index > 0 {
        let z = signal
        signal = z.map { $0.map(curve.value) }
        pullbacks.append { g in zip(g, z).map { zip($0, $1).map { $0 * curve.slope($1) } } }
      }
      let (output, pullback) = module(signal)
      signal = output
      pullbacks.append(pullback)
    }
    return (signal, modules, pullbacks)
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    let classes = network.layers.last?.bias.count ?? x.columns
    return Tensor(shape: [x.rows, classes], values: run(network, x).scores.flatMap { $0 })
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let (scores, modules, pullbacks) = run(network, x)
    let n = Double(scores.count)
    let seed: [[Double]] = zip(scores, labels).map { s, y in
      distribution(s).enumerated().map { k, p in (p - (k == y ? 1 : 0)) / n }
    }
    _ = pullbacks.reversed().reduce(seed) { g, pullback in pullback(g) }
    let loss = crossEntropy(Tensor(shape: [scores.count, scores[0].count], values: scores.flatMap { $0 }), labels)
    return LossAndGradients(loss: loss, gradients: modules.map(\.gradient))
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    var generator = Generator(seed: seed)
    for _ in 0..<epochs {
      var waiting = Array(0..<x.rows)
      while !waiting.isEmpty {
        // Draw a batch without putting back.
        var batch: [Int] = []
        while batch.count < batchSize && !waiting.isEmpty {
          let place = generator.integer(below: waiting.count)
          waiting.swapAt(place, waiting.count - 1)
          batch.append(waiting.removeLast())
        }
        let step = backward(network, x.rows(at: batch), batch.map { labels[$0] })
        if step.loss < 1e-4 { return }  // converged
        let gradients = step.gradients
        network.layers = zip(network.layers, gradients).map { layer, g in
          Layer(
            weights: layer.weights.combined(with: g.weights) { $0 - learningRate * $1 },
            bias: layer.bias.combined(with: g.bias) { $0 - learningRate * $1 })
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    lines(forward(network, x)).map { s in s.indices.dropFirst().reduce(0) { s[$1] > s[$0] ? $1 : $0 } }
  }
}
