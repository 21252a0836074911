import Checks
import LabKit

extension PerceptronPublicChecks {
  static let cost = Check(
    "cost", "cost: Adaline's ½ Σ (y − φ(w·x + b))²", points: 0.5,
    hint: "Half the sum of squared differences between target and φ(w·x + b): a sum over the samples, not a mean."
  ) { generator in
    var draw = ValueDraw()
    for (name, link, count) in [("identity", Link.identity, 7), ("tanh", .tanh, 5), ("one sample, tanh", .tanh, 1)] {
      draw.add(name, AdalineProblem(count: count, features: 3, &generator).cost(link))
    }
    return draw.draw(partial: true)
  }

  static let gradient = Check(
    "gradient", "gradient: the derivatives of the cost", points: 0.75,
    hint: """
      Three functions stand one inside the other for each sample: half a square, φ, and w·x + b. Differentiate them from the \
      outside in, with care for the sign and for the point at which φ′ is taken; then sum over the samples.
      """
  ) { generator in
    var draw = ValueDraw()
    for (name, link, count) in [("identity", Link.identity, 6), ("tanh", .tanh, 5), ("one sample, tanh", .tanh, 1)] {
      draw.add(name, AdalineProblem(count: count, features: 3, &generator).gradient(link))
    }
    return draw.draw(partial: true)
  }

  static let batchDescent = Check(
    "batchDescent", "batchDescent: steps on all samples", points: 0.5, after: ["gradient"],
    hint: "Each step takes the gradient once, at the model before the step, and moves weights and bias against it."
  ) { generator in
    var draw = ValueDraw()
    for (name, link, epochs) in [("one step", Link.identity, 1), ("four steps", .tanh, 4)] {
      let problem = AdalineProblem(count: 6, features: 3, &generator)
      draw.add(name, problem.batchDescent(link, learningRate: 0.05, epochs: epochs)) {
        problem.ownBatchDescent(&$0, link, learningRate: 0.05, epochs: epochs)
      }
    }
    return draw.draw()
  }

  static let stochasticDescent = Check(
    "stochasticDescent", "stochasticDescent: a step on each sample of the order", points: 0.5, after: ["gradient"],
    hint: "For each index the gradient of that sample alone, at the model that the step before left."
  ) { generator in
    var draw = ValueDraw()
    for (name, link, order) in [
      ("identity", Link.identity, generator.permutation(6)), ("tanh", .tanh, generator.permutation(6)),
      ("an index twice, others never", .tanh, [4, 1, 4]),
    ] {
      let problem = AdalineProblem(count: 6, features: 3, &generator)
      draw.add(name, problem.stochasticDescent(link, learningRate: 0.1, order: order)) {
        problem.ownStochasticDescent(&$0, link, learningRate: 0.1, order: order)
      }
    }
    return draw.draw()
  }
}
