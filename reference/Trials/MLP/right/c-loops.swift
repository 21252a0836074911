// right: C-style loops over flat arrays; He normal weights, zero biases
import MLP

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    var out = z
    for i in 0..<z.count {
      let v = z.values[i]
      switch activation {
      case .identity:
        out.values[i] = v
      case .sigmoid:
        if v >= 0 {
          out.values[i] = 1 / (1 + exp(-v))
        } else {
          let e = exp(v)
          out.values[i] = e / (1 + e)
        }
      case .tanh:
        out.values[i] = tanh(v)
      case .relu:
        out.values[i] = v > 0 ? v : 0
      case .leakyReLU:
        out.values[i] = v > 0 ? v : 0.01 * v
      case .softplus:
        out.values[i] = v > 0 ? v + log1p(exp(-v)) : log1p(exp(v))
      }
    }
    return out
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    var out = z
    for i in 0..<z.count {
      let v = z.values[i]
      switch activation {
      case .identity:
        out.values[i] = 1
      case .sigmoid:
        let e = exp(-abs(v))
        out.values[i] = e / ((1 + e) * (1 + e))
      case .tanh:
        let t = tanh(v)
        out.values[i] = 1 - t * t
      case .relu:
        out.values[i] = v > 0 ? 1 : 0
      case .leakyReLU:
        out.values[i] = v > 0 ? 1 : 0.01
      case .softplus:
        if v >= 0 {
          out.values[i] = 1 / (1 + exp(-v))
        } else {
          let e = exp(v)
          out.values[i] = e / (1 + e)
        }
      }
    }
    return out
  }

  func softmax(_ scores: Tensor) -> Tensor {
    let n = scores.shape[0]
    let c = scores.shape[1]
    var p = scores
    for i in 0..<n {
      var top = -Double.infinity
      for k in 0..<c {
        if scores.values[i * c + k] > top { top = scores.values[i * c + k] }
      }
      var total = 0.0
      for k in 0..<c {
        let e = exp(scores.values[i * c + k] - top)
        p.values[i * c + k] = e
        total += e
      }
      for k in 0..<c { p.values[i * c + k] /= total }
    }
    return p
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    let n = scores.shape[0]
    let c = scores.shape[1]
    if n == 0 { return 0 }
    var sum = 0.0
    for i in 0..<n {
      var top = -Double.infinity
      for k in 0..<c {
        if scores.values[i * c + k] > top { top = scores.values[i * c + k] }
      }
      var total = 0.0
      for k in 0..<c { total += exp(scores.values[i * c + k] - top) }
      sum += top + log(total) - scores.values[i * c + labels[i]]
    }
    return sum / Double(n)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var g = Generator(seed: seed)
    var layers: [Layer] = []
    for l in 1..<sizes.count {
      let m = sizes[l - 1]
      let k = sizes[l]
      var w = Tensor(shape: [k, m])
      for i in 0..<k * m { w.values[i] = g.normal() * sqrt(2.0 / Double(m)) }
      layers.append(Layer(weights: w, bias: Tensor(shape: [k])))
    }
    return Network(layers: layers, activation: activation)
  }

  func affine(_ layer: Layer, _ x: Tensor) -> Tensor {
    let n = x.shape[0]
    let k = layer.weights.shape[0]
    let m = layer.weights.shape[1]
    var z = Tensor(shape: [n, k])
    let w = layer.weights.values
    let b = layer.bias.values
    let xs = x.values
    for i in 0..<n {
      for o in 0..<k {
        var s = b[o]
        for j in 0..<m { s += xs[i * m + j] * w[o * m + j] }
        z.values[i * k + o] = s
      }
    }
    return z
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    var a = x
    for l in 0..<network.layers.count {
      let z = affine(network.layers[l], a)
      if l == network.layers.count - 1 { return z }
      a = activate(network.activation, z)
    }
    return a
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let n = x.shape[0]
    let count = network.layers.count
    var inputs: [Tensor] = [x]
    var sums: [Tensor] = []
    for l in 0..<count {
      let z = affine(network.layers[l], inputs[l])
      sums.append(z)
      if l < count - 1 { inputs.append(activate(network.activation, z)) }
    }
    let loss = crossEntropy(sums[count - 1], labels)

    var delta = softmax(sums[count - 1])
    let c = delta.shape[1]
    for i in 0..<n {
      delta.values[i * c + labels[i]] -= 1
      for k in 0..<c { delta.values[i * c + k] /= Double(n) }
    }
    var grads: [Layer] = []
    for layer in network.layers {
      grads.append(Layer(weights: Tensor(shape: layer.weights.shape), bias: Tensor(shape: layer.bias.shape)))
    }
    var l = count - 1
    while l >= 0 {
      let k = network.layers[l].weights.shape[0]
      let m = network.layers[l].weights.shape[1]
      for i in 0..<n {
        for o in 0..<k {
          let d = delta.values[i * k + o]
          grads[l].bias.values[o] += d
          for j in 0..<m { grads[l].weights.values[o * m + j] += d * inputs[l].values[i * m + j] }
        }
      }
      if l > 0 {
        let slope = activationDerivative(network.activation, sums[l - 1])
        var before = Tensor(shape: [n, m])
        for i in 0..<n {
          for j in 0..<m {
            var s = 0.0
            for o in 0..<k { s += delta.values[i * k + o] * network.layers[l].weights.values[o * m + j] }
            before.values[i * m + j] = s * slope.values[i * m + j]
          }
        }
        delta = before
      }
      l -= 1
    }
    return LossAndGradients(loss: loss, gradients: grads)
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    let n = labels.count
    var g = Generator(seed: seed)
    var epoch = 0
    while epoch < epochs {
      let order = g.permutation(n)
      var start = 0
      while start < n {
        let end = min(start + batchSize, n)
        let batch = Array(order[start..<end])
        var y: [Int] = []
        for i in batch { y.append(labels[i]) }
        let result = backward(network, x.rows(at: batch), y)
        for l in 0..<network.layers.count {
          for i in 0..<network.layers[l].weights.count {
            network.layers[l].weights.values[i] -= learningRate * result.gradients[l].weights.values[i]
          }
          for i in 0..<network.layers[l].bias.count {
            network.layers[l].bias.values[i] -= learningRate * result.gradients[l].bias.values[i]
          }
        }
        start = end
      }
      epoch += 1
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    let s = forward(network, x)
    let c = s.shape[1]
    var answer: [Int] = []
    for i in 0..<s.shape[0] {
      var best = 0
      for k in 1..<max(c, 1) {
        if s.values[i * c + k] > s.values[i * c + best] { best = k }
      }
      answer.append(best)
    }
    return answer
  }
}
