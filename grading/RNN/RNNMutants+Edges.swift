import Checks

extension RNNMutants {
  private static let total = "let total = slice(statesGradient, t) + later"
  private static let scaled = "return gradients.map { $0 * (maximumNorm / norm) }"
  private static let sigmoid = "z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))"
  private static let last = "for t in 0..<x.shape[1] { h = step(model.cell, slice(x, t), h) }"
  private static let sum = "(fromInput + fromState + cell.bias).map { tanh($0) }"

  /// At the ends of what is asked: no steps, many, none of the loss, a little of it.
  static let edges: [Mutant] = [
    Mutant(
      "states-of-sixteen-steps", "no more than sixteen steps are made",
      replacing: [("for t in 0..<x.shape[1] {\n", "for t in 0..<min(16, x.shape[1]) {\n")], fails: ["states.edges"]),
    Mutant(
      "step-clamped", "sums cut at ±10 before tanh, for fear of overflow",
      replacing: [(sum, "(fromInput + fromState + cell.bias).map { tanh(min(max($0, -10), 10)) }")],
      fails: ["step.edges"]),
    Mutant(
      "scores-of-sixteen-steps", "the state after sixteen steps at most",
      replacing: [(last, last.replacing("x.shape[1]", with: "min(16, x.shape[1])"))], fails: ["scores.edges"]),
    Mutant(
      "scores-without-steps-zero", "zeros as scores where there are no steps",
      replacing: [
        (
          "    lastState(model, x).matmul(model.outputWeights.transposed()) + model.outputBias\n",
          """
              if x.shape[1] == 0 { return Tensor(shape: [x.shape[0], model.outputBias.count]) }
              return lastState(model, x).matmul(model.outputWeights.transposed()) + model.outputBias

          """
        )
      ], fails: ["scores.edges"]),
    Mutant(
      "gradient-without-steps-zero", "no gradient at all where there are no steps",
      replacing: [
        (
          "outputBias: delta.sum(axis: 0))",
          "outputBias: delta.sum(axis: 0) * (x.shape[1] > 0 ? 1 : 0))"
        )
      ], fails: ["gradient.edges"]),
    Mutant(
      "gradient-of-nothing", "a mean over no samples as 0 / 0",
      replacing: [
        (
          "outputBias: delta.sum(axis: 0))",
          "outputBias: delta.sum(axis: 0) * Double(labels.count) / Double(labels.count))"
        )
      ], fails: ["gradient.edges"]),
    Mutant(
      "bptt-start-without-steps", "the gradient in the start is one where there are no steps",
      replacing: [
        (
          "cell: gradient, start: later, x: xGradient",
          "cell: gradient, start: steps > 0 ? later : later + 1, x: xGradient"
        )
      ], fails: ["backward.edges"]),
    Mutant(
      "bptt-stops-where-nothing-is-said", "the sweep back ends at a step of which the loss says nothing by itself",
      replacing: [
        (total, "if t < steps - 1, slice(statesGradient, t).values.allSatisfy({ $0 == 0 }) { break }\n      " + total)
      ], fails: ["backward", "backward.oracle"]),
    Mutant(
      "bptt-starts-where-something-is-said", "steps of which the loss says nothing by itself are passed over",
      replacing: [
        (total, "if slice(statesGradient, t).values.allSatisfy({ $0 == 0 }) { continue }\n      " + total)
      ], fails: ["backward", "backward.oracle"]),
    Mutant(
      "bptt-small-is-nothing", "gradients below 1e-6 taken as 0",
      replacing: [(total, "let total = (slice(statesGradient, t) + later).map { abs($0) < 1e-6 ? 0 : $0 }")],
      fails: ["backward.oracle"]),
    Mutant(
      "clip-with-epsilon", "1e-6 added to the norm",
      replacing: [(scaled, "return gradients.map { $0 * (maximumNorm / (norm + 1e-6)) }")],
      fails: ["clip", "clip.edges"]),
    Mutant(
      "clip-tolerant", "a norm a thousandth above the limit left as it is",
      replacing: [("if norm <= maximumNorm {", "if norm <= 1.001 * maximumNorm {")], fails: ["clip.edges"]),
    Mutant(
      "lstm-sums-clamped", "the gates' sums cut at ±12, for fear of overflow",
      replacing: [(sigmoid, "1 / (1 + exp(-min(max(z, -12), 12)))")], fails: ["lstm.extreme"]),
    Mutant(
      "lstm-tanh-by-exponentials", "tanh of the memory as (e²ᶜ − 1) / (e²ᶜ + 1)",
      replacing: [("output * tanh(memory)", "output * (exp(2 * memory) - 1) / (exp(2 * memory) + 1)")],
      fails: ["lstm.extreme"]),
  ]
}
