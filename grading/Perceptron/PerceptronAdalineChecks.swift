import Checks
import LabKit
import Labs

extension PerceptronHiddenChecks {
  static let costEdges = Check(
    "cost.edges", "cost: no samples, many samples, sums of ±1000", points: 0.3,
    hint: "A sum over no samples is 0; tanh of a large number is 1, with no formula of your own in between."
  ) { generator in
    var draw = ValueDraw()
    draw.add("no samples", AdalineProblem(count: 0, features: 2, &generator).cost(.identity), isTrivial: true)
    draw.add("many samples", AdalineProblem(count: 60, features: 4, &generator).cost(.tanh))
    draw.add("no features", AdalineProblem(count: 3, features: 0, &generator).cost(.tanh))
    for link in [Link.identity, .tanh] {
      for bias in [1000.0, -1000] { draw.add("large sums", AdalineProblem(bias: bias, &generator).cost(link)) }
      draw.add("large targets", AdalineProblem(targets: 1e9, &generator).cost(link))
      draw.add("tiny targets", AdalineProblem(targets: 1e-20, &generator).cost(link), unit: 1e-40)
    }
    return draw.draw(partial: true)
  }

  /// The last one has some 12,000 weights: one sweep over the samples takes milliseconds, a cost for each weight seconds.
  static let gradientOracle = Check(
    "gradient.oracle", "gradient: any number of samples and features", points: 0.6,
    hint: "As many derivatives as the model has weights, whatever the samples are; sums start from 0.", budget: 3
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [
      ("no samples", 0, 3), ("no features", 4, 0), ("one feature", 6, 1), ("as many samples as features", 4, 4),
      ("many features", 3, 25), ("many samples", 80, 2),
    ] {
      for link in [Link.identity, .tanh] {
        draw.add(
          name, AdalineProblem(count: count, features: features, &generator).gradient(link), isTrivial: count == 0)
      }
    }
    for link in [Link.identity, .tanh] {
      for bias in [1000.0, -1000] { draw.add("large sums", AdalineProblem(bias: bias, &generator).gradient(link)) }
      // Costs of which differences lose what the derivative has.
      draw.add("large targets", AdalineProblem(targets: 1e9, &generator).gradient(link))
      draw.add("tiny targets", AdalineProblem(targets: 1e-20, &generator).gradient(link), unit: 1e-20)
    }
    var wide = AdalineProblem(count: 30, features: 12_000, &generator)
    wide.model.weights = wide.model.weights.map { $0 / 128 }
    draw.add("many weights", wide.gradient(.tanh))
    return draw.draw(partial: true)
  }

  /// The wide set has numbers enough for what has nothing to do with the samples not to look like the gradient by chance,
  /// and targets so large that the gradient is theirs and not the weights'.
  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own cost", points: 0.7, after: ["cost"],
    hint: """
      Nudge one weight by ±h: your cost must change by 2h times what your gradient says. A factor between them is a \
      factor forgotten in one of the two; a bias that does not agree is a derivative of its own.
      """
  ) { generator in
    var draw = GradientDraw<LinearModel>()
    for (name, count, features, link, directions) in [
      ("tiny", 2, 1, Link.tanh, 3), ("tanh", 5, 4, .tanh, 5), ("identity", 6, 3, .identity, 4),
      ("many features", 20, 150, .identity, 3),
    ] {
      var problem = AdalineProblem(count: count, features: features, &generator)
      if features > 100 { problem.targets = problem.targets.map { 100 * $0 } }
      draw.add(
        at: problem.model, names: ["weights (\(name))", "bias (\(name))"], directions: directions, using: &generator,
        gradient: { PerceptronLab.gradient($0, link, problem.samples, problem.targets) },
        loss: { PerceptronLab.cost($0, link, problem.samples, problem.targets) })
    }
    return draw.draw
  }
}

extension AdalineProblem {
  /// Four samples whose sums are far off 0, where tanh is flat.
  fileprivate init(bias: Double, _ generator: inout Generator) {
    self.init(count: 4, features: 3, &generator)
    model.bias = bias
  }

  /// Four samples whose targets are of this size; where they are tiny the model is zeros, so that errors are so, too.
  init(targets size: Double, _ generator: inout Generator) {
    self.init(count: 4, features: 3, &generator)
    targets = targets.map { size * $0 }
    if size < 1 { model = LinearModel(weights: [0, 0, 0], bias: 0) }
  }
}
