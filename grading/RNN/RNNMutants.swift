import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum RNNMutants {
  static let all: [Mutant] =
    forwards + backwards + clippings + lstms + classifiers + edges + habits + readings + sentences + blind

  private static let sum = "(fromInput + fromState + cell.bias).map { tanh($0) }"

  /// In step and states.
  private static let forwards: [Mutant] = [
    Mutant(
      "step-bias-forgotten", "the step without its bias",
      replacing: [(sum, "(fromInput + fromState).map { tanh($0) }")],
      fails: ["step"]),
    Mutant(
      "step-without-tanh", "the step without its activation",
      replacing: [(sum, "fromInput + fromState + cell.bias")],
      fails: ["step", "step.edges", "gradient.oracle"]),
    Mutant(
      "step-sigmoid", "the sigmoid in place of tanh",
      replacing: [(sum, "(fromInput + fromState + cell.bias).map(sigmoid)")],
      fails: ["step"], sometimes: ["repeats", "accuracy"]),
    Mutant(
      "state-weights-not-transposed", "h U in place of h Uᵀ",
      replacing: [
        (
          "let fromState = h.matmul(cell.stateWeights.transposed())", "let fromState = h.matmul(cell.stateWeights)"
        )
      ],
      fails: ["step"]),
    Mutant(
      "tanh-overflow", "tanh as (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)",
      replacing: [(sum, "(fromInput + fromState + cell.bias).map { (exp($0) - exp(-$0)) / (exp($0) + exp(-$0)) }")],
      fails: ["step.edges"]),
    Mutant(
      "states-start-ignored", "the first step always from zeros",
      replacing: [("var h = start\n", "var h = Tensor(shape: start.shape)\n")],
      fails: ["states", "states.edges"]),
    Mutant(
      "states-all-from-start", "every step from the start, so that nothing is remembered",
      replacing: [("h = step(cell, slice(x, t), h)\n      put", "h = step(cell, slice(x, t), start)\n      put")],
      fails: ["states", "states.edges"]),
    Mutant(
      "states-shifted", "the state before each step in place of the one after it",
      replacing: [
        (
          "h = step(cell, slice(x, t), h)\n      put(h, t, into: &states)",
          "put(h, t, into: &states)\n      h = step(cell, slice(x, t), h)"
        )
      ],
      fails: ["states", "states.edges"], sometimes: ["repeats"]),
    Mutant(
      "states-of-at-least-one-step", "a first step even where there is none",
      replacing: [
        (
          "var states = Tensor(shape: [x.shape[0], x.shape[1], cell.bias.count])",
          "var states = Tensor(shape: [x.shape[0], max(1, x.shape[1]), cell.bias.count])"
        )
      ],
      fails: ["states.edges"]),
  ]

  private static let total = "let total = slice(statesGradient, t) + later"
  private static let delta = "let delta = total * states[t + 1].map { 1 - $0 * $0 }"
  private static let stateGradient = "stateWeights += delta.transposed().matmul(states[t])"
  private static let later = "later = delta.matmul(cell.stateWeights)\n"

  /// In backward.
  private static let backwards: [Mutant] = [
    Mutant(
      "bptt-cut-to-one-step", "nothing goes back from one step to the one before",
      replacing: [(total, "let total = slice(statesGradient, t)")],
      fails: ["backward", "backward.oracle", "backward.differences"]),
    Mutant(
      "bptt-forgets-own-part", "only what comes from later steps, once there are some",
      replacing: [(total, "let total = t == steps - 1 ? slice(statesGradient, t) : later")],
      fails: ["backward", "backward.oracle", "backward.differences", "timing"], sometimes: ["repeats"]),
    Mutant(
      "bptt-accumulates-unscaled", "the gradient of later steps added up without 1 − h² of its own step",
      replacing: [(later, "later = total.matmul(cell.stateWeights)\n")],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"]),
    Mutant(
      "bptt-transposed", "U in place of Uᵀ on the way back",
      replacing: [(later, "later = delta.matmul(cell.stateWeights.transposed())\n")],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"]),
    Mutant(
      "bptt-truncated", "nothing goes back further than eight steps",
      replacing: [(later, "later = steps - t < 8 ? delta.matmul(cell.stateWeights) : 0 * later\n")],
      fails: ["backward.oracle"]),
    Mutant(
      "derivative-missing", "without the derivative of tanh", replacing: [(delta, "let delta = total")],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"]),
    Mutant(
      "derivative-of-state-before", "1 − h² of the state before the step",
      replacing: [(delta, delta.replacing("states[t + 1]", with: "states[t]"))],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"]),
    Mutant(
      "derivative-of-derivative", "1 − tanh² taken of the state, which is a tanh already",
      replacing: [(delta, delta.replacing("1 - $0 * $0", with: "1 - tanh($0) * tanh($0)"))],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"]),
    Mutant(
      "weights-overwritten", "the input weights' gradient of the first step only",
      replacing: [
        (
          "inputWeights += delta.transposed().matmul(slice(x, t))",
          "inputWeights = delta.transposed().matmul(slice(x, t))"
        )
      ], fails: ["backward", "backward.oracle", "backward.differences"]),
    Mutant(
      "state-weights-of-state-after", "the state weights' gradient with the state after the step",
      replacing: [(stateGradient, stateGradient.replacing("states[t]", with: "states[t + 1]"))],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"], sometimes: ["repeats"]),
    Mutant(
      "state-weights-transposed", "the state weights' gradient transposed",
      replacing: [(stateGradient, "stateWeights += states[t].transposed().matmul(delta)")],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"], sometimes: ["repeats"]),
    Mutant(
      "bias-of-the-first-sample", "the bias gradient not summed over the samples",
      replacing: [("bias += delta.sum(axis: 0)", "bias += delta.row(0)")],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences", "gradient.edges"]),
    Mutant(
      "bias-averaged", "the bias gradient averaged over the steps",
      replacing: [("bias += delta.sum(axis: 0)", "bias += delta.sum(axis: 0) / Double(steps)")],
      fails: ["backward", "backward.oracle", "backward.differences"]),
    Mutant(
      "start-gradient-zero", "no gradient in the start",
      replacing: [("cell: gradient, start: later, x: xGradient", "cell: gradient, start: 0 * later, x: xGradient")],
      fails: ["backward", "backward.oracle", "backward.edges", "backward.differences"]),
    Mutant(
      "runs-forward-for-each-step", "the states computed anew for each step back",
      replacing: [
        (
          total,
          """
          let total = slice(statesGradient, t) + later
                states = [start]
                for s in 0..<steps { states.append(step(cell, slice(x, s), states[s])) }
          """
        )
      ],
      fails: ["timing"]),
  ]

  private static let squares = "for gradient in gradients { squares += (gradient * gradient).sum() }"
  private static let scaled = "return gradients.map { $0 * (maximumNorm / norm) }"

  /// In clip.
  private static let clippings: [Mutant] = [
    Mutant(
      "clip-each-tensor", "each tensor clipped by its own norm",
      replacing: [
        (
          scaled,
          "return gradients.map { let own = sqrt(($0 * $0).sum()); return own <= maximumNorm ? $0 : $0 * (maximumNorm / own) }"
        )
      ],
      fails: ["clip", "clip.edges"]),
    Mutant(
      "clip-each-number", "each number cut at the limit, which turns the direction",
      replacing: [(scaled, "return gradients.map { $0.map { min(max($0, -maximumNorm), maximumNorm) } }")],
      fails: ["clip", "clip.edges"]),
    Mutant(
      "clip-without-root", "the norm without its square root",
      replacing: [("let norm = sqrt(squares)", "let norm = squares")], fails: ["clip", "clip.edges"]),
    Mutant(
      "clip-divides-only", "divided by the norm, not scaled to the limit",
      replacing: [(scaled, "return gradients.map { $0 * (1 / norm) }")], fails: ["clip", "clip.edges"]),
    Mutant(
      "clip-always", "small gradients made larger, zeros divided by zero",
      replacing: [("    if norm <= maximumNorm { return gradients }\n", "")], fails: ["clip", "clip.edges"]),
    Mutant(
      "clip-zeros", "the factor min(1, limit / norm) wrongly written, so that zeros become NaN",
      replacing: [
        ("if norm <= maximumNorm {", "if norm <= maximumNorm && norm > 0 {")
      ],
      fails: ["clip.edges"]),
    Mutant(
      "clip-largest-tensor", "the norm of the largest tensor for all of them together",
      replacing: [(squares, "for gradient in gradients { squares = max(squares, (gradient * gradient).sum()) }")],
      fails: ["clip", "clip.edges"]),
  ]
}
