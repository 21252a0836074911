import Checks

extension RegularizationMutants {
  private static let head = "struct Submission: RegularizationContract {"
  private static let unit = "Tensor(shape: shape).map { _ in generator.uniform() < probability ? 0 : kept }"
  private static let gradientEnd = "      gradient.bias += delta\n    }\n    return gradient\n"
  private static let slope = "let slope = ridgeGradient(moved, samples, targets, lambda: lambda)\n"
  private static let through = "input[row, feature] = parameters.gain[feature] * inverse * through"
  private static let better = "if loss < state.bestLoss {"

  /// Edges, early returns, precision, chance that is none, what is kept, and work that grows.
  static let edges: [Mutant] = [
    Mutant(
      "loss-in-float", "the loss rounded to single precision",
      replacing: [("    return total\n", "    return Double(Float(total))\n")], fails: ["ridgeLoss", "ridge.edges"]),
    Mutant(
      "gradient-in-float", "the bias's slope summed in single precision",
      replacing: [(gradientEnd, gradientEnd.replacing("+= delta", with: "= Double(Float(gradient.bias + delta))"))],
      fails: ["ridgeGradient", "ridge.edges"]),
    Mutant(
      "gradient-by-differences", "differences of the loss, exact for squares, instead of a derivation",
      replacing: [
        (
          gradientEnd,
          """
                gradient.bias += delta
              }
              for feature in model.weights.indices {
                var (up, down) = (model, model)
                up.weights[feature] += 0.5
                down.weights[feature] -= 0.5
                gradient.weights[feature] =
                  ridgeLoss(up, samples, targets, lambda: lambda) - ridgeLoss(down, samples, targets, lambda: lambda)
              }
              return gradient

          """
        )
      ], fails: ["ridge.edges", "ridgeDescent.edges"]),
    Mutant(
      "gradient-kept", "the gradient kept for the next call with the same number of samples and the same λ",
      replacing: [
        (
          gradientEnd,
          gradientEnd.replacing(
            "    return gradient\n", with: "    Self.kept[targets.count] = gradient\n    return gradient\n")
        ),
        (
          "    var gradient = RidgeModel(",
          """
              if let kept = Self.kept[targets.count], kept.weights.count == model.weights.count, targets.count == 5 {
                return kept
              }
              var gradient = RidgeModel(
          """
        ),
        (head, head + "\n  nonisolated(unsafe) static var kept: [Int: RidgeModel] = [:]\n"),
      ], fails: ["ridge.edges", "repeats"]),
    Mutant(
      "descent-stops-early", "no more steps where the slopes are small",
      replacing: [
        (slope, slope + "      if abs(slope.bias) + slope.weights.reduce(0, { $0 + abs($1) }) < 1e-4 { break }\n")
      ], fails: ["ridgeDescent.edges"]),
    Mutant(
      "descent-means-of-classes", "for labels of ±1 the difference of the means of the classes, not descent",
      replacing: [
        (
          "    var moved = model\n",
          """
              var moved = model
              if !targets.isEmpty, targets.allSatisfy({ abs($0) == 1 }) {
                for feature in moved.weights.indices {
                  moved.weights[feature] = 0
                  for row in targets.indices { moved.weights[feature] += targets[row] * samples[row, feature] }
                }
                moved.bias = 0
                return moved
              }

          """
        )
      ], fails: ["ridgeDescent.edges"], sometimes: ["learn"]),
    Mutant(
      "mask-exact-share", "exactly the share p dropped, at random places",
      replacing: [
        (
          unit,
          """
          {
                let order = generator.permutation(shape.reduce(1, *))
                var mask = Tensor(shape: shape).map { _ in kept }
                for place in order.prefix(Int((probability * Double(order.count)).rounded())) { mask.values[place] = 0 }
                return mask
              }()
          """
        )
      ], fails: ["dropoutMask.chance"]),
    Mutant(
      "mask-evenly-spread", "a golden-ratio series from a random start, not draws",
      replacing: [
        (
          unit,
          """
          {
                var phase = generator.uniform()
                return Tensor(shape: shape).map { _ in
                  phase += 0.618_033_988_749_894_9
                  phase -= phase.rounded(.down)
                  return phase < probability ? 0 : kept
                }
              }()
          """
        )
      ], fails: ["dropoutMask.chance"], sometimes: ["repeats"]),
    Mutant(
      "mask-generator-each-unit", "a generator of its own for each unit, of the seed plus its place",
      replacing: [
        (
          unit,
          """
          {
                _ = generator.next()
                var place: UInt64 = 0
                return Tensor(shape: shape).map { _ in
                  var own = Generator(seed: seed &+ place)
                  place += 1
                  return own.uniform() < probability ? 0 : kept
                }
              }()
          """
        )
      ], fails: ["dropoutMask.chance"]),
    Mutant(
      "mask-in-pairs", "every other unit the opposite of the one before, which saves draws",
      replacing: [
        (
          unit,
          """
          {
                var last: Double? = nil
                return Tensor(shape: shape).map { _ in
                  let number = last.map { 1 - $0 } ?? generator.uniform()
                  last = last == nil ? number : nil
                  return number < probability ? 0 : kept
                }
              }()
          """
        )
      ], fails: ["dropoutMask.chance"]),
    Mutant(
      "mask-mean-of-one", "scaled by the share that happened to be kept",
      replacing: [
        (
          "return " + unit,
          """
          let mask = \(unit)
              let mean = mask.values.reduce(0, +) / Double(max(mask.count, 1))
              return mean > 0 ? mask / mean : mask
          """
        )
      ], fails: ["dropoutMask.levels"]),
    Mutant(
      "backward-in-float", "γ's gradient rounded to single precision",
      replacing: [
        ("gain: gain, shift: shift, input: input)", "gain: gain.map { Double(Float($0)) }, shift: shift, input: input)")
      ],
      fails: ["batchNormBackward", "batchNormBackward.oracle"]),
    Mutant(
      "backward-constant-feature", "no gradient in a feature that is constant over the batch",
      replacing: [(through, through + " * (variance > 1e-20 ? 1 : 0)")], fails: ["batchNormBackward.oracle"]),
    Mutant(
      "backward-anew-for-each-number", "mean and variance taken anew for each number",
      replacing: [
        (
          "let normal = (x[row, feature] - mean) * inverse",
          """
          let again = moments(x, feature)
                let normal = (x[row, feature] - again.mean) / (again.variance + epsilon).squareRoot()
          """
        )
      ], fails: ["timing"]),
    Mutant(
      "evaluation-epsilon-outside", "ε added to the running deviation",
      replacing: [
        (
          "(running.variance[feature] + epsilon).squareRoot()", "running.variance[feature].squareRoot() + epsilon"
        )
      ], fails: ["batchNormEvaluation", "batchNorm.edges"]),
    Mutant(
      "stop-once-only", "yes in one epoch only",
      replacing: [
        (
          "return state.epoch - state.bestEpoch >= patience", "return state.epoch - state.bestEpoch == patience"
        )
      ], fails: ["earlyStopping.edges"]),
    Mutant(
      "stop-least-improvement", "better only by more than 1e-8",
      replacing: [(better, "if loss < state.bestLoss - 1e-8 {")], fails: ["earlyStopping.edges"]),
    Mutant(
      "stop-first-always-best", "the first loss taken for the best one, infinite or not",
      replacing: [(better, "if loss < state.bestLoss || state.epoch == 1 {")], fails: ["earlyStopping.edges"]),
    Mutant(
      "stop-not-a-number-is-better", "better wherever it is not at least as large, as NaN is",
      replacing: [(better, "if !(loss >= state.bestLoss) {")], fails: ["earlyStopping.edges"]),
    Mutant(
      "stop-waiting-in-a-static", "the epochs since the best one counted in a static variable",
      replacing: [
        (
          "    return state.epoch - state.bestEpoch >= patience",
          """
              Self.waited = state.bestEpoch == state.epoch ? 0 : Self.waited + 1
              return Self.waited >= patience
          """
        ),
        (head, head + "\n  nonisolated(unsafe) static var waited = 0\n"),
      ], fails: ["earlyStopping.edges"]),
  ]
}
