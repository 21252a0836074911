import MLP

// One sample after the other, on plain arrays.

private struct Plain {
  let outputs: Int, inputs: Int
  var w: [Double]
  var b: [Double]

  init(_ layer: Layer) {
    (outputs, inputs) = (layer.weights.shape[0], layer.weights.shape[1])
    (w, b) = (layer.weights.values, layer.bias.values)
  }

  init(zerosLike other: Plain) {
    self = other
    for i in w.indices { w[i] = 0 }
    for i in b.indices { b[i] = 0 }
  }

  func sums(_ x: [Double]) -> [Double] {
    var z = b
    for k in 0..<outputs {
      var total = 0.0
      for m in 0..<inputs { total += w[k * inputs + m] * x[m] }
      z[k] += total
    }
    return z
  }

  var layer: Layer { Layer(weights: Tensor(shape: [outputs, inputs], values: w), bias: Tensor(b)) }
}

private func logistic(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

private func sigma(_ activation: Activation, _ z: Double) -> Double {
  switch activation {
  case .identity: z
  case .sigmoid: logistic(z)
  case .tanh: MLP.tanh(z)
  case .relu: max(0, z)
  case .leakyReLU: max(z, z / 100)
  case .softplus: z > 0 ? z + log1p(exp(-z)) : log1p(exp(z))
  }
}

private func sigmaPrime(_ activation: Activation, _ z: Double) -> Double {
  switch activation {
  case .identity: 1
  case .sigmoid: logistic(z) * logistic(-z)
  case .tanh: 1 - MLP.tanh(z) * MLP.tanh(z)
  case .relu: z >= 0 ? 1 : 0
  case .leakyReLU: z >= 0 ? 1 : 0.01
  case .softplus: logistic(z)
  }
}

/// Softmax of one row, and its logarithm's negative.
private func distribution(_ s: [Double]) -> (p: [Double], surprise: [Double]) {
  let top = s.max() ?? 0
  let e = s.map { exp($0 - top) }
  let total = e.reduce(0, +)
  return (e.map { $0 / total }, s.map { log(total) - ($0 - top) })
}

private func rows(_ t: Tensor) -> [[Double]] {
  let width = t.shape[1]
  return (0..<t.shape[0]).map { Array(t.values[$0 * width..<($0 + 1) * width]) }
}

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor { z.map { sigma(activation, $0) } }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor { z.map { sigmaPrime(activation, $0) } }

  func softmax(_ scores: Tensor) -> Tensor {
    Tensor(shape: scores.shape, values: rows(scores).flatMap { distribution($0).p })
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    guard !labels.isEmpty else { return 0 }
    let each = zip(rows(scores), labels).map { distribution($0).surprise[$1] }
    return each.reduce(0, +) / Double(labels.count)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    // PyTorch's choice, biases too.
    var g = Generator(seed: seed)
    let layers = zip(sizes, sizes.dropFirst()).map { (m: Int, k: Int) -> Layer in
      let width = 1 / sqrt(Double(max(m, 1)))
      let w = (0..<k * m).map { _ in g.uniform(-width, width) }
      let b = (0..<k).map { _ in g.uniform(-width, width) }
      return Layer(weights: Tensor(shape: [k, m], values: w), bias: Tensor(b))
    }
    return Network(layers: layers, activation: activation)
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    let layers = network.layers.map(Plain.init)
    var scores: [Double] = []
    for sample in rows(x) {
      var h = layers[0].sums(sample)
      for layer in layers.dropFirst() { h = layer.sums(h.map { sigma(network.activation, $0) }) }
      scores += h
    }
    return Tensor(shape: [x.shape[0], layers.last!.outputs], values: scores)
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let layers = network.layers.map(Plain.init)
    var slopes = layers.map(Plain.init(zerosLike:))
    let share = 1 / Double(labels.count)
    var loss = 0.0
    for (sample, label) in zip(rows(x), labels) {
      var fed = [sample]
      var z = [layers[0].sums(sample)]
      for layer in layers.dropFirst() {
        fed.append(z.last!.map { sigma(network.activation, $0) })
        z.append(layer.sums(fed.last!))
      }
      let answer = distribution(z.last!)
      loss += answer.surprise[label]
      var delta = answer.p
      delta[label] -= 1
      for l in layers.indices.reversed() {
        let inputs = layers[l].inputs
        var below = [Double](repeating: 0, count: inputs)
        for k in 0..<layers[l].outputs {
          let d = delta[k]
          slopes[l].b[k] += d * share
          for m in 0..<inputs {
            slopes[l].w[k * inputs + m] += d * share * fed[l][m]
            below[m] += d * layers[l].w[k * inputs + m]
          }
        }
        guard l > 0 else { break }
        delta = zip(below, z[l - 1]).map { $0 * sigmaPrime(network.activation, $1) }
      }
    }
    return LossAndGradients(loss: loss * share, gradients: slopes.map(\.layer))
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    // One order for all epochs.
    var g = Generator(seed: seed)
    let order = Array(0..<labels.count).shuffled(using: &g)
    let batches = stride(from: 0, to: order.count, by: batchSize).map {
      Array(order[$0..<min(order.count, $0 + batchSize)])
    }
    let data = batches.map { batch in (x.rows(at: batch), batch.map { labels[$0] }) }
    for _ in 0..<epochs {
      for (some, theirs) in data {
        let g = backward(network, some, theirs).gradients
        network.layers = zip(network.layers, g).map { layer, slope in
          Layer(weights: layer.weights - learningRate * slope.weights, bias: layer.bias - learningRate * slope.bias)
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    rows(forward(network, x)).map { row in row.firstIndex(of: row.max()!)! }
  }
}
