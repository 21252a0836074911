package import Checks
import LabKit

/// What the Regularization handout checks, with public seeds: a penalty, dropout, batch normalisation, early stopping.
package enum RegularizationPublicChecks {
  package static let all: [Check] = [
    ridgeLoss, ridgeGradient, ridgeDescent, dropoutMask, dropout, dropoutBackward, batchNorm, batchNormRunning,
    batchNormEvaluation, batchNormBackward, earlyStopping,
  ]

  private static let sets = [("many samples", 9, 3, 0.3), ("one sample", 1, 2, 1), ("no penalty", 5, 4, 0)]

  static let ridgeLoss = Check(
    "ridgeLoss", "ridgeLoss: the mean squared error and a penalty", points: 0.3,
    hint: "A mean over the samples of squared errors, plus λ times the sum of the squared weights: no half anywhere."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, lambda) in sets {
      draw.add(name, RidgeSet(count, features: features, lambda: lambda, &generator).loss)
    }
    return draw.draw()
  }

  static let ridgeGradient = Check(
    "ridgeGradient", "ridgeGradient: the derivatives of both", points: 0.5,
    hint: "The penalty adds 2 λ w to the weights' part, once, and nothing to the bias."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, lambda) in sets {
      draw.add(name, RidgeSet(count, features: features, lambda: lambda, &generator).gradient)
    }
    return draw.draw()
  }

  static let ridgeDescent = Check(
    "ridgeDescent", "ridgeDescent: steps against the gradient", points: 0.3, after: ["ridgeGradient"],
    hint: "Each step takes the gradient once, at the model before the step."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps) in [("one step", 1), ("four steps", 4)] {
      let set = RidgeSet(8, features: 3, lambda: 0.2, &generator)
      draw.add(name, set.descent(rate: 0.05, steps: steps)) { set.ownDescent(&$0, rate: 0.05, steps: steps) }
    }
    return draw.draw()
  }

  /// The share of zeros in 4000 draws is within a twelfth of p but for one draw in a million: five of its deviations.
  static let dropoutMask = Check(
    "dropoutMask", "dropoutMask: zeros by chance, the rest scaled up", points: 0.5,
    hint: """
      Each unit of each sample needs a draw of its own, such as a number in [0, 1) that is below the probability or is not; \
      what is kept is scaled so that its mean with the zeros is 1.
      """
  ) { generator in
    let (seed, other) = (generator.maskSeed(), generator.maskSeed())
    func mask(_ shape: [Int], _ probability: Double, _ seed: Int) -> Call {
      RegularizationLab.dropoutMask(shape, probability, seed)
    }
    return Draw(
      calls: [
        mask([40, 100], 0.5, seed), mask([50, 80], 0.2, other), mask([40, 100], 0.5, seed),
        mask([3, 2, 4], 0.5, other), mask([0, 3], 0.5, seed),
      ],
      judge: .property(
        PropertyJudge([
          .shapes(call: 0, [[40, 100]], because: "the mask has another shape"),
          .shapes(call: 3, [[3, 2, 4]], because: "the mask has another shape"),
          .shapes(call: 4, [[0, 3]], because: "the mask has another shape"),
          .distinctRows(call: 0, tensor: 0, because: "several samples have the same units dropped"),
          .spread(
            call: 0, tensor: 0, mean: 0.92...1.08, deviation: 0.95...1.05,
            because: "at p = 0.5 the numbers have another mean or spread than half zeros and half twos"),
          .spread(
            call: 1, tensor: 0, mean: 0.95...1.05, deviation: 0.42...0.58,
            because: "at p = 0.2 the numbers have another mean or spread than a fifth zeros, the rest scaled up"),
          .identical(calls: [0, 2], because: "the same seed gives another mask"),
        ])))
  }

  static let dropout = Check(
    "dropout", "dropout: in training x times your own mask, otherwise nothing", points: 0.3,
    hint: """
      In training, x times dropoutMask of the same shape, probability and seed. That has done all the scaling: outside of \
      training, x comes back as it is.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, shape, probability) in [("a batch", [4, 3], 0.5), ("a vector", [6], 0.2), ("no samples", [0, 3], 0.5)] {
      draw.add(
        name, RegularizationLab.dropout(generator.normal(shape: shape), probability, false, generator.maskSeed()),
        isTrivial: true)
    }
    draw.addTraining("in training", shape: [5, 9], &generator)
    return draw.draw(partial: true)
  }

  static let dropoutBackward = Check(
    "dropoutBackward", "dropoutBackward: what was dropped has no gradient", points: 0.3,
    hint: "The derivative of x times m in x is m: zeros and scale alike."
  ) { generator in
    var draw = ValueDraw()
    for (name, shape, probability) in [
      ("a batch", [4, 3], 0.5), ("a vector", [7], 0.25), ("any shape", [2, 3, 4], 0.75),
    ] {
      let mask = Tensor(shape: shape).map { _ in generator.uniform() < probability ? 0 : 1 / (1 - probability) }
      draw.add(name, RegularizationLab.dropoutBackward(generator.normal(shape: shape), mask))
    }
    return draw.draw()
  }

  static let batchNorm = Check(
    "batchNorm", "batchNormTraining: each feature by the batch's own mean and variance", points: 0.5,
    hint: "Mean and variance of each column, the variance divided by n; (x − μ) / √(σ² + ε), then times γ, plus β."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("many samples", 8, 3), ("two samples", 2, 4), ("as many of both", 4, 4)] {
      draw.add(name, BatchNormSet([count], features: features, &generator).training(momentum: 0.1), part: "outputs")
    }
    return draw.draw()
  }

  static let batchNormRunning = Check(
    "batchNorm.running", "batchNormTraining: the running statistics after one batch", points: 0.4,
    hint: "(1 − m) times the old one, plus m times the batch's: its variance divided by n − 1 here, not by n."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, momentum) in [("many samples", 8, 3, 0.1), ("few samples", 3, 2, 0.25)] {
      draw.add(
        name, BatchNormSet([count], features: features, &generator).training(momentum: momentum), part: "running")
    }
    return draw.draw()
  }

  static let batchNormEvaluation = Check(
    "batchNormEvaluation", "batchNormEvaluation: by the running statistics", points: 0.3,
    hint:
      "The same formula with the running mean and variance, ε added under the root: what else is in the batch does not matter."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("many samples", 6, 3), ("one sample", 1, 4), ("no samples", 0, 2)] {
      draw.add(name, BatchNormSet([count], features: features, &generator).evaluation)
    }
    return draw.draw()
  }

  static let batchNormBackward = Check(
    "batchNormBackward", "batchNormBackward: the gradients in γ, β and x", points: 0.5,
    hint: """
      x moves the output by itself, by the mean and by the variance. With x̂ = (x − μ) / √(σ² + ε) the two latter take from \
      the output's gradient its mean and x̂ times its mean product with x̂.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [("many samples", 8, 3), ("three samples", 3, 2)] {
      draw.add(name, BatchNormSet([count], features: features, &generator).backward(&generator))
    }
    return draw.draw()
  }

  static let earlyStopping = Check(
    "earlyStopping", "shouldStop: patience with a loss that no longer falls", points: 0.3,
    hint: "Count the epochs since the best one: as many as the patience, and it is time."
  ) { generator in
    var draw = ValueDraw()
    for (name, falling, patience) in [("patience 3", 4, 3), ("patience 1", 3, 1), ("patience 5", 1, 5)] {
      draw.add(name, RegularizationLab.earlyStopping(generator.losses(falling: falling, then: 8), patience))
    }
    draw.add("never stops", RegularizationLab.earlyStopping(generator.losses(falling: 2, then: 6), .max))
    draw.add("never", RegularizationLab.earlyStopping(generator.losses(falling: 6, then: 2), 4))
    return draw.draw()
  }
}
