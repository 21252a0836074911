import Checks
import LabKit
import Labs

extension RegularizationHiddenChecks {
  static let maskLevels = Check(
    "dropoutMask.levels", "dropoutMask: 0 and 1 / (1 − p), nothing else", points: 0.4,
    hint: "Where nothing is dropped, nothing is scaled; each kept unit has the same factor."
  ) { generator in
    var draw = ValueDraw()
    for (name, shape, probability) in [
      ("p of a half", [30, 20], 0.5), ("a large p", [600], 0.875), ("p = 0", [30, 20], 0),
      ("any p", [5, 10, 12], generator.uniform(0.2, 0.4)),
    ] {
      draw.add(
        name, RegularizationLab.maskLevels(shape, probability, generator.maskSeed()))
    }
    return draw.draw()
  }

  static let maskSeed = Check(
    "dropoutMask.seed", "dropoutMask: the mask follows the seed and nothing else", points: 0.3,
    hint: "All chance comes from Generator(seed: seed): no other source, and no generator that lives on between calls."
  ) { generator in
    let (seed, other) = (generator.maskSeed(), generator.maskSeed())
    func mask(_ seed: Int) -> Call { RegularizationLab.dropoutMask([12, 12], 0.5, seed) }
    return Draw(
      // Then seeds that are like one another but for an upper bit or the sign, and such as might be taken for no seed.
      calls: [
        mask(seed), mask(other), mask(seed), mask(seed + 1 << 16), mask(seed + 1 << 32), mask(seed + 1 << 45),
        mask(~seed),
        mask(0), mask(1),
      ],
      judge: .property(
        PropertyJudge([
          .identical(calls: [0, 2], because: "the same seed gives another mask"),
          .distinct(calls: [0, 1, 3, 4, 5, 6, 7, 8], because: "another seed gives the same mask"),
        ])))
  }

  /// 60 units are dropped by chance in 400 masks: the counts' mean is within five deviations, the counts' own deviation
  /// too, but for one draw in a million. Where a share is kept exactly, or spread evenly, counts hardly vary; where units
  /// share a draw, they vary more. Of a million units 2,000 are dropped at p = 1/500, of which a draw of a byte knows
  /// nothing. Two of 8,000 units agree in 64 masks, or differ in all, once in 10¹².
  static let maskChance = Check(
    "dropoutMask.chance", "dropoutMask: each unit by itself, over many seeds", points: 0.6,
    hint: """
      Count the zeros of many masks: where each unit has a draw of its own the counts vary as coins do, and the mask of the \
      next seed is no copy of this one. All units' draws come from one Generator(seed: seed), one after the other.
      """
  ) { generator in
    Draw(
      calls: [
        RegularizationLab.dropCounts([5, 12], 0.5, generator.maskSeed(), 400),
        RegularizationLab.dropCounts([4, 3, 5], 0.3, generator.maskSeed(), 400),
        RegularizationLab.maskEchoes([20, 12], generator.maskSeed(), 20),
        RegularizationLab.dropCounts([50, 50], 0.002, generator.maskSeed(), 400),
        RegularizationLab.dropCounts([50, 50], 0.998, generator.maskSeed(), 400),
        RegularizationLab.maskTwins([80, 100], generator.maskSeed(), 64),
      ],
      judge: .property(
        PropertyJudge([
          .exactly(call: 5, 0, because: "units share their draws: many are dropped where just another one is"),
          .spread(
            call: 3, tensor: 0, mean: 4.4...5.6, deviation: 1.7...2.8,
            because: "at p = 0.002 the zeros of many masks are not as many as by chance"),
          .spread(
            call: 4, tensor: 0, mean: 2494.4...2495.6, deviation: 1.7...2.8,
            because: "at p = 0.998 the zeros of many masks are not as many as by chance"),
          .spread(
            call: 0, tensor: 0, mean: 29...31, deviation: 3.15...4.6,
            because: "at p = 0.5 the zeros of many masks, 60 units each, are not as many as by chance"),
          .spread(
            call: 1, tensor: 0, mean: 17.1...18.9, deviation: 2.9...4.2,
            because: "at p = 0.3 the zeros of many masks, 60 units each, are not as many as by chance"),
          .spread(
            call: 2, tensor: 0, mean: 0.5...0.65, deviation: 0...0.2,
            because: "the mask of the next seed is much like this one"),
        ])))
  }

  static let dropoutTraining = Check(
    "dropout.training", "dropout: in training, x times your own mask", points: 0.2,
    hint: "dropout in training is x times dropoutMask of the same shape, probability and seed: draw it once, there."
  ) { generator in
    var draw = ValueDraw()
    for shape in [[6, 8], [40], [3, 4, 4]] { draw.addTraining("any shape", shape: shape, &generator) }
    return draw.draw()
  }

  static let stoppingEdges = Check(
    "earlyStopping.edges", "shouldStop: equal losses, improvements late or by a hair, two runs in turn", points: 0.5,
    hint: """
      A loss that equals the best one is no improvement, a lower one is, however little, and starts the count anew. What \
      is remembered of a run is in its state.
      """
  ) { generator in
    var draw = ValueDraw()
    let least = generator.uniform(0.5, 1)
    draw.add("equal losses", RegularizationLab.earlyStopping([2, least, least, least, least, least, least], 3))
    let late = generator.losses(falling: 3, then: 2) + generator.losses(falling: 20, then: 6).map { $0 - 4 }
    draw.add("a late improvement", RegularizationLab.earlyStopping(late, 3))
    draw.add(
      "better than the one before, not than the best",
      RegularizationLab.earlyStopping([1, 3, 2.5, 2, 1.5 + 0.25 * least, 1.25, 1.2], 4))
    draw.add(
      "better by a hair",
      RegularizationLab.earlyStopping([least, 2, least.nextDown, 2, least - 1e-9, 2, least - 2e-9, 2, 3, 4], 3))
    draw.add(
      "below 0, and lower than all", RegularizationLab.earlyStopping([1, -2, -.infinity, -3, -.infinity, -1e300], 3))
    draw.add(
      "tiny losses", RegularizationLab.earlyStopping([2e-30, 1e-30, 2e-30, 1e-30 * (1 - 0x1p-50), 1, 2, 3, 4], 3))
    draw.add("one epoch", RegularizationLab.earlyStopping([least], 1))
    let runs = [(2, 7), (5, 4), (1, 8)].map { generator.losses(falling: $0.0, then: $0.1) }
    draw.add(
      "runs in turn, on after the first yes",
      RegularizationLab.stoppingTraces(Tensor(shape: [3, 9], values: runs.flatMap { $0 }), 2))
    draw.add(
      "infinite at first",
      RegularizationLab.stoppingTraces(Tensor(shape: [1, 6], values: [.infinity, .infinity, 3, 2, least + 2, 5]), 2))
    // −∞ stands for NaN.
    draw.add(
      "not a number",
      RegularizationLab.stoppingTraces(
        Tensor(shape: [1, 6], values: [-.infinity, 3, -.infinity, 2, -.infinity, -.infinity]), 2))
    return draw.draw(partial: true)
  }
}
