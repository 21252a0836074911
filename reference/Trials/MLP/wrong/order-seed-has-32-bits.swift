// mistake: the order of the samples follows the lower 32 bits of the seed only
// against: “in an order drawn from `Generator(seed: seed)`”
import MLP

// Plain loops over flat arrays; He's initialisation; one order for all epochs, drawn again from the same seed.
struct Submission: MLPContract {
  func sigma(_ a: Activation, _ z: Double) -> Double {
    switch a {
    case .identity: return z
    case .sigmoid:
      if z >= 0 { return 1 / (1 + exp(-z)) }
      let e = exp(z)
      return e / (1 + e)
    case .tanh: return tanh(z)
    case .relu: return z > 0 ? z : 0
    case .leakyReLU: return z > 0 ? z : 0.01 * z
    case .softplus: return z > 0 ? z + log1p(exp(-z)) : log1p(exp(z))
    }
  }

  func sigmaPrime(_ a: Activation, _ z: Double) -> Double {
    switch a {
    case .identity: return 1
    case .sigmoid:
      let e = exp(-abs(z))
      return e / ((1 + e) * (1 + e))
    case .tanh:
      let e = exp(-2 * abs(z))
      return 4 * e / ((1 + e) * (1 + e))
    case .relu: return z >= 0 ? 1 : 0
    case .leakyReLU: return z >= 0 ? 1 : 0.01
    case .softplus: return sigma(.sigmoid, z)
    }
  }

  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    var result = z
    for i in 0..<z.values.count { result.values[i] = sigma(activation, z.values[i]) }
    return result
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    var result = z
    for i in 0..<z.values.count { result.values[i] = sigmaPrime(activation, z.values[i]) }
    return result
  }

  func softmax(_ scores: Tensor) -> Tensor {
    let n = scores.shape[0]
    let c = scores.shape[1]
    var result = scores
    for i in 0..<n {
      if c == 0 { continue }
      var top = scores.values[i * c]
      for k in 1..<max(c, 1) where scores.values[i * c + k] > top { top = scores.values[i * c + k] }
      var sum = 0.0
      for k in 0..<c {
        let e = exp(scores.values[i * c + k] - top)
        result.values[i * c + k] = e
        sum += e
      }
      for k in 0..<c { result.values[i * c + k] /= sum }
    }
    return result
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    let n = labels.count
    if n == 0 { return 0 }
    let c = scores.shape[1]
    var loss = 0.0
    for i in 0..<n {
      var top = scores.values[i * c]
      for k in 0..<c where scores.values[i * c + k] > top { top = scores.values[i * c + k] }
      var sum = 0.0
      for k in 0..<c { sum += exp(scores.values[i * c + k] - top) }
      loss += log(sum) + (top - scores.values[i * c + labels[i]])
    }
    return loss / Double(n)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var g = Generator(seed: seed)
    var layers: [Layer] = []
    for l in 0..<max(sizes.count - 1, 0) {
      let m = sizes[l]
      let k = sizes[l + 1]
      let s = sqrt(2.0 / Double(max(m, 1)))
      var w = [Double](repeating: 0, count: m * k)
      for i in 0..<m * k { w[i] = s * g.normal() }
      layers.append(
        Layer(
          weights: Tensor(shape: [k, m], values: w), bias: Tensor([Double](repeating: 0, count: k))))
    }
    return Network(layers: layers, activation: activation)
  }

  // Z = X Wᵀ + b, flat
  func affine(_ x: [Double], _ n: Int, _ layer: Layer) -> [Double] {
    let k = layer.weights.shape[0]
    let m = layer.weights.shape[1]
    let w = layer.weights.values
    let b = layer.bias.values
    var z = [Double](repeating: 0, count: n * k)
    for i in 0..<n {
      for o in 0..<k {
        var sum = b[o]
        for j in 0..<m { sum += w[o * m + j] * x[i * m + j] }
        z[i * k + o] = sum
      }
    }
    return z
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    let n = x.shape[0]
    var now = x.values
    let count = network.layers.count
    var width = x.shape[1]
    for l in 0..<count {
      now = affine(now, n, network.layers[l])
      width = network.layers[l].weights.shape[0]
      if l < count - 1 {
        for i in 0..<now.count { now[i] = sigma(network.activation, now[i]) }
      }
    }
    return Tensor(shape: [n, width], values: now)
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let n = labels.count
    let count = network.layers.count
    var inputs: [[Double]] = [x.values]
    var sums: [[Double]] = []
    for l in 0..<count {
      let z = affine(inputs[l], n, network.layers[l])
      sums.append(z)
      var a = z
      if l < count - 1 { for i in 0..<a.count { a[i] = sigma(network.activation, a[i]) } }
      inputs.append(a)
    }
    let c = network.layers[count - 1].weights.shape[0]
    let scores = Tensor(shape: [n, c], values: sums[count - 1])
    let loss = crossEntropy(scores, labels)
    var delta = softmax(scores).values
    for i in 0..<n { delta[i * c + labels[i]] -= 1 }
    for i in 0..<delta.count { delta[i] /= Double(n) }
    var gradients = network.layers
    var l = count - 1
    while l >= 0 {
      let k = network.layers[l].weights.shape[0]
      let m = network.layers[l].weights.shape[1]
      let w = network.layers[l].weights.values
      let input = inputs[l]
      var dw = [Double](repeating: 0, count: k * m)
      var db = [Double](repeating: 0, count: k)
      var before = [Double](repeating: 0, count: n * m)
      for i in 0..<n {
        for o in 0..<k {
          let d = delta[i * k + o]
          db[o] += d
          for j in 0..<m {
            dw[o * m + j] += d * input[i * m + j]
            before[i * m + j] += d * w[o * m + j]
          }
        }
      }
      gradients[l] = Layer(weights: Tensor(shape: [k, m], values: dw), bias: Tensor(db))
      if l > 0 { for i in 0..<before.count { before[i] *= sigmaPrime(network.activation, sums[l - 1][i]) } }
      delta = before
      l -= 1
    }
    return LossAndGradients(loss: loss, gradients: gradients)
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    let n = labels.count
    let d = x.shape[1]
    var epoch = 0
    while epoch < epochs {
      var g = Generator(seed: UInt64(UInt32(truncatingIfNeeded: seed)))
      var order = [Int](repeating: 0, count: n)
      for i in 0..<n { order[i] = i }
      var last = n - 1
      while last > 0 {
        let other = g.integer(below: last + 1)
        let kept = order[last]
        order[last] = order[other]
        order[other] = kept
        last -= 1
      }
      var start = 0
      while start < n {
        let size = min(batchSize, n - start)
        var values: [Double] = []
        var own: [Int] = []
        for i in 0..<size {
          let s = order[start + i]
          for j in 0..<d { values.append(x.values[s * d + j]) }
          own.append(labels[s])
        }
        let slope = backward(network, Tensor(shape: [size, d], values: values), own)
        for l in 0..<network.layers.count {
          for i in 0..<network.layers[l].weights.values.count {
            network.layers[l].weights.values[i] -= learningRate * slope.gradients[l].weights.values[i]
          }
          for i in 0..<network.layers[l].bias.values.count {
            network.layers[l].bias.values[i] -= learningRate * slope.gradients[l].bias.values[i]
          }
        }
        start += size
      }
      epoch += 1
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    let scores = forward(network, x)
    let c = scores.shape[1]
    var classes: [Int] = []
    for i in 0..<scores.shape[0] {
      var best = 0
      for k in 0..<c where scores.values[i * c + k] > scores.values[i * c + best] { best = k }
      classes.append(best)
    }
    return classes
  }
}
