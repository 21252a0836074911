import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum RegularizationMutants {
  static let all: [Mutant] = penalties + masks + norms + stops + edges + sentences + blind

  private static let penalty = "for weight in model.weights { total += lambda * weight * weight }"
  private static let start = "RidgeModel(weights: model.weights.map { 2 * lambda * $0 }, bias: 0)"
  private static let delta = "let delta = 2 * (output(model, samples, row) - target) / Double(targets.count)"

  /// In the ridge functions.
  private static let penalties: [Mutant] = [
    Mutant(
      "penalty-half", "λ/2 in the loss, but not in the gradient",
      replacing: [(penalty, penalty.replacing("lambda *", with: "lambda / 2 *"))],
      fails: ["ridgeLoss", "ridge.edges"]),
    Mutant(
      "penalty-absolute", "Σ |w|, the L1 penalty",
      replacing: [(penalty, penalty.replacing("weight * weight", with: "abs(weight)"))],
      fails: ["ridgeLoss", "ridge.edges"]),
    Mutant(
      "penalty-root", "λ‖w‖, not squared",
      replacing: [(penalty, "total += lambda * model.weights.reduce(0) { $0 + $1 * $1 }.squareRoot()")],
      fails: ["ridgeLoss", "ridge.edges"]),
    Mutant(
      "penalty-on-bias", "the bias penalised too, in loss and gradient alike",
      replacing: [
        (penalty, "for weight in model.weights + [model.bias] { total += lambda * weight * weight }"),
        (start, start.replacing("bias: 0", with: "bias: 2 * lambda * model.bias")),
      ], fails: ["ridgeLoss", "ridgeGradient", "ridge.edges"]),
    Mutant(
      "penalty-mean", "the penalty divided by the number of samples",
      replacing: [(penalty, penalty.replacing("lambda *", with: "lambda / Double(targets.count) *"))],
      fails: ["ridgeLoss", "ridge.edges"]),
    Mutant(
      "loss-of-nothing", "0 / 0 for no samples",
      replacing: [
        (
          "    var total = 0.0\n    for (row, target)",
          "    var total = targets.isEmpty ? Double.nan : 0.0\n    for (row, target)"
        )
      ],
      fails: ["ridge.edges"]),
    Mutant(
      "gradient-without-penalty", "the gradient of the data's part alone",
      replacing: [(start, start.replacing("2 * lambda * $0", with: "0 * $0"))],
      fails: ["ridgeGradient", "ridge.edges", "ridgeGradient.differences"]),
    Mutant(
      "gradient-penalty-without-two", "λ w, as if the penalty had a half",
      replacing: [(start, start.replacing("2 * lambda", with: "lambda"))],
      fails: ["ridgeGradient", "ridge.edges", "ridgeGradient.differences"]),
    Mutant(
      "gradient-penalty-each-sample", "the penalty's part added once for each sample",
      replacing: [
        (
          "gradient.weights[feature] += delta * samples[row, feature]",
          "gradient.weights[feature] += delta * samples[row, feature] + (row > 0 ? 2 * lambda * model.weights[feature] : 0)"
        )
      ],
      fails: ["ridgeGradient", "ridge.edges", "ridgeGradient.differences"]),
    Mutant(
      "gradient-sum", "the sum over the samples, not the mean",
      replacing: [(delta, delta.replacing(" / Double(targets.count)", with: ""))],
      fails: ["ridgeGradient", "ridge.edges", "ridgeGradient.differences"]),
    Mutant(
      "gradient-of-nothing", "zeros for no samples, without the penalty",
      replacing: [(start, start.replacing("2 * lambda * $0", with: "targets.isEmpty ? 0 : 2 * lambda * $0"))],
      fails: ["ridge.edges", "ridgeDescent.edges"]),
    Mutant(
      "descent-uphill", "along the gradient, not against it",
      replacing: [("moved.bias -= rate", "moved.bias += rate")], fails: ["ridgeDescent", "ridgeDescent.edges", "learn"]),
    Mutant(
      "descent-decays-twice", "weight decay on top of the penalty's gradient",
      replacing: [
        (
          "{ moved.weights[feature] -= rate * slope.weights[feature] }",
          "{ moved.weights[feature] -= rate * (slope.weights[feature] + lambda * moved.weights[feature]) }"
        )
      ],
      fails: ["ridgeDescent", "ridgeDescent.edges"]),
    Mutant(
      "descent-ten-steps", "never more than ten steps",
      replacing: [("for _ in 0..<steps {", "for _ in 0..<min(steps, 10) {")], fails: ["ridgeDescent.edges", "learn"]),
  ]

  private static let kept = "let kept = 1 / (1 - probability)"
  private static let unit = "Tensor(shape: shape).map { _ in generator.uniform() < probability ? 0 : kept }"

  /// In dropout.
  private static let masks: [Mutant] = [
    Mutant(
      "mask-not-scaled", "ones for what is kept: plain dropout, not inverted",
      replacing: [(kept, "let kept = 1.0")], fails: ["dropoutMask", "dropoutMask.levels"]),
    Mutant(
      "mask-probability-of-keeping", "p taken for the probability of keeping",
      replacing: [(kept, "let kept = 1 / probability"), (unit, unit.replacing("<", with: ">="))],
      fails: ["dropoutMask", "dropoutMask.levels", "dropoutMask.chance"]),
    Mutant(
      "mask-scaled-by-p", "divided by p instead of 1 − p",
      replacing: [(kept, "let kept = 1 / probability")], fails: ["dropoutMask", "dropoutMask.levels"]),
    Mutant(
      "mask-of-rows", "whole samples dropped instead of units",
      replacing: [
        (
          unit,
          """
          Tensor(
                shape: shape,
                values: (0..<shape[0]).flatMap { _ in
                  let level = generator.uniform() < probability ? 0 : kept
                  return [Double](repeating: level, count: shape.dropFirst().reduce(1, *))
                })
          """
        )
      ], fails: ["dropoutMask", "dropoutMask.chance"], sometimes: ["dropout", "dropout.training"]),
    Mutant(
      "mask-of-columns", "the same units dropped for every sample",
      replacing: [
        (
          unit,
          """
          Tensor(
                shape: shape,
                values: { line in (0..<shape[0]).flatMap { _ in line } }(
                  (0..<shape.dropFirst().reduce(1, *)).map { _ in generator.uniform() < probability ? 0 : kept }))
          """
        )
      ], fails: ["dropoutMask", "dropoutMask.levels", "dropoutMask.chance", "dropout.training"]),
    Mutant(
      "mask-noise", "Gaussian noise around 1 of the same spread",
      replacing: [
        (unit, "Tensor(shape: shape).map { _ in 1 + (probability * kept).squareRoot() * generator.normal() }")
      ], fails: ["dropout", "dropoutMask.levels", "dropoutMask.chance", "dropout.training"]),
    Mutant(
      "mask-never-all-kept", "p of at least one percent",
      replacing: [(kept, "let probability = max(probability, 0.05)\n    \(kept)")],
      fails: ["dropoutMask.levels", "dropoutMask.chance"]),
    Mutant(
      "mask-fixed-seed", "a seed of one's own: the same units at every step",
      replacing: [("Generator(seed: seed)", "Generator(seed: 42)")],
      fails: ["dropoutMask.seed", "dropoutMask.chance"], sometimes: ["repeats"]),
    Mutant(
      "mask-by-chance", "chance from the system",
      replacing: [
        (
          unit,
          "Tensor(shape: shape).map { _ in Double.random(in: 0..<1) + 0 * generator.uniform() < probability ? 0 : kept }"
        )
      ],
      fails: ["dropoutMask", "dropout", "dropoutMask.seed", "dropout.training", "repeats"]),
    Mutant(
      "dropout-scales-in-evaluation", "times 1 − p outside of training, on top of the inverted scale",
      replacing: [("if !isTraining { return x }", "if !isTraining { return x * (1 - probability) }")],
      fails: ["dropout"]),
    Mutant(
      "dropout-always", "outside of training as in it", replacing: [("if !isTraining { return x }\n", "")],
      fails: ["dropout"]),
    Mutant(
      "dropout-never", "nothing dropped in training either",
      replacing: [("return x * dropoutMask(shape: x.shape, probability: probability, seed: seed)", "return x")],
      fails: ["dropout", "dropout.training"]),
    Mutant(
      "dropout-own-mask", "another mask than dropoutMask's",
      replacing: [("probability: probability, seed: seed)\n", "probability: probability, seed: seed &+ 1)\n")],
      fails: ["dropout", "dropout.training"]),
    Mutant(
      "dropout-backward-passes-all", "the gradient passes what was dropped too",
      replacing: [("outputGradient * mask", "outputGradient")], fails: ["dropoutBackward"], sometimes: ["repeats"]),
    Mutant(
      "dropout-backward-unscaled", "zeros, but not the scale",
      replacing: [("outputGradient * mask", "outputGradient * mask.map { $0 > 0 ? 1 : 0 }")],
      fails: ["dropoutBackward"]),
  ]
}
