import Checks
import LabKit
import Labs

extension RegularizationHiddenChecks {
  static let ridgeEdges = Check(
    "ridge.edges", "ridgeLoss, ridgeGradient: no samples, a large bias", points: 0.5,
    after: ["ridgeLoss", "ridgeGradient"],
    hint: "Without samples there is the penalty alone; the bias is never penalised, however large."
  ) { generator in
    var draw = ValueDraw()
    let none = RidgeSet(0, features: 3, lambda: 0.5, &generator)
    draw.add("no samples, loss", none.loss)
    draw.add("no samples, gradient", none.gradient)
    var far = RidgeSet(4, features: 2, lambda: 0.5, &generator)
    far.model.bias = 1000
    draw.add("a large bias, loss", far.loss)
    draw.add("a large bias, gradient", far.gradient)
    return draw.draw(partial: true)
  }

  static let ridgeDifferences = Check(
    "ridgeGradient.differences", "ridgeGradient: the slope of your own loss", points: 0.5,
    hint: "Nudge one weight by ±h: your ridgeLoss must change by 2h times what your gradient says; the bias too."
  ) { generator in
    var draw = GradientDraw<RidgeModel>()
    for (name, count, features, lambda) in [("tiny", 1, 1, 0.5), ("many samples", 7, 4, 0.1)] {
      let set = RidgeSet(count, features: features, lambda: lambda, &generator)
      draw.add(
        at: set.model, names: ["weights (\(name))", "bias (\(name))"], directions: 4, using: &generator,
        gradient: { RegularizationLab.ridgeGradient($0, set.samples, set.targets, lambda) },
        loss: { RegularizationLab.ridgeLoss($0, set.samples, set.targets, lambda) })
    }
    return draw.draw
  }

  static let descentEdges = Check(
    "ridgeDescent.edges", "ridgeDescent: many steps, no steps, no samples", points: 0.2, after: ["ridgeDescent"],
    hint: "Without samples the weights shrink and the bias stays; no steps change nothing."
  ) { generator in
    var draw = ValueDraw()
    draw.add("many steps", RidgeSet(20, features: 2, lambda: 0.1, &generator).descent(rate: 0.05, steps: 100))
    draw.add("no steps", RidgeSet(5, features: 3, lambda: 0.1, &generator).descent(rate: 0.1, steps: 0))
    draw.add("no samples", RidgeSet(0, features: 3, lambda: 0.5, &generator).descent(rate: 0.1, steps: 3))
    return draw.draw()
  }

  static let stoppingEdges = Check(
    "earlyStopping.edges", "shouldStop: equal losses, a late improvement, nothing at all", points: 0.5,
    after: ["earlyStopping"],
    hint: "A loss that equals the best one is no improvement; a better one starts the count anew."
  ) { generator in
    var draw = ValueDraw()
    let least = generator.uniform(0.5, 1)
    draw.add("equal losses", RegularizationLab.earlyStopping([2, least, least, least, least, least, least], 3))
    let late = generator.losses(falling: 3, then: 2) + generator.losses(falling: 20, then: 6).map { $0 - 4 }
    draw.add("a late improvement", RegularizationLab.earlyStopping(late, 3))
    draw.add(
      "better than the one before, not than the best",
      RegularizationLab.earlyStopping([1, 3, 2.5, 2, 1.5 + 0.25 * least, 1.25, 1.2], 4))
    draw.add("no epochs", RegularizationLab.earlyStopping([], 2))
    draw.add("one epoch", RegularizationLab.earlyStopping([least], 1))
    return draw.draw(partial: true)
  }

  /// Two classes on either side of a plane, few samples, and a model that starts far off on its wrong side.
  static let learn = Check(
    "learn", "learn: decisions on samples never seen in training", points: 0.5, after: ["ridgeDescent"],
    hint: "Print the loss every twenty steps: it must fall, and stay down."
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for features in [3, 6, 12] {
      let normal = generator.normal(shape: [features])
      let direction = normal / (normal * normal).sum().squareRoot()
      let samples = generator.normal(shape: [260, features])
      let sides = (0..<260).map { (samples.row($0) * direction).sum() }
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: sides[60...].map { $0 >= 0 ? 1 : 0 }))
      calls.append(
        RegularizationLab.learn(
          RidgeModel(weights: (direction * -8).values, bias: 0), samples.rows(at: Array(0..<60)),
          sides[..<60].map { $0 >= 0 ? 1 : -1 }, 0.02, 0.05, 150, samples.rows(at: Array(60..<260))))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)))
  }
}
