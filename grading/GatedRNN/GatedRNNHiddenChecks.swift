package import Checks
import LabKit
import Labs

extension Lab {
  /// The LSTM and the GRU through time, for sequences of unlike lengths.
  package static let gatedRNN = Lab(
    name: "GatedRNN", title: "Recurrent networks II: LSTM and GRU through time, unlike lengths, a long memory",
    publicChecks: GatedRNNPublicChecks.all, hiddenChecks: GatedRNNHiddenChecks.all, mutants: GatedRNNMutants.all,
    variants: GatedRNNVariants.all)
}

/// What only the instructor checks: edges, gradients over many steps, training, time.
enum GatedRNNHiddenChecks {
  static let all: [Check] = [
    stepExtreme, lstmRunEdges, lstmOracle, lstmEdges, lstmDifferences, gruRunEdges, gruOracle, gruEdges,
    gruDifferences, scoresEdges, lossEdges, gradientOracle, gradientDifferences, repeats, accuracy, lstmTiming,
    gruTiming,
  ]
}

extension Tensor {
  /// `[n, T, k]` with this number at every step past the end of its sequence.
  func filled(_ number: Double, pastEndsOf lengths: [Int]) -> Tensor {
    var result = self
    for (row, length) in lengths.enumerated() {
      for t in length..<shape[1] {
        for k in 0..<shape[2] { result[row, t, k] = number }
      }
    }
    return result
  }
}
