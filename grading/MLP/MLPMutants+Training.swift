import Checks

extension MLPMutants {
  private static let weights = "network.layers[index].weights -= learningRate * result.gradients[index].weights"
  private static let bias = "          network.layers[index].bias -= learningRate * result.gradients[index].bias\n"
  private static let order = "let order = generator.permutation(labels.count)"
  private static let batch = "let batch = Array(order[start..<min(start + batchSize, order.count)])"

  /// In fit.
  static let training: [Mutant] = [
    Mutant(
      "learning-rate-sign", "steps up the slope",
      replacing: [(weights, weights.replacing("-=", with: "+="))],
      fails: ["fit", "fit.batches", "fit.epoch", "accuracy"]),
    Mutant(
      "bias-not-updated", "the biases stay as they were", replacing: [(bias, "")],
      fails: ["fit", "fit.batches", "fit.epoch"]),
    Mutant(
      "network-not-changed", "the steps are made on a copy of the network",
      replacing: [
        ("    for _ in 0..<epochs {\n", "    var copy = network\n    for _ in 0..<epochs {\n"),
        (weights, weights.replacing("network.", with: "copy.")), (bias, bias.replacing("network.", with: "copy.")),
      ], fails: ["fit", "fit.batches", "fit.epoch", "accuracy"]),
    Mutant(
      "one-epoch-too-many", "0...epochs", replacing: [("for _ in 0..<epochs {", "for _ in 0...epochs {")],
      fails: ["fit", "fit.batches", "fit.epoch"]),
    Mutant(
      "at-least-one-epoch", "an epoch even where none is asked for",
      replacing: [("for _ in 0..<epochs {", "for _ in 0..<max(1, epochs) {")], fails: ["fit.nothing"]),
    Mutant(
      "last-batch-dropped", "what is left after the full batches is never visited",
      replacing: [(batch, batch + "\n        if start > 0 && batch.count < batchSize { continue }")],
      fails: ["fit.batches"]),
    Mutant(
      "last-batch-as-if-full", "the smaller last batch divided by the batch size",
      replacing: [
        (weights, weights.replacing("learningRate *", with: "learningRate * Double(batch.count) / Double(batchSize) *"))
      ],
      fails: ["fit.batches"]),
    Mutant(
      "factor-n-over-batch", "a factor n/B on the step, as one course prints it",
      replacing: [
        (
          weights,
          weights.replacing("learningRate *", with: "learningRate * Double(labels.count) / Double(batch.count) *")
        )
      ],
      fails: ["fit.batches", "fit.epoch", "accuracy"]),
    Mutant(
      "batches-with-replacement", "each batch drawn anew, so that an epoch visits some samples twice",
      replacing: [
        (
          batch,
          "let batch = Array(generator.permutation(labels.count)[..<(min(start + batchSize, order.count) - start)])"
        )
      ],
      fails: ["fit.epoch"]),
    Mutant(
      "labels-not-shuffled", "samples shuffled, labels not",
      replacing: [("batch.map { labels[$0] }", "(start..<start + batch.count).map { labels[$0] }")],
      fails: ["fit", "fit.epoch", "accuracy"]),
    Mutant(
      "order-never-shuffled", "the samples in their order at each epoch, whatever the seed",
      replacing: [(order, "let order = Array(labels.indices)\n      _ = generator.next()")], fails: ["fit.repeats"]),
    Mutant(
      "order-from-the-system", "shuffled by the system's random numbers",
      replacing: [(order, "_ = generator.next()\n      let order = Array(labels.indices).shuffled()")],
      fails: ["fit.repeats"]),
  ]
}
