import Checks

extension OptimizersMutants {
  private static let adamStep = "settings.rate * mean / (square.squareRoot() + settings.epsilon)"
  private static let adamLoop = "for i in parameters.indices {\n      memory.first[i] = settings.beta1"
  private static let decayed = "parameters[i] -= settings.rate * weightDecay * parameters[i]"

  /// In Adam and AdamW.
  static let adams: [Mutant] = [
    Mutant(
      "adam-correction-without-power", "1 − β instead of 1 − βᵗ, as some slides print it",
      replacing: [
        ("pow(settings.beta1, Double(memory.step))", "settings.beta1"),
        ("pow(settings.beta2, Double(memory.step))", "settings.beta2"),
      ], fails: ["adam", "adam.zero", "adam.epsilon"]),
    Mutant(
      "adam-without-root-mean-square", "the update without √v̂, as some slides print it",
      replacing: [(adamStep, "settings.rate * mean")], fails: ["adam", "adam.zero", "adam.epsilon"]),
    Mutant(
      "adam-without-root", "divided by v̂, not by its root",
      replacing: [(adamStep, adamStep.replacing(".squareRoot()", with: ""))],
      fails: ["adam", "adam.zero", "adam.epsilon"]),
    Mutant(
      "adam-uncorrected", "the means as they are, without correction",
      replacing: [
        ("memory.first[i] / correction1", "memory.first[i]"), ("memory.second[i] / correction2", "memory.second[i]"),
      ], fails: ["adam", "adam.zero", "adam.epsilon"]),
    Mutant(
      "adam-one-correction", "only the mean is corrected, not the mean square",
      replacing: [("memory.second[i] / correction2", "memory.second[i]")], fails: ["adam", "adam.zero", "adam.epsilon"]),
    Mutant(
      "adam-counts-from-zero", "t = 0 at the first step: 0 / 0",
      replacing: [
        ("    memory.step += 1\n", "    defer { memory.step += 1 }\n")
      ],
      fails: [
        "adam", "adamW", "train", "adam.zero", "adam.epsilon", "adamW.edges", "memory", "train.batches", "learn",
        "timing",
      ], sometimes: ["repeats"]),
    Mutant(
      "adam-step-not-counted", "t = 1 at every step",
      replacing: [("    memory.step += 1\n", "    memory.step = 1\n")], fails: ["adam", "adam.zero", "adam.epsilon"]),
    Mutant(
      "adam-keeps-corrected", "the corrected means are remembered",
      replacing: [
        ("let mean = memory.first[i] / correction1", "memory.first[i] /= correction1\n      let mean = memory.first[i]")
      ], fails: ["adam", "adam.zero", "adam.epsilon", "timing"], sometimes: ["repeats"]),
    Mutant(
      "adam-square-of-mean", "v from the mean instead of the gradient",
      replacing: [
        (
          "(1 - settings.beta2) * gradient[i] * gradient[i]",
          "(1 - settings.beta2) * memory.first[i] * memory.first[i]"
        )
      ], fails: ["adam", "adam.zero", "adam.epsilon"], sometimes: ["repeats"]),
    Mutant(
      "adam-epsilon-in-root", "√(v̂ + ε)",
      replacing: [(adamStep, "settings.rate * mean / (square + settings.epsilon).squareRoot()")],
      fails: ["adam.zero", "adam.epsilon"]),
    Mutant(
      "adam-epsilon-fixed", "an ε of one's own",
      replacing: [(adamStep, adamStep.replacing("settings.epsilon", with: "1e-15"))],
      fails: ["adam.zero", "adam.epsilon"]),
    Mutant(
      "adam-without-epsilon", "0 / 0 where there never was a gradient",
      replacing: [(adamStep, "settings.rate * mean / square.squareRoot()")],
      fails: ["adam.zero", "adam.epsilon", "adamW.edges"]),
    Mutant(
      "adam-halts", "parameters without a gradient are passed over",
      replacing: [
        (adamLoop, adamLoop.replacing(".indices {", with: ".indices where gradient[i] != 0 {"))
      ], fails: ["adam.zero"]),
    Mutant(
      "adamw-in-gradient", "λ θ added to the gradient: an L2 penalty, not decoupled",
      replacing: [
        ("for i in parameters.indices { \(decayed) }", "let penalty = parameters.map { weightDecay * $0 }"),
        (
          "adam(&parameters, &memory, along: gradient, settings: settings)",
          "adam(&parameters, &memory, along: zip(gradient, penalty).map(+), settings: settings)"
        ),
      ], fails: ["adamW", "adamW.edges"]),
    Mutant(
      "adamw-without-rate", "θ shrinks by λ, without η",
      replacing: [(decayed, decayed.replacing("settings.rate * ", with: ""))], fails: ["adamW", "adamW.edges"]),
    Mutant(
      "adamw-afterwards", "the decay of the parameters that Adam's step has moved",
      replacing: [
        ("    for i in parameters.indices { \(decayed) }\n", ""),
        (
          "    adam(&parameters, &memory, along: gradient, settings: settings)\n",
          """
              adam(&parameters, &memory, along: gradient, settings: settings)
              for i in parameters.indices { \(decayed) }

          """
        ),
      ], fails: ["adamW", "adamW.edges"]),
    Mutant(
      "adamw-halts", "only parameters with a gradient decay",
      replacing: [
        (
          "for i in parameters.indices { \(decayed) }",
          "for i in parameters.indices where gradient[i] != 0 { \(decayed) }"
        )
      ], fails: ["adamW.edges"]),
  ]

