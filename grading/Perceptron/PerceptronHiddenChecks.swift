package import Checks
import LabKit
import Labs

extension Lab {
  /// Perceptron and Adaline.
  package static let perceptron = Lab(
    name: "Perceptron", title: "Perceptron and Adaline: the first two learning rules",
    publicChecks: PerceptronPublicChecks.all, hiddenChecks: PerceptronHiddenChecks.all, mutants: PerceptronMutants.all)
}

/// What only the instructor checks.
enum PerceptronHiddenChecks {
  static let all: [Check] = [
    decisionEdges, updateEdges, trainLimits, trainEdges, repeats, learn,
    costEdges, gradientOracle, gradientDifferences, batchEdges, stochasticEdges, timing,
    stochasticTiming,
  ]
}
