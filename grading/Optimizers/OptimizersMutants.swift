import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum OptimizersMutants {
  static let all: [Mutant] = batches + momenta + rates + adams + searches + edges + readings + sentences + blind

  private static let mean = "gradient.map { $0 / Double(batch.count) }"
  private static let delta = "let delta = prediction(weights, samples, index) - targets[index]\n"

  /// In the loss of a batch, its gradient, and plain descent.
  private static let batches: [Mutant] = [
    Mutant(
      "loss-without-half", "(w·x − y)² without the half, but the gradient of the half",
      replacing: [("total += error * error / 2", "total += error * error")],
      fails: ["batchLoss", "batchLoss.edges"]),
    Mutant(
      "loss-of-nothing", "0 / 0 for an empty batch", replacing: [("if batch.isEmpty { return 0 }\n", "")],
      fails: ["batchLoss.edges"]),
    Mutant(
      "gradient-sum", "the sum over the batch, not the mean", replacing: [(mean, "gradient")],
      fails: ["batchGradient", "batchGradient.edges", "batchGradient.differences"]),
    Mutant(
      "gradient-mean-of-set", "divided by the size of the set instead of the batch's: a factor B/n",
      replacing: [(mean, "gradient.map { $0 / Double(targets.count) }")],
      fails: ["batchGradient", "batchGradient.edges", "batchGradient.differences"]),
    Mutant(
      "gradient-factor-n-over-b", "the factor n/B that some slides print",
      replacing: [(mean, "gradient.map { $0 * Double(targets.count) / Double(batch.count * batch.count) }")],
      fails: ["batchGradient", "batchGradient.edges", "batchGradient.differences"]),
    Mutant(
      "gradient-of-whole-set", "every sample, whatever the batch",
      replacing: [("for index in batch {\n      let delta", "for index in targets.indices {\n      let delta")],
      fails: ["batchGradient", "batchGradient.edges", "batchGradient.differences", "timing"], sometimes: ["repeats"]),
    Mutant(
      "gradient-by-place-in-batch", "the first samples of the set instead of those that the batch names",
      replacing: [("for index in batch {\n      let delta", "for index in batch.indices {\n      let delta")],
      fails: ["batchGradient", "batchGradient.edges", "batchGradient.differences", "timing"],
      sometimes: ["learn", "repeats"]),
    Mutant(
      "gradient-without-sample", "the errors, not multiplied by the sample",
      replacing: [("delta * samples[index, feature]", "delta")],
      fails: [
        "batchGradient", "train", "batchGradient.edges", "batchGradient.differences", "train.batches", "learn",
        "timing",
      ], sometimes: ["repeats"]),
    Mutant(
      "gradient-twice", "a 2 from the square, and no half to take it away",
      replacing: [("gradient[feature] += delta", "gradient[feature] += 2 * delta")],
      fails: ["batchGradient", "batchGradient.edges", "batchGradient.differences"]),
    Mutant(
      "gradient-of-nothing", "0 / 0 for an empty batch", replacing: [("if batch.isEmpty { return gradient }\n", "")],
      fails: ["batchGradient.edges"]),
    Mutant(
      "gradient-counts-once", "a batch taken for a set: an index named twice counts once",
      replacing: [("for index in batch {\n      let delta", "for index in Set(batch) {\n      let delta")],
      fails: ["batchGradient.edges", "train.batches"]),
    Mutant(
      "sample-product-for-each-feature", "w·x taken anew for each feature",
      replacing: [
        (delta, ""),
        (
          "gradient[feature] += delta * samples",
          "gradient[feature] += (prediction(weights, samples, index) - targets[index]) * samples"
        ),
      ], fails: ["timing"]),
    Mutant(
      "sgd-up", "along the gradient, not against it",
      replacing: [("parameters[i] -= rate * gradient[i] }", "parameters[i] += rate * gradient[i] }")], fails: ["sgd"]),
    Mutant(
      "sgd-without-gradient", "θ ← θ − η: the ∇ that a slide forgets",
      replacing: [("parameters[i] -= rate * gradient[i] }", "parameters[i] -= rate }")], fails: ["sgd"]),
  ]

  private static let velocity = "let velocity = momentum * memory.first[i] - rate * gradient[i]"

  /// In momentum and nesterov.
  private static let momenta: [Mutant] = [
    Mutant(
      "momentum-forgotten", "the velocity is never stored",
      replacing: [("      memory.first[i] = velocity\n", "")], fails: ["momentum", "momentum.coast"]),
    Mutant(
      "momentum-averaged", "(1 − μ) g as in a running mean",
      replacing: [(velocity, velocity.replacing("rate *", with: "(1 - momentum) * rate *"))],
      fails: ["momentum", "momentum.coast"]),
    Mutant(
      "momentum-of-position", "μ times the parameter instead of the velocity",
      replacing: [(velocity, velocity.replacing("memory.first[i]", with: "parameters[i]"))],
      fails: ["momentum", "momentum.coast"]),
    Mutant(
      "momentum-halts", "parameters without a gradient are passed over",
      replacing: [
        (
          "for i in parameters.indices {\n      let velocity",
          "for i in parameters.indices where gradient[i] != 0 {\n      let velocity"
        )
      ], fails: ["momentum.coast"]),
    Mutant(
      "momentum-global", "the velocity in a static variable, cleared at what looks like a first step",
      replacing: [
        (
          "    for i in parameters.indices {\n      let velocity",
          """
              if memory.step == 0 { Self.shared = memory.first }
              memory.step += 1
              memory.first = Self.shared
              defer { Self.shared = memory.first }
              for i in parameters.indices {
                let velocity
          """
        ),
        (
          "  /// w·x for the sample", "  nonisolated(unsafe) static var shared: [Double] = []\n  /// w·x for the sample"
        ),
      ], fails: ["memory"]),
    Mutant(
      "nesterov-stands-still", "the gradient where the parameters are: Polyak's momentum",
      replacing: [("let slope = gradient(ahead)", "let slope = gradient(parameters)")], fails: ["nesterov"]),
    Mutant(
      "nesterov-looks-back", "the gradient at θ − μ v",
      replacing: [("ahead[i] += momentum", "ahead[i] -= momentum")], fails: ["nesterov"]),
    Mutant(
      "nesterov-without-momentum-ahead", "the gradient at θ + v",
      replacing: [("ahead[i] += momentum * memory.first[i]", "ahead[i] += memory.first[i]")], fails: ["nesterov"]),
    Mutant(
      "nesterov-from-ahead", "the step is made from where the gradient was taken",
      replacing: [("parameters[i] += memory.first[i]", "parameters[i] = ahead[i] + memory.first[i]")],
      fails: ["nesterov"]),
  ]

  /// In AdaGrad and RMSProp.
  private static let rates: [Mutant] = [
    Mutant(
      "adagrad-without-root", "divided by G, not by its root",
      replacing: [("(memory.second[i].squareRoot() + epsilon)", "(memory.second[i] + epsilon)")],
      fails: ["adaGrad", "adaGrad.zero"]),
    Mutant(
      "adagrad-overwrites", "the last square only, not the sum",
      replacing: [("memory.second[i] += gradient[i] * gradient[i]", "memory.second[i] = gradient[i] * gradient[i]")],
      fails: ["adaGrad", "adaGrad.zero"]),
    Mutant(
      "adagrad-adds-gradients", "the sum of g, not of g²",
      replacing: [("memory.second[i] += gradient[i] * gradient[i]", "memory.second[i] += abs(gradient[i])")],
      fails: ["adaGrad", "adaGrad.zero"]),
    Mutant(
      "adagrad-one-rate", "one sum for all parameters",
      replacing: [
        ("memory.second[i] += gradient[i] * gradient[i]", "memory.second[i] += gradient.map { $0 * $0 }.reduce(0, +)")
      ], fails: ["adaGrad", "adaGrad.zero"]),
    Mutant(
      "adagrad-without-epsilon", "0 / 0 where there never was a gradient",
      replacing: [("(memory.second[i].squareRoot() + epsilon)", "memory.second[i].squareRoot()")],
      fails: ["adaGrad.zero"]),
    Mutant(
      "rmsprop-shares-exchanged", "ρ on the new square, 1 − ρ on the old mean",
      replacing: [
        (
          "decay * memory.second[i] + (1 - decay) * gradient[i]",
          "(1 - decay) * memory.second[i] + decay * gradient[i]"
        )
      ], fails: ["rmsProp", "rmsProp.zero"]),
    Mutant(
      "rmsprop-sum", "ρ E + g², without the factor 1 − ρ",
      replacing: [("(1 - decay) * gradient[i]", "gradient[i]")], fails: ["rmsProp", "rmsProp.zero"]),
    Mutant(
      "rmsprop-old-mean", "divided by the mean before this gradient came in",
      replacing: [
        (
          "      memory.second[i] = decay * memory.second[i]",
          "      let old = memory.second[i]\n      memory.second[i] = decay * memory.second[i]"
        ),
        ("let scale = memory.second[i].squareRoot() + epsilon", "let scale = old.squareRoot() + epsilon"),
      ], fails: ["rmsProp", "rmsProp.zero"]),
    Mutant(
      "rmsprop-without-epsilon", "0 / 0 where there never was a gradient",
      replacing: [("let scale = memory.second[i].squareRoot() + epsilon", "let scale = memory.second[i].squareRoot()")],
      fails: ["rmsProp.zero"]),
  ]
}
