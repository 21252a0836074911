package import LabKit

/// Random features, targets and coefficients.
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
  package var error: Call { RegressionLab.meanSquaredError(coefficients, features, targets) }
  package var gradient: Call { RegressionLab.gradient(coefficients, features, targets) }
  package var closedForm: Call { RegressionLab.closedForm(features, targets) }

  package func descent(rate: Double, steps: Int) -> Call {
    RegressionLab.descent(coefficients, features, targets, rate, steps)
  }
}

/// Points of a power of x on [−1, 1], with noise.
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

  package func crossValidation(degree: Int, _ folds: [[Int]]) -> Call {
    RegressionLab.crossValidationError(x, y, degree, folds)
  }

  package func choose(_ degrees: [Int], _ folds: [[Int]]) -> Call { RegressionLab.chooseDegree(x, y, degrees, folds) }
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
