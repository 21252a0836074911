package import Checks
package import LabKit

/// Points of a power of x on [−1, 1], with noise, and what is asked of them.
package struct NoisyCurve {
  package var x: [Double]
  package var y: [Double]

  package init(_ count: Int, power: Int, noise: Double = 0.1, _ generator: inout Generator) {
    x = (0..<count).map { _ in generator.uniform(-1, 1) }
    let scale = generator.integer(below: 2) == 0 ? 2.0 : -2
    y = x.map { one in (0..<power).reduce(scale) { product, _ in product * one } + noise * generator.normal() }
  }

  /// Curves with more noise and with less.
  package static func unlike(_ count: Int, _ generator: inout Generator) -> [NoisyCurve] {
    (0..<12).map { _ in NoisyCurve(count, power: 1, noise: generator.uniform(0.1, 2), &generator) }
  }

  /// The mean over the folds of its own error under its own fit to the others; an empty fold counts 0.
  package func crossValidation(degree: Int, _ folds: [[Int]]) -> Question {
    Question(RegressionLab.crossValidationError(x, y, degree, folds)) { own in
      var total = Term.of(0.0)
      for (place, fold) in folds.enumerated() where !fold.isEmpty {
        let others = folds.indices.filter { $0 != place }.flatMap { folds[$0] }
        let known = own.ask(RegressionLab.polynomialFeatures, .of(others.map { x[$0] }), .of(degree))
        let fitted = own.ask(RegressionLab.closedForm, known, .of(others.map { y[$0] }))
        let left = own.ask(RegressionLab.polynomialFeatures, .of(fold.map { x[$0] }), .of(degree))
        total = total + own.ask(RegressionLab.meanSquaredError, fitted, left, .of(fold.map { y[$0] }))
      }
      return [own.work((1 / Double(folds.count)) * total)]
    }
  }

  /// The degree of its own least cross-validation error, the lowest of equal ones.
  ///
  /// For the same degree this error must be an attempt at one `beside` these points too.
  package func choose(_ degrees: [Int], _ folds: [[Int]], beside others: [NoisyCurve] = []) -> Question {
    Question(RegressionLab.chooseDegree(x, y, degrees, folds)) { own in
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
}

extension Generator {
  /// A random order of 0..<count, dealt out to so many folds.
  package mutating func dealt(_ count: Int, folds: Int) -> [[Int]] {
    let order = permutation(count)
    return (0..<folds).map { fold in order.enumerated().filter { $0.offset % folds == fold }.map(\.element) }
  }

  /// Numbers in [−2, 2], no two nearer than 2/count, in a random order.
  package mutating func spread(_ count: Int) -> [Double] {
    permutation(count).map { -2 + 4 * (Double($0) + uniform(0, 0.5)) / Double(count) }
  }

  /// A square matrix with an inverse: normal numbers, and more on the diagonal than all others of its row and column
  /// together, so that elimination meets no larger pivot than the diagonal's.
  package mutating func dominant(_ size: Int) -> Tensor {
    var matrix = normal(shape: [size, size])
    let sizes = matrix.map { abs($0) }
    let (rows, columns) = (sizes.sum(axis: 1), sizes.sum(axis: 0))
    for place in 0..<size {
      matrix[place, place] = (1 + rows[place] + columns[place]) * (integer(below: 2) == 0 ? 1 : -1)
    }
    return matrix
  }
}
