import Checks
import LabKit
import Labs

extension OptimizersHiddenChecks {
  /// Batches that are empty, repeat an index, or are larger than the set.
  private static let batches = [
    ("empty batch", 4, 3, []), ("an index several times", 5, 3, [2, 2, 4, 2]),
    ("longer than the set", 2, 4, [1, 0, 1, 1]),
    ("one feature", 6, 1, [5, 1]), ("many samples", 60, 2, Array(10..<50)),
  ]

  static let lossEdges = Check(
    "batchLoss.edges", "batchLoss: empty batches, an index several times", points: 0.3,
    hint: "No samples, no loss; a sample that is named twice counts twice."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, batch) in batches {
      draw.add(name, LeastSquaresSet(count, features: features, &generator).loss(batch), isTrivial: batch.isEmpty)
    }
    let (huge, tiny) = (LeastSquaresSet(targets: 1e9, &generator), LeastSquaresSet(targets: 1e-20, &generator))
    draw.add("large targets", huge.loss([4, 0, 2]))
    draw.add("tiny targets", tiny.loss([4, 0, 2]), unit: 1e-40)
    draw.add("no features", LeastSquaresSet(5, features: 0, &generator).loss([1, 3]))
    return draw.draw(partial: true)
  }

  /// The last one has 12,000 weights: one sweep over the batch takes milliseconds, a loss for each weight seconds.
  static let gradientEdges = Check(
    "batchGradient.edges", "batchGradient: empty batches, an index several times, many weights", points: 0.5,
    hint: "No samples, no slope: as many zeros as there are weights; a sample that is named twice counts twice.",
    budget: 3
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, batch) in batches + [("many weights", 32, 12_000, Array(1..<31))] {
      draw.add(name, LeastSquaresSet(count, features: features, &generator).gradient(batch), isTrivial: batch.isEmpty)
    }
    // Losses of which differences lose what the derivative has.
    let (huge, tiny) = (LeastSquaresSet(targets: 1e9, &generator), LeastSquaresSet(targets: 1e-20, &generator))
    draw.add("large targets", huge.gradient([4, 0, 2]))
    draw.add("tiny targets", tiny.gradient([4, 0, 2]), unit: 1e-20)
    return draw.draw(partial: true)
  }

  /// The wide set has numbers enough for what has nothing to do with the samples not to look like the gradient by chance,
  /// and targets so large that the gradient is theirs and not the weights'.
  static let gradientDifferences = Check(
    "batchGradient.differences", "batchGradient: the slope of your own loss", points: 0.5, after: ["batchLoss"],
    hint: """
      Nudge one weight by ±h: your batchLoss must change by 2h times what your batchGradient says. A factor between them \
      was forgotten in one of the two.
      """
  ) { generator in
    var draw = GradientDraw<[Double]>()
    for (name, count, features, batch) in [
      ("one sample", 3, 2, [1]), ("a few of many", 8, 4, [7, 1, 2]), ("all of them", 5, 3, [0, 1, 2, 3, 4]),
      ("many features", 30, 150, Array(3..<23)),
    ] {
      var set = LeastSquaresSet(count, features: features, &generator)
      if features > 100 { set.targets = set.targets.map { 100 * $0 } }
      draw.add(
        at: set.weights, names: ["weights (\(name))"], directions: 4, using: &generator,
        gradient: { OptimizersLab.batchGradient($0, set.samples, set.targets, batch) },
        loss: { OptimizersLab.batchLoss($0, set.samples, set.targets, batch) })
    }
    return draw.draw
  }

  /// CPU time on few samples of few features, then with more samples to choose from, more features, and a longer order.
  static let timing = Check(
    "timing", "train: no more work than needed", points: 0.4,
    after: ["batchGradient", "adam", "train", "adam.zero"],
    hint: "A sample of a batch needs w·x once: look for it inside a loop over features, or for sums over the whole set."
  ) { generator in
    let sizes = [(48, 8, 4000, 4), (1600, 8, 4000, 4), (48, 150, 800, 4), (48, 8, 32_000, 24)]
    // Each size in even rounds and in odd ones, for these differ in who goes first.
    let turns = [0, 1, 2, 3, 1, 0, 3, 2]
    let calls = (0..<56).map { round in
      let (count, features, length, batchSize) = sizes[turns[round % turns.count]]
      let passes = (length + count - 1) / count
      let order = Array((0..<passes).flatMap { _ in generator.permutation(count) }.prefix(length))
      var set = LeastSquaresSet(count, features: features, &generator)
      // From near 0 to weights that the targets know of: the answer is what training makes of it, and other ways of
      // training that work come near it.
      set.targets = (0..<count).map { dot(set.samples.row($0).values, set.weights) + 0.1 * set.targets[$0] }
      set.weights = set.weights.map { _ in 0.001 * generator.normal() }
      return set.train(order, batchSize: batchSize, AdamSettings(rate: 0.01, epsilon: 1e-15))
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: turns)))
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension LeastSquaresSet {
  /// Five samples whose targets are of this size; where they are tiny the weights are zeros, so that errors are so, too.
  fileprivate init(targets size: Double, _ generator: inout Generator) {
    self.init(5, features: 3, &generator)
    targets = targets.map { $0 * size }
    if size < 1 { weights = [0, 0, 0] }
  }
}
