import Checks
import LabKit
import Labs

/// Cases of numbers far larger and far smaller than the usual ones.
extension MLPHiddenChecks {
  /// Derivatives of millions and more, and such as hardly are any.
  static func addSizes(to draw: inout ValueDraw, _ generator: inout Generator) {
    for (name, feature, weight) in [
      ("large features", 1e9, 1.0), ("large weights", 1, 1e6), ("large in both", 1e3, 1e3),
    ] {
      var set = LabelledBatch(3, [3, 4, 3], .tanh, &generator)
      set.x = set.x * feature
      // Features are large: a small first layer keeps its sums where tanh bends.
      set.network.layers[0].weights = set.network.layers[0].weights * (1 / feature)
      set.network.layers[1].weights = set.network.layers[1].weights * weight
      draw.add(name, set.backward, part: "gradients", own: set.ownGradients)
    }
    var unlikely = LabelledBatch(1, [3, 4], .relu, &generator)
    unlikely.network.layers[0].bias = Tensor([0, 0.5, -40, generator.uniform(-200, -60)])
    unlikely.labels = [0]
    draw.add(
      "hardly any probability", unlikely.backward, part: "gradients", isRelative: true, own: unlikely.ownGradients)
    var faint = LabelledBatch(1, [3, 4, 3], .tanh, &generator)
    faint.x = faint.x * 1e-20
    draw.add("tiny features", faint.backward, part: "gradients", isRelative: true, own: faint.ownGradients)
  }

  /// Steps along gradients of millions, steps of next to no loss, and a training as long as that of the signs.
  static func addSizes(toTraining draw: inout ValueDraw, _ generator: inout Generator) {
    for (name, size) in [("a gradient of millions", 1e6), ("a gradient of billions", 1e9)] {
      var set = LabelledBatch(1, [3, 3], .relu, &generator)
      set.x = set.x.map { $0 < 0 ? -size : size }
      let scores = set.x.matmul(set.network.layers[0].weights.transposed()) + set.network.layers[0].bias
      set.labels = (-scores).argmaxOfRows()
      let rate = 0.25 / size
      draw.add(name, set.fit(epochs: 3, batchSize: 1, learningRate: rate, seed: generator.seed())) {
        set.ownFit(&$0, batches: set.batches(of: 1, epochs: 3), learningRate: rate)
      }
    }
    // A loss of 1e-12 or so. The rate shows what it still moves; a larger one would show how 1 − p was rounded, too, which
    // e to the logarithm of p does a hundredth as coarsely as the bound.
    var sure = LabelledBatch(1, [3, 3], .relu, &generator)
    var scores = (sure.x.matmul(sure.network.layers[0].weights.transposed()) + sure.network.layers[0].bias).values
    let own = scores.remove(at: sure.labels[0])
    sure.network.layers[0].bias[sure.labels[0]] += 27 + scores.reduce(-.infinity, max) - own
    draw.add("a loss that is lost", sure.fit(epochs: 2, batchSize: 1, learningRate: 10, seed: generator.seed())) {
      sure.ownFit(&$0, batches: sure.batches(of: 1, epochs: 2), learningRate: 10)
    }
    var many = LabelledBatch(1, [64, 32, 10], .relu, &generator)
    many.x = many.x.rows(at: [Int](repeating: 0, count: 1200))
    many.labels = [Int](repeating: many.labels[0], count: 1200)
    draw.add("many samples", many.fit(epochs: 1, batchSize: 8, learningRate: 0.05, seed: generator.seed())) {
      many.ownFit(&$0, batches: many.batches(of: 8, epochs: 1), learningRate: 0.05)
    }
  }

  /// Forty samples with a feature each, in two batches of twenty: each moves its own weight, and those of the second batch
  /// less far, for the bias has moved by then. The network tells which samples were together, and nothing else of the order.
  static func partition(seed: Int) -> Call {
    var x = Tensor(shape: [40, 40])
    for place in 0..<40 { x[place, place] = 1 }
    let layer = Layer(weights: Tensor(shape: [2, 40]), bias: Tensor([0, 0]))
    return MLPLab.fit(
      Network(layers: [layer], activation: .identity), x, [Int](repeating: 1, count: 40),
      FitOptions(epochs: 1, batchSize: 20, learningRate: 0.5, seed: seed))
  }
}
