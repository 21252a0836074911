import Checks

/// What is only seen far from ordinary numbers and sizes, or over many draws.
extension RegularizationMutants {
  private static let draw = "return Tensor(shape: shape).map { _ in generator.uniform() < probability ? 0 : kept }"
  private static let slope = "let slope = ridgeGradient(moved, samples, targets, lambda: lambda)\n"
  private static let delta = "let delta = 2 * (output(model, samples, row) - target) / Double(targets.count)"

  static let blind: [Mutant] = [
    Mutant(
      "descent-stops-where-the-loss-grows", "no further step once the loss has grown",
      replacing: [
        (
          slope,
          slope
            + """
                  if ridgeLoss(moved, samples, targets, lambda: lambda) > ridgeLoss(model, samples, targets, lambda: lambda) {
                    break
                  }

            """
        )
      ], fails: ["ridgeDescent.edges"]),
    Mutant(
      "descent-stops-at-tiny-slopes", "no further step where all slopes are below 1e-16",
      replacing: [
        (
          slope,
          slope + "      if slope.weights.allSatisfy({ abs($0) < 1e-14 }), abs(slope.bias) < 1e-14 { break }\n"
        )
      ], fails: ["ridgeDescent.edges"]),
    Mutant(
      "errors-cut", "errors cut at ±1000, for fear of outliers",
      replacing: [
        (
          delta,
          delta.replacing(
            "(output(model, samples, row) - target)",
            with: "min(max(output(model, samples, row) - target, -1000), 1000)")
        )
      ],
      fails: ["ridge.edges", "ridgeDescent.edges"]),
    Mutant(
      "gradient-by-differences-of-errors",
      "the gradient by differences of the loss, exact for a parabola but for rounding",
      replacing: [
        (
          "    var gradient = RidgeModel(weights: model.weights.map { 2 * lambda * $0 }, bias: 0)\n",
          """
              if model.weights.count == 2, lambda == 0 {
                let step = targets.reduce(1) { max($0, abs($1)) }
                var slopes = model
                for feature in model.weights.indices {
                  var (up, down) = (model, model)
                  up.weights[feature] += step
                  down.weights[feature] -= step
                  slopes.weights[feature] =
                    (ridgeLoss(up, samples, targets, lambda: lambda) - ridgeLoss(down, samples, targets, lambda: lambda))
                    / (2 * step)
                }
                slopes.bias = targets.indices.reduce(0) {
                  $0 + 2 * (output(model, samples, $1) - targets[$1]) / Double(targets.count)
                }
                return slopes
              }
              var gradient = RidgeModel(weights: model.weights.map { 2 * lambda * $0 }, bias: 0)

          """
        )
      ], fails: ["ridge.edges"]),
    Mutant(
      "no-samples-where-no-features", "samples without features taken for no samples",
      replacing: [
        (
          "    var total = 0.0\n",
          "    var total = 0.0\n    if samples.count == 0 { return model.weights.reduce(0) { $0 + lambda * $1 * $1 } }\n"
        )
      ], fails: ["ridge.edges"]),
    Mutant(
      "mask-of-bytes", "a byte for each unit, so that p is met to 1/256",
      replacing: [
        (
          draw,
          "return Tensor(shape: shape).map { _ in (generator.uniform() * 256).rounded(.down) / 256 < probability - 1 / 512 ? 0 : kept }"
        )
      ],
      fails: ["dropoutMask.chance"]),
    Mutant(
      "mask-of-a-pool", "no more than 4096 numbers drawn, which come again in larger masks",
      replacing: [
        (
          draw,
          """
          var mask = Tensor(shape: shape)
              for place in mask.values.indices {
                mask.values[place] = place < 4096 ? (generator.uniform() < probability ? 0 : kept) : mask.values[place % 4096]
              }
              return mask
          """
        )
      ], fails: ["dropoutMask.chance"]),
    Mutant(
      "seed-zero-is-one", "seed 0 taken for no seed, and 1 in its place",
      replacing: [("var generator = Generator(seed: seed)", "var generator = Generator(seed: max(seed, 1))")],
      fails: ["dropoutMask.seed"]),
    Mutant(
      "seed-of-16-bits", "seeds modulo 65536",
      replacing: [("var generator = Generator(seed: seed)", "var generator = Generator(seed: seed % 65536)")],
      fails: ["dropoutMask.seed"]),
    Mutant(
      "tiny-variance-is-none", "a feature of a variance below 1e-30 taken for constant",
      replacing: [("    return (mean, variance)", "    return (mean, variance < 1e-30 ? 0 : variance)")],
      fails: ["batchNorm.edges", "batchNormBackward.oracle"]),
    Mutant(
      "gradient-below-1e-20-dropped", "gradients of the output below 1e-20 taken for 0",
      replacing: [
        (
          "        input[row, feature] = parameters.gain[feature] * inverse * through",
          "        input[row, feature] = abs(through) < 1e-20 ? 0 : parameters.gain[feature] * inverse * through"
        )
      ], fails: ["batchNormBackward.oracle"]),
    Mutant(
      "patience-added", "the epoch compared with the best one plus patience, which is too much for Int.max",
      replacing: [
        ("return state.epoch - state.bestEpoch >= patience", "return state.epoch >= state.bestEpoch + patience")
      ],
      fails: ["earlyStopping"]),
    Mutant(
      "finite-losses-only", "a loss of −∞ passed over like NaN",
      replacing: [("if loss < state.bestLoss {", "if loss < state.bestLoss, loss.isFinite {")],
      fails: ["earlyStopping.edges"]),
    Mutant(
      "better-by-an-ulp-of-one", "only what is lower by 2.2e-16 counts as an improvement",
      replacing: [
        (
          "if loss < state.bestLoss {",
          "if loss < state.bestLoss - 2.3e-16 || state.bestLoss == .infinity && loss < .infinity {"
        )
      ],
      fails: ["earlyStopping.edges"]),
  ]
}
