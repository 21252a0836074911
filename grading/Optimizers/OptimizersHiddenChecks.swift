package import Checks
import LabKit
import Labs

extension Lab {
  /// Update rules with a memory.
  package static let optimizers = Lab(
    name: "Optimizers", title: "Optimizers: mini-batches, momentum to AdamW, Newton's method",
    publicChecks: OptimizersPublicChecks.all, hiddenChecks: OptimizersHiddenChecks.all, mutants: OptimizersMutants.all)
}

/// What only the instructor checks.
enum OptimizersHiddenChecks {
  static let all: [Check] = [
    lossEdges, gradientEdges, gradientDifferences, momentumCoast, adaGradZero, rmsPropZero, adamZero, adamEpsilon,
    adamWEdges, memory, trainBatches, repeats, learn, newtonEdges, timing,
  ]
}
