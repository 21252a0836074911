import Checks
import LabKit
import Labs

extension OptimizersHiddenChecks {
  static let trainBatches = Check(
    "train.batches", "train: a smaller last batch, long and empty orders", points: 0.4, after: ["train"],
    hint: "order alone says which samples are visited, how often and when; what is left at its end is a batch too."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, order, batchSize) in [
      ("a smaller last batch", 7, [3, 0, 6, 2, 5, 1, 4], 3), ("a batch larger than the order", 5, [4, 1, 0], 10),
      ("several passes", 3, [0, 1, 2, 2, 1, 0, 1], 2), ("empty order", 4, [], 2),
    ] {
      let set = LeastSquaresSet(count, features: 3, &generator)
      draw.add(name, set.train(order, batchSize: batchSize, .quick(&generator)))
    }
    return draw.draw(partial: true)
  }

  static let trainRepeats = Check(
    "train.repeats", "train: the same batches, the same weights", points: 0.3, after: ["batchGradient"],
    hint: "The order is given, so nothing is left to chance; each training starts from an empty memory."
  ) { generator in
    var draw = RepeatDraw()
    let order = generator.permutation(8)
    let settings = AdamSettings.quick(&generator)
    draw.add(
      "train", (0..<4).map { _ in LeastSquaresSet(8, features: 3, &generator).train(order, batchSize: 2, settings) })
    return draw.draw
  }

  /// Two classes on either side of a plane through 0, and weights that start far off on its wrong side: 180 steps of 0.1
  /// take any weight where it belongs.
  static let learn = Check(
    "learn", "learn: decisions on samples never seen in training", points: 0.5, after: ["train"],
    hint: "Print the loss of the whole set every ten batches: it must fall, and stay down."
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for features in [3, 5, 8] {
      let normal = generator.normal(shape: [features])
      let direction = normal / (normal * normal).sum().squareRoot()
      let samples = generator.normal(shape: [500, features])
      let sides = (0..<500).map { (samples.row($0) * direction).sum() }
      let order = (0..<6).flatMap { _ in generator.permutation(300) }
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: sides[300...].map { $0 >= 0 ? 1 : 0 }))
      calls.append(
        OptimizersLab.learn(
          (direction * -8).values, samples.rows(at: Array(0..<300)), sides[..<300].map { $0 >= 0 ? 1 : -1 }, order, 10,
          AdamSettings(rate: 0.1), samples.rows(at: Array(300..<500))))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)))
  }
}
