package import Checks
import LabKit
import Labs

extension Lab {
  /// Penalty, dropout, batch normalisation, early stopping.
  package static let regularization = Lab(
    name: "Regularization", title: "Regularization: L2 penalty, dropout, batch normalisation, early stopping",
    publicChecks: RegularizationPublicChecks.all, hiddenChecks: RegularizationHiddenChecks.all,
    mutants: RegularizationMutants.all)
}

/// What only the instructor checks.
enum RegularizationHiddenChecks {
  static let all: [Check] = [
    ridgeEdges, ridgeDifferences, descentEdges, maskLevels, maskSeed, maskChance,
    dropoutTraining, batchNormEdges, batchNormRuns,
    backwardOracle, backwardDifferences, stoppingEdges, repeats, learn, timing,
  ]
}
