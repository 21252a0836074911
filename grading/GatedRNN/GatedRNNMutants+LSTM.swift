import Checks

extension GatedRNNMutants {
  /// In the LSTM's way back.
  static let lstmBackwards = Mutant.list(
    """
    lstm-memory-path-forgotten: nothing goes back from memory to memory
      let whole = memory[row, unit] + hidden[row, unit] * o * (1 - squashed * squashed) → let whole = hidden[row, unit] * o * (1 - squashed * squashed)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-hidden-path-forgotten: nothing goes back from gates to hidden states
      hidden = frozen(delta.matmul(weights.stateWeights), hidden, lengths, t) → hidden = frozen(0 * hidden, hidden, lengths, t)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-own-part-forgotten: a state's own part of the loss left out once there are later ones
      hidden += hiddenGradient.column(t) → if t == x.shape[1] - 1 { hidden += hiddenGradient.column(t) }
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences, lstmBackward.timing; sometimes accuracy
    lstm-memory-without-forget-gate: the memory's gradient handed on as it is
      memory[row, unit] = whole * f → memory[row, unit] = whole
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences, lstmBackward.timing
    lstm-forget-gate-of-new-memory: the forget gate's slope with the memory after the step
      delta[row, units + unit] = whole * states[t].memory[row, unit] * f * (1 - f) → delta[row, units + unit] = whole * states[t + 1].memory[row, unit] * f * (1 - f)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-tanh-slope-forgotten: without the derivative of the memory's tanh
      let whole = memory[row, unit] + hidden[row, unit] * o * (1 - squashed * squashed) → let whole = memory[row, unit] + hidden[row, unit] * o
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-tanh-slope-of-tanh: 1 − tanh² of what is a tanh already
      (1 - squashed * squashed) → (1 - tanh(squashed) * tanh(squashed))
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-candidate-slope-of-gate: g (1 − g) at the candidate
      delta[row, 2 * units + unit] = whole * i * (1 - g * g) → delta[row, 2 * units + unit] = whole * i * g * (1 - g)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences, repeats, accuracy, lstmBackward.timing; sometimes gradient.oracle
    lstm-output-gate-of-memory: the output gate's slope with the memory without its tanh
      delta[row, 3 * units + unit] = hidden[row, unit] * squashed * o * (1 - o) → delta[row, 3 * units + unit] = hidden[row, unit] * states[t + 1].memory[row, unit] * o * (1 - o)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-state-weights-of-state-after: the state weights' gradient with the state after the step
      gradient.weights.stateWeights += delta.transposed().matmul(states[t].hidden) → gradient.weights.stateWeights += delta.transposed().matmul(states[t + 1].hidden)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-weights-overwritten: the input weights' gradient of the first step only
      - gradient.weights.inputWeights += delta.transposed().matmul(x.column(t))
      + gradient.weights.inputWeights = delta.transposed().matmul(x.column(t))
      =       gradient.weights.stateWeights += delta.transposed().matmul(states[t].hidden)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-bias-averaged: the bias's gradient a mean over the sequences
      - gradient.weights.bias += delta.sum(axis: 0)
      + gradient.weights.bias += delta.sum(axis: 0) / Double(max(1, lengths.count))
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-start-memory-zero: no gradient in the memory at the start
      gradient.start = LSTMStates(hidden: hidden, memory: memory) → gradient.start = LSTMStates(hidden: hidden, memory: 0 * memory)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-past-the-end-unheard: what the loss says of the copies past an end is lost
      hidden += hiddenGradient.column(t) → hidden += frozen(hiddenGradient.column(t), 0 * hidden, lengths, t)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-past-the-end-lost: what later steps say is lost where a sequence has ended
      hidden = frozen(delta.matmul(weights.stateWeights), hidden, lengths, t) → hidden = delta.matmul(weights.stateWeights)
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-full-lengths-back: gates past the end have slopes too
      = var delta = Tensor(shape: gates[t].shape)
      -       for row in lengths.indices where t < lengths[row] {
      +       for row in lengths.indices {
      fails lstmBackward, lstmBackward.oracle, lstmBackward.edges, lstmBackward.differences
    lstm-past-the-end-times-zero: 0 times what stands past an end
      let (x, units) = (cut(x, lengths), start.hidden.columns) → let units = start.hidden.columns
      fails lstmBackward.edges, gradient.oracle
    lstm-truncated: nothing goes back further than 200 steps
      memory[row, unit] = whole * f → memory[row, unit] = lengths[row] - t < 200 ? whole * f : 0
      fails lstmBackward.oracle
    lstm-small-is-nothing: slopes below 1e-12 taken for 0
      memory[row, unit] = whole * f → memory[row, unit] = abs(whole * f) < 1e-12 ? 0 : whole * f
      fails lstmBackward.oracle
    lstm-slopes-cut: what goes back cut at ±1000
      memory[row, unit] = whole * f → memory[row, unit] = max(-1000, min(1000, whole * f))
      fails lstmBackward.oracle
    lstm-stops-where-nothing-is-said: the sweep starts anew where the loss says nothing of a step
      hidden += hiddenGradient.column(t) → if hiddenGradient.column(t).values.allSatisfy({ $0 == 0 }) { continue }; hidden += hiddenGradient.column(t)
      fails gradient, lstmBackward.oracle, gradient.differences
    lstm-forward-again-at-each-step: all states again for each step back
      hidden += hiddenGradient.column(t) → hidden += hiddenGradient.column(t); for s in 0..<t { gates[s] = lstmGates(weights, x.column(s), states[s].hidden) }
      fails lstmBackward.timing
    lstm-whole-batch-for-each-sequence: all sequences again for each of them
      hidden += hiddenGradient.column(t) → hidden += hiddenGradient.column(t); for _ in lengths { gates[t] = lstmGates(weights, x.column(t), states[t].hidden) }
      fails lstmBackward.timing
    lstm-by-differences: the input weights' gradient by differences
      - gradient.start = LSTMStates(hidden: hidden, memory: memory)
      + gradient.start = LSTMStates(hidden: hidden, memory: memory)
      + for place in weights.inputWeights.values.indices {
      + var sides: [Double] = []
      + for h in [1e-5, -1e-5] {
      + var moved = weights
      + moved.inputWeights.values[place] += h
      + sides.append((lstmRun(moved, x, lengths: lengths, from: start).hidden * hiddenGradient).sum())
      + }
      + gradient.weights.inputWeights.values[place] = (sides[0] - sides[1]) / 2e-5
      + }
      fails lstmBackward, lstmBackward.oracle
    """)
}
