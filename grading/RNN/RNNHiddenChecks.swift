package import Checks
import LabKit
import Labs

extension Lab {
  /// Elman's network with backpropagation through time, clipping, and the LSTM's step.
  package static let rnn = Lab(
    name: "RNN", title: "Recurrent networks: backpropagation through time, clipping, LSTM, a memory task",
    publicChecks: RNNPublicChecks.all, hiddenChecks: RNNHiddenChecks.all, mutants: RNNMutants.all,
    variants: RNNVariants.all)
}

/// What only the instructor checks: edges, gradients over many steps, the LSTM over many steps, training, time.
enum RNNHiddenChecks {
  static let all: [Check] = [
    stepEdges, statesEdges, backwardOracle, backwardEdges, backwardDifferences, clipEdges, lstmRun, lstmExtreme,
    scoresEdges, gradientOracle, gradientEdges, gradientDifferences, repeats, accuracy, timing,
  ]
}
