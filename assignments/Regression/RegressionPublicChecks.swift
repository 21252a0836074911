package import Checks
import LabKit

/// What the Regression handout checks, with public seeds: a linear model and its fit first, then how far to trust it.
package enum RegressionPublicChecks {
  package static let all: [Check] = [
    features, predict, error, gradient, descent, solve, closedForm, interpolate, folds, crossValidation, chooseDegree,
  ]

  static let features = Check(
    "features", "polynomialFeatures: 1, x, x², …", points: 0.3,
    hint: "A row for each x, a column for each power from 0 to the degree."
  ) { draw, generator in
    for (name, count, degree) in [("degree 3", 5, 3), ("degree 1", 4, 1), ("one x", 1, 6), ("square", 4, 3)] {
      draw.add(name, RegressionLab.polynomialFeatures(generator.normal(shape: [count]).values, degree))
    }
  }

  static let predict = Check(
    "predict", "predict: coefficients times features", points: 0.2,
    hint: "One number for each row: the sum of each feature times its coefficient, with nothing added."
  ) { draw, generator in
    for (name, count, size) in [
      ("many samples", 7, 3), ("one sample", 1, 4), ("as many of both", 3, 3), ("no samples", 0, 3),
    ] {
      draw.add(name, RegressionSet(count, features: size, &generator).predict)
    }
  }

  static let error = Check(
    "error", "meanSquaredError: the mean of the squared errors", points: 0.3, after: ["predict"],
    hint: "Squares, a mean over the samples, no half and no root."
  ) { draw, generator in
    for (name, count, size) in [("many samples", 8, 3), ("one sample", 1, 2), ("one feature", 5, 1)] {
      draw.add(name, RegressionSet(count, features: size, &generator).error)
    }
  }

  static let gradient = Check(
    "gradient", "gradient: the derivatives of the mean squared error", points: 0.5, after: ["predict"],
    hint:
      "Write the error of one sample with one feature and differentiate that by hand; then the sum over the samples."
  ) { draw, generator in
    for (name, count, size) in [("many samples", 8, 3), ("one sample", 1, 2), ("more features than samples", 2, 5)] {
      draw.add(name, RegressionSet(count, features: size, &generator).gradient)
    }
  }

  static let descent = Check(
    "descent", "descent: steps against the gradient", points: 0.3, after: ["gradient"],
    hint: "Each step takes the gradient once, at the coefficients before the step, and moves all of them against it."
  ) { draw, generator in
    for (name, steps) in [("one step", 1), ("four steps", 4)] {
      let set = RegressionSet(8, features: 3, &generator)
      let wide = (0..<4).map { _ in RegressionSet.wide(&generator) }
      draw.add(name, set.descent(rate: 0.05, steps: steps, beside: wide))
    }
  }

  static let solve = Check(
    "solve", "solve: linear equations", points: 0.5,
    hint: "Eliminate below the diagonal, the right side too; then substitute from the last row up."
  ) { draw, generator in
    for (name, size) in [("two unknowns", 2), ("four unknowns", 4), ("one unknown", 1)] {
      draw.add(name, RegressionLab.solve(generator.dominant(size), generator.normal(shape: [size]).values))
    }
  }

  static let closedForm = Check(
    "closedForm", "closedForm: the normal equations", points: 0.5, after: ["solve"],
    hint: "Solve XᵀX θ = Xᵀ y; XᵀX has a row and a column for each feature."
  ) { draw, generator in
    for (name, count, size) in [("three features", 12, 3), ("one feature", 6, 1), ("five features", 30, 5)] {
      draw.add(name, RegressionSet(count, features: size, &generator).closedForm)
    }
    var set = RegressionSet(12, features: 2, &generator)
    for row in 0..<12 { set.features[row, 1] = 100 * (set.features[row, 0] + 0.5 * set.features[row, 1]) }
    draw.add("features of different size", set.closedForm)
  }

  static let interpolate = Check(
    "interpolate", "interpolate: Lagrange's polynomial", points: 0.4,
    hint: "Each point adds its y times the product of (position − other x) / (own x − other x) over all other points."
  ) { draw, generator in
    for (name, count) in [("two points", 2), ("four points", 4), ("seven points", 7)] {
      let (x, y) = (generator.spread(count), generator.normal(shape: [count]).values)
      draw.add(name, RegressionLab.interpolate(x, y, generator.uniform(-2, 2)))
      draw.add("outside of the points", RegressionLab.interpolate(x, y, 2 + generator.uniform(0.5, 1)))
    }
  }

  static let folds = Check(
    "folds", "folds: an order cut into parts of one size", points: 0.4,
    hint: "Consecutive pieces of the order that is given: each index in one of them."
  ) { draw, generator in
    for (name, count, folds) in [
      ("five folds of ten", 10, 5), ("two folds of six", 6, 2), ("three folds of nine", 9, 3),
    ] {
      draw.add(name, RegressionLab.folds(generator.permutation(count), folds))
    }
  }

  static let crossValidation = Check(
    "crossValidation", "crossValidationError: fitted to the others, judged on the one", points: 0.5,
    after: ["features", "error", "closedForm"],
    hint: "For each fold: fit to the points of all other folds, then the mean squared error on this fold's own points."
  ) { draw, generator in
    for (name, degree, folds) in [("a line", 1, 5), ("a parabola", 2, 4), ("a cubic", 3, 2)] {
      let (curve, dealt) = (NoisyCurve(20, power: 2, &generator), generator.dealt(20, folds: folds))
      draw.add(name, curve.crossValidation(degree: degree, dealt))
    }
  }

  /// A cubic is no line, a line no constant, and a polynomial of degree 12 goes astray between 24 points: with this little
  /// noise the choice is never in doubt.
  static let chooseDegree = Check(
    "chooseDegree", "chooseDegree: the least cross-validation error", points: 0.2, after: ["crossValidation"],
    hint: "Take the cross-validation error of each degree, and answer with the degree, not with its place."
  ) { draw, generator in
    for (name, power, degrees) in [
      ("a cubic or a line", 3, [1, 3]), ("a line or a constant", 1, [0, 1]), ("a parabola or a line", 2, [1, 2]),
      ("a line or degree 12", 1, [1, 12]), ("one degree", 2, [2]),
    ] {
      let (curve, dealt) = (NoisyCurve(30, power: power, &generator), generator.dealt(30, folds: 5))
      let others = NoisyCurve.unlike(30, &generator)
      draw.add(name, curve.choose(degrees, dealt, beside: others))
    }
  }
}
