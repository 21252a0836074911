// mistake: each unit has a generator of its own whose seed steps by SplitMix's own constant: each has its neighbour's numbers, moved by one place
// against: “All random numbers come from one `Generator(seed: seed)`: the same seed gives the same network, another seed another one, and no two layers or units have the same numbers.”
import Foundation
import MLP

/// Objects for layers, one sample at a time; unusual but fair: PyTorch's uniform start with random biases, log-sum-exp from
/// the label's own score, sums accumulated over samples and divided at the end, a generator split off for each epoch.
struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    let bend = Bend(kind: activation)
    return Tensor(shape: z.shape, values: z.values.map { bend.value($0) })
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    let bend = Bend(kind: activation)
    return Tensor(shape: z.shape, values: z.values.map { bend.slope($0) })
  }

  func softmax(_ scores: Tensor) -> Tensor {
    Tensor(shape: scores.shape, values: (0..<scores.rows).flatMap { Scores(scores.row($0).values).shares })
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    guard let most = labels.indices.last else { return 0 }
    let sum = (0...most).reduce(0.0) { $0 + Scores(scores.row($1).values).loss(labels[$1]) }
    return sum / Double(labels.count)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var unit = seed
    var layers: [Layer] = []
    for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
      let reach = 1 / Double(max(inputs, 1)).squareRoot()
      var bias: [Double] = []
      var rows: [Double] = []
      for _ in 0..<outputs {
        unit &+= 0x9E37_79B9_7F4A_7C15
        var source = Generator(seed: unit)
        bias.append(source.uniform(-reach, reach))
        for _ in 0..<inputs { rows.append(source.uniform(-reach, reach)) }
      }
      layers.append(Layer(weights: Tensor(shape: [outputs, inputs], values: rows), bias: Tensor(bias)))
    }
    return Network(layers: layers, activation: activation)
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    let stack = Stack(network)
    return Tensor(
      shape: [x.rows, stack.dense.last?.outputs ?? x.columns],
      values: (0..<x.rows).flatMap { stack.scores(x.row($0).values) })
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let stack = Stack(network)
    var loss = 0.0
    for (row, label) in labels.enumerated() { loss += stack.learn(x.row(row).values, label) }
    let share = 1 / Double(max(1, labels.count))
    return LossAndGradients(loss: loss * share, gradients: stack.dense.map { $0.gradient(share) })
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    guard epochs > 0, !labels.isEmpty else { return }
    var source = Generator(seed: seed)
    for _ in 1...epochs {
      var own = source.split()
      var rest = labels.indices.shuffled(using: &own)[...]
      while !rest.isEmpty {
        let batch = Array(rest.prefix(batchSize))
        rest = rest.dropFirst(batchSize)
        let slopes = backward(network, x.rows(at: batch), batch.map { labels[$0] }).gradients
        network.layers = zip(network.layers, slopes).map { layer, slope in
          Layer(
            weights: layer.weights - slope.weights * learningRate, bias: layer.bias - slope.bias * learningRate)
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    let stack = Stack(network)
    return (0..<x.rows).map { row in
      let scores = stack.scores(x.row(row).values)
      return scores.firstIndex(of: scores.max() ?? 0) ?? 0
    }
  }
}

private struct Bend {
  let kind: Activation

  private func logistic(_ z: Double) -> Double { z < 0 ? exp(z) / (1 + exp(z)) : 1 / (1 + exp(-z)) }

  func value(_ z: Double) -> Double {
    switch kind {
    case .identity: return z
    case .sigmoid: return logistic(z)
    case .tanh: return Foundation.tanh(z)
    case .relu: return z < 0 ? 0 : z
    case .leakyReLU: return 0.01 * z + 0.99 * (z < 0 ? 0 : z)
    case .softplus: return z > 40 ? z : z < -40 ? exp(z) : log1p(exp(z))
    }
  }

  /// At the kinks: the mean of both sides.
  func slope(_ z: Double) -> Double {
    switch kind {
    case .identity: return 1
    case .sigmoid: return logistic(z) * logistic(-z)
    case .tanh:
      let c = cosh(z)
      return 1 / c / c
    case .relu: return z == 0 ? 0.5 : z < 0 ? 0 : 1
    case .leakyReLU: return z == 0 ? 0.505 : z < 0 ? 0.01 : 1
    case .softplus: return logistic(z)
    }
  }
}

/// The scores of one sample.
private struct Scores {
  let values: [Double]
  let top: Double

  init(_ values: [Double]) {
    self.values = values
    top = values.max() ?? 0
  }

  var shares: [Double] {
    let powers = values.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  func loss(_ label: Int) -> Double {
    // The largest power is 1: what the others add to it is small for a sure sample, and log1p keeps it.
    guard let place = values.firstIndex(of: top) else { return 0 }
    var others = 0.0
    for (other, value) in values.enumerated() where other != place { others += exp(value - top) }
    return (top - values[label]) + log1p(others)
  }
}

private final class Dense {
  let layer: Layer
  let inputs: Int
  let outputs: Int
  var weightSlopes: [Double]
  var biasSlopes: [Double]
  var input: [Double] = []
  var sum: [Double] = []

  init(_ layer: Layer) {
    self.layer = layer
    (outputs, inputs) = (layer.weights.rows, layer.weights.columns)
    weightSlopes = [Double](repeating: 0, count: outputs * inputs)
    biasSlopes = [Double](repeating: 0, count: outputs)
  }

  func run(_ x: [Double]) -> [Double] {
    input = x
    sum = layer.bias.values
    for o in 0..<outputs {
      var total = 0.0
      let start = o * inputs
      for j in 0..<inputs { total += layer.weights.values[start + j] * x[j] }
      sum[o] += total
    }
    return sum
  }

  /// Takes the slope at the outputs, keeps that of the weights, gives that at the inputs.
  func back(_ delta: [Double]) -> [Double] {
    var before = [Double](repeating: 0, count: inputs)
    for o in 0..<outputs {
      biasSlopes[o] += delta[o]
      let start = o * inputs
      for j in 0..<inputs {
        weightSlopes[start + j] += delta[o] * input[j]
        before[j] += delta[o] * layer.weights.values[start + j]
      }
    }
    return before
  }

  func gradient(_ share: Double) -> Layer {
    Layer(
      weights: Tensor(shape: [outputs, inputs], values: weightSlopes.map { $0 * share }),
      bias: Tensor(biasSlopes.map { $0 * share }))
  }
}

private struct Stack {
  let dense: [Dense]
  let bend: Bend

  init(_ network: Network) {
    dense = network.layers.map(Dense.init)
    bend = Bend(kind: network.activation)
  }

  func scores(_ sample: [Double]) -> [Double] {
    var now = sample
    for (place, layer) in dense.enumerated() {
      if place > 0 { now = now.map { bend.value($0) } }
      now = layer.run(now)
    }
    return now
  }

  func learn(_ sample: [Double], _ label: Int) -> Double {
    let last = Scores(scores(sample))
    var delta = last.shares
    delta[label] -= 1
    for place in dense.indices.reversed() {
      delta = dense[place].back(delta)
      if place > 0 { delta = zip(delta, dense[place - 1].sum).map { $0 * bend.slope($1) } }
    }
    return last.loss(label)
  }
}
