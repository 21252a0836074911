import Checks

extension GatedRNNMutants {
  /// In the GRU's way forward.
  static let gruForwards = Mutant.list(
    """
    gru-update-reversed: the new candidate where the update gate is 1
      candidate + update * (h - candidate) → h + update * (candidate - h)
      fails gruRun, gruBackward, gruRun.edges, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-update-reversed-throughout: the new candidate where the update gate is 1, forward and back
      candidate + update * (h - candidate) → h + update * (candidate - h)
      let slope = total[row, unit] * (1 - z) * (1 - c * c) → let slope = total[row, unit] * z * (1 - c * c)
      (states[t][row, unit] - c) * z * (1 - z) → (c - states[t][row, unit]) * z * (1 - z)
      kept[row, unit] = total[row, unit] * z → kept[row, unit] = total[row, unit] * (1 - z)
      fails gruRun, gruRun.edges, gruBackward.timing; sometimes gruBackward.differences
    gru-gates-exchanged: the update gate's rows first
      gates.reset[row, unit] = sigmoid(fromInput[row, unit] + fromState[row, unit]) → gates.update[row, unit] = sigmoid(fromInput[row, unit] + fromState[row, unit])
      gates.update[row, unit] = sigmoid(fromInput[row, update] + fromState[row, update]) → gates.reset[row, unit] = sigmoid(fromInput[row, update] + fromState[row, update])
      fails gruRun, gruBackward, gruRun.edges, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-state-bias-outside: the candidate's state bias not under the reset gate
      gates.product[row, unit] = fromState[row, last] → gates.product[row, unit] = fromState[row, last] - weights.stateBias[last]
      tanh(fromInput[row, last] + gates.reset[row, unit] * fromState[row, last]) → tanh(fromInput[row, last] + weights.stateBias[last] + gates.reset[row, unit] * gates.product[row, unit])
      fails gruRun, gruBackward, gruRun.edges, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-reset-before-product: the reset gate on the state, before the product
      - gates.product[row, unit] = fromState[row, last]
      + gates.product[row, unit] = weights.stateBias[last]
      + for k in 0..<units {
      + let r = sigmoid(fromInput[row, k] + fromState[row, k])
      + gates.product[row, unit] += weights.stateWeights[last, k] * h[row, k] * r / gates.reset[row, unit]
      + }
      and
      tanh(fromInput[row, last] + gates.reset[row, unit] * fromState[row, last]) → tanh(fromInput[row, last] + gates.reset[row, unit] * gates.product[row, unit])
      fails gruRun, gruBackward, gruRun.edges, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-reset-forgotten: no reset gate at all
      tanh(fromInput[row, last] + gates.reset[row, unit] * fromState[row, last]) → tanh(fromInput[row, last] + fromState[row, last])
      fails gruRun, gruBackward, gruRun.edges, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-input-bias-forgotten: the input's bias left out
      let fromInput = x.matmul(weights.inputWeights.transposed()) + weights.inputBias → let fromInput = x.matmul(weights.inputWeights.transposed())
      fails gruRun, gruBackward, gruRun.edges, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-not-frozen: states go on past the end of a sequence
      h = frozen(gruGates(weights, x.column(t), h).next(h), h, lengths, t) → h = gruGates(weights, x.column(t), h).next(h)
      fails gruRun, gruRun.edges
    gru-start-ignored: every run from zeros
      var h = start → var h = 0 * start
      fails gruRun, gruRun.edges
    gru-state-cut: states cut at ±10
      candidate + update * (h - candidate) → (candidate + update * (h - candidate)).map { max(-10, min(10, $0)) }
      fails gruRun.edges
    """)

