import Checks

extension PerceptronMutants {
  private static let correct = "guard y * weightedSum(model, sample) <= 0 else { return }"
  private static let slope = "let delta = -(target - link.value(z)) * link.derivative(z)"
  private static let trained = "    var mistakes = 0\n    for _ in 0..<maximumEpochs {"
  private static let batch = "      let slope = gradient(model, link, samples, targets)\n"

  /// What shows at sizes only that nobody thinks of: numbers far out or next to nothing, samples without features.
  static let blind: [Mutant] = [
    Mutant(
      "decision-ulp", "a sum above −2⁻⁵⁰ counts as on the line",
      replacing: [(sign, sign.replacing(">= 0", with: ">= -0x1p-50"))], fails: ["decision.edges"]),
    Mutant(
      "update-relative", "right by no more than a rounding error of the sum is taken for a mistake",
      replacing: [
        (
          correct,
          """
          let size = zip(model.weights, sample).reduce(abs(model.bias)) { $0 + abs($1.0 * $1.1) }
              guard y * weightedSum(model, sample) <= size * 0x1p-52 else { return }
          """
        )
      ], fails: ["update.edges"]),
    Mutant(
      "train-nothing-is-converged", "without samples training has converged, even where no pass is allowed",
      replacing: [
        (
          trained,
          "    if samples.isEmpty { return Training(model: model, mistakes: 0, converged: true) }\n" + trained
        )
      ], fails: ["train.edges"]),
    Mutant(
      "train-no-features-no-samples", "samples without features are taken for no samples",
      replacing: [
        (
          trained,
          "    if model.weights.isEmpty { return Training(model: model, mistakes: 0, converged: maximumEpochs > 0) }\n"
            + trained
        )
      ], fails: ["train.edges"]),
    Mutant(
      "train-in-float", "train rounds the samples to Float",
      replacing: [
        ("update(&model, sample: sample, label", "update(&model, sample: sample.map { Double(Float($0)) }, label")
      ], fails: ["train.edges"]),
    Mutant(
      "gradient-by-differences-along-z", "the slope of each sample's cost along z from differences",
      replacing: [
        (
          slope,
          """
          let steps = [(0.5, 4.0 / 3), (1.0, -1.0 / 3)]
                let delta = steps.reduce(0.0) { sum, step in
                  let h = step.0 * 0x1p-8
                  let (up, down) = (target - link.value(z + h), target - link.value(z - h))
                  return sum + step.1 * (up * up / 2 - down * down / 2) / (2 * h)
                }
          """
        )
      ], fails: ["gradient.oracle"],
      sometimes: ["gradient", "batchDescent", "batchDescent.edges", "stochasticDescent", "stochasticDescent.edges"]),
    Mutant(
      "gradient-small-errors", "errors below 1e-12 are taken for 0 in the gradient",
      replacing: [(slope, slope + "\n      if abs(delta) < 1e-12 { continue }")],
      fails: ["gradient.oracle", "batchDescent.edges", "stochasticDescent.edges"]),
    Mutant(
      "cost-cut", "an error counts a million at most",
      replacing: [
        (
          "      total += error * error",
          "      total += min(1e12, error * error)"
        )
      ], fails: ["cost.edges"]),
    Mutant(
      "batch-error-clipped", "each derivative of a step is cut to ±10⁵",
      replacing: [
        (
          batch
            + "      for feature in model.weights.indices { model.weights[feature] -= learningRate * slope.weights[feature] }",
          batch
            + "      for feature in model.weights.indices { model.weights[feature] -= learningRate * max(-1e5, min(1e5, slope.weights[feature])) }"
        )
      ], fails: ["batchDescent.edges"]),
    Mutant(
      "batch-stops-beyond-1e12", "the descent ends where the cost is above 1e12",
      replacing: [(batch, "      if cost(model, link, samples, targets) > 1e12 { break }\n" + batch)],
      fails: ["batchDescent.edges"]),
    Mutant(
      "batch-stops-at-1e-15", "the descent ends where all derivatives are below 1e-15",
      replacing: [
        (batch, batch + "      if (slope.weights + [slope.bias]).allSatisfy({ abs($0) < 1e-15 }) { break }\n")
      ], fails: ["batchDescent.edges"]),
    Mutant(
      "stochastic-error-clipped", "the delta rule ends where a derivative is above 10⁶",
      replacing: [
        (
          "      let slope = gradient(model, link, [samples[index]], [targets[index]])\n",
          "      let slope = gradient(model, link, [samples[index]], [targets[index]])\n      if abs(slope.bias) > 1e6 { break }\n"
        )
      ], fails: ["stochasticDescent.edges"]),
  ]
}
