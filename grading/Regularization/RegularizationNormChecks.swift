import Checks
import LabKit
import Labs

extension RegularizationHiddenChecks {
  static let batchNormEdges = Check(
    "batchNorm.edges", "batchNormTraining: constant and far-off features, a large ε", points: 0.4,
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
    // A feature that hardly varies is constant only beside ε.
    for (size, epsilon) in [(1e-9, 1e-20), (1e-18, 1e-38)] {
      let narrow = BatchNormSet(narrow: 6, size, epsilon: epsilon, &generator)
      draw.add("a small spread, a smaller ε", narrow.training(momentum: 0.1), part: "outputs")
      var still = narrow
      still.running = RunningStatistics(mean: 0 * narrow.running.mean, variance: size * size * narrow.running.variance)
      draw.add("a small spread, outside of training", still.evaluation)
    }
    return draw.draw(partial: true)
  }

  static let batchNormRuns = Check(
    "batchNorm.runs", "batchNormTraining: the running statistics over many batches", points: 0.5,
    after: ["batchNorm", "batchNorm.running"],
    hint: "The statistics go in and out as a value: each batch moves those that the one before it left."
  ) { generator in
    var draw = ValueDraw()
    for (name, counts, features, momentum) in [
      ("four batches", [6, 6, 6, 6], 2, 0.1), ("batches of unlike sizes", [5, 2, 9], 3, 0.5),
    ] {
      let set = BatchNormSet(counts, features: features, &generator)
      draw.add(name, set.training(momentum: momentum)) { set.ownRun(&$0, momentum: momentum) }
    }
    for (name, momentum) in [("no momentum", 0.0), ("all momentum", 1)] {
      let set = BatchNormSet([4, 4], features: 2, &generator)
      draw.add(name, set.training(momentum: momentum), part: "running", isTrivial: momentum == 0) {
        set.ownRun(&$0, momentum: momentum, isRunningOnly: true)
      }
    }
    var far = BatchNormSet([6, 5], features: 3, &generator)
    far.batches = far.batches.map { $0 + 1e6 }
    draw.add("far-off features", far.training(momentum: 0.5), part: "running") { [far] in
      far.ownRun(&$0, momentum: 0.5, isRunningOnly: true)
    }
    return draw.draw(partial: true)
  }

  /// The last batch has 6,000 samples: one sweep takes milliseconds, a forward pass for each number of x seconds.
  static let backwardOracle = Check(
    "batchNormBackward.oracle", "batchNormBackward: few and many samples and features, constant ones", points: 0.4,
    hint:
      "Each feature by itself, with its own sums over the batch and its own γ; ε is why a constant one has a slope.",
    budget: 2
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [
      ("one feature", 6, 1), ("as many of both", 4, 4), ("many features", 3, 12), ("two samples", 2, 3),
      ("a large batch", 6000, 2),
    ] {
      draw.add(name, BatchNormSet([count], features: features, &generator).backward(&generator))
    }
    var wide = BatchNormSet([5], features: 2, &generator)
    wide.epsilon = 0.5
    draw.add("a large ε", wide.backward(&generator))
    var level = BatchNormSet([5], features: 3, &generator)
    for row in 0..<5 { level.batches[0][row, 1] = 3 }
    draw.add("a constant feature", level.backward(&generator))
    var far = BatchNormSet([6], features: 2, &generator)
    far.batches[0] = far.batches[0] + 1e6
    draw.add("far-off features", far.backward(&generator))
    for (size, epsilon) in [(1e-9, 1e-20), (1e-18, 1e-38)] {
      draw.add(
        "a small spread, a smaller ε", BatchNormSet(narrow: 6, size, epsilon: epsilon, &generator).backward(&generator))
    }
    // All is a line in what comes from above, whatever its size.
    for (name, size) in [("a tiny gradient", 1e-30), ("a huge gradient", 1e9)] {
      draw.add(name, BatchNormSet([5], features: 3, &generator).backward(&generator, size: size), unit: size)
    }
    return draw.draw(partial: true)
  }

