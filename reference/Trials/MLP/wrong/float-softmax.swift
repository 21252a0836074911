// mistake: softmax computes its exponentials in Float, so that its probabilities have seven digits only.
import MLP

// My NumPy solution, line by line: the whole batch at once.

struct Submission: MLPContract {
  private func sigmoid(_ z: Tensor) -> Tensor { z.map { (v: Double) -> Double in 1 / (1 + exp(-v)) } }

  // np.where(z > 0, z, 0) and so on
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    switch activation {
    case .identity: return z
    case .sigmoid: return sigmoid(z)
    case .tanh: return z.map { (v: Double) -> Double in 1 - 2 / (exp(2 * v) + 1) }.combined(with: z) { rough, v in
      abs(v) < 1 ? LabKit.tanh(v) : rough  // 1 − 2 / (e²ᶻ + 1) loses digits near 0
    }
    case .relu: return z.map { max(0, $0) }
    case .leakyReLU: return 0.01 * z + 0.99 * z.map { max(0, $0) }
    case .softplus: return z.map { (v: Double) -> Double in max(v, 0) + log1p(exp(-abs(v))) }  // np.logaddexp(0, z)
    }
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    switch activation {
    case .identity: return Tensor(shape: z.shape, repeating: 1)
    case .sigmoid: return sigmoid(z) * sigmoid(-z)
    case .tanh: return z.map { (v: Double) -> Double in
      let c = cosh(v)
      return 1 / c / c
    }
    case .relu: return z.map { $0 > 0 ? 1 : 0 }
    case .leakyReLU: return z.map { $0 > 0 ? 1 : 0.01 }
    case .softplus: return sigmoid(z)
    }
  }

  // s -= s.max(axis=1, keepdims=True); e = np.exp(s); e / e.sum(axis=1, keepdims=True)
  func softmax(_ scores: Tensor) -> Tensor {
    let column = [scores.rows, 1]
    let shifted = scores - scores.maximum(axis: 1).reshaped(column)
    let e = shifted.map { (v: Double) -> Double in Double(exp(Float(v))) }
    return e / e.sum(axis: 1).reshaped(column)
  }

  // logp = s - logsumexp(s, axis=1); -logp[np.arange(n), y].mean()
  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    let n = scores.rows
    guard n > 0 else { return 0 }
    let shifted = scores - scores.maximum(axis: 1).reshaped([n, 1])
    let logsum = shifted.map { exp($0) }.sum(axis: 1).map { log($0) }
    let picked = Tensor((0..<n).map { shifted[$0, labels[$0]] })
    return (logsum - picked).sum() / Double(n)
  }

  // rng.uniform(-1 / sqrt(m), 1 / sqrt(m)), as nn.Linear does, for weights and bias
  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var rng = Generator(seed: seed)
    func uniform(_ shape: [Int], _ bound: Double) -> Tensor {
      let count = shape.reduce(1, *)
      return Tensor(shape: shape, values: (0..<count).map { _ in rng.uniform(-bound, bound) })
    }
    var layers: [Layer] = []
    for (m, k) in zip(sizes, sizes.dropFirst()) {
      let bound = 1 / Double(m).squareRoot()
      let weights = uniform([k, m], bound)
      let bias = uniform([k], bound)
      layers.append(Layer(weights: weights, bias: bias))
    }
    return Network(layers: layers, activation: activation)
  }

  /// A[l] is the input of layer l, Z[l] its sum.
  private func pass(_ network: Network, _ x: Tensor) -> (A: [Tensor], Z: [Tensor]) {
    var A = [x]
    var Z: [Tensor] = []
    for (l, layer) in network.layers.enumerated() {
      Z.append(A[l].matmul(layer.weights.transposed()) + layer.bias)
      A.append(activate(network.activation, Z[l]))
    }
    return (A, Z)
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor { pass(network, x).Z.last! }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    let n = x.rows
    let c = network.layers.last!.bias.count
    let (A, Z) = pass(network, x)
    var Y = Tensor(shape: [n, c])
    for (i, y) in labels.enumerated() { Y[i, y] = 1 }
    let scores = Z[Z.count - 1]
    var delta = (softmax(scores) - Y) / Double(n)
    var gradients: [Layer] = []
    for l in network.layers.indices.reversed() {
      let dW = delta.transposed().matmul(A[l])
      let db = delta.sum(axis: 0)
      gradients.insert(Layer(weights: dW, bias: db), at: 0)
      if l > 0 {
        delta = delta.matmul(network.layers[l].weights) * activationDerivative(network.activation, Z[l - 1])
      }
    }
    return LossAndGradients(loss: crossEntropy(scores, labels), gradients: gradients)
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    let n = x.rows
    for _ in 0..<epochs {
      var rng = Generator(seed: seed)
      let order = rng.permutation(n)
      for start in stride(from: 0, to: n, by: batchSize) {
        let batch = Array(order[start..<min(start + batchSize, n)])
        let step = backward(network, x.rows(at: batch), batch.map { labels[$0] })
        for (l, g) in step.gradients.enumerated() {
          network.layers[l].weights -= learningRate * g.weights
          network.layers[l].bias -= learningRate * g.bias
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] { forward(network, x).argmaxOfRows() }
}
