import Checks
import LabKit
import Labs

extension PerceptronHiddenChecks {
  static let batchEdges = Check(
    "batchDescent.edges", "batchDescent: many steps, small slopes, no steps, no samples", points: 0.4,
    after: ["gradient"],
    hint: "No steps leave the model as it was; all steps are made, however small they become."
  ) { generator in
    var draw = ValueDraw()
    for (name, link, count, features, rate, epochs) in [
      ("many steps", Link.identity, 8, 2, 0.01, 150), ("one sample", .tanh, 1, 4, 0.2, 3),
      ("small slopes", .tanh, 5, 2, 1e-6, 6), ("no features", .tanh, 4, 0, 0.1, 3),
      ("no steps", .tanh, 5, 3, 0.1, 0), ("no samples", .identity, 0, 3, 0.1, 2),
    ] {
      let problem = AdalineProblem(count: count, features: features, &generator)
      draw.add(
        name, problem.batchDescent(link, learningRate: rate, epochs: epochs), isTrivial: count == 0 || epochs == 0
      ) { problem.ownBatchDescent(&$0, link, learningRate: rate, epochs: epochs) }
    }
    // At the bottom of the cost all but rounding is 0; then on from where it is not.
    for height in [0x1p-20, 0x1p-32] {
      var bottom = AdalineProblem(count: 3, features: 3, &generator)
      bottom.targets = bottom.samples.map { $0.dot(bottom.model.weights) + bottom.model.bias }
      bottom.model.bias += height
      draw.add("near the bottom", bottom.batchDescent(.identity, learningRate: 0.05, epochs: 20)) {
        bottom.ownBatchDescent(&$0, .identity, learningRate: 0.05, epochs: 20)
      }
    }
    // Errors of any size, and a rate at which they grow without end.
    for (name, size, rate) in [("large targets", 1e9, 0.01), ("tiny targets", 1e-20, 0.01), ("a rate too large", 1, 8)]
    {
      let problem = AdalineProblem(targets: size, &generator)
      draw.add(
        name, problem.batchDescent(.identity, learningRate: rate, epochs: 8), unit: min(1, size)
      ) { problem.ownBatchDescent(&$0, .identity, learningRate: rate, epochs: 8) }
    }
    return draw.draw(partial: true)
  }

  static let stochasticEdges = Check(
    "stochasticDescent.edges", "stochasticDescent: repeated, few and no indices", points: 0.4, after: ["gradient"],
    hint: "order alone says which samples are visited, how often and when."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, order) in [
      ("one sample many times", 4, [2, 2, 2, 2, 2]), ("a few of many", 9, [8, 1, 4]), ("empty order", 5, []),
      ("longer than the set", 3, [0, 1, 2, 2, 1, 0, 1, 1]),
    ] {
      let problem = AdalineProblem(count: count, features: 3, &generator)
      draw.add(
        name, problem.stochasticDescent(.tanh, learningRate: 0.1, order: order), isTrivial: order.isEmpty
      ) { problem.ownStochasticDescent(&$0, .tanh, learningRate: 0.1, order: order) }
    }
    for (name, size) in [("large targets", 1e9), ("tiny targets", 1e-20)] {
      let (problem, order) = (AdalineProblem(targets: size, &generator), [2, 0, 1, 3, 0])
      draw.add(
        name, problem.stochasticDescent(.identity, learningRate: 0.1, order: order), unit: min(1, size)
      ) { problem.ownStochasticDescent(&$0, .identity, learningRate: 0.1, order: order) }
    }
    let bare = AdalineProblem(count: 4, features: 0, &generator)
    draw.add("no features", bare.stochasticDescent(.tanh, learningRate: 0.1, order: [3, 0, 3])) {
      bare.ownStochasticDescent(&$0, .tanh, learningRate: 0.1, order: [3, 0, 3])
    }
    return draw.draw(partial: true)
  }

  /// CPU time at a few samples of a few features, then with more samples, more features, more steps: a gradient or all
  /// sums taken anew for each weight falls behind by the number of weights.
  static let timing = Check(
    "timing", "batchDescent: no more work than needed", points: 0.4,
    after: ["gradient", "batchDescent"],
    hint: "One step needs w·x + b once for each sample: look for a gradient or a cost inside a loop over features."
  ) { generator in
    let sizes = [(40, 4, 300), (640, 4, 40), (40, 64, 80), (40, 4, 2400)]
    // Each size in even rounds and in odd ones, for these differ in who goes first.
    let turns = [0, 1, 2, 3, 1, 0, 3, 2]
    let calls = (0..<56).map { round in
      let (count, features, epochs) = sizes[turns[round % turns.count]]
      return AdalineProblem.fromNearZero(count: count, features: features, &generator)
        .batchDescent(.tanh, learningRate: 1e-3, epochs: epochs)
    }
    return Draw(
      calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: turns)))
  }

  /// CPU time on a few samples, then with many more to choose from, and with a longer order.
  static let stochasticTiming = Check(
    "stochasticDescent.timing", "stochasticDescent: no more work than needed", points: 0.3,
    after: ["gradient", "stochasticDescent"],
    hint: "A step needs one sample only: look for work on all of them, and for arrays that are copied, at each step."
  ) { generator in
    let sizes = [(20, 2000), (800, 2000), (20, 40_000)]
    let calls = (0..<42).map { round in
      let (count, steps) = sizes[round % sizes.count]
      let order = (0..<steps).map { _ in generator.integer(below: count) }
      return AdalineProblem.fromNearZero(count: count, features: 30, &generator)
        .stochasticDescent(.tanh, learningRate: 1e-3, order: order)
    }
    return Draw(
      calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: Array(sizes.indices))))
  }
}

extension AdalineProblem {
  /// A problem whose answer is what the descent makes of it, and nothing of where it began.
  fileprivate static func fromNearZero(count: Int, features: Int, _ generator: inout Generator) -> AdalineProblem {
    var problem = AdalineProblem(count: count, features: features, &generator)
    problem.model.weights = problem.model.weights.map { 0.001 * $0 }
    problem.model.bias *= 0.001
    return problem
  }
}
