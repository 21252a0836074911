package import Checks
package import LabKit

/// Random features, targets and coefficients, and what is asked of them.
package struct RegressionSet {
  package var coefficients: [Double]
  package var features: Tensor
  package var targets: [Double]

  package init(_ count: Int, features size: Int, _ generator: inout Generator) {
    coefficients = generator.normal(shape: [size]).values
    features = generator.normal(shape: [count, size])
    targets = generator.normal(shape: [count]).values
  }

  /// Many features of unlike sizes in few directions; samples x and −x with the same target, so that Xᵀy is 0. The gradient
  /// runs like neither coefficients nor features: what has nothing to do with it is not taken for an attempt.
  package static func wide(_ generator: inout Generator) -> RegressionSet {
    var set = RegressionSet(30, features: 120, &generator)
    let sizes = Tensor((0..<120).map { _ in pow(10, generator.uniform(-1, 1)) })
    let directions = generator.normal(shape: [4, 120]) * sizes
    let half = generator.normal(shape: [15, 4]).matmul(directions)
    set.features = Tensor(rows: (0..<30).map { (half.row($0 / 2) * ($0 % 2 == 0 ? 1 : -1)).values })
    set.targets = (0..<30).map { set.targets[$0 / 2] }
    return set
  }

  package var predict: Call { RegressionLab.predict(coefficients, features) }

  /// Its own predictions less the targets.
  private func ownErrors(_ own: inout FollowThrough) -> Term {
    own.work(own.ask(RegressionLab.predict, .of(coefficients), .of(features)) - .of(targets))
  }

  /// The mean of the squares of its own errors.
  package var error: Question {
    Question(RegressionLab.meanSquaredError(coefficients, features, targets)) { own in
      let errors = ownErrors(&own)
      return [((errors * errors).sumOfColumns / .of(Double(targets.count))).number]
    }
  }

  /// 2/n Xᵀ times its own errors.
  package var gradient: Question {
    Question(RegressionLab.gradient(coefficients, features, targets)) { own in
      let column = ownErrors(&own).reshaped([targets.count, 1])
      let scaled = (2 / Double(targets.count)) * Term.of(features.transposed()).matmul(column)
      return [scaled.reshaped([coefficients.count])]
    }
  }

  /// So many steps by its own gradient, which must be an attempt at one `beside` these steps too.
  package func descent(rate: Double, steps: Int, beside others: [RegressionSet] = []) -> Question {
    Question(RegressionLab.descent(coefficients, features, targets, rate, steps)) { own in
      for other in others {
        _ = own.ask(RegressionLab.gradient, .of(other.coefficients), .of(other.features), .of(other.targets))
      }
      return [
        (0..<steps).reduce(.of(coefficients)) { moved, _ in
          own.work(moved - rate * own.ask(RegressionLab.gradient, moved, .of(features), .of(targets)))
        }
      ]
    }
  }

  /// The normal equations by its own solver.
  package var closedForm: Question {
    Question(RegressionLab.closedForm(features, targets)) { own in
      let transposed = features.transposed()
      let right = transposed.matmul(Tensor(shape: [targets.count, 1], values: targets)).values
      return [own.ask(RegressionLab.solve, .of(transposed.matmul(features)), .of(right))]
    }
  }
}
