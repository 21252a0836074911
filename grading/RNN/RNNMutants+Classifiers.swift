import Checks

extension RNNMutants {
  private static let memory = "let memory = forget * state.memory[row, unit] + input * candidate"

  /// In lstmStep.
  static let lstms: [Mutant] = [
    Mutant(
      "lstm-gates-exchanged", "input and forget gate exchanged",
      replacing: [(memory, "let memory = input * state.memory[row, unit] + forget * candidate")], fails: ["lstm"]),
    Mutant(
      "lstm-candidate-sigmoid", "the candidate with the gates' sigmoid",
      replacing: [("tanh(sums[row, 2 * units + unit])", "sigmoid(sums[row, 2 * units + unit])")], fails: ["lstm"]),
    Mutant(
      "lstm-hidden-from-old-memory", "the hidden state made from the old memory",
      replacing: [("output * tanh(memory)", "output * tanh(state.memory[row, unit])")], fails: ["lstm"]),
    Mutant(
      "lstm-hidden-without-tanh", "the hidden state without tanh",
      replacing: [("output * tanh(memory)", "output * memory")], fails: ["lstm", "lstm.extreme"]),
    Mutant(
      "lstm-memory-squashed", "tanh of the memory handed on",
      replacing: [("next.memory[row, unit] = memory", "next.memory[row, unit] = tanh(memory)")], fails: ["lstm"]),
    Mutant(
      "lstm-memory-forgotten", "the new memory without the old one",
      replacing: [(memory, "let memory = input * candidate + 0 * forget")], fails: ["lstm"]),
    Mutant(
      "lstm-bias-forgotten", "the gates without their bias",
      replacing: [("let sums = fromInput + fromState + cell.bias", "let sums = fromInput + fromState")],
      fails: ["lstm"]),
    Mutant(
      "lstm-sigmoid-overflow", "the sigmoid as eᶻ / (1 + eᶻ) for every z",
      replacing: [("z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))", "exp(z) / (1 + exp(z))")],
      fails: ["lstm.extreme"]),
    Mutant(
      "lstm-units-by-division", "the number of units found by dividing by the number of samples, which may be 0",
      replacing: [("let units = state.hidden.columns", "let units = state.hidden.count / state.hidden.rows")],
      fails: ["lstm.run"]),
  ]

  private static let last = "h = step(model.cell, slice(x, t), h)"
  private static let cross = "let delta = RNNLab.crossEntropy(scores(model, x), labels).gradient"
  private static let caught = ["gradient", "gradient.oracle", "gradient.edges", "gradient.differences"]

  /// In the functions of the classifier.
  static let classifiers: [Mutant] = [
    Mutant(
      "scores-of-first-state", "the state after the first step",
      replacing: [("for t in 0..<x.shape[1] { \(last) }", "for t in 0..<min(1, x.shape[1]) { \(last) }")],
      fails: ["scores", "scores.edges"]),
    Mutant(
      "scores-of-mean-state", "the mean of all states in place of the last one",
      replacing: [
        (
          "    for t in 0..<x.shape[1] { \(last) }\n    return h\n",
          "    var total = h\n    for t in 0..<x.shape[1] {\n      \(last)\n      total += h\n    }\n    return total / Double(max(1, x.shape[1]))\n"
        )
      ],
      fails: ["scores", "scores.edges"]),
    Mutant(
      "scores-bias-forgotten", "the output layer without its bias",
      replacing: [
        ("matmul(model.outputWeights.transposed()) + model.outputBias", "matmul(model.outputWeights.transposed())")
      ],
      fails: ["scores", "scores.edges"]),
    Mutant(
      "gradient-sign", "the gradient's sign", replacing: [(cross, cross.replacing("= RNN", with: "= -RNN"))],
      fails: ["gradient", "gradient.oracle", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-of-the-sum", "the gradient of the summed loss",
      replacing: [(cross, cross + " * Double(labels.count)")],
      fails: ["gradient", "gradient.oracle", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-at-every-step", "the last state's gradient given to every step",
      replacing: [
        (
          "if x.shape[1] > 0 { put(delta.matmul(model.outputWeights), x.shape[1] - 1, into: &statesGradient) }",
          "for t in 0..<x.shape[1] { put(delta.matmul(model.outputWeights), t, into: &statesGradient) }"
        )
      ], fails: ["gradient", "gradient.oracle", "gradient.differences"]),
    Mutant(
      "gradient-at-first-step", "the last state's gradient given to the first step",
      replacing: [("x.shape[1] - 1, into: &statesGradient", "0, into: &statesGradient")],
      fails: ["gradient", "gradient.oracle", "gradient.differences"], sometimes: ["repeats"]),
    Mutant(
      "output-bias-not-summed", "the output bias gradient of the first sample only",
      replacing: [("outputBias: delta.sum(axis: 0))", "outputBias: delta.row(0))")],
      fails: ["gradient", "gradient.oracle", "gradient.edges", "gradient.differences"]),
    Mutant(
      "gradient-accumulates", "gradients kept from one call to the next",
      replacing: [
        (
          "struct Submission: RNNContract {",
          "nonisolated(unsafe) var kept: [[Int]: Tensor] = [:]\n\nstruct Submission: RNNContract {"
        ),
        (
          "    let start = Tensor(shape: [x.shape[0], model.cell.bias.count])\n",
          "    let start = Tensor(shape: [x.shape[0], model.cell.bias.count])\n    if let old = kept[x.shape] { statesGradient += old }\n    kept[x.shape] = statesGradient\n"
        ),
      ],
      fails: ["gradient.oracle", "repeats", "accuracy"]),
    Mutant(
      "weights-all-zero", "all weights start at 0, so that all units stay alike",
      replacing: [
        (
          "generator.normal(shape: [units, inputs], deviation: 1 / sqrt(Double(inputs)))",
          "Tensor(shape: [units, inputs])"
        ),
        (
          "generator.normal(shape: [units, units], deviation: 1 / sqrt(Double(units)))", "Tensor(shape: [units, units])"
        ),
      ],
      fails: ["initial"]),
    Mutant(
      "weights-not-scaled", "state weights of deviation 1, however many units there are",
      replacing: [
        (
          "generator.normal(shape: [units, units], deviation: 1 / sqrt(Double(units)))",
          "generator.normal(shape: [units, units])"
        )
      ],
      fails: ["initial"]),
    Mutant(
      "seed-ignored", "the same weights for every seed",
      replacing: [("var generator = Generator(seed: seed)", "var generator = Generator(seed: 7)")],
      fails: ["initial"], sometimes: ["repeats"]),
    Mutant(
      "training-set-memorised",
      "scores that know the sequences of the last gradient and answer the first class for any other",
      replacing: [
        (
          "struct Submission: RNNContract {",
          "nonisolated(unsafe) var seen: [[Double]: Int] = [:]\n\nstruct Submission: RNNContract {"
        ),
        (cross, "for row in labels.indices { seen[x.row(row).values] = labels[row] }\n    \(cross)"),
        (
          "    lastState(model, x).matmul(model.outputWeights.transposed()) + model.outputBias\n",
          """
              if x.shape[0] > 100 {
                var answer = Tensor(shape: [x.shape[0], model.outputBias.count])
                for row in 0..<answer.rows { answer[row, seen[x.row(row).values] ?? 0] = 1 }
                return answer
              }
              return lastState(model, x).matmul(model.outputWeights.transposed()) + model.outputBias

          """
        ),
      ],
      fails: ["accuracy"], sometimes: ["repeats"]),
  ]
}
