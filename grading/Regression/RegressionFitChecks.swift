import Checks
import LabKit
import Labs

extension RegressionHiddenChecks {
  static let featuresEdges = Check(
    "features.edges", "polynomialFeatures: degree 0, x = 0, no x", points: 0.3, after: ["features"],
    hint: "The first column is 1 whatever x is, 0 too; where there is no x, the number of columns is the same.",
    partial: true
  ) { draw, generator in
    draw.add("degree 0", RegressionLab.polynomialFeatures(generator.normal(shape: [4]).values, 0), isTrivial: true)
    draw.add("x = 0", RegressionLab.polynomialFeatures([0, generator.normal(), 0], 3))
    draw.add("no x", RegressionLab.polynomialFeatures([], 1 + generator.integer(below: 4)), isTrivial: true)
    draw.add("negative x", RegressionLab.polynomialFeatures([-1, -generator.uniform(2, 3)], 7))
    draw.add("large x", RegressionLab.polynomialFeatures([100 * generator.normal(), 2e3], 4))
    draw.add("tiny x", RegressionLab.polynomialFeatures([1e-6 * generator.normal(), 3e-9], 4), isRelative: true)
  }

  static let errorEdges = Check(
    "error.edges", "meanSquaredError: no samples, large errors", points: 0.2, after: ["predict"],
    hint: "No samples, no error: 0, and no division by 0.", partial: true
  ) { draw, generator in
    draw.add("no samples", RegressionSet(0, features: 3, &generator).error.call, isTrivial: true)
    var far = RegressionSet(4, features: 2, &generator)
    far.targets = far.targets.map { $0 + 5000 }
    draw.add("large errors", far.error)
    var near = RegressionSet(4, features: 2, &generator)
    near.coefficients = near.coefficients.map { $0 * 1e-4 }
    near.targets = near.targets.map { $0 * 1e-4 }
    draw.add("small errors", near.error)
    let (huge, tiny) = (RegressionSet(errors: 1e9, &generator), RegressionSet(errors: 1e-9, &generator))
    draw.add("huge errors", huge.error)
    draw.add("tiny errors", tiny.error, isRelative: true)
    let bare = RegressionSet(4, features: 0, &generator)
    draw.add("no features", bare.error)
  }

  static let gradientEdges = Check(
    "gradient.edges", "gradient: any number of samples and features", points: 0.3, after: ["predict"],
    hint: "As many derivatives as coefficients, for no samples too; each prediction is needed once.", budget: 3,
    partial: true
  ) { draw, generator in
    draw.add("no samples", RegressionSet(0, features: 3, &generator).gradient.call, isTrivial: true)
    for (name, count, size) in [
      ("one feature", 6, 1), ("as many of both", 4, 4), ("many samples", 70, 2),
      // One prediction of each sample takes a moment; two errors for each of the coefficients go beyond the budget.
      ("many features", 4, 25_000),
    ] {
      draw.add(name, RegressionSet(count, features: size, &generator).gradient)
    }
    // Errors of which differences lose what the derivative has.
    let (huge, tiny) = (RegressionSet(errors: 1e9, &generator), RegressionSet(errors: 1e-20, &generator))
    draw.add("huge errors", huge.gradient)
    draw.add("tiny errors", tiny.gradient, isRelative: true)
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own error", points: 0.7, after: ["predict", "error"],
    hint: """
      Nudge one coefficient by ±h: your meanSquaredError must change by 2h times what your gradient says. A factor between \
      them was forgotten in one of the two.
      """
  ) { generator in
    var draw = GradientDraw<[Double]>()
    for (name, set) in [
      ("tiny", RegressionSet(1, features: 2, &generator)), ("many samples", RegressionSet(8, features: 4, &generator)),
      ("more features than samples", RegressionSet(3, features: 5, &generator)),
      ("features of unlike sizes", .wide(&generator)),
    ] {
      draw.add(
        at: set.coefficients, names: ["coefficients (\(name))"], directions: 4, rows: 5, using: &generator,
        gradient: { RegressionLab.gradient($0, set.features, set.targets) },
        loss: { RegressionLab.meanSquaredError($0, set.features, set.targets) }, own: set.gradient.own)
    }
    return draw.draw
  }