  private static let ending = "return NewtonSearch(root: x, steps: maximumSteps, converged: false)"
  private static let cut = "stride(from: 0, to: order.count, by: batchSize)"

  /// In train and newtonRoot.
  static let searches: [Mutant] = [
    Mutant(
      "train-forgets", "an empty memory for each batch",
      replacing: [
        ("    var memory = OptimizerMemory(count: weights.count)\n", ""),
        (
          "let gradient = batchGradient(weights",
          "var memory = OptimizerMemory(count: weights.count)\n      let gradient = batchGradient(weights"
        ),
      ], fails: ["train", "train.batches"], sometimes: ["learn"]),
    Mutant(
      "train-from-old-weights", "each gradient at the weights that training began with",
      replacing: [
        ("    var weights = weights\n", "    let start = weights\n    var weights = weights\n"),
        ("= batchGradient(weights, ", "= batchGradient(start, "),
      ], fails: ["train", "train.batches", "learn"]),
    Mutant(
      "train-shuffles", "an order of its own, by chance",
      replacing: [("    var weights = weights\n", "    let order = order.shuffled()\n    var weights = weights\n")],
      fails: ["train", "train.batches"], sometimes: ["repeats"]),
    Mutant(
      "train-drops-rest", "a last batch that is too small is left out",
      replacing: [
        (cut, "stride(from: 0, through: order.count - batchSize, by: batchSize)")
      ], fails: ["train.batches", "timing"]),
    Mutant(
      "train-few-batches", "no more than twenty batches",
      replacing: [(cut, cut.replacing("order.count", with: "min(order.count, 20 * batchSize)"))],
      fails: ["train.batches", "learn", "timing"]),
    Mutant(
      "newton-upside-down", "x − f′/f", replacing: [("function(x) / slope", "slope / function(x)")],
      fails: ["newton", "newton.edges"]),
    Mutant(
      "newton-uphill", "x + f/f′", replacing: [("x -= step", "x += step")], fails: ["newton", "newton.edges"]),
    Mutant(
      "newton-slope-of-start", "the slope at the start for every step",
      replacing: [("let slope = derivative(x)", "let slope = derivative(start)")], fails: ["newton", "newton.edges"]),
    Mutant(
      "newton-never-done", "every step that is allowed is made",
      replacing: [("if abs(step) <= tolerance {", "if made == maximumSteps - 1 {")], fails: ["newton", "newton.edges"]),
    Mutant(
      "newton-signed-tolerance", "the step's sign forgotten: any step to the right is short enough",
      replacing: [("abs(step) <= tolerance", "step <= tolerance")], fails: ["newton", "newton.edges"]),
    Mutant(
      "newton-level-slope", "divided by a slope of 0",
      replacing: [
        ("if slope == 0 { return NewtonSearch(root: x, steps: made, converged: false) }\n", "")
      ], fails: ["newton.edges"]),
    Mutant(
      "newton-always-converged", "converged, whatever happened",
      replacing: [(ending, ending.replacing("false", with: "true"))], fails: ["newton.edges"]),
    Mutant(
      "newton-one-step-more", "0...maximumSteps", replacing: [("0..<maximumSteps", "0...maximumSteps")],
      fails: ["newton.edges"]),
  ]
}
