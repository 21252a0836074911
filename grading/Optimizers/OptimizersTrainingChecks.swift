import Checks
import LabKit
import Labs

extension OptimizersHiddenChecks {
  static let trainBatches = Check(
    "train.batches", "train: a smaller last batch, long and empty orders", points: 0.5,
    after: ["batchGradient", "adam", "adam.zero"],
    hint: "order alone says which samples are visited, how often and when; what is left at its end is a batch too."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, order, batchSize) in [
      ("a smaller last batch", 7, [3, 0, 6, 2, 5, 1, 4], 3), ("a batch larger than the order", 5, [4, 1, 0], 10),
      ("several passes", 3, [0, 1, 2, 2, 1, 0, 1], 2), ("empty order", 4, [], 2),
      ("labels of ±1, many batches", 30, (0..<360).map { $0 * 7 % 30 }, 2),
    ] {
      var set = LeastSquaresSet(count, features: 3, &generator)
      if count == 30 { set.targets = set.targets.map { $0 < 0 ? -1 : 1 } }
      let settings = AdamSettings.quick(&generator)
      draw.add(name, set.train(order, batchSize: batchSize, settings), isTrivial: order.isEmpty) {
        set.ownTraining(&$0, LeastSquaresSet.batches(of: order, batchSize), settings)
      }
    }
    // A sample of zeros has no gradient, but Adam's means move on. It is alone in its batches.
    var still = LeastSquaresSet(4, features: 3, &generator)
    for feature in 0..<3 { still.samples[2, feature] = 0 }
    let quick = AdamSettings.quick(&generator)
    draw.add("a batch without a gradient", still.train([0, 2, 2, 1, 2, 3], batchSize: 1, quick)) {
      still.ownTraining(&$0, LeastSquaresSet.batches(of: [0, 2, 2, 1, 2, 3], 1), quick)
    }
    // Weights that nearly fit: a loss of next to nothing ends no training.
    var met = LeastSquaresSet(8, features: 3, &generator)
    let outputs = met.samples.matmul(Tensor(shape: [3, 1], values: met.weights)).values
    met.targets = zip(outputs, met.targets).map { $0 + 1e-4 * $1 }
    let (order, settings) = (generator.permutation(8), AdamSettings.quick(&generator))
    draw.add("targets that are nearly met", met.train(order, batchSize: 4, settings)) {
      met.ownTraining(&$0, LeastSquaresSet.batches(of: order, 4), settings)
    }
    return draw.draw(partial: true)
  }

  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.3,
    hint: "Each run starts from an empty memory, and nothing else is kept: no static and no global variables."
  ) { generator in
    var draw = RepeatDraw()
    let order = generator.permutation(8)
    let settings = AdamSettings.quick(&generator)
    let sets = (0..<4).map { _ in LeastSquaresSet(8, features: 3, &generator) }
    let runs = (0..<4).map { _ in Descent(3, parameters: 3, &generator) }
    draw.add("batchLoss", sets.map { $0.loss([5, 2, 7]) }, isDetermined: false)
    // Of many numbers, and by the targets more than by the weights: nothing handed through looks like these.
    draw.add(
      "batchGradient",
      (0..<4).map { _ in
        var wide = LeastSquaresSet(8, features: 60, &generator)
        wide.targets = wide.targets.map { 100 * $0 }
        return wide.gradient([5, 2, 7])
      })
    draw.add("sgd", runs.map { OptimizersLab.sgd($0.start, $0.gradients, 0.1) })
    draw.add("momentum", runs.map { OptimizersLab.momentum($0.start, $0.gradients, 0.1, 0.9) })
    draw.add("nesterov", runs.map { OptimizersLab.nesterov($0.start, generator.valley(3), 3, 0.03, 0.9) })
    draw.add("adaGrad", runs.map { OptimizersLab.adaGrad($0.start, $0.gradients, 0.1, 1e-15) })
    draw.add("rmsProp", runs.map { OptimizersLab.rmsProp($0.start, $0.gradients, 0.1, 0.9, 1e-15) })
    draw.add("adam", runs.map { OptimizersLab.adam($0.start, $0.gradients, settings) }, isDetermined: false)
    draw.add("adamW", runs.map { OptimizersLab.adamW($0.start, $0.gradients, settings, 0.3) }, isDetermined: false)
    draw.add("train", sets.map { $0.train(order, batchSize: 2, settings) })
    draw.add(
      "newtonRoot",
      (0..<4).map { _ in
        OptimizersLab.newtonRoot(
          NewtonCurve([generator.normal(), generator.uniform(1, 2), 0, 1]), generator.normal(), 1e-9, 60)
      }, isDetermined: false)
    return draw.draw
  }

  /// Two classes on either side of a plane through 0, and weights that start far off on its wrong side: 180 steps of 0.1
  /// take any weight where it belongs.
  static let learn = Check(
    "learn", "learn: decisions on samples never seen in training", points: 0.4,
    after: ["batchGradient", "adam", "train"],
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
    // Where a function below is wrong: a small training by its own gradient and its own adam.
    let (small, order, settings) = (
      LeastSquaresSet(9, features: 4, &generator), generator.permutation(9), AdamSettings.quick(&generator)
    )
    var own = FollowThrough()
    own.require(
      "train", .answer(calls.count),
      equalsOneOf: small.ownTraining(&own, LeastSquaresSet.batches(of: order, 2), settings))
    calls.append(small.train(order, batchSize: 2, settings))
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)), own: own)
  }
}
