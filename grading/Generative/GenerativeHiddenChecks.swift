package import Checks
import LabKit
import Labs

extension Lab {
  /// An autoencoder, adversarial losses, diffusion.
  package static let generative = Lab(
    name: "Generative", title: "Generative: tanh autoencoder, adversarial losses, diffusion of points",
    publicChecks: GenerativePublicChecks.all, hiddenChecks: GenerativeHiddenChecks.all,
    mutants: GenerativeMutants.all, variants: GenerativeVariants.all)
}

/// What only the instructor checks.
enum GenerativeHiddenChecks {
  static let all: [Check] = [
    lossEdges, gradientEdges, gradientDifferences, discriminatorEdges, generatorEdges, adversarialEdges,
    scheduleEdges, noisedEdges, noiseLossEdges, reverseEdges, sampleEdges, statistics, repeats, timing,
  ]
}
