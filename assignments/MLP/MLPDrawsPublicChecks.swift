package import LabKit

/// What the checks of this lab draw.
extension Generator {
  /// A network with random weights and biases, the weights scaled so that sums stay near 1 at any width.
  package mutating func network(_ sizes: [Int], _ activation: Activation) -> Network {
    let layers = zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      Layer(
        weights: normal(shape: [outputs, inputs], deviation: 1 / Double(inputs).squareRoot()),
        bias: normal(shape: [outputs], deviation: 0.5))
    }
    return Network(layers: layers, activation: activation)
  }

  /// A batch `[count, features]` of normal numbers.
  package mutating func batch(_ count: Int, _ features: Int) -> Tensor { normal(shape: [count, features]) }

  /// A random class for each of `count` samples, the first two never the same.
  package mutating func labels(_ count: Int, classes: Int) -> [Int] {
    var labels = (0..<count).map { _ in integer(below: classes) }
    if count > 1, classes > 1, labels[0] == labels[1] { labels[1] = (labels[0] + 1) % classes }
    return labels
  }

  /// A seed to hand to a submission.
  package mutating func seed() -> Int { integer(below: 1 << 40) }
}

/// A network, a batch and its labels: what the functions of the second half of the lab take.
package struct LabelledBatch {
  package var network: Network
  package var x: Tensor
  package var labels: [Int]

  /// Draws one; `sizes` as in `initialNetwork`.
  package init(_ count: Int, _ sizes: [Int], _ activation: Activation, _ generator: inout Generator) {
    network = generator.network(sizes, activation)
    x = generator.batch(count, sizes.first ?? 0)
    labels = generator.labels(count, classes: sizes.last ?? 0)
  }

  package var forward: Call { MLPLab.forward(network, x) }
  package var predict: Call { MLPLab.predict(network, x) }
  package var backward: Call { MLPLab.backward(network, x, labels) }

  package func fit(epochs: Int, batchSize: Int, learningRate: Double, seed: Int) -> Call {
    MLPLab.fit(
      network, x, labels,
      FitOptions(epochs: epochs, batchSize: batchSize, learningRate: learningRate, seed: seed))
  }
}
