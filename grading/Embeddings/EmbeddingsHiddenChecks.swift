package import Checks
import LabKit
import Labs

extension Lab {
  /// Skip-gram with negative sampling, nearest words, analogies.
  package static let embeddings = Lab(
    name: "Embeddings", title: "Embeddings: skip-gram with negative sampling, nearest words, analogies",
    publicChecks: EmbeddingsPublicChecks.all, hiddenChecks: EmbeddingsHiddenChecks.all,
    mutants: EmbeddingsMutants.all, variants: EmbeddingsVariants.all)
}

/// What only the instructor checks.
enum EmbeddingsHiddenChecks {
  static let all: [Check] = [
    pairsEdges, countsEdges, subsampleEdges, noiseEdges, chooseEdges, negativesChance, negativesSeed, initialSpread,
    lossEdges, gradientEdges, gradientDifferences, trainEdges, cosinesEdges, nearestEdges, analogyEdges, likeness,
    analogies, repeats, timing,
  ]
}
