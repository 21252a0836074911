package import Checks
import LabKit
import Labs

extension Lab {
  /// Multilayer perceptron and backpropagation.
  package static let mlp = Lab(
    name: "MLP", title: "Multilayer perceptron: forward, backpropagation, training on signs never seen",
    publicChecks: MLPPublicChecks.all, hiddenChecks: MLPHiddenChecks.all, mutants: MLPMutants.all,
    variants: MLPVariants.all)
}

/// What only the instructor checks: edge cases, gradients of deep networks, training, time.
enum MLPHiddenChecks {
  static let all: [Check] = [
    activateExtreme, derivativeExtreme, softmaxExtreme, crossEntropyExtreme, predictTies, forwardDeep,
    backwardOracle, backwardActivations, backwardExtreme, backwardDifferences, backwardRepeats,
    fitBatches, fitEpoch, fitNothing, fitRepeats, accuracy, timing,
  ]
}
