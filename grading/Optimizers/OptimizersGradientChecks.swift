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
    "batchLoss.edges", "batchLoss: empty batches, an index several times", points: 0.3, after: ["batchLoss"],
    hint: "No samples, no loss; a sample that is named twice counts twice."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, batch) in batches {
      draw.add(name, LeastSquaresSet(count, features: features, &generator).loss(batch))
    }
    return draw.draw()
  }

  static let gradientEdges = Check(
    "batchGradient.edges", "batchGradient: empty batches, an index several times", points: 0.4,
    after: ["batchGradient"],
    hint: "No samples, no slope: as many zeros as there are weights; a sample that is named twice counts twice."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, batch) in batches {
      draw.add(name, LeastSquaresSet(count, features: features, &generator).gradient(batch))
    }
    return draw.draw()
  }

  static let gradientDifferences = Check(
    "batchGradient.differences", "batchGradient: the slope of your own loss", points: 0.6,
    hint: """
      Nudge one weight by ±h: your batchLoss must change by 2h times what your batchGradient says. A factor between them \
      was forgotten in one of the two.
      """
  ) { generator in
    var draw = GradientDraw<[Double]>()
    for (name, count, features, batch) in [
      ("one sample", 3, 2, [1]), ("a few of many", 8, 4, [7, 1, 2]), ("all of them", 5, 3, [0, 1, 2, 3, 4]),
    ] {
      let set = LeastSquaresSet(count, features: features, &generator)
      draw.add(
        at: set.weights, names: ["weights (\(name))"], directions: 4, using: &generator,
        gradient: { OptimizersLab.batchGradient($0, set.samples, set.targets, batch) },
        loss: { OptimizersLab.batchLoss($0, set.samples, set.targets, batch) })
    }
    return draw.draw
  }

  /// CPU time, at most 15 times the reference's: w·x taken anew for each of the 150 features takes some 30 times as long,
  /// and so does the gradient of the whole set for each small batch. Arrays of arrays with all their copies take 3 times.
  static let timing = Check(
    "timing", "train: no more work than needed", points: 0.4, after: ["train"],
    hint: "A sample of a batch needs w·x once: look for it inside a loop over features, or for sums over the whole set."
  ) { generator in
    let calls = (0..<28).map { _ in
      let order = (0..<20).flatMap { _ in generator.permutation(100) }
      return LeastSquaresSet(100, features: 150, &generator).train(
        order, batchSize: 25, AdamSettings(rate: 0.01, epsilon: 1e-15))
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 15, warmUp: 3)))
  }
}
