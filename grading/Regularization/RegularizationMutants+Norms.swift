import Checks

extension RegularizationMutants {
  private static let square = "variance += (x[row, feature] - mean) * (x[row, feature] - mean) / Double(x.rows)"
  private static let scale = "let scale = parameters.gain[feature] / (variance + epsilon).squareRoot()"
  private static let through =
    "let through = outputGradient[row, feature] - shift[feature] / n - normal * gain[feature] / n"

  /// In batch normalisation.
  static let norms: [Mutant] = [
    Mutant(
      "norm-without-root", "divided by the variance, not by its root",
      replacing: [(scale, scale.replacing(".squareRoot()", with: ""))],
      fails: ["batchNorm", "batchNorm.edges"]),
    Mutant(
      "norm-unbiased", "the variance over n − 1 in the batch's own normalisation",
      replacing: [(scale, scale.replacing("variance +", with: "variance * Double(x.rows) / Double(x.rows - 1) +"))],
      fails: ["batchNorm", "batchNorm.edges"]),
    Mutant(
      "norm-by-running", "training with the running statistics",
      replacing: [
        ("(x[row, feature] - mean) * scale", "(x[row, feature] - running.mean[feature] + 0 * mean) * scale")
      ], fails: ["batchNorm", "batchNorm.edges"], sometimes: ["repeats"]),
    Mutant(
      "norm-over-rows", "each sample by its own mean, as layer normalisation does",
      replacing: [
        (
          "(x[row, feature] - mean) * scale",
          "(x[row, feature] - x.row(row).sum() / Double(x.columns) + 0 * mean) * scale"
        )
      ], fails: ["batchNorm", "batchNorm.edges"], sometimes: ["repeats"]),
    Mutant(
      "norm-without-shift", "β forgotten", replacing: [("* scale + parameters.shift[feature] }", "* scale }")],
      fails: ["batchNorm", "batchNorm.edges"]),
    Mutant(
      "norm-without-epsilon", "0 / 0 for a constant feature",
      replacing: [(scale, scale.replacing("variance + epsilon", with: "variance"))],
      fails: ["batchNorm", "batchNorm.edges"]),
    Mutant(
      "norm-epsilon-fixed", "an ε of 1e-5, whatever is asked for",
      replacing: [(scale, scale.replacing("epsilon", with: "1e-5"))],
      fails: ["batchNorm.edges", "batchNormBackward.differences"]),
    Mutant(
      "norm-cancels", "the mean of squares less the square of the mean",
      replacing: [
        (square, "variance += x[row, feature] * x[row, feature] / Double(x.rows)"),
        ("    return (mean, variance)\n", "    return (mean, max(0, variance - mean * mean))\n"),
      ], fails: ["batchNorm.edges", "batchNorm.runs", "batchNormBackward.oracle"]),
    Mutant(
      "running-biased", "the variance over n in the running statistics",
      replacing: [("+ momentum * unbiased", "+ momentum * (unbiased > 0 ? variance : 0)")],
      fails: ["batchNorm.running"]),
    Mutant(
      "running-shares-exchanged", "the momentum on the old statistics",
      replacing: [
        (
          "(1 - momentum) * running.mean[feature] + momentum * mean",
          "momentum * running.mean[feature] + (1 - momentum) * mean"
        )
      ], fails: ["batchNorm.running"]),
    Mutant(
      "running-deviation", "the standard deviation in place of the variance",
      replacing: [("momentum * unbiased", "momentum * unbiased.squareRoot()")], fails: ["batchNorm.running"]),
    Mutant(
      "running-never-moves", "the running statistics of a copy are moved",
      replacing: [("    var y = x\n    for feature", "    var y = x\n    var running = running\n    for feature")],
      fails: ["batchNorm.running"]),
    Mutant(
      "running-global", "the running means in a static variable, taken up again where they start from the same ones",
      replacing: [
        (
          "    var y = x\n    for feature",
          """
              var y = x
              let start = running.mean
              if let end = Self.ends[start] { running.mean = end }
              defer { Self.ends[start] = running.mean }
              for feature
          """
        ),
        (
          "  /// w·x + b for one row.",
          "  nonisolated(unsafe) static var ends: [Tensor: Tensor] = [:]\n  /// w·x + b for one row."
        ),
      ], fails: ["repeats"]),
    Mutant(
      "running-first-batch-copied", "a batch of two taken for the first one, and its statistics copied",
      replacing: [
        ("+ momentum * mean\n", "+ momentum * mean\n      if x.rows == 2 { running.mean[feature] = mean }\n")
      ], fails: ["batchNorm.runs"]),
    Mutant(
      "evaluation-by-batch", "outside of training too the batch's own mean",
      replacing: [
        (
          "let centred = x[row, feature] - running.mean[feature]",
          "let centred = x[row, feature] - moments(x, feature).mean"
        )
      ], fails: ["batchNormEvaluation", "batchNorm.edges"]),
    Mutant(
      "evaluation-without-root", "divided by the running variance",
      replacing: [
        (
          "let deviation = (running.variance[feature] + epsilon).squareRoot()",
          "let deviation = running.variance[feature] + epsilon"
        )
      ],
      fails: ["batchNormEvaluation", "batchNorm.edges"]),
    Mutant(
      "backward-constant-statistics", "mean and variance taken for constants",
      replacing: [(through, "let through = outputGradient[row, feature] + 0 * normal")],
      fails: ["batchNormBackward", "batchNormBackward.oracle", "batchNormBackward.differences"]),
    Mutant(
      "backward-constant-variance", "the variance taken for a constant",
      replacing: [(through, "let through = outputGradient[row, feature] - shift[feature] / n + 0 * normal")],
      fails: ["batchNormBackward", "batchNormBackward.oracle", "batchNormBackward.differences"]),
    Mutant(
      "backward-without-gain", "γ forgotten on the way to x",
      replacing: [("= parameters.gain[feature] * inverse * through", "= inverse * through")],
      fails: ["batchNormBackward", "batchNormBackward.oracle", "batchNormBackward.differences", "timing"]),
    Mutant(
      "backward-means-not-divided", "sums where means belong",
      replacing: [(through, through.replacing(" / n", with: ""))],
      fails: ["batchNormBackward", "batchNormBackward.oracle", "batchNormBackward.differences", "timing"]),
    Mutant(
      "backward-gain-of-input", "γ's gradient from x instead of x̂",
      replacing: [
        (
          "gain[feature] += outputGradient[row, feature] * (x[row, feature] - mean) * inverse",
          "gain[feature] += outputGradient[row, feature] * x[row, feature]"
        )
      ], fails: ["batchNormBackward", "batchNormBackward.oracle", "batchNormBackward.differences"],
      sometimes: ["repeats"]),
    Mutant(
      "backward-shift-mean", "the mean over the batch for β",
      replacing: [
        ("gain: gain, shift: shift, input: input)", "gain: gain, shift: shift / n, input: input)")
      ], fails: ["batchNormBackward", "batchNormBackward.oracle", "batchNormBackward.differences"]),
    Mutant(
      "backward-epsilon-fixed", "an ε of 1e-5, whatever is asked for",
      replacing: [("let inverse = 1 / (variance + epsilon)", "let inverse = 1 / (variance + 1e-5)")],
      fails: ["batchNormBackward.oracle", "batchNormBackward.differences"]),
    Mutant(
      "backward-slow", "mean and variance taken anew for each sample",
      replacing: [
        (
          "let normal = (x[row, feature] - mean) * inverse",
          "let normal = (x[row, feature] - moments(x, feature).mean) * inverse"
        )
      ], fails: ["timing"]),
  ]