  /// Near the minimum, where gradients are small, and at a rate at which the error rises: neither ends a descent.
  static let descentEdges = Check(
    "descent.edges", "descent: many steps, none, whatever the error does", points: 0.3, after: ["gradient"],
    hint: "Just as many steps as asked for, each along the whole gradient: no early end, no step cut short.",
    partial: true
  ) { draw, generator in
    let wide = (0..<4).map { _ in RegressionSet.wide(&generator) }
    func add(_ name: String, _ set: RegressionSet, rate: Double, steps: Int) {
      draw.add(name, set.descent(rate: rate, steps: steps, beside: wide))
    }
    add("many steps", RegressionSet(20, features: 2, &generator), rate: 0.05, steps: 200)
    add("a rate that is too large", RegressionSet(6, features: 3, &generator), rate: 3, steps: 6)
    var far = RegressionSet(8, features: 2, &generator)
    far.targets = far.targets.map { $0 + 1000 }
    add("large errors", far, rate: 0.05, steps: 3)
    for (name, distance) in [("small gradients", 1e-6), ("tiny gradients", 1e-9)] {
      var near = RegressionSet(12, features: 2, &generator)
      near.targets = near.features.matmul(Tensor(shape: [2, 1], values: near.coefficients)).values
      near.coefficients = near.coefficients.map { $0 + distance * generator.normal() }
      add(name, near, rate: 0.1, steps: 30)
    }
    add("huge errors", RegressionSet(errors: 1e13, &generator), rate: 0.05, steps: 3)
    add("a small start of a long way", awayFromTheMinimum, rate: 8, steps: 12)
    let set = RegressionSet(5, features: 3, &generator)
    draw.add("no steps", set.descent(rate: 0.1, steps: 0).call, isTrivial: true)
    draw.add("no samples", RegressionSet(0, features: 3, &generator).descent(rate: 0.1, steps: 2).call, isTrivial: true)
  }

  /// One feature that is always 1, and the minimum at 1: from four units in the last place beside it each step of rate 8 leads
  /// fifteen times as far away, all of it exact, and in the end by a tenth. The first move is none to speak of.
  private static var awayFromTheMinimum: RegressionSet {
    var generator = Generator(seed: 0)
    var set = RegressionSet(4, features: 1, &generator)
    (set.features, set.targets) = (Tensor(shape: [4, 1], repeating: 1), [1, 1, 1, 1])
    set.coefficients = [1 + 0x1p-50]
    return set
  }

  /// The rows of a good matrix in another order, so that the diagonal has zeros; and a pivot so small that what is
  /// divided by it swallows everything else.
  static let solvePivot = Check(
    "solve.pivot", "solve: zeros and tiny numbers on the diagonal", points: 0.6, after: ["solve"],
    hint: "Before you divide by a pivot, exchange rows so that it is the largest of its column, the right side too.",
    partial: true
  ) { draw, generator in
    let (a, b) = (generator.uniform(1, 2), generator.uniform(1, 2))
    draw.add("zeros", RegressionLab.solve(Tensor(rows: [[0, a], [b, 0.5]]), generator.normal(shape: [2]).values))
    for below in [b, -b] {
      draw.add("tiny", RegressionLab.solve(Tensor(rows: [[1e-20, a], [below, 1]]), [a, generator.uniform(2.5, 3)]))
    }
    // No row is so small that it had to be exchanged, only one by which half of the digits are lost otherwise.
    for below in [b, -b] {
      let matrix = Tensor(rows: [[1e-7, a, -1], [below, 1e-7, 0.5], [0.5, -1, 1e-7]])
      draw.add("small beside others", RegressionLab.solve(matrix, [a, generator.uniform(2.5, 3), 1]))
    }
    for size in [3, 8] {
      var matrix = generator.dominant(size)
      matrix = matrix.rows(at: (0..<size).map { ($0 + 1) % size })
      for row in 0..<size { matrix[row, row] = 0 }
      draw.add("zeros all along", RegressionLab.solve(matrix, generator.normal(shape: [size]).values))
    }
    // The first row twice, as far as the second column: once the first unknown is gone, the next pivot is 0.
    let (c, d) = (generator.uniform(1, 2), generator.uniform(3, 4))
    let late = Tensor(rows: [[2, 1, c], [4, 2, d], [1, 3, -c]])
    draw.add("a zero that comes up", RegressionLab.solve(late, generator.normal(shape: [3]).values))
    draw.add("small numbers", RegressionLab.solve(generator.dominant(3) * 1e-12, generator.normal(shape: [3]).values))
    let tiny = generator.dominant(4) * 1e-30
    draw.add("tiny numbers", RegressionLab.solve(tiny, (generator.normal(shape: [4]) * 1e-30).values))
    let huge = generator.dominant(4) * 1e13
    draw.add("huge numbers", RegressionLab.solve(huge, (generator.normal(shape: [4]) * 1e13).values))
    draw.add(
      "a tiny right side", RegressionLab.solve(generator.dominant(4), (generator.normal(shape: [4]) * 1e-20).values),
      unit: 1e-20)
    draw.add("many unknowns", RegressionLab.solve(generator.dominant(40), generator.normal(shape: [40]).values))
  }

