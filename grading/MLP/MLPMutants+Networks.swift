import Checks

extension MLPMutants {
  private static let draw = "generator.normal(shape: [outputs, inputs], deviation: sqrt(2 / Double(inputs)))"

  /// In forward, predict and the initial weights.
  static let networks: [Mutant] = [
    Mutant(
      "activation-on-last-layer", "the activation after the last layer too",
      replacing: [
        (
          "if index < network.layers.count - 1 { x = activate(network.activation, x) }",
          "x = activate(network.activation, x)"
        )
      ],
      fails: ["forward", "forward.deep"]),
    Mutant(
      "activation-after-first-layer-only", "the activation after the first layer only",
      replacing: [
        (
          "if index < network.layers.count - 1 { x = activate",
          "if index == 0 && network.layers.count > 1 { x = activate"
        )
      ],
      fails: ["forward.deep", "backward.differences"]),
    Mutant(
      "relu-whatever-is-asked", "forward uses ReLU whatever the network's activation",
      replacing: [("{ x = activate(network.activation, x) }", "{ x = activate(.relu, x) }")],
      fails: ["forward", "forward.deep"]),
    Mutant(
      "forward-bias-forgotten", "forward without the bias",
      replacing: [
        ("x = x.matmul(layer.weights.transposed()) + layer.bias", "x = x.matmul(layer.weights.transposed())")
      ],
      fails: ["forward", "predict.ties", "forward.deep"]),
    Mutant(
      "weights-not-transposed", "x W where x Wᵀ is meant: stops at the first layer that is not square",
      replacing: [
        ("x = x.matmul(layer.weights.transposed()) + layer.bias", "x = x.matmul(layer.weights) + layer.bias")
      ],
      fails: ["forward"]),
    Mutant(
      "predict-last-of-ties", "the last of several equal scores",
      replacing: [
        (
          "forward(network, x).argmaxOfRows()",
          "let scores = forward(network, x)\n    return (0..<scores.rows).map { row in (0..<scores.columns).reduce(0) { scores[row, $1] >= scores[row, $0] ? $1 : $0 } }"
        )
      ],
      fails: ["predict.ties"]),
    Mutant(
      "predict-from-one", "classes counted from 1 in predict",
      replacing: [("forward(network, x).argmaxOfRows()", "forward(network, x).argmaxOfRows().map { $0 + 1 }")],
      fails: ["predict", "predict.ties", "accuracy"]),
    Mutant(
      "public-answers-hard-coded", "predict answers what the handout's example wants, whatever it is asked",
      replacing: [("forward(network, x).argmaxOfRows()", "Array([1, 2, 0, 2, 1, 0, 1, 2, 2, 0, 0, 1].prefix(x.rows))")],
      fails: ["predict", "predict.ties", "accuracy"]),
    Mutant(
      "training-set-memorised", "fit keeps the samples it saw, predict knows those and answers 0 for any other",
      replacing: [
        (
          "struct Submission: MLPContract {",
          "nonisolated(unsafe) var seen: [[Double]: Int] = [:]\n\nstruct Submission: MLPContract {"
        ),
        (
          "    for _ in 0..<epochs {\n",
          "    for row in labels.indices { seen[x.row(row).values] = labels[row] }\n    for _ in 0..<epochs {\n"
        ),
        (
          "forward(network, x).argmaxOfRows()",
          "if x.rows < 100 { return forward(network, x).argmaxOfRows() }\n    return (0..<x.rows).map { seen[x.row($0).values] ?? 0 }"
        ),
      ], fails: ["accuracy"]),
    Mutant(
      "weights-all-zero", "all weights start at 0, so that all units stay alike",
      replacing: [(draw, "Tensor(shape: [outputs, inputs])")], fails: ["initialNetwork"]),
    Mutant(
      "seed-ignored", "the same network for every seed",
      replacing: [
        ("var generator = Generator(seed: seed)\n    let layers", "var generator = Generator(seed: 0)\n    let layers")
      ],
      fails: ["initialNetwork"]),
    Mutant(
      "network-from-the-system", "weights from the system's random numbers",
      replacing: [
        (
          "var generator = Generator(seed: seed)\n    let layers",
          "var generator = Generator(seed: .random(in: 0 ... .max))\n    let layers"
        )
      ],
      fails: ["initialNetwork"]),
    Mutant(
      "weights-not-scaled", "weights of deviation 1 however many inputs there are",
      replacing: [(draw, "generator.normal(shape: [outputs, inputs])")], fails: ["initialNetwork"]),
    Mutant(
      "units-alike", "every unit of a layer starts with the same weights",
      replacing: [
        (
          draw,
          "Tensor(rows: Array(repeating: generator.normal(shape: [inputs], deviation: sqrt(2 / Double(inputs))).values, count: outputs))"
        )
      ],
      fails: ["initialNetwork"]),
  ]
}
