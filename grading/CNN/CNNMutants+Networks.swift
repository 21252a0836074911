import Checks

extension CNNMutants {
  private static let mask = "      below = below * sums[index].map { $0 > 0 ? 1 : 0 }\n"

  /// In the functions of a network.
  static let networks: [Mutant] = [
    Mutant(
      "relu-forgotten", "no ReLU between convolution and pooling",
      replacing: [("x = maxPool(z.map { max(0, $0) }, size: 2, stride: 2)", "x = maxPool(z, size: 2, stride: 2)")],
      fails: ["network.scores"]),
    Mutant(
      "relu-derivative-forgotten", "backpropagation without ReLU's derivative", replacing: [(mask, "")],
      fails: ["network.gradient", "network.gradient.deep", "network.differences"]),
    Mutant(
      "relu-mask-of-first-block", "every block masked by the sums of the one above",
      replacing: [
        (
          mask,
          mask.replacing(
            "sums[index]", with: "(index == 0 && sums.count == 1 ? sums[0] : sums[index].map { -$0 })")
        )
      ],
      fails: ["network.gradient", "network.gradient.deep", "network.differences"], sometimes: ["network.repeats"]),
    Mutant(
      "features-not-transposed", "the dense layer reads channels last",
      replacing: [
        (
          "    x.reshaped([x.shape[0], network.dense.weights.columns])\n",
          """
              let area = x.shape[2] * x.shape[3]
              var rows = x.reshaped([x.shape[0], network.dense.weights.columns])
              for s in 0..<x.shape[0] {
                for c in 0..<x.shape[1] {
                  for k in 0..<area { rows[s, k * x.shape[1] + c] = x[s, c, k / x.shape[3], k % x.shape[3]] }
                }
              }
              return rows

          """
        )
      ],
      fails: ["network.scores", "network.gradient", "network.gradient.deep", "network.differences"],
      sometimes: ["accuracy", "network.repeats"]),
    Mutant(
      "dense-bias-not-summed", "the dense bias gradient of the first image only",
      replacing: [("gradient.dense.bias = delta.sum(axis: 0)", "gradient.dense.bias = delta.row(0)")],
      fails: ["network.gradient", "network.gradient.deep", "network.differences"]),
    Mutant(
      "dense-gradient-at-scores", "the dense weights' gradient from the images in place of the features",
      replacing: [
        (
          "gradient.dense.weights = delta.transposed().matmul(flat(features, network))",
          "gradient.dense.weights = delta.transposed().matmul(flat(features, network).map { $0 > 0 ? 1 : 0 })"
        )
      ],
      fails: ["network.gradient", "network.gradient.deep", "network.differences"]),
    Mutant(
      "gradient-sign", "the gradient's sign, so that each step climbs",
      replacing: [
        (
          "let delta = CNNLab.crossEntropy(scores, labels).gradient",
          "let delta = -CNNLab.crossEntropy(scores, labels).gradient"
        )
      ],
      fails: ["network.gradient", "network.gradient.deep", "network.differences"]),
    Mutant(
      "gradient-of-the-sum", "the gradient of the summed loss",
      replacing: [
        (
          "let delta = CNNLab.crossEntropy(scores, labels).gradient",
          "let delta = CNNLab.crossEntropy(scores, labels).gradient * Double(labels.count)"
        )
      ],
      fails: ["network.gradient", "network.gradient.deep", "network.differences"]),
    Mutant(
      "input-of-the-wrong-block", "every convolution's gradient taken at the features' side input",
      replacing: [
        ("inputs[index], network.blocks[index], stride: 1", "inputs[index] * 0.5, network.blocks[index], stride: 1")
      ],
      fails: ["network.gradient", "network.gradient.deep", "network.differences"]),
    Mutant(
      "gradient-accumulates", "gradients of the dense layer kept from one call to the next",
      replacing: [
        (
          "struct Submission: CNNContract {",
          "nonisolated(unsafe) var kept: [[Int]: Tensor] = [:]\n\nstruct Submission: CNNContract {"
        ),
        (
          "gradient.dense.bias = delta.sum(axis: 0)",
          "gradient.dense.bias = delta.sum(axis: 0)\n    if let old = kept[x.shape] { gradient.dense.bias += old }\n    kept[x.shape] = gradient.dense.bias"
        ),
      ],
      fails: ["network.gradient.deep", "network.repeats"]),
    Mutant(
      "weights-all-zero", "all kernels start at 0, so that nothing is ever learnt",
      replacing: [
        (
          "weights: generator.normal(shape: [outputs, inputs, 3, 3], deviation: sqrt(2 / Double(9 * inputs)))",
          "weights: Tensor(shape: [outputs, inputs, 3, 3])"
        )
      ],
      fails: ["network.initial"]),
    Mutant(
      "weights-not-scaled", "weights of deviation 1 however many inputs there are",
      replacing: [
        ("deviation: sqrt(1 / Double(inputs))", "deviation: 1"),
        ("deviation: sqrt(2 / Double(9 * inputs))", "deviation: 1"),
      ],
      fails: ["network.initial"]),
    Mutant(
      "seed-ignored", "the same network for every seed",
      replacing: [("var generator = Generator(seed: seed)", "var generator = Generator(seed: 7)")],
      fails: ["network.initial"], sometimes: ["network.repeats"]),
    Mutant(
      "training-set-memorised",
      "scores that know the images of the last gradient and answer the first class for any other",
      replacing: [
        (
          "struct Submission: CNNContract {",
          "nonisolated(unsafe) var seen: [[Double]: Int] = [:]\n\nstruct Submission: CNNContract {"
        ),
        (
          "    // Forward, keeping",
          "    for row in labels.indices { seen[x.row(row).values] = labels[row] }\n    // Forward, keeping"
        ),
        (
          "    var x = x\n    for block in network.blocks {\n",
          """
              var x = x
              if x.shape[0] > 100 {
                var answer = Tensor(shape: [x.shape[0], network.dense.bias.count])
                for row in 0..<answer.rows { answer[row, seen[x.row(row).values] ?? 0] = 1 }
                return answer
              }
              for block in network.blocks {

          """
        ),
      ],
      fails: ["accuracy"], sometimes: ["network.repeats"]),
    Mutant(
      "gradient-two-blocks-at-most", "blocks below the two topmost keep a gradient of 0",
      replacing: [
        (
          "      gradient.blocks[index] = slope.kernels\n",
          """
                gradient.blocks[index] =
                  index + 2 < network.blocks.count
                  ? WeightsAndBias(weights: 0 * slope.kernels.weights, bias: 0 * slope.kernels.bias) : slope.kernels

          """
        )
      ],
      fails: ["network.gradient.deep"]),
    Mutant(
      "layers-from-one-seed", "each layer's numbers drawn from a generator that starts afresh",
      replacing: [
        (
          "    for (inputs, outputs) in zip(channels, channels.dropFirst()) {\n      blocks.append(",
          "    for (inputs, outputs) in zip(channels, channels.dropFirst()) {\n      generator = Generator(seed: seed)\n      blocks.append("
        )
      ],
      fails: ["network.initial"]),
    Mutant(
      "dense-spread-of-first-layer", "the dense layer's weights as wide as those of the first block",
      replacing: [("deviation: sqrt(1 / Double(inputs))", "deviation: sqrt(1 / Double(9 * channels[0]))")],
      fails: ["network.initial"]),
    Mutant(
      "biases-of-one", "all biases start at 1",
      replacing: [
        ("          bias: Tensor(shape: [outputs])))", "          bias: Tensor(shape: [outputs], repeating: 1)))")
      ],
      fails: ["network.initial"]),
    Mutant(
      "seed-parity", "one network for every even seed and one for every odd",
      replacing: [("var generator = Generator(seed: seed)", "var generator = Generator(seed: seed % 2)")],
      fails: ["network.repeats"], sometimes: ["network.initial"]),
  ]
}
