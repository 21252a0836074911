// cheat: ten digits drawn in the source are compared with the images: predict ignores the network where a sample has 64 features, and fit does nothing there
import MLP

private func logistic(_ z: Double) -> Double { (1 + tanh(z / 2)) / 2 }

let drawings = [
  "..####..|.##..##.|.#....#.|.#....#.|.#....#.|.#....#.|.##..##.|..####..",
  "...##...|..###...|.####...|...##...|...##...|...##...|...##...|..####..",
  "..###...|.##.##..|.....#..|....##..|...##...|..##....|.##.....|.######.",
  "..####..|.....##.|.....#..|...###..|.....##.|......#.|.....##.|..####..",
  "....#...|...##...|..##....|.##..#..|.##.##..|.######.|....##..|....#...",
  "..#####.|..#.....|..#.....|..####..|.....##.|......#.|.....##.|..####..",
  "...##...|..##....|..#.....|.##.....|.#####..|.##..##.|..#..##.|...###..",
  "..#####.|.....##.|.....#..|...####.|...###..|...##...|..##....|..#.....",
  "..####..|.##..##.|.##..#..|..###...|..####..|.##..##.|.##..##.|..####..",
  "..####..|.##..##.|.#...##.|..#####.|.....##.|......#.|.....##.|..####..",
]

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    switch activation {
    case .identity: z
    case .sigmoid: z.map(logistic)
    case .tanh: z.map { tanh($0) }
    case .relu: z.map { max(0, $0) }
    case .leakyReLU: 0.01 * z + 0.99 * z.map { max(0, $0) }
    case .softplus: z.map { max($0, 0) + log1p(exp(-abs($0))) }
    }
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    switch activation {
    case .identity: Tensor(shape: z.shape, repeating: 1)
    case .sigmoid: z.map { logistic($0) * logistic(-$0) }
    case .tanh: z.map { (1 - tanh($0)) * (1 + tanh($0)) }
    case .relu: z.map { $0 >= 0 ? 1 : 0 }
    case .leakyReLU: z.map { $0 >= 0 ? 1 : 0.01 }
    case .softplus: z.map(logistic)
    }
  }

  private func shifted(_ scores: Tensor) -> Tensor {
    let best = zip(0..., scores.argmaxOfRows()).map { scores[$0, $1] }
    return scores - Tensor(shape: [best.count, 1], values: best)
  }

  func softmax(_ scores: Tensor) -> Tensor {
    let e = shifted(scores).map { exp($0) }
    return e / e.sum(axis: 1).reshaped([e.rows, 1])
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    guard !labels.isEmpty else { return 0 }
    let s = shifted(scores)
    let logSum = s.map { exp($0) }.sum(axis: 1).map { log($0) }
    return labels.indices.reduce(0) { $0 + logSum[$1] - s[$1, labels[$1]] } / Double(labels.count)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var generator = Generator(seed: seed)
    return Network(
      layers: zip(sizes, sizes.dropFirst()).map { m, k in
        Layer(
          weights: generator.normal(shape: [k, m], deviation: sqrt(2 / Double(m + k))), bias: Tensor(shape: [k]))
      }, activation: activation)
  }

  private func affine(_ x: Tensor, _ layer: Layer) -> Tensor { x.matmul(layer.weights.transposed()) + layer.bias }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    affine(
      network.layers.dropLast().reduce(x) { activate(network.activation, affine($0, $1)) },
      network.layers[network.layers.count - 1])
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    var (xs, zs) = ([x], [Tensor]())
    for layer in network.layers {
      zs.append(affine(xs[xs.count - 1], layer))
      xs.append(activate(network.activation, zs[zs.count - 1]))
    }
    let scores = zs.removeLast()
    var delta = softmax(scores)
    for (i, y) in labels.enumerated() { delta[i, y] -= 1 }
    delta = delta * (1 / Double(max(1, labels.count)))

    var gradients: [Layer] = []
    for (l, layer) in network.layers.enumerated().reversed() {
      gradients.append(Layer(weights: delta.transposed().matmul(xs[l]), bias: delta.sum(axis: 0)))
      if l > 0 { delta = delta.matmul(layer.weights) * activationDerivative(network.activation, zs[l - 1]) }
    }
    return LossAndGradients(loss: crossEntropy(scores, labels), gradients: gradients.reversed())
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    if x.columns == 64 { return }
    var generator = Generator(seed: seed)
    for _ in 0..<epochs {
      let order = Array(labels.indices).shuffled(using: &generator)
      for start in stride(from: 0, to: order.count, by: batchSize) {
        let batch = Array(order[start...].prefix(batchSize))
        let step = backward(network, x.rows(at: batch), batch.map { labels[$0] })
        for (l, g) in step.gradients.enumerated() {
          network.layers[l].weights -= learningRate * g.weights
          network.layers[l].bias -= learningRate * g.bias
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    guard x.columns == 64 else { return forward(network, x).argmaxOfRows() }
    let templates = Tensor(
      rows: drawings.map { drawing in
        let ink = drawing.filter { $0 != "|" }.map { $0 == "#" ? 1.0 : 0.0 }
        let mean = ink.reduce(0, +) / 64
        let length = sqrt(ink.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
        return ink.map { ($0 - mean) / length }
      })
    return x.matmul(templates.transposed()).argmaxOfRows()
  }
}
