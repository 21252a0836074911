import Checks
import LabKit
import Labs

extension RegressionHiddenChecks {
  static let foldsEdges = Check(
    "folds.edges", "folds: sizes that differ by one, one fold, a fold for each", points: 0.4, after: ["folds"],
    hint: "Where the number of indices is no multiple of the number of folds, the first ones have one more."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, folds) in [
      ("sizes differ", 11, 3), ("sizes differ", 14, 4), ("one fold", 5, 1), ("a fold for each", 6, 6),
      ("more folds than indices", 2, 4),
    ] {
      draw.add(name, RegressionLab.folds(generator.permutation(count), folds))
    }
    return draw.draw(partial: true)
  }

  static let crossValidationEdges = Check(
    "crossValidation.edges", "crossValidationError: folds of unlike sizes, one left out, a constant", points: 0.5,
    after: ["crossValidation"],
    hint: "Each fold has the same weight in the mean, however many points it has."
  ) { generator in
    var draw = ValueDraw()
    let order = generator.permutation(17)
    let uneven = [Array(order[..<2]), Array(order[2..<9]), Array(order[9...])]
    draw.add("unlike sizes", NoisyCurve(17, power: 2, noise: 0.5, &generator).crossValidation(degree: 1, uneven))
    let curve = NoisyCurve(9, power: 1, noise: 0.5, &generator)
    draw.add("one left out", curve.crossValidation(degree: 1, generator.dealt(9, folds: 9)))
    draw.add("a constant", curve.crossValidation(degree: 0, generator.dealt(9, folds: 3)))
    draw.add(
      "some points in no fold",
      NoisyCurve(30, power: 3, &generator).crossValidation(degree: 2, generator.dealt(18, folds: 3)))
    return draw.draw(partial: true)
  }

  /// Targets that are all 0 are fitted exactly at any degree: the errors are all exactly 0.
  static let chooseDegreeEdges = Check(
    "chooseDegree.edges", "chooseDegree: ties, degrees in any order", points: 0.3, after: ["chooseDegree"],
    hint: "The lowest of several equal degrees, in whatever order they are listed."
  ) { generator in
    var draw = ValueDraw()
    var level = NoisyCurve(12, power: 1, &generator)
    level.y = level.y.map { _ in 0 }
    draw.add("ties", level.choose([1, 2, 3], generator.dealt(12, folds: 3)))
    draw.add("ties, falling", level.choose([3, 1, 2], generator.dealt(12, folds: 3)))
    draw.add("falling", NoisyCurve(30, power: 3, &generator).choose([3, 0], generator.dealt(30, folds: 5)))
    return draw.draw()
  }

  static let repeats = Check(
    "repeats", "descent, crossValidationError: the same points, the same answer", points: 0.2,
    after: ["gradient", "crossValidation"],
    hint: "Nothing may be kept in static or global variables, and nothing is left to chance."
  ) { generator in
    var draw = RepeatDraw()
    let folds = generator.dealt(15, folds: 3)
    draw.add("descent", (0..<4).map { _ in RegressionSet(6, features: 3, &generator).descent(rate: 0.1, steps: 3) })
    draw.add(
      "crossValidationError",
      (0..<4).map { _ in NoisyCurve(15, power: 2, &generator).crossValidation(degree: 2, folds) })
    return draw.draw
  }

  /// Noisy powers of x from 1 to 4, thirty sets for each of three orders; the label is the power. Even powers, twice as
  /// many, have hardly a line in them, so that whoever stops at the first degree that is no better never sees the parabola.
  static let selection = Check(
    "selection", "select: the degree of curves with noise", points: 0.6, after: ["chooseDegree", "folds"],
    hint: "folds and chooseDegree together: every degree on the list is tried, and each point is judged while left out."
  ) { generator in
    var calls: [Call] = []
    var trials: [AccuracyJudge.Trial] = []
    for _ in 0..<3 {
      let powers = (0..<30).map { _ in [1, 2, 2, 3, 4, 4][generator.integer(below: 6)] }
      let curves = powers.map { NoisyCurve(40, power: $0, &generator) }
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: powers))
      calls.append(
        RegressionLab.select(
          Tensor(rows: curves.map(\.x)), Tensor(rows: curves.map(\.y)), generator.permutation(40)))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)))
  }
}
