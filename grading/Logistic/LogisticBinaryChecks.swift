import Checks
import LabKit
import Labs

extension LogisticHiddenChecks {
  static let sigmoidExtreme = Check(
    "sigmoid.extreme", "sigmoid: z = ±1000", points: 0.3, after: ["sigmoid"],
    hint:
      "e¹⁰⁰⁰ is infinite in a Double: write the formula for z ≥ 0 and for z < 0 so that only small powers are taken."
  ) { generator in
    var draw = ValueDraw()
    for z in [1000, -1000, 40, -40, generator.uniform(700, 1000), generator.uniform(-1000, -700)] {
      draw.add("large z", LogisticLab.sigmoid(z))
    }
    return draw.draw()
  }

  /// Weights of −1 and 1 and samples of eighths: w·x + b is exact, and exactly 0 or 2⁻²⁰ from it.
  static let decideEdges = Check(
    "decide.edges", "decide: on the line, next to it, far from it", points: 0.3, after: ["decide"],
    hint: "A sample exactly on the line is of class 1; compare w·x + b with 0 itself, without a tolerance."
  ) { generator in
    var draw = ValueDraw()
    for (name, shift) in [
      ("on the line", 0.0), ("next to the line", 0x1p-20), ("next to the line", -0x1p-20), ("far away", 1000),
      ("far away", -1000),
    ] {
      let point = Double(1 + generator.integer(below: 32)) / 8
      let model = LogisticModel(weights: [1, -1], bias: shift - point)
      draw.add(name, LogisticLab.decide(model, Tensor(rows: [[point, 0], [2 * point, point]])))
    }
    return draw.draw()
  }

  static let lossExtreme = Check(
    "loss.extreme", "logisticLoss: sums of ±1000", points: 0.4, after: ["loss"],
    hint: "Both −ln p and −ln(1 − p) are softplus functions, ln(1 + e^±z): how to have them without a large power?"
  ) { generator in
    var draw = ValueDraw()
    for bias in [1000.0, -1000] {
      var set = LogisticSet(6, features: 2, &generator)
      set.model.bias = bias
      draw.add("large sums", set.loss)
      for (name, label) in [("every label 0", 0), ("every label 1", 1)] {
        set.labels = [Int](repeating: label, count: 6)
        draw.add(name, set.loss)
      }
    }
    return draw.draw()
  }

  static let gradientEdges = Check(
    "gradient.edges", "logisticGradient: no samples, many features, large sums", points: 0.3, after: ["gradient"],
    hint: "As many derivatives as there are weights, whatever the samples are; σ must be right for large sums too."
  ) { generator in
    var draw = ValueDraw()
    draw.add("no samples", LogisticSet(0, features: 3, &generator).gradient)
    draw.add("many features", LogisticSet(4, features: 20, &generator).gradient)
    draw.add("as many samples as features", LogisticSet(4, features: 4, &generator).gradient)
    for bias in [1000.0, -1000] {
      var set = LogisticSet(5, features: 2, &generator)
      set.model.bias = bias
      draw.add("large sums", set.gradient)
    }
    return draw.draw(partial: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "logisticGradient: the slope of your own loss", points: 0.5,
    hint: """
      Nudge one weight by ±h: your loss must change by 2h times what your gradient says. A factor between them is a \
      factor forgotten in one of the two.
      """
  ) { generator in
    var draw = GradientDraw<LogisticModel>()
    for (name, count, features) in [("tiny", 2, 1), ("three features", 7, 3), ("one sample", 1, 4)] {
      let set = LogisticSet(count, features: features, &generator)
      draw.add(
        at: set.model, names: ["weights (\(name))", "bias (\(name))"], using: &generator,
        gradient: { LogisticLab.gradient($0, set.samples, set.labels) },
        loss: { LogisticLab.loss($0, set.samples, set.labels) })
    }
    return draw.draw
  }

  /// Along a direction u the gradient's slope is ∇·u, and the gradient of that is H u.
  static let hessianDifferences = Check(
    "hessian.differences", "logisticHessian: the slope of your own gradient", points: 0.5,
    hint: """
      Nudge one weight by ±h: your gradient must change by 2h times that weight's column of your Hessian. The bias has a \
      row and a column too.
      """
  ) { generator in
    var draw = GradientDraw<LogisticModel>()
    for (name, count, features) in [("one feature", 3, 1), ("three features", 7, 3)] {
      let set = LogisticSet(count, features: features, &generator)
      let direction = LogisticModel(weights: generator.normal(shape: [features]).values, bias: generator.normal())
      draw.add(
        at: set.model, names: ["weights (\(name))", "bias (\(name))"], using: &generator,
        gradient: { LogisticLab.bend($0, set.samples, direction) },
        loss: { LogisticLab.slope($0, set.samples, set.labels, direction) })
    }
    return draw.draw
  }

  /// Sixty samples whose labels follow the first feature, with noise: no plane separates them, and it takes six steps or so
  /// from zeros to the minimum.
  static let newtonMany = Check(
    "newton.many", "logisticNewton: to the minimum, no steps, from afar", points: 0.4, after: ["newton"],
    hint: "Both gradient and Hessian are taken anew at each step's model; no steps leave the model as it was."
  ) { generator in
    var draw = ValueDraw()
    var noisy = LogisticSet(60, features: 2, &generator)
    noisy.labels = (0..<60).map { noisy.samples[$0, 0] + 0.7 * generator.normal() > 0 ? 1 : 0 }
    draw.add("ten steps", noisy.newton(steps: 10))
    let set = LogisticSet(60, features: 3, &generator)
    draw.add("no steps", LogisticLab.newton(set.model, set.samples, set.labels, 0))
    let near = LogisticModel(weights: set.model.weights.map { $0 / 4 }, bias: set.model.bias / 4)
    draw.add("from another model", LogisticLab.newton(near, set.samples, set.labels, 2))
    return draw.draw()
  }
}
