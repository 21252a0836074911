import Checks
import LabKit
import Labs

extension RegularizationHiddenChecks {
  /// The last case has 10,000 weights: one sweep over the samples takes milliseconds, a loss for each weight seconds.
  static let ridgeEdges = Check(
    "ridge.edges", "ridgeLoss, ridgeGradient: no samples, a large bias, many weights", points: 0.5,
    hint: "Without samples there is the penalty alone; the bias is never penalised, however large.", budget: 2
  ) { generator in
    var draw = ValueDraw()
    let none = RidgeSet(0, features: 3, lambda: 0.5, &generator)
    draw.add("no samples, loss", none.loss)
    draw.add("no samples, gradient", none.gradient)
    var far = RidgeSet(4, features: 2, lambda: 0.5, &generator)
    far.model.bias = 1000
    draw.add("a large bias, loss", far.loss)
    draw.add("a large bias, gradient", far.gradient)
    // A sample with a vast error has nothing to say of a weight whose feature it lacks; the loss is full of it.
    var unlike = RidgeSet(4, features: 2, lambda: 0, &generator)
    for row in 0..<4 {
      unlike.samples[row, row < 2 ? 1 : 0] = 0
      if row >= 2 { unlike.targets[row] *= 1e12 }
    }
    draw.add("errors of unlike size", unlike.gradient)
    // Whatever unit the targets have: the loss goes with its square, the gradient with itself.
    for (name, size) in [("huge numbers", 1e9), ("tiny numbers", 1e-15)] {
      var scaled = RidgeSet(5, features: 3, lambda: 0.3, &generator)
      scaled.model = RidgeModel(weights: scaled.model.weights.map { size * $0 }, bias: size * scaled.model.bias)
      scaled.targets = scaled.targets.map { size * $0 }
      draw.add(name, scaled.loss, unit: size * size)
      draw.add(name, scaled.gradient, unit: size)
    }
    let bare = RidgeSet(5, features: 0, lambda: 0.3, &generator)
    draw.add("no features", bare.loss)
    draw.add("no features", bare.gradient)
    var wide = RidgeSet(60, features: 10_000, lambda: 0.1, &generator)
    wide.model.weights = wide.model.weights.map { $0 / 64 }
    draw.add("many weights, gradient", wide.gradient)
    return draw.draw(partial: true)
  }

  static let ridgeDifferences = Check(
    "ridgeGradient.differences", "ridgeGradient: the slope of your own loss", points: 0.5, after: ["ridgeLoss"],
    hint: "Nudge one weight by ±h: your ridgeLoss must change by 2h times what your gradient says; the bias too."
  ) { generator in
    var draw = GradientDraw<RidgeModel>()
    for (name, set) in [
      ("tiny", RidgeSet(1, features: 1, lambda: 0.5, &generator)),
      ("many samples", RidgeSet(7, features: 4, lambda: 0.1, &generator)),
      ("many features", RidgeSet.wide(&generator)),
    ] {
      draw.add(
        at: set.model, names: ["weights (\(name))", "bias (\(name))"], directions: 4, using: &generator,
        gradient: { RegularizationLab.ridgeGradient($0, set.samples, set.targets, set.lambda) },
        loss: { RegularizationLab.ridgeLoss($0, set.samples, set.targets, set.lambda) })
    }
    return draw.draw
  }

