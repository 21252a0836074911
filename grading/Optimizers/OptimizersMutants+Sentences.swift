import Checks

extension OptimizersMutants {
  private static let slope = "let gradient = batchGradient(weights, samples, targets, batch: batch)"
  private static let level = "if slope == 0 {"

  /// Sentences of the statement that the other mutants leave whole.
  static let sentences: [Mutant] = [
    Mutant(
      "loss-counts-once", "a batch taken for a set in the loss: an index named twice counts once",
      replacing: [("for index in batch {\n      let error", "for index in Set(batch).sorted() {\n      let error")],
      fails: ["batchLoss.edges"]),
    Mutant(
      "adam-passes-over-tiny", "a gradient below 10⁻⁸ taken for 0",
      replacing: [
        (
          "    memory.step += 1\n",
          "    memory.step += 1\n    let gradient = gradient.map { abs($0) < 1e-8 ? 0 : $0 }\n"
        )
      ], fails: ["adam.zero"]),
    Mutant(
      "adam-epsilon-hat", "the paper's shorter form, in which ε is not corrected",
      replacing: [
        (
          "(square.squareRoot() + settings.epsilon)",
          "(square.squareRoot() + settings.epsilon / correction2.squareRoot())"
        )
      ], fails: ["adam.zero", "adam.epsilon"]),
    Mutant(
      "train-empty-order", "an empty order taken for all samples in theirs",
      replacing: [
        (
          "    var weights = weights\n",
          "    let order = order.isEmpty ? Array(targets.indices) : order\n    var weights = weights\n"
        )
      ], fails: ["train.batches"]),
    Mutant(
      "train-best-weights", "the weights of the least loss of a batch, not the last ones",
      replacing: [
        (
          "    var weights = weights\n",
          "    var weights = weights\n    var (least, best) = (Double.infinity, weights)\n"
        ),
        (
          slope,
          """
          let loss = batchLoss(weights, samples, targets, batch: batch)
                if loss < least { (least, best) = (loss, weights) }

          """ + "      " + slope
        ),
        ("    return weights\n", "    return best\n"),
      ], fails: ["train", "train.batches"]),
    Mutant(
      "train-stops-when-fitted", "no more batches after one whose loss is below 10⁻⁶",
      replacing: [
        (slope, "if batchLoss(weights, samples, targets, batch: batch) < 1e-6 { break }\n      " + slope)
      ], fails: ["train.batches"]),
    Mutant(
      "newton-level-at-start-only", "the slope compared with 0 before the first step only",
      replacing: [(level, "if made == 0 && slope == 0 {")], fails: ["newton.edges"]),
    Mutant(
      "newton-level-below-a-hair", "a slope below 10⁻¹² taken for 0",
      replacing: [(level, "if abs(slope) < 1e-12 {")], fails: ["newton.edges"]),
    Mutant(
      "newton-hundred-steps", "never more than a hundred steps",
      replacing: [
        ("    var x = start\n", "    let maximumSteps = min(maximumSteps, 100)\n    var x = start\n")
      ], fails: ["newton.edges"]),
  ]
}
