import Checks

extension OptimizersMutants {
  private static let head = "struct Submission: OptimizersContract {"
  private static let mean = "gradient.map { $0 / Double(batch.count) }"
  private static let cut = "for first in stride(from: 0, to: order.count, by: batchSize) {"
  private static let slice = "let batch = Array(order[first..<min(first + batchSize, order.count)])"
  private static let level = "if slope == 0 { return NewtonSearch(root: x, steps: made, converged: false) }"
  private static let short = "if abs(step) <= tolerance {"
  private static let last = "return NewtonSearch(root: x, steps: maximumSteps, converged: false)"

  /// Edges, early returns, precision, what is kept, and work that grows.
  static let edges: [Mutant] = [
    Mutant(
      "loss-in-float", "the loss summed in single precision",
      replacing: [
        ("    var total = 0.0\n", "    var total: Float = 0\n"),
        ("total += error * error / 2", "total += Float(error * error / 2)"),
        ("return total / Double(batch.count)", "return Double(total) / Double(batch.count)"),
      ], fails: ["batchLoss", "batchLoss.edges"]),
    Mutant(
      "gradient-in-float", "the gradient rounded to single precision",
      replacing: [(mean, "gradient.map { Double(Float($0 / Double(batch.count))) }")],
      fails: ["batchGradient", "batchGradient.edges"]),
    Mutant(
      "gradient-by-differences", "differences of the loss, exact for a quadratic, instead of a derivation",
      replacing: [
        (
          "return " + mean,
          """
          for feature in weights.indices {
                var (up, down) = (weights, weights)
                up[feature] += 0.5
                down[feature] -= 0.5
                gradient[feature] = batchLoss(up, samples, targets, batch: batch) - batchLoss(down, samples, targets, batch: batch)
              }
              return gradient
          """
        )
      ], fails: ["batchGradient.edges", "timing"]),
    Mutant(
      "momentum-stops-early", "no step where the gradient is small",
      replacing: [
        (
          "      let velocity = momentum",
          "      if abs(gradient[i]) < 1e-4, memory.first[i] == 0 { continue }\n      let velocity = momentum"
        )
      ], fails: ["momentum.coast"]),
    Mutant(
      "rmsprop-halts", "the mean square does not fade where the gradient is 0",
      replacing: [
        (
          "      memory.second[i] = decay * memory.second[i]",
          "      if gradient[i] == 0 { continue }\n      memory.second[i] = decay * memory.second[i]"
        )
      ], fails: ["rmsProp.zero"]),
    Mutant(
      "adagrad-epsilon-fixed", "an ε of one's own",
      replacing: [("(memory.second[i].squareRoot() + epsilon)", "(memory.second[i].squareRoot() + 1e-8)")],
      fails: ["adaGrad", "adaGrad.zero"]),
    Mutant(
      "adam-correction-wears-off", "no correction after a hundred steps",
      replacing: [
        (
          "let correction1 = 1 - pow(settings.beta1, Double(memory.step))",
          "let correction1 = memory.step > 100 ? 1 : 1 - pow(settings.beta1, Double(memory.step))"
        ),
        (
          "let correction2 = 1 - pow(settings.beta2, Double(memory.step))",
          "let correction2 = memory.step > 100 ? 1 : 1 - pow(settings.beta2, Double(memory.step))"
        ),
      ], fails: ["adam.zero"]),
    Mutant(
      "adam-passes-over-small", "a gradient below 10⁻⁴ taken for 0",
      replacing: [
        (
          "      memory.first[i] = settings.beta1",
          "      let gradient = gradient.map { abs($0) < 1e-4 ? 0 : $0 }\n      memory.first[i] = settings.beta1"
        )
      ],
      fails: ["adam.zero", "timing"]),
    Mutant(
      "train-fills-up", "the last batch filled up from the front of the order",
      replacing: [(slice, "let batch = (0..<batchSize).map { order[(first + $0) % order.count] }")],
      fails: ["train.batches", "timing"]),
    Mutant(
      "train-all-residuals", "the errors of all samples at each step",
      replacing: [
        (
          "let gradient = batchGradient(weights, samples, targets, batch: batch)",
          """
          let errors = targets.indices.map { prediction(weights, samples, $0) - targets[$0] }
                var gradient = weights.map { _ in 0.0 }
                for index in batch {
                  for feature in weights.indices { gradient[feature] += errors[index] * samples[index, feature] / Double(batch.count) }
                }
          """
        )
      ], fails: ["timing"]),
    Mutant(
      "train-order-cut", "what is left of the order copied for each batch, and looked through",
      replacing: [
        (cut, "var rest = order\n    while !rest.isEmpty {"),
        (
          slice,
          "let batch = rest.enumerated().filter { $0.offset < batchSize }.map(\\.element)\n      rest = rest.enumerated().filter { $0.offset >= batchSize }.map(\\.element)"
        ),
      ], fails: ["timing"]),
    Mutant(
      "newton-strictly-shorter", "< where the rule says no longer than",
      replacing: [(short, short.replacing("<=", with: "<"))], fails: ["newton.edges"]),
    Mutant(
      "newton-flat-is-level", "a tolerance where the slope is compared with 0",
      replacing: [(level, level.replacing("slope == 0", with: "abs(slope) < 1e-6"))], fails: ["newton.edges"]),
    Mutant(
      "newton-converged-on-level", "a level slope told as converged",
      replacing: [(level, level.replacing("converged: false", with: "converged: true"))], fails: ["newton.edges"]),
    Mutant(
      "newton-there-already", "no step where f is 0 already",
      replacing: [
        (level, level + "\n      if function(x) == 0 { return NewtonSearch(root: x, steps: made, converged: true) }")
      ],
      fails: ["newton.edges"], sometimes: ["newton"]),
    Mutant(
      "newton-by-value", "converged at the limit where f is small, however long the step was",
      replacing: [(last, last.replacing("converged: false", with: "converged: abs(function(x)) <= tolerance"))],
      fails: ["newton.edges"]),
    Mutant(
      "sgd-keeps-its-rate", "the rate of the first call for all that follow",
      replacing: [
        (head, "nonisolated(unsafe) var kept: [Double] = []\n\n" + head),
        (
          "for i in parameters.indices { parameters[i] -= rate * gradient[i] }",
          "if kept.isEmpty { kept = gradient }\n    for i in parameters.indices { parameters[i] -= rate * (gradient[i] + 1e-9 * kept[0]) }"
        ),
      ], fails: ["sgd", "repeats"]),
    Mutant(
      "newton-begins-where-it-ended", "the search begins at the last root of as many steps",
      replacing: [
        (head, "nonisolated(unsafe) var roots: [Int: Double] = [:]\n\n" + head),
        ("    var x = start\n", "    var x = roots[maximumSteps] ?? start\n    defer { roots[maximumSteps] = x }\n"),
      ], fails: ["newton", "repeats", "newton.edges"]),
    Mutant(
      "loss-kept", "the loss kept for as many samples",
      replacing: [
        (head, "nonisolated(unsafe) var losses: [Int: Double] = [:]\n\n" + head),
        (
          "    return total / Double(batch.count)\n",
          "    if let loss = losses[1000 * targets.count + batch.count] { return loss }\n    losses[1000 * targets.count + batch.count] = total / Double(batch.count)\n    return total / Double(batch.count)\n"
        ),
      ], fails: ["batchLoss.edges", "batchGradient.differences", "repeats"]),
  ]
}