  /// In the GRU's way back.
  static let gruBackwards = Mutant.list(
    """
    gru-kept-forgotten: nothing goes back by the update gate's product
      later = kept + stateDelta.matmul(weights.stateWeights) → later = frozen(stateDelta.matmul(weights.stateWeights), kept, lengths, t)
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-gates-path-forgotten: nothing goes back through gates and candidate
      later = kept + stateDelta.matmul(weights.stateWeights) → later = kept
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-own-part-forgotten: a state's own part of the loss left out once there are later ones
      let total = later + statesGradient.column(t) → let total = t == x.shape[1] - 1 ? statesGradient.column(t) : later
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences, gruBackward.timing
    gru-update-sign: the update gate's slope with the wrong sign
      (states[t][row, unit] - c) * z * (1 - z) → (c - states[t][row, unit]) * z * (1 - z)
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-update-of-state-after: the update gate's slope with the state after the step
      (states[t][row, unit] - c) * z * (1 - z) → (states[t + 1][row, unit] - c) * z * (1 - z)
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-candidate-without-update: the candidate's slope without 1 − z
      let slope = total[row, unit] * (1 - z) * (1 - c * c) → let slope = total[row, unit] * (1 - c * c)
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-reset-slope-of-state: the reset gate's slope with the state in place of the product
      delta[row, unit] = slope * product * r * (1 - r) → delta[row, unit] = slope * states[t][row, unit] * r * (1 - r) + 0 * product
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-state-side-without-reset: the candidate's slope on the state's side without the reset gate
      stateDelta[row, 2 * units + unit] = slope * r → stateDelta[row, 2 * units + unit] = slope
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-one-bias: both biases get the same
      gradient.weights.stateBias += stateDelta.sum(axis: 0) → gradient.weights.stateBias += delta.sum(axis: 0)
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-past-the-end-unheard: what the loss says of the copies past an end is lost
      let total = later + statesGradient.column(t) → let total = later + frozen(statesGradient.column(t), 0 * later, lengths, t)
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-past-the-end-lost: what later steps say is lost where a sequence has ended
      var kept = total → var kept = 0 * total
      fails gruBackward, gruBackward.oracle, gruBackward.edges, gruBackward.differences
    gru-past-the-end-times-zero: 0 times what stands past an end
      let (x, units) = (cut(x, lengths), start.columns) → let units = start.columns
      fails gruBackward.edges
    gru-truncated: nothing goes back further than 200 steps
      kept[row, unit] = total[row, unit] * z → kept[row, unit] = lengths[row] - t < 200 ? total[row, unit] * z : 0
      fails gruBackward.oracle
    gru-slopes-cut: what goes back cut at ±1000
      kept[row, unit] = total[row, unit] * z → kept[row, unit] = max(-1000, min(1000, total[row, unit] * z))
      fails gruBackward.oracle
    gru-forward-again-at-each-step: all states again for each step back
      var kept = total → var kept = total; for s in 0..<t { gates[s] = gruGates(weights, x.column(s), states[s]) }
      fails gruBackward.timing
    """)

  /// In all of it.
  static let habits = Mutant.list(
    """
    gates-in-single-precision: Float under the sigmoid
      z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z)) → Double(Float(z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))))
      fails lstmStep, lstmBackward, gruRun, gruBackward, lstmStep.extreme, lstmBackward.oracle, lstmBackward.edges, gruRun.edges, gruBackward.oracle, gruBackward.edges
    loss-in-single-precision: a Float's logarithm
      result.loss += largest - scores[sequence, t, label] + log(sum) → result.loss += largest - scores[sequence, t, label] + Double(Float(log(sum)))
      fails loss, loss.edges
    gradient-accumulates: what the call before found is added
      + nonisolated(unsafe) var found: [[Int]: Tensor] = [:]
      +
      = struct Submission: GatedRNNContract {
      and
      - gradient.start = later
      + gradient.start = later
      + let before = found[weights.inputBias.shape + x.shape] ?? 0 * gradient.weights.inputBias
      + found[weights.inputBias.shape + x.shape] = gradient.weights.inputBias
      + gradient.weights.inputBias += before
      fails gruBackward.oracle, gruBackward.edges, repeats
    run-cached-by-weights: remembered by weights and shape, whatever the lengths are
      + nonisolated(unsafe) var found: [Tensor: Tensor] = [:]
      +
      = struct Submission: GatedRNNContract {
      and
      - var run = Tensor(shape: [x.shape[0], x.shape[1], start.columns])
      + if let known = found[x], known.shape == [x.shape[0], x.shape[1], start.columns] { return known }
      + var run = Tensor(shape: [x.shape[0], x.shape[1], start.columns])
      + defer { found[x] = run }
      fails gruBackward.differences, repeats
    scores-of-the-last-call: the states of the call before, where the shapes are the same
      + nonisolated(unsafe) var last: Tensor?
      +
      = struct Submission: GatedRNNContract {
      and
      - read(model, hiddenStates(model, x, lengths))
      + let hidden = hiddenStates(model, x, lengths)
      + defer { last = hidden }
      + return read(model, last.map { $0.shape == hidden.shape && x.count > 0 ? $0 : hidden } ?? hidden)
      fails gradient.differences, repeats, accuracy
    """)
}
