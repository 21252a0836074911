import Checks

/// What is read otherwise than the statement says it: which layers are activated, what is divided by what.
extension MLPMutants {
  private static let scores = "let scores = sums[sums.count - 1]"
  private static let average = "delta = delta / Double(labels.count)"

  static let readings: [Mutant] = [
    Mutant(
      "backward-activates-last-layer", "backward's own forward pass activates the last layer too",
      replacing: [(scores, "let scores = activate(network.activation, sums[sums.count - 1])")],
      fails: [
        "backward", "backward.loss", "backward.oracle", "backward.activations", "backward.extreme",
        "backward.differences",
      ], sometimes: ["fit.nothing"]),
    Mutant(
      "backward-derivative-at-last-layer", "the last layer's delta times the activation's derivative too",
      replacing: [(average, average + "\n    delta = delta * activationDerivative(network.activation, scores)")],
      fails: ["backward", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences"],
      sometimes: ["fit", "fit.nothing"]),
    Mutant(
      "backward-divides-by-classes", "the gradient divided by the number of classes too",
      replacing: [(average, "delta = delta / Double(max(1, labels.count * scores.columns))")],
      fails: ["backward", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences"]),
    Mutant(
      "backward-weights-before-derivative",
      "the delta handed down without the derivative of the layer that it came through",
      replacing: [
        (
          "delta = delta.matmul(network.layers[index].weights)\n        delta = delta * activationDerivative(network.activation, sums[index - 1])",
          "delta = (index < network.layers.count - 1 ? delta : delta * activationDerivative(.identity, scores)).matmul(\n          network.layers[index].weights)\n        if index < network.layers.count - 1 { delta = delta * activationDerivative(network.activation, sums[index - 1]) }"
        )
      ], fails: ["backward", "backward.oracle", "backward.activations", "backward.extreme", "backward.differences"]),
    Mutant(
      "last-batch-divided-by-size", "a smaller last batch divided by the batch size, or by n where that is smaller",
      replacing: [
        (
          "let result = backward(network, x.rows(at: batch), batch.map { labels[$0] })",
          """
          let result = backward(network, x.rows(at: batch), batch.map { labels[$0] })
                  let share = Double(batch.count) / Double(min(batchSize, labels.count))
          """
        ),
        (
          "network.layers[index].weights -= learningRate * result",
          "network.layers[index].weights -= learningRate * share * result"
        ),
        (
          "network.layers[index].bias -= learningRate * result",
          "network.layers[index].bias -= learningRate * share * result"
        ),
      ], fails: ["fit.batches"]),
    Mutant(
      "entropy-clipped", "probabilities of at least 1e-12 in the logarithm",
      replacing: [
        (
          "total += largest + log(sum) - scores[row, label]",
          "total -= log(max(1e-12, exp(scores[row, label] - largest) / sum))"
        )
      ], fails: ["crossEntropy.extreme"]),
  ]
}