  static let closedFormEdges = Check(
    "closedForm.edges", "closedForm: an exact fit, polynomials, a far offset", points: 0.5, after: ["solve"],
    hint: "Nothing but the features that are given: no column of ones of your own, no penalty on the diagonal.",
    partial: true
  ) { draw, generator in
    func add(_ name: String, _ features: Tensor, _ targets: [Double], unit: Double? = nil) {
      var set = RegressionSet(0, features: features.columns, &generator)
      (set.features, set.targets) = (features, targets)
      draw.add(name, set.closedForm, unit: unit)
    }
    let exact = RegressionSet(9, features: 3, &generator)
    add(
      "an exact fit", exact.features, exact.features.matmul(Tensor(shape: [3, 1], values: exact.coefficients)).values)
    let square = Tensor(rows: [[2, 1], [generator.uniform(-0.5, 0.5), 1]])
    add("as many of both", square, generator.normal(shape: [2]).values)
    let x = (0..<25).map { _ in generator.uniform(-1, 1) }
    let powers = Tensor(rows: x.map { one in [1, one, one * one, one * one * one] })
    add("a cubic", powers, generator.normal(shape: [25]).values)
    add("a far offset", powers, (generator.normal(shape: [25]) + 1000).values)
    add("small features", generator.normal(shape: [10, 2]) * 1e-4, generator.normal(shape: [10]).values)
    add("tiny features", generator.normal(shape: [10, 2]) * 1e-10, generator.normal(shape: [10]).values)
    for (name, unit) in [("tiny targets", 1e-20), ("huge targets", 1e13)] {
      add(name, generator.normal(shape: [10, 2]), (generator.normal(shape: [10]) * unit).values, unit: unit)
    }
  }

  static let interpolateEdges = Check(
    "interpolate.edges", "interpolate: one point, on a point, many points", points: 0.4,
    hint: "Through one point goes a constant; at a point's own x the answer is its y.", partial: true
  ) { draw, generator in
    draw.add(
      "one point", RegressionLab.interpolate([generator.normal()], [generator.normal()], generator.normal()),
      isTrivial: true)
    let (x, y) = (generator.spread(5), generator.normal(shape: [5]).values)
    for one in x { draw.add("on a point", RegressionLab.interpolate(x, y, one)) }
    for one in x { draw.add("next to a point", RegressionLab.interpolate(x, y, one + 1e-7)) }
    for size in [1e-9, 1e-16, 1e9] {
      let near = x.map { $0 * size }
      draw.add("points near each other or far apart", RegressionLab.interpolate(near, y, near[0] + 0.05 * size))
    }
    for (name, unit) in [("tiny values", 1e-20), ("huge values", 1e13)] {
      draw.add(name, RegressionLab.interpolate(x, y.map { $0 * unit }, generator.uniform(-2, 2)), unit: unit)
    }
    let many = generator.spread(12)
    draw.add(
      "many points", RegressionLab.interpolate(many, generator.normal(shape: [12]).values, generator.uniform(-1, 1)))
  }

  /// CPU time, as samples, features and steps grow sixfold, one after the other: all predictions taken anew for each sample or
  /// for each feature, or the whole descent again for each step, fall six times further behind. So does, with the features,
  /// who takes XᵀX and Xᵀy once and makes steps of p²: that is as right, and stays near the reference.
  static let timing = Check(
    "timing", "descent: no more work than needed", points: 0.6, after: ["descent"],
    hint: "One step needs the prediction of each sample once: look for it inside a loop over features or samples.",
    budget: 12
  ) { generator in
    let sizes = [(60, 20, 40), (360, 20, 40), (60, 120, 40), (60, 20, 240)]
    let calls = (0..<64).map { round in
      let (count, features, steps) = sizes[round % sizes.count]
      // From zeros, so that the answer is nothing but the steps.
      var set = RegressionSet(count, features: features, &generator)
      set.coefficients = set.coefficients.map { _ in 0 }
      return set.descent(rate: 0.001, steps: steps).call
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 100, warmUp: 2, sizes: [0, 1, 2, 3], farBehind: 10)))
  }
}
