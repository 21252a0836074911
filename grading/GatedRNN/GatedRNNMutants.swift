import Checks

/// Mistakes that students make in this lab, each with the checks that must catch it.
enum GatedRNNMutants {
  static let all: [Mutant] = steps + runs + lstmBackwards + gruForwards + gruBackwards + classifiers + habits

  /// In the LSTM's step.
  private static let steps = Mutant.list(
    """
    lstm-gates-exchanged: the forget gate's rows taken for the input gate's
      let (i, f) = (gates[row, unit], gates[row, units + unit]) → let (f, i) = (gates[row, unit], gates[row, units + unit])
      let (i, f) = (gates[t][row, unit], gates[t][row, units + unit]) → let (f, i) = (gates[t][row, unit], gates[t][row, units + unit])
      fails lstmStep, lstmBackward, lstmStep.extreme, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-output-before-candidate: the order i, f, o, g, forward and back
      place / units == 2 → place / units == 3
      let (g, o) = (gates[row, 2 * units + unit], gates[row, 3 * units + unit]) → let (o, g) = (gates[row, 2 * units + unit], gates[row, 3 * units + unit])
      let (g, o) = (gates[t][row, 2 * units + unit], gates[t][row, 3 * units + unit]) → let (o, g) = (gates[t][row, 2 * units + unit], gates[t][row, 3 * units + unit])
      delta[row, 2 * units + unit] = whole * i * (1 - g * g) → delta[row, 3 * units + unit] = whole * i * (1 - g * g)
      delta[row, 3 * units + unit] = hidden[row, unit] * squashed * o * (1 - o) → delta[row, 2 * units + unit] = hidden[row, unit] * squashed * o * (1 - o)
      fails lstmStep, lstmStep.extreme, lstmBackward.differences, repeats, lstmBackward.timing
    lstm-candidate-sigmoid: a sigmoid at the candidate too
      gates[row, place] = place / units == 2 ? tanh(gates[row, place]) : sigmoid(gates[row, place]) → gates[row, place] = sigmoid(gates[row, place])
      fails lstmStep, lstmBackward, lstmStep.extreme, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences; sometimes accuracy, repeats
    lstm-bias-forgotten: the sums without their bias
      var gates = fromInput + fromState + weights.bias → var gates = fromInput + fromState
      fails lstmStep, lstmBackward, lstmStep.extreme, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences; sometimes scores.edges
    lstm-hidden-without-tanh: the hidden state is the memory itself under its gate
      next.hidden[row, unit] = o * tanh(memory) → next.hidden[row, unit] = o * memory
      fails lstmStep, lstmBackward, lstmStep.extreme, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-hidden-from-old-memory: the hidden state made from the memory before the step
      next.hidden[row, unit] = o * tanh(memory) → next.hidden[row, unit] = o * tanh(states.memory[row, unit])
      fails lstmStep, lstmBackward, lstmStep.extreme, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-forget-as-one-minus-input: the forget gate is 1 less the input gate
      let memory = f * states.memory[row, unit] + i * g → let memory = (1 - i) * states.memory[row, unit] + i * g + 0 * f
      fails lstmStep, lstmBackward, lstmStep.extreme, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-memory-cut: the memory cut at ±100
      let memory = f * states.memory[row, unit] + i * g → let memory = max(-100, min(100, f * states.memory[row, unit] + i * g))
      fails lstmStep.extreme
    sigmoid-overflow: eᶻ / (1 + eᶻ) for every z
      z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z)) → exp(z) / (1 + exp(z))
      fails lstmStep.extreme, lstmBackward.oracle, gruRun.edges, gruBackward.oracle
    sigmoid-clamped: sums cut at ±30 under the sigmoid
      z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z)) → 1 / (1 + exp(-max(-30, min(30, z))))
      fails lstmStep.extreme, gruRun.edges
    sigmoid-by-tanh: (1 + tanh(z / 2)) / 2, which is 0 where little is left
      z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z)) → 0.5 * (1 + tanh(z / 2))
      fails lstmStep.extreme, gruRun.edges
    lstm-tanh-by-exponentials: tanh of the memory by exponentials that overflow
      next.hidden[row, unit] = o * tanh(memory) → next.hidden[row, unit] = o * (exp(memory) - exp(-memory)) / (exp(memory) + exp(-memory))
      fails lstmStep.extreme
    """)

  /// In what runs forward.
  private static let runs = Mutant.list(
    """
    run-not-frozen: states go on past the end of a sequence
      states.hidden = frozen(moved.hidden, states.hidden, lengths, t) → states.hidden = moved.hidden
      states.memory = frozen(moved.memory, states.memory, lengths, t) → states.memory = moved.memory
      fails lstmRun, lstmRun.edges, scores.edges, gradient.oracle
    memory-not-frozen: only the hidden state is kept past the end
      states.memory = frozen(moved.memory, states.memory, lengths, t) → states.memory = moved.memory
      fails lstmRun, lstmRun.edges
    run-zeros-past-the-end: zeros past the end, as PyTorch's padding
      put(states.hidden, t, into: &run.hidden) → put(frozen(states.hidden, 0 * states.hidden, lengths, t), t, into: &run.hidden)
      fails lstmRun, lstmRun.edges
    run-start-ignored: every run from zeros
      var states = start → var states = LSTMStates(hidden: 0 * start.hidden, memory: 0 * start.memory)
      fails lstmRun, lstmRun.edges
    run-memory-start-ignored: the memory always from zeros
      var states = start → var states = LSTMStates(hidden: start.hidden, memory: 0 * start.memory)
      fails lstmRun, lstmRun.edges
    frozen-too-early: the last step of each sequence left out
      for row in lengths.indices where t >= lengths[row] → for row in lengths.indices where t + 1 >= lengths[row]
      fails lstmRun, lstmBackward, gruRun, lstmRun.edges, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences, gruRun.edges
    frozen-too-late: a step too many for each sequence
      for row in lengths.indices where t >= lengths[row] → for row in lengths.indices where t > lengths[row]
      fails lstmRun, lstmBackward, gruRun, lstmRun.edges, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences, gruRun.edges, scores.edges, gradient.oracle
    frozen-from-the-first-step-on: a first step where there is none
      for row in lengths.indices where t >= lengths[row] → for row in lengths.indices where t >= max(1, lengths[row])
      fails lstmRun.edges, lstmBackward.edges, gruRun.edges
    frozen-by-multiplication: 0 times what stands past an end
      for unit in 0..<old.columns { result[row, unit] = old[row, unit] } → for unit in 0..<old.columns { result[row, unit] = 0 * result[row, unit] + old[row, unit] }
      fails lstmRun.edges, gruRun.edges, scores.edges, gradient.oracle
    run-of-512-steps: no more than 512 steps
      - let moved = lstmStep(weights, x.column(t), states)
      + let moved = t < 512 ? lstmStep(weights, x.column(t), states) : states
      fails lstmRun.edges
    run-of-sorted-lengths: lengths taken for falling, as of a sorted batch
      states.hidden = frozen(moved.hidden, states.hidden, lengths, t) → states.hidden = frozen(moved.hidden, states.hidden, lengths.sorted(by: >), t)
      states.memory = frozen(moved.memory, states.memory, lengths, t) → states.memory = frozen(moved.memory, states.memory, lengths.sorted(by: >), t)
      fails lstmRun, lstmRun.edges, scores.edges, gradient.oracle
    """)
}
