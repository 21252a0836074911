package import LabKit

/// Random samples, targets and weights for least squares.
package struct LeastSquaresSet {
  package var weights: [Double]
  package var samples: Tensor
  package var targets: [Double]

  package init(_ count: Int, features: Int, _ generator: inout Generator) {
    weights = generator.normal(shape: [features]).values
    samples = generator.normal(shape: [count, features])
    targets = generator.normal(shape: [count]).values
  }

  package func loss(_ batch: [Int]) -> Call { OptimizersLab.batchLoss(weights, samples, targets, batch) }
  package func gradient(_ batch: [Int]) -> Call { OptimizersLab.batchGradient(weights, samples, targets, batch) }

  package func train(_ order: [Int], batchSize: Int, _ settings: AdamSettings) -> Call {
    OptimizersLab.train(weights, samples, targets, order, batchSize, settings)
  }
}

/// Where a rule starts and the gradients that it is given.
package struct Descent {
  package var start: [Double]
  package var gradients: Tensor

  /// Every gradient has parts between 0.25 and 2 in size, so that an ε of 1e-15 is nothing beside them or their squares.
  package init(_ steps: Int, parameters: Int, _ generator: inout Generator) {
    start = generator.normal(shape: [parameters]).values
    gradients = Tensor(shape: [steps, parameters])
    for place in 0..<gradients.count {
      gradients.values[place] = generator.uniform(0.25, 2) * (generator.integer(below: 2) == 0 ? 1 : -1)
    }
  }
}

extension AdamSettings {
  /// Such settings that the third decimal of each matters within a few steps.
  package static func quick(rate: Double = 0.1, epsilon: Double = 1e-15, _ generator: inout Generator) -> AdamSettings {
    AdamSettings(
      rate: rate, beta1: generator.uniform(0.6, 0.9), beta2: generator.uniform(0.7, 0.98), epsilon: epsilon)
  }
}

extension Generator {
  /// A valley whose sides rise unevenly: A = Q + Qᵀ + 3d on the diagonal, with Q uniform in [0, 1).
  package mutating func valley(_ parameters: Int) -> Valley {
    var curvature = Tensor(shape: [parameters, parameters])
    for row in 0..<parameters {
      for column in 0..<parameters {
        let part = uniform()
        curvature[row, column] += part
        curvature[column, row] += part
      }
      curvature[row, row] += 3 * Double(parameters)
    }
    return Valley(curvature: curvature, bottom: normal(shape: [parameters]).values)
  }

  /// A multiple of 1/8 in [−3, 3] that is not 0.
  package mutating func eighth() -> Double { Double(1 + integer(below: 24)) / (integer(below: 2) == 0 ? 8 : -8) }
}
