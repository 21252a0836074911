import Checks

/// What is read otherwise than the statement says it: the order of the gates, where a sweep ends.
extension RNNMutants {
  private static let candidate = "tanh(sums[row, 2 * units + unit])"
  private static let output = "sigmoid(sums[row, 3 * units + unit])"
  private static let forget = "sigmoid(sums[row, units + unit])"
  private static let sweep = "for t in (0..<steps).reversed() {"

  static let readings: [Mutant] = [
    Mutant(
      "lstm-output-before-candidate", "the gates' rows taken in the order input, forget, output, candidate",
      replacing: [
        (candidate, candidate.replacing("2 * units", with: "3 * units")),
        (output, output.replacing("3 * units", with: "2 * units")),
      ], fails: ["lstm", "lstm.run", "lstm.extreme"]),
    Mutant(
      "lstm-candidate-second", "the gates' rows taken in the order input, candidate, forget, output",
      replacing: [
        (candidate, candidate.replacing("2 * units", with: "units")),
        (forget, forget.replacing("units + unit", with: "2 * units + unit")),
      ], fails: ["lstm", "lstm.extreme"], sometimes: ["lstm.run", "repeats"]),
    Mutant(
      "lstm-input-and-output-exchanged", "input and output gate exchanged",
      replacing: [
        ("+ input * candidate", "+ output * candidate"), ("output * tanh(memory)", "input * tanh(memory)"),
      ], fails: ["lstm"]),
    Mutant(
      "lstm-forget-as-one-minus-input", "1 − i in place of the forget gate, as in a GRU",
      replacing: [("forget * state.memory[row, unit]", "(1 - input) * state.memory[row, unit] + 0 * forget")],
      fails: ["lstm"]),
    Mutant(
      "bptt-stops-before-first-step", "the sweep back ends before the first step",
      replacing: [(sweep, sweep.replacing("(0..<steps)", with: "(min(1, steps)..<steps)"))],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences", "gradient.edges"]),
    Mutant(
      "bptt-skips-last-step", "the sweep back begins one step before the last",
      replacing: [(sweep, sweep.replacing("(0..<steps)", with: "(0..<max(0, steps - 1))"))],
      fails: [
        "backward", "gradient", "backward.oracle", "backward.edges", "backward.differences", "gradient.oracle",
        "gradient.edges", "gradient.differences", "accuracy",
      ], sometimes: ["repeats"]),
    Mutant(
      "bptt-start-before-weights", "the start's gradient taken before it has gone through the state weights",
      replacing: [
        (
          "RecurrentTensors(cell: gradient, start: later, x: xGradient)",
          "RecurrentTensors(cell: gradient, start: first, x: xGradient)"
        ),
        (
          "    var later = Tensor(shape: start.shape)\n",
          "    var later = Tensor(shape: start.shape)\n    var first = later\n"
        ),
        (
          "      later = delta.matmul(cell.stateWeights)\n",
          "      later = delta.matmul(cell.stateWeights)\n      first = delta\n"
        ),
      ], fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"]),
    Mutant(
      "bptt-start-as-first-state",
      "the start's gradient is that of the first state, which has still to go back through a step",
      replacing: [
        (
          "RecurrentTensors(cell: gradient, start: later, x: xGradient)",
          "RecurrentTensors(cell: gradient, start: first, x: xGradient)"
        ),
        (
          "    var later = Tensor(shape: start.shape)\n",
          "    var later = Tensor(shape: start.shape)\n    var first = later\n"
        ),
        (
          "      let delta = total * states[t + 1].map { 1 - $0 * $0 }\n",
          "      let delta = total * states[t + 1].map { 1 - $0 * $0 }\n      first = total\n"
        ),
      ], fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"]),
  ]
}
