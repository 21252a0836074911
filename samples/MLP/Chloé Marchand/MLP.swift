import Foundation
import MLP

// Avec des boucles, un exemple à la fois.

typealias Vector = [Double]
typealias Matrix = [[Double]]

struct Submission: MLPContract {
  func activate(_ activation: Activation, _ z: Tensor) -> Tensor {
    var result = z
    for i in 0..<z.count { result.values[i] = value(activation, z.values[i]) }
    return result
  }

  func activationDerivative(_ activation: Activation, _ z: Tensor) -> Tensor {
    var result = z
    for i in 0..<z.count { result.values[i] = slope(activation, z.values[i]) }
    return result
  }

  func softmax(_ scores: Tensor) -> Tensor {
    let n = scores.shape[0]
    let c = scores.shape[1]
    var result = Tensor(shape: [n, c])
    for i in 0..<n {
      let p = probabilities(Array(scores.values[i * c..<(i + 1) * c]))
      for k in 0..<c { result[i, k] = p[k] }
    }
    return result
  }

  func crossEntropy(_ scores: Tensor, _ labels: [Int]) -> Double {
    var total = 0.0
    for i in 0..<labels.count {
      // ln Σ exp(s_k) − s_y = ln Σ exp(s_k − s_y), with the largest exponent taken out.
      var differences: Vector = []
      for k in 0..<scores.columns { differences.append(scores[i, k] - scores[i, labels[i]]) }
      let top = differences.max() ?? 0
      var sum = 0.0
      for d in differences { sum += exp(d - top) }
      total = total + top + log(sum)
    }
    return labels.count == 0 ? 0 : total / Double(labels.count)
  }

  func initialNetwork(sizes: [Int], activation: Activation, seed: UInt64) -> Network {
    var random = Generator(seed: seed)
    var layers: [Layer] = []
    for l in 1..<sizes.count {
      let limit = sqrt(6.0 / Double(sizes[l - 1] + sizes[l]))
      var w = Tensor(shape: [sizes[l], sizes[l - 1]])
      for i in 0..<w.count { w.values[i] = random.uniform(-limit, limit) }
      layers.append(Layer(weights: w, bias: Tensor(shape: [sizes[l]], repeating: 0)))
    }
    return Network(layers: layers, activation: activation)
  }

  func forward(_ network: Network, _ x: Tensor) -> Tensor {
    let n = x.rows
    let c = network.layers[network.layers.count - 1].bias.count
    var scores = Tensor(shape: [n, c])
    for i in 0..<n {
      let (sums, _) = run(network, sample(x, i))
      let last = sums[sums.count - 1]
      for k in 0..<c { scores[i, k] = last[k] }
    }
    return scores
  }

  func backward(_ network: Network, _ x: Tensor, _ labels: [Int]) -> LossAndGradients {
    var weightGradients: [Matrix] = []
    var biasGradients: [Vector] = []
    for layer in network.layers {
      weightGradients.append(
        Matrix(repeating: Vector(repeating: 0, count: layer.weights.columns), count: layer.bias.count))
      biasGradients.append(Vector(repeating: 0, count: layer.bias.count))
    }
    let n = Double(labels.count)
    for i in 0..<labels.count {
      let (sums, outputs) = run(network, sample(x, i))
      var delta = probabilities(sums[sums.count - 1])
      delta[labels[i]] -= 1
      for l in (0..<network.layers.count).reversed() {
        for j in 0..<delta.count {
          biasGradients[l][j] += delta[j] / n
          for k in 0..<outputs[l].count { weightGradients[l][j][k] += delta[j] * outputs[l][k] / n }
        }
        if l == 0 { break }
        let w = network.layers[l].weights
        var below = Vector(repeating: 0, count: outputs[l].count)
        for k in 0..<below.count {
          for j in 0..<delta.count { below[k] += w[j, k] * delta[j] }
          below[k] *= slope(network.activation, sums[l - 1][k])
        }
        delta = below
      }
    }
    var gradients: [Layer] = []
    for l in 0..<network.layers.count {
      gradients.append(Layer(weights: Tensor(rows: weightGradients[l]), bias: Tensor(biasGradients[l])))
    }
    return LossAndGradients(loss: crossEntropy(forward(network, x), labels), gradients: gradients)
  }

