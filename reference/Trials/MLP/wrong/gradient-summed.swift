// mistake: The gradient in backward is the sum over the samples of the batch: the division by n is forgotten (the loss has it).
import MLP

// Everything with loops over plain arrays; one sample after the other.
struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    var out = z
    for i in 0..<z.count {
      let v = z.values[i]
      switch activation {
      case .identity: out.values[i] = v
      case .sigmoid: out.values[i] = 1 / (1 + exp(-v))
      case .tanh: out.values[i] = tanh(v)
      case .relu: out.values[i] = v > 0 ? v : 0
      case .leakyReLU: out.values[i] = v > 0 ? v : 0.01 * v
      case .softplus:
        if v > 0 {
          out.values[i] = v + log1p(exp(-v))
        } else {
          out.values[i] = log1p(exp(v))
        }
      }
    }
    return out
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    var out = z
    for i in 0..<z.count {
      let v = z.values[i]
      switch activation {
      case .identity: out.values[i] = 1
      case .sigmoid:
        let e = exp(-abs(v))
        out.values[i] = e / ((1 + e) * (1 + e))
      case .tanh:
        let e = exp(-2 * abs(v))
        out.values[i] = 4 * e / ((1 + e) * (1 + e))
      case .relu: out.values[i] = v > 0 ? 1 : 0
      case .leakyReLU: out.values[i] = v > 0 ? 1 : 0.01
      case .softplus: out.values[i] = 1 / (1 + exp(-v))
      }
    }
    return out
  }

  func softmax(_ scores: Tensor) -> Tensor {
    var p = scores
    let c = scores.shape[1]
    for i in 0..<scores.shape[0] {
      var largest = -Double.infinity
      for k in 0..<c { largest = max(largest, scores[i, k]) }
      var sum = 0.0
      for k in 0..<c {
        let e = exp(scores[i, k] - largest)
        p[i, k] = e
        sum += e
      }
      for k in 0..<c { p[i, k] /= sum }
    }
    return p
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    let n = scores.shape[0]
    let c = scores.shape[1]
    if n == 0 { return 0 }
    var total = 0.0
    for i in 0..<n {
      var largest = -Double.infinity
      for k in 0..<c { largest = max(largest, scores[i, k]) }
      var sum = 0.0
      for k in 0..<c { sum += exp(scores[i, k] - largest) }
      total += log(sum) + (largest - scores[i, labels[i]])
    }
    return total / Double(n)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var random = Generator(seed: seed)
    var layers: [Layer] = []
    for l in 1..<sizes.count {
      let m = sizes[l - 1]
      let k = sizes[l]
      var w = Tensor(shape: [k, m])
      let deviation = sqrt(2 / Double(m + k))
      for i in 0..<k {
        for j in 0..<m {
          w[i, j] = deviation * random.normal()
        }
      }
      layers.append(Layer(weights: w, bias: Tensor(shape: [k])))
    }
    return Network(layers: layers, activation: activation)
  }

  /// z = W x + b for one sample.
  func affine(_ layer: Layer, _ x: [Double]) -> [Double] {
    let k = layer.weights.shape[0]
    let m = layer.weights.shape[1]
    var z = [Double](repeating: 0, count: k)
    for i in 0..<k {
      var sum = layer.bias.values[i]
      for j in 0..<m {
        sum += layer.weights.values[i * m + j] * x[j]
      }
      z[i] = sum
    }
    return z
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    let last = network.layers.count - 1
    let c = network.layers[last].bias.count
    var scores = Tensor(shape: [x.shape[0], c])
    for a in 0..<x.shape[0] {
      var h = x.row(a).values
      for l in 0...last {
        h = affine(network.layers[l], h)
        if l < last { h = activate(network.activation, Tensor(h)).values }
      }
      for k in 0..<c { scores[a, k] = h[k] }
    }
    return scores
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let n = x.shape[0]
    let last = network.layers.count - 1
    var gradients: [Layer] = []
    for layer in network.layers {
      gradients.append(Layer(weights: Tensor(shape: layer.weights.shape), bias: Tensor(shape: layer.bias.shape)))
    }
    var loss = 0.0
    for a in 0..<n {
      // Forward; the inputs and the sums of each layer are kept.
      var inputs: [[Double]] = []
      var sums: [[Double]] = []
      var h = x.row(a).values
      for l in 0...last {
        inputs.append(h)
        let z = affine(network.layers[l], h)
        sums.append(z)
        if l < last { h = activate(network.activation, Tensor(z)).values }
      }
      let s = Tensor(shape: [1, sums[last].count], values: sums[last])
      loss += crossEntropy(s, [labels[a]])
      // Backward.
      var delta = softmax(s).values
      delta[labels[a]] -= 1
      for l in stride(from: last, through: 0, by: -1) {
        let k = network.layers[l].weights.shape[0]
        let m = network.layers[l].weights.shape[1]
        for i in 0..<k {
          gradients[l].bias.values[i] += delta[i]
          for j in 0..<m {
            gradients[l].weights.values[i * m + j] += delta[i] * inputs[l][j]
          }
        }
        if l > 0 {
          let slope = activationDerivative(network.activation, Tensor(sums[l - 1])).values
          var next = [Double](repeating: 0, count: m)
          for i in 0..<k {
            for j in 0..<m {
              next[j] += delta[i] * network.layers[l].weights.values[i * m + j]
            }
          }
          for j in 0..<m { next[j] *= slope[j] }
          delta = next
        }
      }
    }
    return LossAndGradients(loss: loss / Double(n), gradients: gradients)
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    let n = x.shape[0]
    if n == 0 || epochs <= 0 { return }
    var random = Generator(seed: seed)
    for _ in 0..<epochs {
      let order = random.permutation(n)
      var start = 0
      while start < n {
        let end = min(start + batchSize, n)
        let batch = Array(order[start..<end])
        var batchLabels: [Int] = []
        for i in batch { batchLabels.append(labels[i]) }
        let g = backward(network, x.rows(at: batch), batchLabels).gradients
        for l in 0..<network.layers.count {
          for i in 0..<g[l].weights.count {
            network.layers[l].weights.values[i] -= learningRate * g[l].weights.values[i]
          }
          for i in 0..<g[l].bias.count {
            network.layers[l].bias.values[i] -= learningRate * g[l].bias.values[i]
          }
        }
        start = end
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    let s = forward(network, x)
    var classes: [Int] = []
    for i in 0..<s.shape[0] {
      var best = 0
      for k in 0..<s.shape[1] {
        if s[i, k] > s[i, best] { best = k }
      }
      classes.append(best)
    }
    return classes
  }
}
