import Checks

extension PerceptronMutants {
  private static let pass = "for (sample, label) in zip(samples, labels) {"
  private static let start =
    "var model = LinearModel(weights: [Double](repeating: 0, count: samples.first?.count ?? 0), bias: 0)"

  /// In train.
  static let training: [Mutant] = [
    Mutant(
      "train-from-ones", "weights that start at 1",
      replacing: [(start, start.replacing("repeating: 0", with: "repeating: 1"))],
      fails: ["train", "train.limits", "train.edges"]),
    Mutant(
      "train-backwards", "the samples from last to first",
      replacing: [(pass, "for (sample, label) in zip(samples, labels).reversed() {")],
      fails: ["train", "train.limits", "train.edges"]),
    Mutant(
      "train-mistakes-of-last-pass", "the mistakes of the last pass, not of all",
      replacing: [("mistakes: mistakes, converged: true", "mistakes: mistakes - before, converged: true")],
      fails: ["train", "train.limits", "train.edges"]),
    Mutant(
      "train-one-pass", "converged after the first pass, whatever happened in it",
      replacing: [("if mistakes == before", "if mistakes >= before")], fails: ["train", "train.limits", "train.edges"]),
    Mutant(
      "train-always-converged", "converged, whatever happened",
      replacing: [("converged: false", "converged: true")], fails: ["train.limits"], sometimes: ["train.edges"]),
    Mutant(
      "train-one-pass-too-many", "0...maximumEpochs",
      replacing: [("0..<maximumEpochs", "0...maximumEpochs")], fails: ["train.limits"], sometimes: ["train.edges"]),
    Mutant(
      "train-without-limit", "until nothing changes, which may be never",
      replacing: [
        ("for _ in 0..<maximumEpochs {", "while true {"),
        ("    return Training(model: model, mistakes: mistakes, converged: false)\n", ""),
      ],
      fails: ["train.limits"], sometimes: ["train.edges"]),
    Mutant(
      "train-two-features", "two weights, however many features there are",
      replacing: [("samples.first?.count ?? 0", "max(2, samples.first?.count ?? 0)")], fails: ["train.edges"]),
    Mutant(
      "train-goes-on", "each training starts from the weights of the one before",
      replacing: [
        (
          "struct Submission: PerceptronContract {",
          "nonisolated(unsafe) var kept = LinearModel(weights: [], bias: 0)\n\nstruct Submission: PerceptronContract {"
        ),
        (
          start,
          start + "\n    if kept.weights.count == model.weights.count { model = kept }\n    defer { kept = model }"
        ),
      ], fails: ["train", "train.limits", "train.edges"], sometimes: ["repeats"]),
    Mutant(
      "training-set-memorised", "decisions remembered from training, −1 for any other sample",
      replacing: [
        (
          "struct Submission: PerceptronContract {",
          "nonisolated(unsafe) var seen: [[Double]: Int] = [:]\n\nstruct Submission: PerceptronContract {"
        ),
        (start, start + "\n    for (sample, label) in zip(samples, labels) { seen[sample] = label }"),
        (sign, "seen.isEmpty ? (\(sign)) : seen[sample] ?? -1"),
      ], fails: ["decision.edges", "repeats", "learn"]),
  ]
}
