package import Checks
import LabKit

/// What the Optimizers handout checks, with public seeds: the gradient of a batch, the rules, then what uses them.
package enum OptimizersPublicChecks {
  package static let all: [Check] = [
    batchLoss, batchGradient, sgd, momentum, nesterov, adaGrad, rmsProp, adam, adamW, train, newton,
  ]

  static let batchLoss = Check(
    "batchLoss", "batchLoss: the mean of ½ (w·x − y)² over a batch", points: 0.3,
    hint: "Only the samples that the batch names count; half of each squared error, divided by the batch's size."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, batch) in [
      ("a few of many", 9, [7, 0, 4]), ("one of many", 5, [3]), ("all of them", 4, [0, 1, 2, 3]),
    ] {
      draw.add(name, LeastSquaresSet(count, features: 3, &generator).loss(batch))
    }
    return draw.draw()
  }

  static let batchGradient = Check(
    "batchGradient", "batchGradient: the mean gradient over a batch", points: 0.5,
    hint: """
      Differentiate one sample's ½ (w·x − y)² in each weight by the chain rule; add up over the batch, then divide by the \
      size of the batch: not by that of the set.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, count, batch) in [
      ("a few of many", 9, [8, 2, 5]), ("one of many", 6, [4]), ("all of them", 5, [0, 1, 2, 3, 4]),
    ] {
      draw.add(name, LeastSquaresSet(count, features: 4, &generator).gradient(batch))
    }
    return draw.draw()
  }

  static let sgd = Check(
    "sgd", "sgd: θ ← θ − η g", points: 0.3,
    hint: "Each parameter moves against its own derivative, by the rate times as much."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, parameters, rate) in [
      ("one step", 1, 3, 0.5), ("four steps", 4, 2, 0.1), ("one parameter", 3, 1, 2),
    ] {
      let descent = Descent(steps, parameters: parameters, &generator)
      draw.add(name, OptimizersLab.sgd(descent.start, descent.gradients, rate))
    }
    let far = Descent(3, parameters: 2, &generator)
    draw.add("large gradients", OptimizersLab.sgd(far.start, far.gradients * 1e9, 0.1))
    draw.add("tiny gradients", OptimizersLab.sgd([0, 0], far.gradients * 1e-20, 0.1), unit: 1e-20)
    return draw.draw()
  }

  static let momentum = Check(
    "momentum", "momentum: a velocity that is carried along", points: 0.4,
    hint: "The velocity of a step is μ times that of the step before, plus what this gradient adds; keep it in memory."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, parameters, rate, momentum) in [
      ("one step", 1, 3, 0.5, 0.9), ("five steps", 5, 2, 0.1, 0.5), ("many steps", 30, 3, 0.2, 0.9),
    ] {
      let descent = Descent(steps, parameters: parameters, &generator)
      draw.add(name, OptimizersLab.momentum(descent.start, descent.gradients, rate, momentum))
    }
    return draw.draw()
  }

  /// The largest eigenvalue of a valley's A is below 3d + 2d, so that a rate of 0.1/d settles.
  static let nesterov = Check(
    "nesterov", "nesterov: the gradient where the velocity leads", points: 0.5,
    hint: "Ask for the gradient at θ + μ v: at the place where the old velocity alone would lead, not where you stand."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, parameters, momentum) in [
      ("two steps", 2, 3, 0.5), ("six steps", 6, 2, 0.9), ("many steps", 40, 4, 0.8), ("no momentum", 3, 2, 0),
    ] {
      let start = generator.normal(shape: [parameters]).values
      draw.add(
        name,
        OptimizersLab.nesterov(start, generator.valley(parameters), steps, 0.1 / Double(parameters), momentum))
    }
    var steep = generator.valley(3)
    steep.curvature = steep.curvature * 1e9
    draw.add(
      "a steep valley", OptimizersLab.nesterov(generator.normal(shape: [3]).values, steep, 4, 0.03e-9, 0.8))
    return draw.draw()
  }

  static let adaGrad = Check(
    "adaGrad", "adaGrad: a rate for each parameter, by the sum of its squares", points: 0.35,
    hint: "Add g² to what is remembered first, then divide by its root; each parameter has its own sum."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, parameters) in [("one step", 1, 3), ("five steps", 5, 2), ("many steps", 30, 3)] {
      let descent = Descent(steps, parameters: parameters, &generator)
      draw.add(name, OptimizersLab.adaGrad(descent.start, descent.gradients, 0.3, 1e-15))
    }
    return draw.draw()
  }

  static let rmsProp = Check(
    "rmsProp", "rmsProp: a rate for each parameter, by the running mean of its squares", points: 0.35,
    hint: "ρ is the share of the old mean that is kept; the new g² has the share 1 − ρ; then divide by the root."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, parameters, decay) in [
      ("one step", 1, 3, 0.9), ("five steps", 5, 2, 0.75), ("many steps", 30, 3, 0.95),
    ] {
      let descent = Descent(steps, parameters: parameters, &generator)
      draw.add(name, OptimizersLab.rmsProp(descent.start, descent.gradients, 0.1, decay, 1e-15))
    }
    return draw.draw()
  }

  static let adam = Check(
    "adam", "adam: both means, corrected by 1 − βᵗ", points: 0.5,
    hint: """
      Count the steps from 1 in memory.step; divide the mean by 1 − β₁ᵗ and the mean square by 1 − β₂ᵗ, without changing \
      what is remembered. With a tiny ε the first step has length η wherever the gradient is not 0.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, parameters) in [("one step", 1, 3), ("six steps", 6, 2), ("many steps", 40, 3)] {
      let descent = Descent(steps, parameters: parameters, &generator)
      draw.add(name, OptimizersLab.adam(descent.start, descent.gradients, .quick(&generator)))
    }
    return draw.draw()
  }

  static let adamW = Check(
    "adamW", "adamW: the weights decay beside Adam's step", points: 0.3, after: ["adam"],
    hint: "The decay never meets the gradient: θ shrinks by the factor 1 − η λ, and Adam's step comes on top."
  ) { generator in
    var draw = ValueDraw()
    for (name, steps, parameters, weightDecay) in [
      ("one step", 1, 3, 0.5), ("six steps", 6, 2, 0.1), ("many steps", 30, 3, 0.3),
    ] {
      let descent = Descent(steps, parameters: parameters, &generator)
      let settings = AdamSettings.quick(&generator)
      draw.add(name, OptimizersLab.adamW(descent.start, descent.gradients, settings, weightDecay)) {
        descent.ownAdamW(&$0, settings, weightDecay)
      }
    }
    return draw.draw()
  }

  static let train = Check(
    "train", "train: a step of Adam for each batch of the order", points: 0.2, after: ["batchGradient", "adam"],
    hint: "Each batch's gradient is taken at the weights that the batch before left; one memory for the whole training."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, batchSize) in [("one batch", 4, 4), ("three batches", 6, 2), ("batches of one", 4, 1)] {
      let set = LeastSquaresSet(count, features: 3, &generator)
      let (order, settings) = (generator.permutation(count), AdamSettings.quick(&generator))
      draw.add(name, set.train(order, batchSize: batchSize, settings)) {
        set.ownTraining(&$0, LeastSquaresSet.batches(of: order, batchSize), settings)
      }
    }
    return draw.draw()
  }

  /// Curves that rise everywhere, so that Newton's method finds their one root.
  static let newton = Check(
    "newton", "newtonRoot: x ← x − f(x) / f′(x)", points: 0.3,
    hint: "Take value and slope at the same x, step, and look at how long the step was; count the steps made."
  ) { generator in
    var draw = ValueDraw()
    for name in ["a", "another"] {
      let (flat, slope, cube) = (generator.normal(), generator.uniform(1, 2), generator.uniform(0.25, 1))
      draw.add(
        "\(name) cubic", OptimizersLab.newtonRoot(NewtonCurve([flat, slope, 0, cube]), generator.normal(), 1e-9, 60))
      draw.add(
        "\(name) exponential",
        OptimizersLab.newtonRoot(
          NewtonCurve([-generator.uniform(1.5, 4), slope], exponential: 1), generator.normal(), 1e-9, 60))
    }
    return draw.draw()
  }
}
