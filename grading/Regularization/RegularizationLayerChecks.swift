import Checks
import LabKit
import Labs

extension RegularizationHiddenChecks {
  static let maskLevels = Check(
    "dropoutMask.levels", "dropoutMask: 0 and 1 / (1 − p), nothing else", points: 0.4, after: ["dropoutMask"],
    hint: "Where nothing is dropped, nothing is scaled; each kept unit has the same factor."
  ) { generator in
    var draw = ValueDraw()
    for (name, probability) in [
      ("p of a half", 0.5), ("a large p", 0.875), ("p = 0", 0), ("any p", generator.uniform(0.2, 0.4)),
    ] {
      draw.add(name, RegularizationLab.maskLevels([30, 20], probability, generator.maskSeed()))
    }
    return draw.draw(partial: true)
  }

  static let maskSeed = Check(
    "dropoutMask.seed", "dropoutMask: the mask follows the seed and nothing else", points: 0.3,
    after: ["dropoutMask"],
    hint: "All chance comes from Generator(seed: seed): no other source, and no generator that lives on between calls."
  ) { generator in
    let (seed, other) = (generator.maskSeed(), generator.maskSeed())
    func mask(_ seed: Int) -> Call { RegularizationLab.dropoutMask([12, 12], 0.5, seed) }
    return Draw(
      calls: [mask(seed), mask(other), mask(seed)],
      judge: .property(
        PropertyJudge([
          .identical(calls: [0, 2], because: "the same seed gives another mask"),
          .distinct(calls: [0, 1], because: "another seed gives the same mask"),
        ])))
  }

  static let dropoutTraining = Check(
    "dropout.training", "dropout: in training, x times your own mask", points: 0.3, after: ["dropoutMask", "dropout"],
    hint: "dropout in training is x times dropoutMask of the same shape, probability and seed: draw it once, there."
  ) { generator in
    var draw = ValueDraw()
    for shape in [[6, 5], [20], [3, 2, 4]] {
      draw.add(
        "any shape", RegularizationLab.dropoutLessMask(generator.normal(shape: shape), 0.4, generator.maskSeed()))
    }
    return draw.draw()
  }

  static let batchNormEdges = Check(
    "batchNorm.edges", "batchNormTraining: constant and far-off features, a large ε", points: 0.4,
    after: ["batchNorm", "batchNormEvaluation"],
    hint: "A feature without variance becomes β; take the mean away before you square, or the digits are lost."
  ) { generator in
    var draw = ValueDraw()
    var level = BatchNormSet([5], features: 2, &generator)
    for row in 0..<5 { level.batches[0][row, 1] = 3 }
    draw.add("a constant feature", level.training(momentum: 0.1), part: "outputs")
    var far = BatchNormSet([6], features: 2, &generator)
    far.batches[0] = far.batches[0] + 1e6
    draw.add("far-off features", far.training(momentum: 0.1), part: "outputs")
    var wide = BatchNormSet([4], features: 3, &generator)
    wide.epsilon = 0.5
    draw.add("a large ε", wide.training(momentum: 0.1), part: "outputs")
    draw.add("a large ε, outside of training", wide.evaluation)
    return draw.draw(partial: true)
  }

  static let batchNormRuns = Check(
    "batchNorm.runs", "batchNormTraining: the running statistics over many batches", points: 0.5,
    after: ["batchNorm", "batchNorm.running"],
    hint: "The statistics go in and out as a value: each batch moves those that the one before it left."
  ) { generator in
    var draw = ValueDraw()
    draw.add("four batches", BatchNormSet([6, 6, 6, 6], features: 2, &generator).training(momentum: 0.1))
    draw.add("batches of unlike sizes", BatchNormSet([5, 2, 9], features: 3, &generator).training(momentum: 0.5))
    draw.add("no momentum", BatchNormSet([4, 4], features: 2, &generator).training(momentum: 0), part: "running")
    draw.add("all momentum", BatchNormSet([4, 4], features: 2, &generator).training(momentum: 1), part: "running")
    return draw.draw(partial: true)
  }

  static let backwardOracle = Check(
    "batchNormBackward.oracle", "batchNormBackward: any number of samples and features", points: 0.5,
    after: ["batchNormBackward"],
    hint: "Each feature by itself, with its own sums over the batch and its own γ."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [
      ("one feature", 6, 1), ("as many of both", 4, 4), ("many features", 3, 12), ("a large batch", 50, 2),
    ] {
      draw.add(name, BatchNormSet([count], features: features, &generator).backward(&generator))
    }
    var wide = BatchNormSet([5], features: 2, &generator)
    wide.epsilon = 0.5
    draw.add("a large ε", wide.backward(&generator))
    return draw.draw(partial: true)
  }

  static let backwardDifferences = Check(
    "batchNormBackward.differences", "batchNormBackward: the slope through your own forward pass", points: 0.6,
    hint: """
      Nudge one number of x by ±h: Σ c ⊙ batchNormTraining(x) must change by 2h times its gradient for the output's \
      gradient c. Do mean and variance move with x in your derivation?
      """
  ) { generator in
    var draw = GradientDraw<BatchNormPoint>()
    for (name, count, features) in [("three samples", 3, 2), ("many samples", 7, 3)] {
      let set = BatchNormSet([count], features: features, &generator)
      let cotangent = generator.normal(shape: [count, features])
      draw.add(
        at: BatchNormPoint(parameters: set.parameters, input: set.batches[0]),
        names: ["γ (\(name))", "β (\(name))", "x (\(name))"], directions: 4, firstStep: 0.02, using: &generator,
        gradient: { RegularizationLab.batchNormBackward($0, cotangent, 1e-2) },
        loss: { RegularizationLab.batchNormLoss($0, cotangent, 1e-2) })
    }
    return draw.draw
  }

  static let repeats = Check(
    "repeats", "batchNormTraining, shouldStop: the same question, the same answer", points: 0.2,
    after: ["batchNorm", "earlyStopping"],
    hint: "What is remembered goes into the value that the function is given: never into static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    draw.add(
      "batchNormTraining", (0..<4).map { _ in BatchNormSet([4, 3], features: 2, &generator).training(momentum: 0.2) })
    draw.add(
      "shouldStop",
      (2..<6).map { RegularizationLab.earlyStopping(generator.losses(falling: $0, then: 7 - $0), $0 % 2 + 2) })
    return draw.draw
  }

  /// CPU time, at most 25 times the reference's: mean and variance taken anew for each number of the batch take some 60
  /// times as long, whole tensors with broadcasting 4 times.
  static let timing = Check(
    "timing", "batchNormBackward: no more work than needed", points: 0.3, after: ["batchNormBackward"],
    hint: "A feature's mean and variance are needed once for the batch: look for them inside the loop over samples.",
    budget: 10
  ) { generator in
    let calls = (0..<28).map { _ in
      BatchNormSet([300], features: 40, &generator).backward(&generator)
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 25, warmUp: 3)))
  }
}
