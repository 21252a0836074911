import Checks
import LabKit
import Labs

extension RegressionHiddenChecks {
  static let featuresEdges = Check(
    "features.edges", "polynomialFeatures: degree 0, x = 0, no x", points: 0.3, after: ["features"],
    hint: "The first column is 1 whatever x is, 0 too; where there is no x, the number of columns is the same."
  ) { generator in
    var draw = ValueDraw()
    draw.add("degree 0", RegressionLab.polynomialFeatures(generator.normal(shape: [4]).values, 0))
    draw.add("x = 0", RegressionLab.polynomialFeatures([0, generator.normal(), 0], 3))
    draw.add("no x", RegressionLab.polynomialFeatures([], 1 + generator.integer(below: 4)))
    draw.add("negative x", RegressionLab.polynomialFeatures([-1, -generator.uniform(2, 3)], 7))
    return draw.draw(partial: true)
  }

  static let errorEdges = Check(
    "error.edges", "meanSquaredError: no samples, large errors", points: 0.2, after: ["error"],
    hint: "No samples, no error: 0, and no division by 0."
  ) { generator in
    var draw = ValueDraw()
    draw.add("no samples", RegressionSet(0, features: 3, &generator).error)
    var far = RegressionSet(4, features: 2, &generator)
    far.targets = far.targets.map { $0 + 1000 }
    draw.add("large errors", far.error)
    return draw.draw()
  }

  static let gradientEdges = Check(
    "gradient.edges", "gradient: any number of samples and features", points: 0.3, after: ["gradient"],
    hint: "As many derivatives as coefficients, for no samples too."
  ) { generator in
    var draw = ValueDraw()
    for (name, count, size) in [
      ("no samples", 0, 3), ("one feature", 6, 1), ("as many of both", 4, 4), ("many samples", 70, 2),
    ] {
      draw.add(name, RegressionSet(count, features: size, &generator).gradient)
    }
    return draw.draw()
  }

  static let gradientDifferences = Check(
    "gradient.differences", "gradient: the slope of your own error", points: 0.7,
    hint: """
      Nudge one coefficient by ±h: your meanSquaredError must change by 2h times what your gradient says. A factor between \
      them was forgotten in one of the two.
      """
  ) { generator in
    var draw = GradientDraw<[Double]>()
    for (name, count, size) in [("tiny", 1, 2), ("many samples", 8, 4), ("more features than samples", 3, 5)] {
      let set = RegressionSet(count, features: size, &generator)
      draw.add(
        at: set.coefficients, names: ["coefficients (\(name))"], directions: 4, using: &generator,
        gradient: { RegressionLab.gradient($0, set.features, set.targets) },
        loss: { RegressionLab.meanSquaredError($0, set.features, set.targets) })
    }
    return draw.draw
  }

  static let descentEdges = Check(
    "descent.edges", "descent: many steps, no steps, no samples", points: 0.3, after: ["descent"],
    hint: "No steps leave the coefficients as they were; many small ones come near those of the closed form."
  ) { generator in
    var draw = ValueDraw()
    draw.add("many steps", RegressionSet(20, features: 2, &generator).descent(rate: 0.05, steps: 200))
    draw.add("no steps", RegressionSet(5, features: 3, &generator).descent(rate: 0.1, steps: 0))
    draw.add("no samples", RegressionSet(0, features: 3, &generator).descent(rate: 0.1, steps: 2))
    return draw.draw()
  }

  /// The rows of a good matrix in another order, so that the diagonal has zeros; and a pivot so small that what is
  /// divided by it swallows everything else.
  static let solvePivot = Check(
    "solve.pivot", "solve: zeros and tiny numbers on the diagonal", points: 0.6, after: ["solve"],
    hint: "Before you divide by a pivot, exchange rows so that it is the largest of its column, the right side too."
  ) { generator in
    var draw = ValueDraw()
    let (a, b) = (generator.uniform(1, 2), generator.uniform(1, 2))
    draw.add("zeros", RegressionLab.solve(Tensor(rows: [[0, a], [b, 0.5]]), generator.normal(shape: [2]).values))
    for below in [b, -b] {
      draw.add("tiny", RegressionLab.solve(Tensor(rows: [[1e-20, a], [below, 1]]), [a, generator.uniform(2.5, 3)]))
    }
    for size in [3, 8] {
      var matrix = generator.dominant(size)
      matrix = matrix.rows(at: (0..<size).map { ($0 + 1) % size })
      for row in 0..<size { matrix[row, row] = 0 }
      draw.add("zeros all along", RegressionLab.solve(matrix, generator.normal(shape: [size]).values))
    }
    return draw.draw(partial: true)
  }

  static let closedFormEdges = Check(
    "closedForm.edges", "closedForm: an exact fit, polynomials, a far offset", points: 0.5, after: ["closedForm"],
    hint: "Nothing but the features that are given: no column of ones of your own, no penalty on the diagonal."
  ) { generator in
    var draw = ValueDraw()
    let exact = RegressionSet(9, features: 3, &generator)
    let wanted = exact.features.matmul(Tensor(shape: [3, 1], values: exact.coefficients)).values
    draw.add("an exact fit", RegressionLab.closedForm(exact.features, wanted))
    let square = Tensor(rows: [[2, 1], [generator.uniform(-0.5, 0.5), 1]])
    draw.add("as many of both", RegressionLab.closedForm(square, generator.normal(shape: [2]).values))
    let x = (0..<25).map { _ in generator.uniform(-1, 1) }
    let powers = Tensor(rows: x.map { one in [1, one, one * one, one * one * one] })
    draw.add("a cubic", RegressionLab.closedForm(powers, generator.normal(shape: [25]).values))
    draw.add("a far offset", RegressionLab.closedForm(powers, (generator.normal(shape: [25]) + 1000).values))
    return draw.draw(partial: true)
  }

  static let interpolateEdges = Check(
    "interpolate.edges", "interpolate: one point, on a point, many points", points: 0.4, after: ["interpolate"],
    hint: "Through one point goes a constant; at a point's own x the answer is its y."
  ) { generator in
    var draw = ValueDraw()
    draw.add("one point", RegressionLab.interpolate([generator.normal()], [generator.normal()], generator.normal()))
    let (x, y) = (generator.spread(5), generator.normal(shape: [5]).values)
    for one in x { draw.add("on a point", RegressionLab.interpolate(x, y, one)) }
    let many = generator.spread(12)
    draw.add(
      "many points", RegressionLab.interpolate(many, generator.normal(shape: [12]).values, generator.uniform(-1, 1)))
    return draw.draw(partial: true)
  }

  /// CPU time, at most 15 times the reference's: all predictions taken anew for each of the 100 samples, or a prediction for
  /// each of the 100 features, take some 25 times as long.
  static let timing = Check(
    "timing", "descent: no more work than needed", points: 0.6, after: ["descent"],
    hint: "One step needs the prediction of each sample once: look for it inside a loop over features or samples.",
    budget: 10
  ) { generator in
    let calls = (0..<28).map { _ in
      RegressionSet(100, features: 100, &generator).descent(rate: 0.001, steps: 60)
    }
    return Draw(calls: calls, judge: .timing(TimingJudge(limit: 15, warmUp: 3)))
  }
}
