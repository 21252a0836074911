import Checks

extension PerceptronMutants {
  private static let head = "struct Submission: PerceptronContract {"
  private static let clean =
    "if mistakes == before { return Training(model: model, mistakes: mistakes, converged: true) }"
  private static let end = "return Training(model: model, mistakes: mistakes, converged: false)"
  private static let order = "for index in order {"
  private static let slope = "let slope = gradient(model, link, [samples[index]], [targets[index]])"

  /// Edges, limits, precision, what is kept, and work that grows.
  static let edges: [Mutant] = [
    Mutant(
      "decision-hair", "a tolerance of 10⁻¹² where the rule compares with 0",
      replacing: [(sign, sign.replacing(">= 0", with: ">= -1e-12"))], fails: ["decision.edges"]),
    Mutant(
      "net-in-float", "w·x + b in single precision",
      replacing: [
        ("    var sum = model.bias\n", "    var sum = Float(model.bias)\n"),
        (
          "{ sum += model.weights[feature] * sample[feature] }\n    return sum",
          "{ sum += Float(model.weights[feature] * sample[feature]) }\n    return Double(sum)"
        ),
      ], fails: ["cost", "gradient", "decision.edges", "update.edges", "cost.edges", "gradient.oracle"]),
    Mutant(
      "cost-in-float", "the cost summed in single precision",
      replacing: [
        ("    var total = 0.0\n", "    var total: Float = 0\n"),
        ("total += error * error", "total += Float(error * error)"),
        ("return total / 2", "return Double(total) / 2"),
      ], fails: ["cost", "cost.edges"]),
    Mutant(
      "gradient-in-float", "the bias's derivative summed in single precision",
      replacing: [("gradient.bias += delta\n", "gradient.bias = Double(Float(gradient.bias) + Float(delta))\n")],
      fails: ["gradient", "gradient.oracle"]),
    Mutant(
      "gradient-by-differences", "the gradient as differences of the cost, not derived",
      replacing: [
        (
          "    return gradient\n",
          """
              for feature in model.weights.indices {
                var (up, down) = (model, model)
                up.weights[feature] += 1e-4
                down.weights[feature] -= 1e-4
                gradient.weights[feature] =
                  (cost(up, link, samples, targets) - cost(down, link, samples, targets)) / 2e-4
              }
              return gradient

          """
        )
      ], fails: ["gradient", "gradient.oracle", "timing"]),
    Mutant(
      "train-clean-last-pass-lost", "converged only where a pass was left over",
      replacing: [
        ("for _ in 0..<maximumEpochs {", "for pass in 0..<maximumEpochs {"),
        (clean, clean.replacing("converged: true", with: "converged: pass + 1 < maximumEpochs")),
      ], fails: ["train.limits"], sometimes: ["train.edges"]),
    Mutant(
      "train-pocket", "the weights of the best pass, not the last ones",
      replacing: [
        ("    var mistakes = 0\n", "    var mistakes = 0\n    var best = (model, Int.max)\n"),
        (clean, clean + "\n      if mistakes - before < best.1 { best = (model, mistakes - before) }"),
        (end, end.replacing("model: model", with: "model: best.0")),
      ], fails: ["train.limits"], sometimes: ["train.edges"]),
    Mutant(
      "train-no-pass-converges", "converged where no pass is allowed",
      replacing: [(end, end.replacing("converged: false", with: "converged: mistakes == 0"))],
      fails: ["train.limits", "train.edges"]),
    Mutant(
      "train-nothing-learnt", "not converged where there are no samples",
      replacing: [(clean, clean.replacing("converged: true", with: "converged: !samples.isEmpty"))],
      fails: ["train.edges"]),
    Mutant(
      "train-passes-for-mistakes", "the number of passes for that of updates",
      replacing: [("if model != old { mistakes += 1 }", "if model != old { mistakes = before + 1 }")],
      fails: ["train", "train.limits", "train.edges"]),
    Mutant(
      "train-by-class", "the samples of one class first",
      replacing: [
        (
          "for (sample, label) in zip(samples, labels) {\n        let old",
          "for (sample, label) in zip(samples, labels).sorted(by: { $0.1 > $1.1 }) {\n        let old"
        )
      ], fails: ["train", "train.limits", "train.edges"]),
    Mutant(
      "batch-stops-at-small-slope", "no more steps where the bias's derivative is small",
      replacing: [
        (
          "      model.bias -= learningRate * slope.bias\n    }\n    return model\n    // END SOLUTION\n  }\n\n",
          "      model.bias -= learningRate * slope.bias\n      if abs(slope.bias) < 1e-4 { break }\n    }\n    return model\n    // END SOLUTION\n  }\n\n"
        )
      ],
      fails: ["batchDescent.edges", "timing"]),
    Mutant(
      "batch-rate-decays", "a rate that falls with the steps",
      replacing: [
        (
          "for _ in 0..<epochs {",
          "for epoch in 0..<epochs {\n      let learningRate = learningRate / Double(epoch + 1)"
        )
      ], fails: ["batchDescent", "batchDescent.edges"]),
    Mutant(
      "stochastic-never-twice-running", "an index that comes twice in a row is visited once",
      replacing: [(order, "var last = -1\n    for index in order where index != last {\n      last = index")],
      fails: ["stochasticDescent.edges", "stochasticDescent.timing"]),
    Mutant(
      "stochastic-all-sums", "w·x + b of all samples at each step",
      replacing: [
        (slope, slope.replacing("[samples[index]]", with: "[samples.filter { $0.isEmpty || $0[0] < 1e9 }[index]]"))
      ], fails: ["stochasticDescent.timing"]),
    Mutant(
      "stochastic-order-cut", "the order's first index removed at each step",
      replacing: [(order, "var order = order\n    while !order.isEmpty {\n      let index = order.remove(at: 0)")],
      fails: ["stochasticDescent.timing"]),
    Mutant(
      "cost-kept", "the cost kept from the first call with as many samples",
      replacing: [
        (head, "nonisolated(unsafe) var costs: [Int: Double] = [:]\n\n" + head),
        (
          "return total / 2",
          "if let kept = costs[samples.count] { return kept }\n    costs[samples.count] = total / 2\n    return total / 2"
        ),
      ], fails: ["repeats", "cost.edges", "gradient.differences"]),
    Mutant(
      "descent-keeps-its-step", "the last step of a descent is made again at the start of the next",
      replacing: [
        (head, "nonisolated(unsafe) var lastStep = 0.0\n\n" + head),
        (order, "model.bias -= lastStep\n    " + order),
        (slope, slope + "\n      lastStep = 1e-3 * slope.bias"),
      ], fails: ["stochasticDescent", "stochasticDescent.edges"], sometimes: ["repeats"]),
  ]
}
