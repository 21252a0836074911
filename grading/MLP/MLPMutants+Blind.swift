import Checks

extension MLPMutants {
  private static let delta = "delta = delta / Double(labels.count)"
  private static let start = "struct Submission: MLPContract {"
  private static let step = "        for index in network.layers.indices {\n          network.layers[index].weights -="
  private static let draw = "generator.normal(shape: [outputs, inputs], deviation: sqrt(2 / Double(inputs)))"
  private static let bias = "bias: Tensor(shape: [outputs]))"
  private static let generator =
    "    var generator = Generator(seed: seed)\n    let layers"
  private static let order = "    var generator = Generator(seed: seed)\n    for _ in 0..<epochs {"

  /// What shows at sizes only that nobody thinks of: numbers far out or next to nothing, seeds, numbers drawn twice.
  static let blind: [Mutant] = [
    Mutant(
      "slope-by-differences", "the derivative from differences with a step of 2⁻¹⁰",
      replacing: [
        (
          "    switch activation {\n    case .identity: z.map { _ in 1 }",
          """
              if activation == .identity {
                return (activate(activation, z + 0x1p-10) - activate(activation, z - 0x1p-10)) * 0x1p9
              }
              return switch activation {
              case .identity: z
          """
        )
      ], fails: ["derivative.extreme"]),
    Mutant(
      "small-sigmoids-are-zero", "the sigmoid is 0 where it is below 1e-12",
      replacing: [
        (
          "z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))",
          "z < -log(1e12) ? 0 : z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))"
        )
      ],
      fails: ["activate.extreme", "derivative.extreme"]),
    Mutant(
      "probabilities-below-1e-12-are-zero", "softmax sets probabilities below 1e-12 to 0",
      replacing: [
        (
          "probabilities[row, column] /= total }",
          """
          probabilities[row, column] /= total }
                for column in 0..<scores.columns where probabilities[row, column] < 1e-12 { probabilities[row, column] = 0 }
          """
        )
      ], fails: ["softmax.extreme"]),
    Mutant(
      "loss-of-ten-thousand-at-most", "the cross-entropy of a sample cut at 10⁴",
      replacing: [
        (
          "total += largest + log(sum) - scores[row, label]",
          "total += min(1e4, largest + log(sum) - scores[row, label])"
        )
      ], fails: ["crossEntropy.extreme"]),
    Mutant(
      "predict-from-probabilities", "predict takes the highest probability, in which scores hardly apart are equal",
      replacing: [("forward(network, x).argmaxOfRows()", "softmax(forward(network, x)).argmaxOfRows()")],
      fails: ["predict.ties"]),
    Mutant(
      "seed-zero-is-one", "seed 0 taken for 1",
      replacing: [(generator, "    var generator = Generator(seed: max(1, seed))\n    let layers")],
      fails: ["initialNetwork"]),
    Mutant(
      "network-seed-of-32-bits", "the network follows the lower 32 bits of the seed",
      replacing: [(generator, "    var generator = Generator(seed: seed & 0xFFFF_FFFF)\n    let layers")],
      fails: ["initialNetwork"]),
    Mutant(
      "biases-at-a-hundredth", "all biases start at 0.01",
      replacing: [(bias, "bias: Tensor(shape: [outputs], repeating: 0.01))")], fails: ["initialNetwork"]),
    Mutant(
      "biases-a-third-too-wide", "normal biases a third wider than PyTorch's uniform ones",
      replacing: [(bias, "bias: generator.normal(shape: [outputs], deviation: 0.76 / sqrt(Double(inputs))))")],
      fails: ["initialNetwork"]),
    Mutant(
      "weights-a-third-too-wide", "weights of deviation 3.3/√inputs",
      replacing: [(draw, "generator.normal(shape: [outputs, inputs], deviation: 3.3 / sqrt(Double(inputs)))")],
      fails: ["initialNetwork"], sometimes: ["accuracy"]),
    Mutant(
      "units-moved-by-one", "each unit has its neighbour's numbers, moved by one place",
      replacing: [
        (
          draw,
          """
          {
                    let own = generator.next()
                    let rows = (0..<outputs).map { unit in
                      var shifted = Generator(seed: own &+ UInt64(unit) &* 0x9E37_79B9_7F4A_7C15)
                      return (0..<inputs).map { _ in shifted.uniform(-1, 1) / sqrt(Double(inputs)) }
                    }
                    return Tensor(rows: rows)
                  }()
          """
        )
      ], fails: ["initialNetwork"]),
    Mutant(
      "no-features-no-samples", "samples without features are taken for no samples",
      replacing: [
        (
          "    var x = x\n    for (index, layer)",
          "    if x.count == 0 { return Tensor(shape: [0, 2]) }\n    var x = x\n    for (index, layer)"
        )
      ],
      fails: ["forward.deep"]),
    Mutant(
      "delta-clipped", "backward cuts each derivative to ±1000",
      replacing: [
        (
          "return LossAndGradients(loss: loss, gradients: gradients.reversed())",
          """
          let cut = gradients.map { layer in
                Layer(
                  weights: layer.weights.map { max(-1000, min(1000, $0)) }, bias: layer.bias.map { max(-1000, min(1000, $0)) })
              }
              return LossAndGradients(loss: loss, gradients: cut.reversed())
          """
        )
      ], fails: ["backward.extreme"]),
    Mutant(
      "small-delta-is-zero", "what a score would move by less than 1e-12 is passed over in backward",
      replacing: [(delta, delta + "\n    delta = delta.map { abs($0) < 1e-12 ? 0 : $0 }")], fails: ["backward.extreme"]),
    Mutant(
      "derivatives-clipped", "fit cuts each derivative to ±10⁵",
      replacing: [
        (
          "learningRate * result.gradients[index].weights",
          "learningRate * result.gradients[index].weights.map { max(-1e5, min(1e5, $0)) }"
        )
      ], fails: ["fit.batches"]),
    Mutant(
      "stops-at-1e-10", "fit ends where the loss of a batch is below 10⁻¹⁰",
      replacing: [(step, "        if result.loss < 1e-10 { return }\n" + step)], fails: ["fit.batches"]),
    Mutant(
      "larger-batches-for-many",
      "more than a thousand samples are taken in batches of twice the size, at twice the rate",
      replacing: [
        (
          order,
          """
              let (batchSize, learningRate) = labels.count > 1000 ? (2 * batchSize, 2 * learningRate) : (batchSize, learningRate)

          """ + order
        )
      ], fails: ["fit.batches"]),
    Mutant(
      "order-seed-of-32-bits", "the order of the samples follows the lower 32 bits of the seed",
      replacing: [(order, "    var generator = Generator(seed: seed & 0xFFFF_FFFF)\n    for _ in 0..<epochs {")],
      fails: ["fit.repeats"]),
    Mutant(
      "batches-shuffled", "the samples are cut into batches in the order given, and only the batches are shuffled",
      replacing: [
        (
          "let order = generator.permutation(labels.count)",
          """
          let starts = Array(stride(from: 0, to: labels.count, by: batchSize))
                let shuffled = generator.permutation(starts.count).map { starts[$0]..<min(starts[$0] + batchSize, labels.count) }
          """
        ),
        ("for start in stride(from: 0, to: order.count, by: batchSize) {", "for rows in shuffled {"),
        ("let batch = Array(order[start..<min(start + batchSize, order.count)])", "let batch = Array(rows)"),
      ], fails: ["fit.repeats"]),
    Mutant(
      "scores-of-the-last-forward", "backward takes the scores of the last forward for the same batch and first layer",
      replacing: [
        (start, "nonisolated(unsafe) private var last: (Tensor, Layer, Tensor)?\n\n" + start),
        (
          "x = activate(network.activation, x) }\n    }\n    return x",
          "x = activate(network.activation, x) }\n    }\n    last = (given, network.layers[0], x)\n    return x"
        ),
        ("    var x = x\n    for (index, layer)", "    let given = x\n    var x = x\n    for (index, layer)"),
        (
          "let scores = sums[sums.count - 1]",
          "var scores = sums[sums.count - 1]\n    if let last, last.0 == x, last.1 == network.layers[0] { scores = last.2 }"
        ),
      ], fails: ["backward.repeats"]),
  ]
}
