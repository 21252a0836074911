import Checks
import LabKit
import Labs

extension RegressionHiddenChecks {
  static let foldsEdges = Check(
    "folds.edges", "folds: sizes that differ by one, one fold, a fold for each", points: 0.4,
    hint: "Where the number of indices is no multiple of the number of folds, the first ones have one more.",
    partial: true
  ) { draw, generator in
    for (name, count, folds) in [
      ("sizes differ", 11, 3), ("sizes differ", 14, 4), ("one fold", 5, 1), ("a fold for each", 6, 6),
      ("more folds than indices", 2, 4), ("no indices", 0, 3),
    ] {
      let isTrivial = folds == 1 || count == 0
      draw.add(name, RegressionLab.folds(generator.permutation(count), folds), isTrivial: isTrivial)
    }
  }

  static let crossValidationEdges = Check(
    "crossValidation.edges", "crossValidationError: folds of unlike sizes, of one point, of none", points: 0.5,
    after: ["features", "error", "closedForm"],
    hint: "Each fold has the same weight in the mean, however many points it has.", partial: true
  ) { draw, generator in
    func add(_ name: String, _ curve: NoisyCurve, degree: Int, _ folds: [[Int]]) {
      draw.add(name, curve.crossValidation(degree: degree, folds))
    }
    let order = generator.permutation(17)
    let uneven = [Array(order[..<2]), Array(order[2..<9]), Array(order[9...])]
    add("unlike sizes", NoisyCurve(17, power: 2, noise: 0.5, &generator), degree: 1, uneven)
    let curve = NoisyCurve(9, power: 1, noise: 0.5, &generator)
    add("folds of one point", curve, degree: 1, generator.dealt(9, folds: 9))
    add("a constant", curve, degree: 0, generator.dealt(9, folds: 3))
    add("an empty fold", curve, degree: 1, generator.dealt(9, folds: 3) + [[]])
    var twice = NoisyCurve(16, power: 2, noise: 0.5, &generator)
    for place in 0..<8 { twice.x[place + 8] = twice.x[place] }
    add("each x twice", twice, degree: 1, [[0, 9, 2, 11], [8, 1, 10, 3], [4, 13, 6, 15], [12, 5, 14, 7]])
    add("some points in no fold", NoisyCurve(30, power: 3, &generator), degree: 2, generator.dealt(18, folds: 3))
  }

  /// Targets that are all 0 are fitted exactly at any degree: the errors are all exactly 0.
  static let chooseDegreeEdges = Check(
    "chooseDegree.edges", "chooseDegree: ties, degrees in any order, small errors", points: 0.3,
    after: ["crossValidation"],
    hint: "The lowest of several equal degrees, in whatever order they are listed; compare the errors as they are."
  ) { draw, generator in
    func add(_ name: String, _ curve: NoisyCurve, _ degrees: [Int], _ folds: [[Int]]) {
      let others = NoisyCurve.unlike(curve.x.count, &generator)
      draw.add(name, curve.choose(degrees, folds, beside: others))
    }
    var level = NoisyCurve(12, power: 1, &generator)
    level.y = level.y.map { _ in 0 }
    add("ties", level, [1, 2, 3], generator.dealt(12, folds: 3))
    add("ties, falling", level, [3, 1, 2], generator.dealt(12, folds: 3))
    add("falling", NoisyCurve(30, power: 3, &generator), [3, 0], generator.dealt(30, folds: 5))
    var small = NoisyCurve(30, power: 2, noise: 0.01, &generator)
    small.y = small.y.map { $0 * 1e-4 }
    add("small errors", small, [0, 1, 2], generator.dealt(30, folds: 5))
    small.y = small.y.map { $0 * 1e-12 }
    add("tiny errors", small, [0, 1, 2], generator.dealt(30, folds: 5))
    let close = NoisyCurve.hardlyALine(15, &generator)
    add("errors that are nearly equal", close, [0, 1], NoisyCurve.thirds(15))
    // A wave: between its points a high degree is the best, beyond them the worst, so one set has two answers.
    var wave = NoisyCurve(24, power: 1, &generator)
    wave.x = generator.spread(24).sorted()
    wave.y = wave.x.map { sin(2.5 * $0) + 0.05 * generator.normal() }
    add("points in turn to the folds", wave, [0, 7], (0..<3).map { fold in (0..<8).map { 3 * $0 + fold } })
    add("neighbours in one fold", wave, [0, 7], (0..<3).map { fold in (0..<8).map { 8 * fold + $0 } })
    add("many degrees", wave, Array(0...6), (0..<3).map { fold in (0..<8).map { 3 * $0 + fold } })
    add("many degrees", wave, Array(0...6), (0..<3).map { fold in (0..<8).map { 8 * fold + $0 } })
  }

  /// Four unlike questions of one shape for each function; the degrees and their places on the list are unlike too.
  static let repeats = Check(
    "repeats", "every function: the same question, the same answer", points: 0.2,
    hint: "Nothing may be kept in static or global variables, and nothing is left to chance."
  ) { generator in
    var draw = RepeatDraw()
    func add(_ function: String, _ call: (inout Generator) -> Call) {
      draw.add(function, (0..<4).map { _ in call(&generator) })
    }
    add("polynomialFeatures") { RegressionLab.polynomialFeatures($0.normal(shape: [5]).values, 3) }
    add("predict") { RegressionSet(6, features: 3, &$0).predict }
    add("meanSquaredError") { RegressionSet(6, features: 3, &$0).error.call }
    add("gradient") { RegressionSet(6, features: 3, &$0).gradient.call }
    add("descent") { RegressionSet(6, features: 3, &$0).descent(rate: 0.1, steps: 3).call }
    add("solve") { RegressionLab.solve($0.dominant(4), $0.normal(shape: [4]).values) }
    add("closedForm") { RegressionSet(12, features: 3, &$0).closedForm.call }
    add("interpolate") { RegressionLab.interpolate($0.spread(5), $0.normal(shape: [5]).values, $0.uniform(-2, 2)) }
    add("folds") { RegressionLab.folds($0.permutation(9), 3) }
    let folds = generator.dealt(15, folds: 3)
    add("crossValidationError") { NoisyCurve(15, power: 2, &$0).crossValidation(degree: 2, folds).call }
    let lists = [[1, 0, 0, 0], [1, 2, 0, 0], [0, 1, 3, 2], [0, 1, 2, 4]]
    draw.add(
      "chooseDegree",
      lists.enumerated().map { place, degrees in
        NoisyCurve(15, power: place + 1, noise: 0.001, &generator).choose(degrees, folds).call
      })
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
    var own = FollowThrough()
    for _ in 0..<3 {
      let powers = (0..<30).map { _ in [1, 2, 2, 3, 4, 4][generator.integer(below: 6)] }
      let curves = powers.map { NoisyCurve(40, power: $0, &generator) }
      trials.append(AccuracyJudge.Trial(call: calls.count, labels: powers))
      let order = generator.permutation(40)
      let folds = own.ask(RegressionLab.folds, .of(order), .of(5))
      for (place, curve) in curves.enumerated() {
        let chosen = own.ask(RegressionLab.chooseDegree, .of(curve.x), .of(curve.y), .of(Array(0...6)), folds)
        own.require("curves", Term.answer(calls.count)[place], equals: chosen)
      }
      calls.append(RegressionLab.select(Tensor(rows: curves.map(\.x)), Tensor(rows: curves.map(\.y)), order))
    }
    return Draw(calls: calls, judge: .accuracy(AccuracyJudge(trials: trials, ratio: 0.97)), own: own)
  }
}