  static let descentEdges = Check(
    "ridgeDescent.edges", "ridgeDescent: many steps, small slopes, no steps, no samples", points: 0.4,
    after: ["ridgeGradient"],
    hint: "Without samples the weights shrink and the bias stays; no steps change nothing; all steps are made."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features, lambda, rate, steps) in [
      ("many steps", 20, 2, 0.1, 0.05, 100), ("no steps", 5, 3, 0.1, 0.1, 0), ("no samples", 0, 3, 0.5, 0.1, 3),
      ("labels of ±1", 20, 4, 0.02, 0.05, 30), ("small slopes", 6, 3, 0.1, 1e-7, 8),
    ] {
      var set = RidgeSet(count, features: features, lambda: lambda, &generator)
      if name == "labels of ±1" { set.targets = set.targets.map { $0 < 0 ? -1 : 1 } }
      draw.add(name, set.descent(rate: rate, steps: steps), isTrivial: steps == 0) { [set] in
        set.ownDescent(&$0, rate: rate, steps: steps)
      }
    }
    // A rate so large that the loss grows with every step, and by so much.
    for (name, rate) in [("a loss that grows", 2.0), ("a loss that grows", 50)] {
      let set = RidgeSet(8, features: 3, lambda: 0.1, &generator)
      draw.add(name, set.descent(rate: rate, steps: 9)) { set.ownDescent(&$0, rate: rate, steps: 9) }
    }
    var tiny = RidgeSet(8, features: 3, lambda: 0.1, &generator)
    tiny.model = RidgeModel(weights: tiny.model.weights.map { 1e-15 * $0 }, bias: 1e-15 * tiny.model.bias)
    tiny.targets = tiny.targets.map { 1e-15 * $0 }
    draw.add("tiny numbers", tiny.descent(rate: 0.05, steps: 20), unit: 1e-15) { [tiny] in
      tiny.ownDescent(&$0, rate: 0.05, steps: 20)
    }
    // All but at the bottom, without a penalty: the slopes are near 1e-6, and steps must still be made.
    var bottom = RidgeSet(6, features: 3, lambda: 0, &generator)
    bottom.targets = (0..<6).map { row in
      (bottom.samples.row(row) * Tensor(bottom.model.weights)).sum() + bottom.model.bias
    }
    bottom.model.bias += 0x1p-20
    draw.add("near the bottom", bottom.descent(rate: 0.1, steps: 20)) { [bottom] in
      bottom.ownDescent(&$0, rate: 0.1, steps: 20)
    }
    return draw.draw(partial: true)
  }

  /// Two classes on either side of a plane, few samples whose features hang together, and a model that starts from large
  /// weights that say nothing of the classes, whichever way it is turned. Along u the samples have twelve times the variance
  /// that they have elsewhere, and the plane's normal n leans to u a little: the difference of the class means, Σ n, points
  /// nearly along u, and tells the classes apart in three of four samples only.
  static let learn = Check(
    "learn", "learn: decisions on samples never seen in training", points: 0.3,
    after: ["ridgeGradient", "ridgeDescent"],
    hint: "Print the loss every twenty steps: it must fall, and stay down."
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for features in [3, 6, 12] {
      let long = generator.normal(shape: [features]).unit
      let normal = (0.3 * long + generator.normal(shape: [features]).across(long).unit).unit
      let means = normal + long * (11 * (normal * long).sum())
      let start = 8 * generator.normal(shape: [features]).across(means.unit).unit
      let even = generator.normal(shape: [260, features])
      let along = even.matmul(long.reshaped([features, 1])) * (12.0.squareRoot() - 1)
      let samples = even + along.matmul(long.reshaped([1, features]))
      let sides = (0..<260).map { (samples.row($0) * normal).sum() }
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: sides[60...].map { $0 >= 0 ? 1 : 0 }))
      calls.append(
        RegularizationLab.learn(
          RidgeModel(weights: start.values, bias: 0), samples.rows(at: Array(0..<60)),
          sides[..<60].map { $0 >= 0 ? 1 : -1 }, 0.02, 0.05, 150, samples.rows(at: Array(60..<260))))
    }
    // Where a function below is wrong: a training by its own gradient.
    let set = RidgeSet(12, features: 5, lambda: 0.2, &generator)
    var own = FollowThrough()
    own.require("training", .answer(calls.count), equalsOneOf: set.ownDescent(&own, rate: 0.05, steps: 3))
    calls.append(set.descent(rate: 0.05, steps: 3))
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)), own: own)
  }
}

extension Tensor {
  /// The same direction with length 1.
  fileprivate var unit: Tensor { self / (self * self).sum().squareRoot() }

  /// What is left of it square to a unit vector.
  fileprivate func across(_ unit: Tensor) -> Tensor { self - unit * (self * unit).sum() }
}
