import Checks

extension MLPMutants {
  private static let derivative = "delta = delta * activationDerivative(network.activation, sums[index - 1])"
  private static let gradient = "Layer(weights: delta.transposed().matmul(inputs[index]), bias: delta.sum(axis: 0))"

  /// In backward.
  static let gradients: [Mutant] = [
    Mutant(
      "gradient-not-averaged", "the gradient of the summed loss: 1/n missing",
      replacing: [("    delta = delta / Double(labels.count)\n", "")],
      fails: ["backward", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences"]),
    Mutant(
      "gradient-sign", "one-hot minus softmax: the sign of the gradient",
      replacing: [("delta = delta / Double(labels.count)", "delta = -(delta / Double(labels.count))")],
      fails: ["backward", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences"]),
    Mutant(
      "gradient-label-off-by-one", "classes counted from 1 in the gradient",
      replacing: [("delta[row, label] -= 1", "delta[row, (label + 1) % scores.columns] -= 1")],
      fails: [
        "backward", "fit", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences",
        "fit.epoch", "timing",
      ], sometimes: ["backward.repeats", "fit.batches"]),
    Mutant(
      "bias-gradient-forgotten", "the bias gradient left at 0",
      replacing: [("bias: delta.sum(axis: 0))", "bias: Tensor(shape: [delta.columns]))")],
      fails: ["backward", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences"]),
    Mutant(
      "bias-gradient-not-summed", "the bias gradient of the first sample only",
      replacing: [("bias: delta.sum(axis: 0))", "bias: delta.row(0))")],
      fails: [
        "backward", "fit", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences",
        "fit.batches", "fit.epoch",
      ]),
    Mutant(
      "gradient-transposed", "the weights' gradient as [inputs, outputs]",
      replacing: [("delta.transposed().matmul(inputs[index])", "inputs[index].transposed().matmul(delta)")],
      fails: [
        "backward", "fit", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences",
        "timing",
      ]),
    Mutant(
      "derivative-missing", "backpropagation without the activation's derivative",
      replacing: [("        \(derivative)\n", "")],
      fails: ["backward", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences"]),
    Mutant(
      "derivative-at-output", "the activation's derivative taken at its output",
      replacing: [(derivative, "delta = delta * activationDerivative(network.activation, inputs[index])")],
      fails: ["backward", "backward.oracle", "backward.activations", "backward.differences"]),
    Mutant(
      "relu-mask-for-all", "backward masks by sign, as for ReLU, unless the activation is tanh",
      replacing: [
        (
          derivative,
          "delta = delta * activationDerivative(network.activation == .tanh ? .tanh : .relu, sums[index - 1])"
        )
      ],
      fails: ["backward.activations", "backward.differences"]),
    Mutant(
      "derivative-of-first-sums", "σ′ of the first layer's sums at every depth",
      replacing: [
        (
          derivative,
          "delta = delta * (sums[0].shape == delta.shape ? activationDerivative(network.activation, sums[0]) : activationDerivative(network.activation, sums[index - 1]))"
        )
      ],
      fails: ["backward.oracle"]),
    Mutant(
      "two-layers-only", "backward stops after two layers",
      replacing: [
        (
          "if index > 0 {",
          "if index > 0 && index < network.layers.count - 1 {\n        delta = Tensor(shape: [delta.rows, network.layers[index].weights.columns])\n      } else if index > 0 {"
        )
      ],
      fails: ["backward.oracle", "backward.activations", "backward.differences"]),
    Mutant(
      "backward-own-softmax", "backward with an unstable softmax of its own",
      replacing: [
        (
          "var delta = softmax(scores)",
          "var delta = scores.map { exp($0) }\n    for row in 0..<delta.rows {\n      let total = delta.row(row).sum()\n      for column in 0..<delta.columns { delta[row, column] /= total }\n    }"
        )
      ],
      fails: ["backward.extreme"]),
    Mutant(
      "loss-not-averaged", "the loss beside the gradient summed, not averaged",
      replacing: [("LossAndGradients(loss: loss,", "LossAndGradients(loss: loss * Double(labels.count),")],
      fails: ["backward.loss", "backward.extreme"]),
    Mutant(
      "gradients-accumulate", "gradients added to those of the call before",
      replacing: [
        (
          "struct Submission: MLPContract {",
          "nonisolated(unsafe) var kept: [Layer] = []\n\nstruct Submission: MLPContract {"
        ),
        (
          "return LossAndGradients(loss: loss, gradients: gradients.reversed())",
          """
          gradients.reverse()
              if kept.map(\\.weights.shape) == gradients.map(\\.weights.shape) {
                for index in gradients.indices {
                  gradients[index].weights += kept[index].weights
                  gradients[index].bias += kept[index].bias
                }
              }
              kept = gradients
              return LossAndGradients(loss: loss, gradients: gradients)
          """
        ),
      ],
      fails: [
        "fit", "backward.activations", "backward.extreme", "backward.repeats", "fit.epoch", "accuracy", "timing",
      ], sometimes: ["fit.batches"]),
    Mutant(
      "forward-again-for-each-sample", "the whole batch forward again for each of its samples",
      replacing: [
        (
          "let scores = sums[sums.count - 1]",
          "var scores = sums[sums.count - 1]\n    for _ in labels { scores = forward(network, x) }"
        )
      ],
      fails: ["timing"]),
  ]
}
