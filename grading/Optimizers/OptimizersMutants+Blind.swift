import Checks

extension OptimizersMutants {
  private static let start = "struct Submission: OptimizersContract {"
  private static let delta = "let delta = prediction(weights, samples, index) - targets[index]\n"
  private static let sgd = "    for i in parameters.indices { parameters[i] -= rate * gradient[i] }"
  private static let velocity = "      let velocity = momentum * memory.first[i] - rate * gradient[i]\n"
  private static let adam = "    let correction1 = 1 - pow(settings.beta1, Double(memory.step))\n"
  private static let search = "      let slope = derivative(x)\n"
  private static let learning =
    "      adam(&weights, &memory, along: gradient, settings: settings)\n    }\n    return weights"

  /// The gradient with this done to each derivative.
  private static func gradient(_ change: String) -> String {
    "    let gradient = gradient.map { (g: Double) -> Double in \(change) }\n"
  }
  private static let clip = "max(-1000, min(1000, g))"
  private static let small = "abs(g) < 1e-13 ? 0 : g"

  /// What shows at sizes only that nobody thinks of: numbers far out or next to nothing, rules side by side.
  static let blind: [Mutant] = [
    Mutant(
      "loss-cut", "an error counts a million at most",
      replacing: [("total += error * error / 2", "total += min(1e12, error * error) / 2")], fails: ["batchLoss.edges"]),
    Mutant(
      "loss-no-features", "samples without features are taken for no samples",
      replacing: [("if batch.isEmpty { return 0 }", "if batch.isEmpty || samples.count == 0 { return 0 }")],
      fails: ["batchLoss.edges"]),
    Mutant(
      "gradient-small-errors", "samples with an error below 1e-13 are left out of the gradient",
      replacing: [(delta, delta + "      if abs(delta) < 1e-13 { continue }\n")], fails: ["batchGradient.edges"]),
    Mutant(
      "gradient-by-differences-of-losses", "each sample's slope from differences of its loss",
      replacing: [
        (
          delta,
          """
          let (up, down) = (
                  prediction(weights, samples, index) + 0.5 - targets[index],
                  prediction(weights, samples, index) - 0.5 - targets[index]
                )
                let delta = up * up / 2 - down * down / 2

          """
        )
      ], fails: ["batchGradient.edges"]),
    Mutant("sgd-clips", "gradients cut to ±1000", replacing: [(sgd, gradient(clip) + sgd)], fails: ["sgd"]),
    Mutant(
      "sgd-passes-over-1e-13", "derivatives below 1e-13 taken for 0", replacing: [(sgd, gradient(small) + sgd)],
      fails: ["sgd"]),
    Mutant(
      "momentum-clips", "gradients cut to ±1000",
      replacing: [
        (
          "    for i in parameters.indices {\n" + velocity,
          gradient(clip) + "    for i in parameters.indices {\n" + velocity
        )
      ],
      fails: ["momentum.coast"]),
    Mutant(
      "momentum-passes-over-1e-13", "derivatives below 1e-13 taken for 0",
      replacing: [
        (
          "    for i in parameters.indices {\n" + velocity,
          gradient(small) + "    for i in parameters.indices {\n" + velocity
        )
      ],
      fails: ["momentum.coast"]),
    Mutant(
      "nesterov-clips", "gradients cut to ±1000",
      replacing: [("let slope = gradient(ahead)\n", "let slope = gradient(ahead).map { max(-1000, min(1000, $0)) }\n")],
      fails: ["nesterov"]),
    Mutant(
      "nesterov-global", "the velocity in a static variable, cleared at what looks like a first step",
      replacing: [
        (start, start + "\n  nonisolated(unsafe) private static var velocities: [Double] = []\n"),
        (
          "    var ahead = parameters\n",
          """
              if memory.step == 0 { Self.velocities = memory.first }
              memory.step += 1
              memory.first = Self.velocities
              defer { Self.velocities = memory.first }
              var ahead = parameters

          """
        ),
      ], fails: ["memory"]),
    Mutant(
      "adagrad-clips", "gradients cut to ±1000",
      replacing: [
        (
          "    for i in parameters.indices {\n      memory.second[i] += gradient[i]",
          gradient(clip) + "    for i in parameters.indices {\n      memory.second[i] += gradient[i]"
        )
      ], fails: ["adaGrad.zero"]),
    Mutant(
      "adagrad-global", "the sum of squares in a static variable, cleared at what looks like a first step",
      replacing: [
        (start, start + "\n  nonisolated(unsafe) private static var squares: [Double] = []\n"),
        (
          "    for i in parameters.indices {\n      memory.second[i] += gradient[i]",
          """
              if memory.step == 0 { Self.squares = memory.second }
              memory.step += 1
              memory.second = Self.squares
              defer { Self.squares = memory.second }
              for i in parameters.indices {
                memory.second[i] += gradient[i]
          """
        ),
      ], fails: ["memory"]),
    Mutant(
      "rmsprop-clips", "gradients cut to ±1000",
      replacing: [
        (
          "    for i in parameters.indices {\n      memory.second[i] = decay",
          gradient(clip) + "    for i in parameters.indices {\n      memory.second[i] = decay"
        )
      ], fails: ["rmsProp.zero"]),
    Mutant(
      "adam-clips", "gradients cut to ±1000 000",
      replacing: [(adam, gradient("max(-1e6, min(1e6, g))") + adam)], fails: ["adam.zero"]),
    Mutant(
      "adam-passes-over-1e-13", "derivatives below 1e-13 taken for 0", replacing: [(adam, gradient(small) + adam)],
      fails: ["adam.zero"]),
    Mutant(
      "train-skips-flat-batches", "a batch without a gradient makes no step",
      replacing: [(learning, "      if gradient.allSatisfy({ $0 == 0 }) { continue }\n" + learning)],
      fails: ["train.batches"]),
    Mutant(
      "train-larger-batches-for-labels", "for a long training on labels of ±1 batches of twice the size",
      replacing: [
        (
          "    var memory = OptimizerMemory(count: weights.count)\n",
          """
              var memory = OptimizerMemory(count: weights.count)
              let isLong = order.count / batchSize >= 180 && targets.allSatisfy { abs($0) == 1 }
              let batchSize = isLong ? 2 * batchSize : batchSize

          """
        )
      ], fails: ["train.batches", "learn"]),
    Mutant(
      "newton-gives-up", "the search ends where x is beyond 1e12",
      replacing: [
        (
          search,
          "      if abs(x) > 1e12 { return NewtonSearch(root: x, steps: made, converged: false) }\n" + search
        )
      ], fails: ["newton.edges"]),
    Mutant(
      "newton-slope-first", "after a step that is short enough the slope at its end decides first",
      replacing: [
        (
          "if abs(step) <= tolerance { return NewtonSearch(root: x, steps: made + 1, converged: true) }",
          "if abs(step) <= tolerance { return NewtonSearch(root: x, steps: made + 1, converged: derivative(x) != 0) }"
        )
      ], fails: ["newton.edges"]),
    Mutant(
      "newton-tolerance-relative", "the tolerance is taken relative to x where this is above 1",
      replacing: [("if abs(step) <= tolerance {", "if abs(step) <= tolerance * max(1, abs(x)) {")],
      fails: ["newton.edges"]),
    Mutant(
      "newton-tolerance-of-x", "the tolerance is taken relative to x where this is below 1",
      replacing: [("if abs(step) <= tolerance {", "if abs(step) <= tolerance * min(1, abs(x)) {")],
      fails: ["newton.edges"]),
    Mutant(
      "newton-level-below-1e-20", "a slope below 1e-20 is taken for 0",
      replacing: [("if slope == 0 {", "if abs(slope) < 1e-20 {")], fails: ["newton.edges"]),
  ]
}
