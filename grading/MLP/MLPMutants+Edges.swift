import Checks

extension MLPMutants {
  private static let start = "struct Submission: MLPContract {"
  private static let step = "        for index in network.layers.indices {\n          network.layers[index].weights -="
  private static let delta = "delta = delta / Double(labels.count)"
  private static let affine = "x = x.matmul(layer.weights.transposed()) + layer.bias"

  /// What shows at an edge only: in numbers that are nearly right, in early ends, in what is kept, in what grows.
  static let edges: [Mutant] = [
    Mutant(
      "forward-in-float", "sums rounded to Float in forward",
      replacing: [(affine, "x = (x.matmul(layer.weights.transposed()) + layer.bias).map { Double(Float($0)) }")],
      fails: ["forward"], sometimes: ["forward.deep"]),
    Mutant(
      "entropy-in-float", "the cross-entropy summed in Float",
      replacing: [("return total / Double(labels.count)", "return Double(Float(total) / Float(labels.count))")],
      fails: ["crossEntropy", "crossEntropy.extreme"]),
    Mutant(
      "gradient-in-float", "the gradient rounded to Float on its way down",
      replacing: [(delta, "\(delta)\n    delta = delta.map { Double(Float($0)) }")],
      fails: ["backward", "backward.extreme"], sometimes: ["backward.activations", "backward.oracle"]),
    Mutant(
      "same-numbers-in-every-layer", "each layer drawn from a generator that starts anew from the seed",
      replacing: [
        (
          "inputs, outputs in\n      Layer(",
          "inputs, outputs in\n      generator = Generator(seed: seed)\n      return Layer("
        )
      ], fails: ["initialNetwork"]),
    Mutant(
      "spread-by-outputs", "a spread of √(2 / outputs) for √(2 / inputs)",
      replacing: [("deviation: sqrt(2 / Double(inputs))", "deviation: sqrt(2 / Double(outputs))")],
      fails: ["initialNetwork"]),
    Mutant(
      "softmax-of-the-largest-of-all", "softmax subtracts the largest score of the whole batch",
      replacing: [
        (
          "    for row in 0..<scores.rows {\n      var largest = -Double.infinity\n"
            + "      for column in 0..<scores.columns { largest = max(largest, scores[row, column]) }\n      var total",
          "    let largest = scores.values.max() ?? 0\n    for row in 0..<scores.rows {\n      var total"
        )
      ], fails: ["softmax.extreme"]),
    Mutant(
      "probabilities-kept-above-nothing", "softmax with 1e-8 added to the sum",
      replacing: [("var total = 0.0\n      for column", "var total = 1e-8\n      for column")],
      fails: ["softmax", "softmax.extreme"]),
    Mutant(
      "leaky-slope-tenth", "a leaky slope of 0.1",
      replacing: [("0.01 * $0 + 0.99 * max(0, $0)", "$0 > 0 ? $0 : 0.1 * $0")],
      fails: ["activate.more", "activate.extreme"]),
    Mutant(
      "leaky-derivative-zero", "the leaky ReLU's derivative 0 below 0",
      replacing: [("$0 > 0 ? 1 : 0.01", "$0 > 0 ? 1 : 0")], fails: ["derivative.more", "derivative.extreme"]),
    Mutant(
      "mean-over-classes-too", "the gradient divided by samples and classes",
      replacing: [(delta, "delta = delta / Double(labels.count * scores.columns)")],
      fails: ["backward", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences"]),
    Mutant(
      "loss-of-rounded-probabilities", "backward's loss as −ln of probabilities that round to 0",
      replacing: [
        (
          "let loss = crossEntropy(scores, labels)",
          "let loss = labels.indices.reduce(0) { $0 - log(softmax(scores)[$1, labels[$1]]) } / Double(labels.count)"
        )
      ], fails: ["backward.extreme", "timing"]),
    Mutant(
      "gradient-clipped", "fit cuts each step to a length of 1",
      replacing: [
        (
          step,
          "        let norm = sqrt(result.gradients.reduce(0) { $0 + ($1.weights * $1.weights).sum() + ($1.bias * $1.bias).sum() })\n"
            + "        let learningRate = norm > 1 ? learningRate / norm : learningRate\n" + step
        )
      ], fails: ["fit", "fit.batches"], sometimes: ["fit.epoch"]),
    Mutant(
      "stops-when-worse", "fit ends where the loss of a batch is higher than that of the one before",
      replacing: [
        ("    for _ in 0..<epochs {\n", "    var best = Double.infinity\n    for _ in 0..<epochs {\n"),
        (step, "        if result.loss > best { return }\n        best = result.loss\n" + step),
      ], fails: ["fit.batches", "fit.epoch", "accuracy"], sometimes: ["fit.repeats"]),
    Mutant(
      "stops-when-good", "fit ends where the loss of a batch is below 0.05",
      replacing: [(step, "        if result.loss < 0.05 { return }\n" + step)], fails: ["fit.batches"]),
    Mutant(
      "scores-kept-by-shape", "forward keeps the first sums of each shape of batch in a global",
      replacing: [
        (start, "nonisolated(unsafe) private var kept: [[Int]: Tensor] = [:]\n\n\(start)"),
        (
          "    let scores = sums[sums.count - 1]\n",
          "    let scores = kept[[x.rows] + sums[0].shape] ?? sums[sums.count - 1]\n    kept[[x.rows] + sums[0].shape] = scores\n"
        ),
      ], fails: ["fit", "backward.activations", "backward.extreme", "backward.repeats", "timing"]),
    Mutant(
      "differences-for-backpropagation", "the gradient by central differences of the loss",
      replacing: [
        (
          "    let scores = sums[sums.count - 1]\n    let loss = crossEntropy(scores, labels)\n",
          """
              let scores = sums[sums.count - 1]
              let loss = crossEntropy(scores, labels)
              func slope(_ move: (inout Network, Double) -> Void) -> Double {
                var (up, down) = (network, network)
                move(&up, 1e-5)
                move(&down, -1e-5)
                return (crossEntropy(forward(up, x), labels) - crossEntropy(forward(down, x), labels)) / 2e-5
              }
              if labels.count > 0 {
                return LossAndGradients(
                  loss: loss,
                  gradients: network.layers.indices.map { layer in
                    var result = network.layers[layer]
                    for place in result.weights.values.indices {
                      result.weights.values[place] = slope { $0.layers[layer].weights.values[place] += $1 }
                    }
                    for place in result.bias.values.indices {
                      result.bias.values[place] = slope { $0.layers[layer].bias.values[place] += $1 }
                    }
                    return result
                  })
              }

          """
        )
      ], fails: ["backward", "backward.oracle", "accuracy", "timing"], sometimes: ["backward.extreme"]),
  ]
}
