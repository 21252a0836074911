import Checks
import LabKit
import Labs

extension PerceptronHiddenChecks {
  static let costEdges = Check(
    "cost.edges", "cost: no samples, many samples, sums of ±1000", points: 0.3, after: ["cost"],
    hint: "A sum over no samples is 0; tanh of a large number is 1, with no formula of your own in between."
  ) { generator in
    var draw = ValueDraw()
    draw.add("no samples", AdalineProblem(count: 0, features: 2, &generator).cost(.identity))
    draw.add("many samples", AdalineProblem(count: 60, features: 4, &generator).cost(.tanh))
    for link in [Link.identity, .tanh] {
      for bias in [1000.0, -1000] {
        var problem = AdalineProblem(count: 4, features: 3, &generator)
        problem.model.bias = bias
        draw.add("large sums", problem.cost(link))
      }
    }
    return draw.draw()
  }

  static let gradientOracle = Check(
    "gradient.oracle", "gradient: any number of samples and features", points: 0.6, after: ["gradient"],
    hint: "As many derivatives as the model has weights, whatever the samples are; sums start from 0."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, features) in [
      ("no samples", 0, 3), ("one feature", 6, 1), ("as many samples as features", 4, 4), ("many features", 3, 25),
      ("many samples", 80, 2),
    ] {
      for link in [Link.identity, .tanh] {
        draw.add(name, AdalineProblem(count: count, features: features, &generator).gradient(link))
      }
    }
    return draw.draw(partial: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own cost", points: 0.8,
    hint: """
      Nudge one weight by ±h: your cost must change by 2h times what your gradient says. A factor between them is a \
      factor forgotten in one of the two; a bias that does not agree is a derivative of its own.
      """
  ) { generator in
    var draw = GradientDraw<LinearModel>()
    for (name, count, features, link, directions) in [
      ("tiny", 2, 1, Link.tanh, 3), ("tanh", 5, 4, .tanh, 5), ("identity", 6, 3, .identity, 4),
    ] {
      let problem = AdalineProblem(count: count, features: features, &generator)
      draw.add(
        at: problem.model, names: ["weights (\(name))", "bias (\(name))"], directions: directions, using: &generator,
        gradient: { PerceptronLab.gradient($0, link, problem.samples, problem.targets) },
        loss: { PerceptronLab.cost($0, link, problem.samples, problem.targets) })
    }
    return draw.draw
  }

  static let batchEdges = Check(
    "batchDescent.edges", "batchDescent: many steps, no steps, no samples", points: 0.4, after: ["batchDescent"],
    hint: "No steps leave the model as it was; many small ones end near the least cost."
  ) { generator in
    var draw = ValueDraw()
    let many = AdalineProblem(count: 8, features: 2, &generator)
    draw.add("many steps", many.batchDescent(.identity, learningRate: 0.01, epochs: 150))
    draw.add(
      "one sample", AdalineProblem(count: 1, features: 4, &generator).batchDescent(.tanh, learningRate: 0.2, epochs: 3))
    draw.add(
      "no steps", AdalineProblem(count: 5, features: 3, &generator).batchDescent(.tanh, learningRate: 0.1, epochs: 0))
    draw.add(
      "no samples",
      AdalineProblem(count: 0, features: 3, &generator).batchDescent(.identity, learningRate: 0.1, epochs: 2))
    return draw.draw()
  }

  static let stochasticEdges = Check(
    "stochasticDescent.edges", "stochasticDescent: repeated, few and no indices", points: 0.4,
    after: ["stochasticDescent"],
    hint: "order alone says which samples are visited, how often and when."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, order) in [
      ("one sample many times", 4, [2, 2, 2, 2, 2]), ("a few of many", 9, [8, 1, 4]), ("empty order", 5, []),
      ("longer than the set", 3, [0, 1, 2, 2, 1, 0, 1, 1]),
    ] {
      let problem = AdalineProblem(count: count, features: 3, &generator)
      draw.add(name, problem.stochasticDescent(.tanh, learningRate: 0.1, order: order))
    }
    return draw.draw()
  }

  /// CPU time, at most 12 times the reference's: a gradient taken anew for each of the 30 weights takes 30 times as long.
  static let timing = Check(
    "timing", "batchDescent: no more work than needed", points: 0.5, after: ["batchDescent"],
    hint: "One step needs w·x + b once for each sample: look for a gradient or a cost inside a loop over features."
  ) { generator in
    let calls = (0..<28).map { _ in
      AdalineProblem(count: 100, features: 30, &generator).batchDescent(.tanh, learningRate: 0.001, epochs: 200)
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 12, warmUp: 3)))
  }
}