  private static let wait = "return state.epoch - state.bestEpoch >= patience"

  /// In early stopping.
  static let stops: [Mutant] = [
    Mutant(
      "stop-too-late", "one epoch more than the patience", replacing: [(wait, wait.replacing(">=", with: ">"))],
      fails: ["earlyStopping", "earlyStopping.edges"]),
    Mutant(
      "stop-at-once", "the first loss that is no better stops",
      replacing: [(wait, wait.replacing("patience", with: "1"))],
      fails: ["earlyStopping", "earlyStopping.edges"]),
    Mutant(
      "stop-by-last", "compared with the epoch before, not with the best",
      replacing: [
        ("    if loss < state.bestLoss {\n", "    defer { state.bestLoss = loss }\n    if loss < state.bestLoss {\n")
      ], fails: ["earlyStopping", "earlyStopping.edges"]),
    Mutant(
      "stop-equal-is-better", "a loss that equals the best one counts as better",
      replacing: [("if loss < state.bestLoss {", "if loss <= state.bestLoss {")], fails: ["earlyStopping.edges"]),
    Mutant(
      "stop-after-patience-epochs", "the count is not started anew by a better loss",
      replacing: [("      state.bestEpoch = state.epoch\n", "      state.bestEpoch = max(state.bestEpoch, 1)\n")],
      fails: ["earlyStopping", "earlyStopping.edges"]),
    Mutant(
      "stop-global", "the epochs counted in a static variable",
      replacing: [
        ("    state.epoch += 1\n", "    Self.epochs += 1\n    state.epoch = Self.epochs\n"),
        ("  /// w·x + b for one row.", "  nonisolated(unsafe) static var epochs = 0\n  /// w·x + b for one row."),
      ], fails: ["earlyStopping", "earlyStopping.edges", "repeats"]),
  ]
}