  static let backwardDifferences = Check(
    "batchNormBackward.differences", "batchNormBackward: the slope through your own forward pass", points: 0.4,
    after: ["batchNorm"],
    hint: """
      Nudge one number of x by ±h: Σ c ⊙ batchNormTraining(x) must change by 2h times its gradient for the output's \
      gradient c. Do mean and variance move with x in your derivation?
      """
  ) { generator in
    var draw = GradientDraw<BatchNormPoint>()
    for (name, count, features) in [("three samples", 3, 2), ("many samples", 7, 3), ("a large batch", 30, 8)] {
      var set = BatchNormSet([count], features: features, &generator)
      // As many γ of either sign, so that the gradient in x is not that of a layer which only adds.
      if count == 30 { set.parameters.gain = Tensor((0..<8).map { $0 % 2 == 0 ? 1.5 : -1.5 }) }
      let cotangent = generator.normal(shape: [count, features])
      draw.add(
        at: BatchNormPoint(parameters: set.parameters, input: set.batches[0]),
        names: ["γ (\(name))", "β (\(name))", "x (\(name))"], directions: count == 30 ? 2 : 4, firstStep: 0.02,
        using: &generator,
        gradient: { RegularizationLab.batchNormBackward($0, cotangent, 1e-2) },
        loss: { RegularizationLab.batchNormLoss($0, cotangent, 1e-2) })
    }
    return draw.draw
  }

  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "What is remembered goes into the value that the function is given: never into static or global variables."
  ) { generator in
    var draw = RepeatDraw()
    let ridges = (0..<4).map { _ in RidgeSet(5, features: 3, lambda: 0.2, &generator) }
    // All from the same statistics, under which something might be kept.
    var norms = (0..<4).map { _ in BatchNormSet([4, 3], features: 2, &generator) }
    for place in norms.indices { norms[place].running = norms[0].running }
    let seeds = (0..<4).map { _ in generator.maskSeed() }
    draw.add("ridgeLoss", ridges.map(\.loss))
    draw.add("ridgeGradient", ridges.map(\.gradient))
    draw.add(
      "ridgeDescent", ridges.map { $0.descent(rate: 0.01, steps: 3) },
      others: [ridges[0].descent(rate: 0.01, steps: 4)])
    // Of another shape or another p, and the same seed.
    draw.add(
      "dropoutMask", seeds.map { RegularizationLab.dropoutMask([6, 8], 0.5, $0) }, isDetermined: false,
      others: [([8, 6], 0.5), ([48], 0.5), ([6, 8], 0.25)].map { RegularizationLab.dropoutMask($0, $1, seeds[0]) })
    let images = (0..<4).map { _ in generator.normal(shape: [6, 8]) }
    draw.add(
      "dropout", zip(images, seeds).map { RegularizationLab.dropout($0, 0.5, true, $1) }, isDetermined: false,
      others: [
        RegularizationLab.dropout(images[0], 0.5, false, seeds[0]), RegularizationLab.dropout(images[0], 0.5, true, 7),
      ])
    draw.add(
      "dropoutBackward",
      (0..<4).map { _ in
        RegularizationLab.dropoutBackward(generator.normal(shape: [3, 4]), generator.normal(shape: [3, 4]))
      })
    draw.add("batchNormTraining", norms.map { $0.training(momentum: 0.2) })
    draw.add("batchNormEvaluation", norms.map(\.evaluation))
    draw.add("batchNormBackward", norms.map { $0.backward(&generator) })
    draw.add(
      "shouldStop",
      (2..<6).map { RegularizationLab.earlyStopping(generator.losses(falling: $0, then: 7 - $0), $0 % 2 + 2) })
    return draw.draw
  }

  /// CPU time on a batch, then with more samples and with more features: mean and variance taken anew for each number of the
  /// batch fall behind by the number of samples; whole tensors with broadcasting only by a factor.
  static let timing = Check(
    "timing", "batchNormBackward: no more work than needed", points: 0.2, after: ["batchNormBackward"],
    hint: "A feature's mean and variance are needed once for the batch: look for them inside the loop over samples.",
    budget: 10
  ) { generator in
    let sizes = [(100, 40), (800, 40), (100, 320)]
    // Each size in even rounds and in odd ones, for these differ in who goes first.
    let turns = [0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 2, 1]
    let calls = (0..<48).map { round in
      let (count, features) = sizes[turns[round % turns.count]]
      return BatchNormSet([count], features: features, &generator).backward(&generator)
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: turns)))
  }
}