  func fit(
    _ network: inout Network, _ x: Tensor, _ labels: [Int], epochs: Int, batchSize: Int, learningRate: Double,
    seed: UInt64
  ) {
    var random = Generator(seed: seed)
    for _ in 0..<epochs {
      let keys = labels.map { _ in random.uniform() }
      let order = keys.indices.sorted { keys[$0] < keys[$1] }
      var done = 0
      while done < order.count {
        let batch = order[done...].prefix(batchSize)
        done += batch.count
        var part: Matrix = []
        var partLabels: [Int] = []
        for i in batch {
          part.append(sample(x, i))
          partLabels.append(labels[i])
        }
        let gradients = backward(network, Tensor(rows: part), partLabels).gradients
        for l in 0..<gradients.count {
          for i in 0..<gradients[l].weights.count {
            network.layers[l].weights.values[i] -= learningRate * gradients[l].weights.values[i]
          }
          for i in 0..<gradients[l].bias.count {
            network.layers[l].bias.values[i] -= learningRate * gradients[l].bias.values[i]
          }
        }
      }
    }
  }

  func predict(_ network: Network, _ x: Tensor) -> [Int] {
    var classes: [Int] = []
    for i in 0..<x.rows {
      let sums = run(network, sample(x, i)).sums
      let scores = sums[sums.count - 1]
      var best = 0
      for k in 0..<scores.count {
        if scores[k] > scores[best] { best = k }
      }
      classes.append(best)
    }
    return classes
  }

  // MARK: one number, one sample

  private func value(_ activation: Activation, _ z: Double) -> Double {
    switch activation {
    case .identity: return z
    case .sigmoid: return 1 / (1 + exp(-z))
    case .tanh: return tanh(z)
    case .relu: return z > 0 ? z : 0
    case .leakyReLU: return z > 0 ? z : 0.01 * z
    case .softplus: return z > 0 ? z + log(1 + exp(-z)) : log(1 + exp(z))
    }
  }

  private func slope(_ activation: Activation, _ z: Double) -> Double {
    switch activation {
    case .identity: return 1
    case .sigmoid:
      let s = 1 / (1 + exp(-z))
      return s * (1 - s)
    case .tanh: return 1 - pow(tanh(z), 2)
    case .relu: return z >= 0 ? 1 : 0
    case .leakyReLU: return z >= 0 ? 1 : 0.01
    case .softplus: return 1 / (1 + exp(-z))
    }
  }

  private func probabilities(_ scores: Vector) -> Vector {
    guard let top = scores.max() else { return [] }
    let powers = scores.map { exp($0 - top) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }

  private func sample(_ x: Tensor, _ i: Int) -> Vector {
    Array(x.values[i * x.columns..<(i + 1) * x.columns])
  }

  /// The sums of each layer, and what each layer was given.
  private func run(_ network: Network, _ x: Vector) -> (sums: [Vector], outputs: [Vector]) {
    var sums: [Vector] = []
    var outputs = [x]
    for l in 0..<network.layers.count {
      let layer = network.layers[l]
      var z = Vector(repeating: 0, count: layer.bias.count)
      for j in 0..<z.count {
        var sum = layer.bias[j]
        for k in 0..<outputs[l].count { sum += layer.weights[j, k] * outputs[l][k] }
        z[j] = sum
      }
      sums.append(z)
      if l + 1 < network.layers.count { outputs.append(z.map { value(network.activation, $0) }) }
    }
    return (sums, outputs)
  }
}
