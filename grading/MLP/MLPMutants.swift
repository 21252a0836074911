import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum MLPMutants {
  static let all: [Mutant] = elements + networks + gradients + training + edges + readings + sentences + blind

  /// In the functions of one layer.
  static let elements: [Mutant] = [
    Mutant(
      "tanh-half-angle", "tanh confused with the logistic function's 2σ(z) − 1",
      replacing: [(".tanh: z.map { tanh($0) }", ".tanh: z.map { tanh($0 / 2) }")],
      fails: ["activate"]),
    Mutant(
      "leaky-slope-one", "leaky ReLU without the factor 1 − ε on its positive part",
      replacing: [("0.01 * $0 + 0.99 * max(0, $0)", "0.01 * $0 + max(0, $0)")],
      fails: ["activate.more", "activate.extreme"]),
    Mutant(
      "sigmoid-overflow", "the sigmoid as eᶻ / (1 + eᶻ) for every z",
      replacing: [("z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))", "exp(z) / (1 + exp(z))")],
      fails: ["activate.extreme", "derivative.extreme"]),
    Mutant(
      "softplus-overflow", "softplus as ln(1 + eᶻ) for every z",
      replacing: [("max(0, $0) + log1p(exp(-abs($0)))", "log(1 + exp($0))")], fails: ["activate.extreme"]),
    Mutant(
      "relu-derivative-keeps-z", "ReLU's derivative answers z instead of 1",
      replacing: [(".relu: z.map { $0 > 0 ? 1 : 0 }", ".relu: z.map { $0 > 0 ? $0 : 0 }")],
      fails: ["derivative", "derivative.extreme"]),
    Mutant(
      "softplus-derivative-is-sigmoids", "σ(1 − σ), the sigmoid's derivative, for softplus",
      replacing: [(".softplus: z.map(sigmoid)", ".softplus: z.map { sigmoid($0) * (1 - sigmoid($0)) }")],
      fails: ["derivative.more", "derivative.extreme"]),
    Mutant(
      "sigmoid-derivative-overflow", "the sigmoid's derivative as e⁻ᶻ / (1 + e⁻ᶻ)²",
      replacing: [("sigmoid($0) * (1 - sigmoid($0))", "exp(-$0) / ((1 + exp(-$0)) * (1 + exp(-$0)))")],
      fails: ["derivative.extreme"]),
    Mutant(
      "softmax-unstable", "softmax without subtracting the largest score",
      replacing: [("exp(scores[row, column] - largest)\n      ", "exp(scores[row, column])\n      ")],
      fails: ["softmax.extreme", "backward.extreme"]),
    Mutant(
      "softmax-over-all", "softmax divides by the sum over the whole batch",
      replacing: [
        ("var probabilities = scores\n", "var probabilities = scores\n    var total = 0.0\n"),
        ("      var total = 0.0\n      for column", "      for column"),
      ], fails: ["softmax", "fit", "softmax.extreme", "fit.epoch", "accuracy"]),
    Mutant(
      "entropy-log-of-zero", "−ln of a probability that has been rounded to 0",
      replacing: [
        ("total += largest + log(sum) - scores[row, label]", "total -= log(exp(scores[row, label] - largest) / sum)")
      ],
      fails: ["crossEntropy.extreme", "backward.extreme"]),
    Mutant(
      "entropy-without-minus", "the cross-entropy as some slides print it, without its minus",
      replacing: [("return total / Double(labels.count)", "return -total / Double(labels.count)")],
      fails: ["crossEntropy", "crossEntropy.extreme"]),
    Mutant(
      "entropy-sum", "the cross-entropy summed, not averaged",
      replacing: [("return total / Double(labels.count)", "return total")],
      fails: ["crossEntropy", "crossEntropy.extreme"]),
    Mutant(
      "entropy-label-off-by-one", "classes counted from 1 in the cross-entropy",
      replacing: [("- scores[row, label]", "- scores[row, (label + scores.columns - 1) % scores.columns]")],
      fails: ["crossEntropy", "crossEntropy.extreme"]),
    Mutant(
      "entropy-of-nothing", "0 / 0 for no samples",
      replacing: [("if labels.isEmpty { return 0 }\n", "")], fails: ["crossEntropy.extreme"]),
  ]
}
