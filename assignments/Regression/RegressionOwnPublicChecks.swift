package import Checks
import LabKit

/// What the functions of a linear model must answer by the submission's own lower functions.
extension RegressionSet {
  /// Its own predictions less the targets.
  private func ownErrors(_ own: inout FollowThrough) -> Term {
    own.work(own.ask(RegressionLab.predict, .of(coefficients), .of(features)) - .of(targets))
  }

  /// The mean of the squares of its own errors.
  package func ownError(_ own: inout FollowThrough) -> [Term] {
    let errors = ownErrors(&own)
    return [((errors * errors).sumOfColumns / .of(Double(targets.count))).number]
  }

  /// 2/n Xᵀ times its own errors.
  package func ownGradient(_ own: inout FollowThrough) -> [Term] {
    let column = ownErrors(&own).reshaped([targets.count, 1])
    let scaled = (2 / Double(targets.count)) * Term.of(features.transposed()).matmul(column)
    return [scaled.reshaped([coefficients.count])]
  }

  /// So many steps by its own gradient, which must be an attempt at one `beside` these steps too.
  package func ownDescent(
    _ own: inout FollowThrough, rate: Double, steps: Int, beside others: [RegressionSet]
  ) -> [Term] {
    for other in others {
      _ = own.ask(RegressionLab.gradient, .of(other.coefficients), .of(other.features), .of(other.targets))
    }
    var moved = Term.of(coefficients)
    for _ in 0..<steps {
      moved = own.work(moved - rate * own.ask(RegressionLab.gradient, moved, .of(features), .of(targets)))
    }
    return [moved]
  }

  /// The normal equations by its own solver.
  package func ownClosedForm(_ own: inout FollowThrough) -> [Term] {
    let transposed = features.transposed()
    let right = transposed.matmul(Tensor(shape: [targets.count, 1], values: targets)).values
    return [own.ask(RegressionLab.solve, .of(transposed.matmul(features)), .of(right))]
  }
}

/// What cross-validation must answer by the submission's own fits and errors.
extension NoisyCurve {
  /// The mean over the folds of its own error under its own fit to the others; an empty fold counts 0.
  package func ownCrossValidation(_ own: inout FollowThrough, degree: Int, _ folds: [[Int]]) -> [Term] {
    func features(_ points: [Int]) -> Term {
      own.ask(RegressionLab.polynomialFeatures, .of(points.map { x[$0] }), .of(degree))
    }
    var total = Term.of(0.0)
    for (place, fold) in folds.enumerated() where !fold.isEmpty {
      let others = folds.indices.filter { $0 != place }.flatMap { folds[$0] }
      let fitted = own.ask(RegressionLab.closedForm, features(others), .of(others.map { y[$0] }))
      total = total + own.ask(RegressionLab.meanSquaredError, fitted, features(fold), .of(fold.map { y[$0] }))
    }
    return [own.work((1 / Double(folds.count)) * total)]
  }

  /// The degree of its own least cross-validation error, the lowest of equal ones.
  ///
  /// For the same degree this error must be an attempt at one `beside` these points too.
  package func ownChoice(
    _ own: inout FollowThrough, _ degrees: [Int], _ folds: [[Int]], beside others: [NoisyCurve]
  ) -> [Term] {
    for other in others {
      _ = own.ask(RegressionLab.crossValidationError, .of(other.x), .of(other.y), .of(1), .of(folds))
    }
    let scores = (0...(degrees.max() ?? 0)).map { degree in
      // A degree that is not on the list is worse than any error.
      degrees.contains(degree)
        ? -1 * own.ask(RegressionLab.crossValidationError, .of(x), .of(y), .of(degree), .of(folds)) : .of(-1e300)
    }
    return [Term.vector(scores).reshaped([1, scores.count]).argmaxOfRows[0]]
  }
}
