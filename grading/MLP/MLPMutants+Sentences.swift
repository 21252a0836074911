import Checks

extension MLPMutants {
  private static let step = "        for index in network.layers.indices {\n          network.layers[index].weights -="

  /// Sentences of the statement that the other mutants leave whole.
  static let sentences: [Mutant] = [
    Mutant(
      "derivative-takes-output", "the sigmoid's derivative as z (1 − z), as if it were given σ(z)",
      replacing: [("sigmoid($0) * (1 - sigmoid($0))", "$0 * (1 - $0)")],
      fails: ["derivative.more", "derivative.extreme"]),
    Mutant(
      "relu-flattens", "a tensor of more than two dimensions comes back as a vector",
      replacing: [
        (
          ".relu: z.map { max(0, $0) }",
          ".relu: z.shape.count > 2 ? Tensor(z.map { max(0, $0) }.values) : z.map { max(0, $0) }"
        )
      ], fails: ["activate.extreme"]),
    Mutant(
      "biases-wide", "biases of deviation 1 however many inputs there are",
      replacing: [("bias: Tensor(shape: [outputs]))", "bias: generator.normal(shape: [outputs]))")],
      fails: ["initialNetwork"]),
    Mutant(
      "layers-transposed", "weights of shape [inputs, outputs]",
      replacing: [("generator.normal(shape: [outputs, inputs]", "generator.normal(shape: [inputs, outputs]")],
      fails: ["initialNetwork", "accuracy"]),
    Mutant(
      "activation-forgotten", "a network of ReLU whatever the activation asked for",
      replacing: [
        ("return Network(layers: layers, activation: activation)", "return Network(layers: layers, activation: .relu)")
      ], fails: ["initialNetwork"]),
    Mutant(
      "forward-of-nothing", "scores of no samples without columns, of shape [0, 0]",
      replacing: [
        (
          "    var x = x\n    for (index, layer)",
          "    if x.rows == 0 { return Tensor(shape: [0, 0]) }\n    var x = x\n    for (index, layer)"
        )
      ], fails: ["forward.deep"]),
    Mutant(
      "predict-tolerance", "scores nearer than 10⁻⁵ taken for equal",
      replacing: [
        (
          "forward(network, x).argmaxOfRows()",
          """
          let scores = forward(network, x)
              return (0..<scores.rows).map { row in
                (0..<scores.columns).reduce(0) { scores[row, $1] > scores[row, $0] + 1e-5 ? $1 : $0 }
              }
          """
        )
      ], fails: ["predict.ties"]),
    Mutant(
      "stops-at-next-to-nothing", "fit ends where the loss of a batch is below 10⁻⁴",
      replacing: [(step, "        if result.loss < 1e-4 { return }\n" + step)], fails: ["fit.batches"]),
    Mutant(
      "gradient-clipped-at-ten", "fit cuts each gradient to a length of 10",
      replacing: [
        (
          step,
          """
                  let norm = sqrt(
                    result.gradients.reduce(0) { $0 + ($1.weights * $1.weights).sum() + ($1.bias * $1.bias).sum() })
                  let learningRate = norm > 10 ? 10 * learningRate / norm : learningRate

          """ + step
        )
      ], fails: ["fit.batches"]),
  ]
}
