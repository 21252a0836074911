package import Checks
import LabKit
import Labs

extension Lab {
  /// Nearest neighbours, k-means, principal components, the linear autoencoder.
  package static let unsupervised = Lab(
    name: "Unsupervised", title: "Unsupervised: neighbours, k-means, principal components, linear autoencoder",
    publicChecks: UnsupervisedPublicChecks.all, hiddenChecks: UnsupervisedHiddenChecks.all,
    mutants: UnsupervisedMutants.all, variants: UnsupervisedVariants.all)
}

/// What only the instructor checks.
enum UnsupervisedHiddenChecks {
  static let all: [Check] = [
    distancesEdges, neighboursEdges, classifyEdges, assignEdges, updateEdges, inertiaEdges, kMeansEdges,
    directionsEdges, approximationEdges, componentsEdges, errorEdges, gradientEdges, gradientDifferences, trainEdges,
    subspace, repeats, timing,
  ]
}
