import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum PerceptronMutants {
  static let all: [Mutant] = rules + training + descents + edges + sentences + blind

  private static let correct = "guard y * weightedSum(model, sample) <= 0 else { return }"
  private static let moved = "model.weights[feature] += learningRate * y * sample[feature]"
  static let sign = "weightedSum(model, sample) >= 0 ? 1 : -1"

  /// In decision and update.
  private static let rules: [Mutant] = [
    Mutant(
      "decision-strict", "−1 on the line itself", replacing: [(sign, sign.replacing(">=", with: ">"))],
      fails: ["decision", "decision.edges"]),
    Mutant(
      "decision-reversed", "the inequality printed the other way round",
      replacing: [(sign, sign.replacing(">=", with: "<="))], fails: ["decision", "decision.edges"]),
    Mutant(
      "decision-tolerance", "a tolerance where the rule compares with 0",
      replacing: [(sign, sign.replacing(">= 0", with: ">= -1e-6"))], fails: ["decision.edges"]),
    Mutant(
      "bias-forgotten", "w·x without b, everywhere",
      replacing: [("var sum = model.bias\n", "var sum = 0.0\n")],
      fails: [
        "decision", "update", "cost", "gradient", "decision.edges", "update.edges", "cost.edges", "gradient.oracle",
        "gradient.differences",
      ]),
    Mutant(
      "public-answers-hard-coded", "answers remembered for the handout's samples, 1 for any other",
      replacing: [(sign, "[[1.5, -0.25]: -1, [2.25, 3.5]: 1, [-0.375, 1]: -1][sample] ?? 1")],
      fails: ["decision", "decision.edges", "repeats"]),
    Mutant(
      "update-strict", "< 0 instead of ≤ 0: from zero weights nothing is ever learnt",
      replacing: [(correct, correct.replacing("<=", with: "<"))], fails: ["update"]),
    Mutant(
      "update-always", "an update on correct samples too", replacing: [(correct, "")],
      fails: ["update", "update.edges"]),
    Mutant(
      "update-tolerance", "a tolerance where the rule compares with 0",
      replacing: [(correct, correct.replacing("<= 0", with: "<= 1e-6"))], fails: ["update.edges"]),
    Mutant(
      "update-without-label", "the weights move by η x, whatever the label",
      replacing: [(moved, moved.replacing(" * y", with: ""))], fails: ["update", "update.edges"]),
    Mutant(
      "update-away", "the weights move away from the sample",
      replacing: [(moved, moved.replacing("+=", with: "-="))], fails: ["update", "update.edges"]),
    Mutant(
      "update-bias-forgotten", "the bias is never updated",
      replacing: [("    model.bias += learningRate * y\n", "")], fails: ["update", "update.edges"]),
    Mutant(
      "update-bias-full-step", "the bias moves by y, without the learning rate",
      replacing: [("model.bias += learningRate * y\n", "model.bias += y\n")], fails: ["update", "update.edges"]),
    Mutant(
      "update-on-a-copy", "the weights of a copy are updated",
      replacing: [(moved, "var copy = model\n      copy.\(moved.dropFirst(6))")],
      fails: ["update", "train", "update.edges", "train.limits", "train.edges", "learn"], sometimes: ["repeats"]),
  ]
}
