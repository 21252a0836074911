package import Checks
import LabKit
import Labs

extension Lab {
  /// Multilayer perceptron and backpropagation.
  package static let mlp = Lab(
    name: "MLP", title: "Multilayer perceptron: forward, backpropagation, training on digits",
    publicChecks: [], hiddenChecks: MLPHiddenChecks.all, mutants: [])
}

enum MLPHiddenChecks {
  static let all: [Check] = []
}
