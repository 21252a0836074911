import GatedRNN

/// The LSTM and the GRU forward and backward through time, for sequences of unlike lengths, and an LSTM classifier.
struct Submission: GatedRNNContract {
  func lstmStep(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> LSTMStates {
    // BEGIN SOLUTION
    next(states, lstmGates(weights, x, states.hidden))
    // END SOLUTION
  }

  func lstmRun(_ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates) -> LSTMStates {
    // BEGIN SOLUTION
    let shape = [x.shape[0], x.shape[1], start.hidden.columns]
    var run = LSTMStates(hidden: Tensor(shape: shape), memory: Tensor(shape: shape))
    var states = start
    for t in 0..<x.shape[1] {
      let moved = lstmStep(weights, x.column(t), states)
      states.hidden = frozen(moved.hidden, states.hidden, lengths, t)
      states.memory = frozen(moved.memory, states.memory, lengths, t)
      put(states.hidden, t, into: &run.hidden)
      put(states.memory, t, into: &run.memory)
    }
    return run
    // END SOLUTION
  }

  func lstmBackward(
    _ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates, hiddenGradient: Tensor
  ) -> LSTMGradient {
    // BEGIN SOLUTION
    let (x, units) = (cut(x, lengths), start.hidden.columns)
    var (states, gates) = ([start], [Tensor]())
    for t in 0..<x.shape[1] {
      gates.append(lstmGates(weights, x.column(t), states[t].hidden))
      let moved = next(states[t], gates[t])
      states.append(
        LSTMStates(
          hidden: frozen(moved.hidden, states[t].hidden, lengths, t),
          memory: frozen(moved.memory, states[t].memory, lengths, t)))
    }

    var gradient = LSTMGradient(
      weights: LSTMWeights(
        inputWeights: 0 * weights.inputWeights, stateWeights: 0 * weights.stateWeights, bias: 0 * weights.bias),
      start: start, x: 0 * x)
    // What the later steps say of the states at hand.
    var (hidden, memory) = (Tensor(shape: start.hidden.shape), Tensor(shape: start.memory.shape))
    for t in (0..<x.shape[1]).reversed() {
      hidden += hiddenGradient.column(t)
      var delta = Tensor(shape: gates[t].shape)
      for row in lengths.indices where t < lengths[row] {
        for unit in 0..<units {
          let (i, f) = (gates[t][row, unit], gates[t][row, units + unit])
          let (g, o) = (gates[t][row, 2 * units + unit], gates[t][row, 3 * units + unit])
          let squashed = tanh(states[t + 1].memory[row, unit])
          let whole = memory[row, unit] + hidden[row, unit] * o * (1 - squashed * squashed)
          delta[row, unit] = whole * g * i * (1 - i)
          delta[row, units + unit] = whole * states[t].memory[row, unit] * f * (1 - f)
          delta[row, 2 * units + unit] = whole * i * (1 - g * g)
          delta[row, 3 * units + unit] = hidden[row, unit] * squashed * o * (1 - o)
          memory[row, unit] = whole * f
        }
      }
      gradient.weights.inputWeights += delta.transposed().matmul(x.column(t))
      gradient.weights.stateWeights += delta.transposed().matmul(states[t].hidden)
      gradient.weights.bias += delta.sum(axis: 0)
      put(delta.matmul(weights.inputWeights), t, into: &gradient.x)
      hidden = frozen(delta.matmul(weights.stateWeights), hidden, lengths, t)
    }
    gradient.start = LSTMStates(hidden: hidden, memory: memory)
    return gradient
    // END SOLUTION
  }

  func gruRun(_ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor) -> Tensor {
    // BEGIN SOLUTION
    var run = Tensor(shape: [x.shape[0], x.shape[1], start.columns])
    var h = start
    for t in 0..<x.shape[1] {
      h = frozen(gruGates(weights, x.column(t), h).next(h), h, lengths, t)
      put(h, t, into: &run)
    }
    return run
    // END SOLUTION
  }

  func gruBackward(
    _ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor, statesGradient: Tensor
  ) -> GRUGradient {
    // BEGIN SOLUTION
    let (x, units) = (cut(x, lengths), start.columns)
    var (states, gates) = ([start], [GRUGates]())
    for t in 0..<x.shape[1] {
      gates.append(gruGates(weights, x.column(t), states[t]))
      states.append(frozen(gates[t].next(states[t]), states[t], lengths, t))
    }

    var gradient = GRUGradient(
      weights: GRUWeights(
        inputWeights: 0 * weights.inputWeights, stateWeights: 0 * weights.stateWeights,
        inputBias: 0 * weights.inputBias, stateBias: 0 * weights.stateBias), start: start, x: 0 * x)
    var later = Tensor(shape: start.shape)
    for t in (0..<x.shape[1]).reversed() {
      let total = later + statesGradient.column(t)
      var kept = total
      // Of the sums on the input's side and on the state's side: they differ where the reset gate lies between.
      var delta = Tensor(shape: [x.shape[0], 3 * units])
      var stateDelta = delta
      for row in lengths.indices where t < lengths[row] {
        for unit in 0..<units {
          let (r, z) = (gates[t].reset[row, unit], gates[t].update[row, unit])
          let (c, product) = (gates[t].candidate[row, unit], gates[t].product[row, unit])
          let slope = total[row, unit] * (1 - z) * (1 - c * c)
          delta[row, unit] = slope * product * r * (1 - r)
          delta[row, units + unit] = total[row, unit] * (states[t][row, unit] - c) * z * (1 - z)
          delta[row, 2 * units + unit] = slope
          stateDelta[row, unit] = delta[row, unit]
          stateDelta[row, units + unit] = delta[row, units + unit]
          stateDelta[row, 2 * units + unit] = slope * r
          kept[row, unit] = total[row, unit] * z
        }
      }
      gradient.weights.inputWeights += delta.transposed().matmul(x.column(t))
      gradient.weights.stateWeights += stateDelta.transposed().matmul(states[t])
      gradient.weights.inputBias += delta.sum(axis: 0)
      gradient.weights.stateBias += stateDelta.sum(axis: 0)
      put(delta.matmul(weights.inputWeights), t, into: &gradient.x)
      later = kept + stateDelta.matmul(weights.stateWeights)
    }
    gradient.start = later
    return gradient
    // END SOLUTION
  }

  func initialModel(inputs: Int, units: Int, classes: Int, seed: UInt64) -> GatedClassifier {
    // BEGIN SOLUTION
    var generator = Generator(seed: seed)
    var weights = LSTMWeights(
      inputWeights: generator.normal(shape: [4 * units, inputs], deviation: 1 / sqrt(Double(inputs))),
      stateWeights: generator.normal(shape: [4 * units, units], deviation: 1 / sqrt(Double(units))),
      bias: Tensor(shape: [4 * units]))
    for unit in 0..<units { weights.bias[units + unit] = 1 }
    let outputWeights = generator.normal(shape: [classes, units], deviation: 1 / sqrt(Double(units)))
    return GatedClassifier(weights: weights, outputWeights: outputWeights, outputBias: Tensor(shape: [classes]))
    // END SOLUTION
  }

  func scores(_ model: GatedClassifier, _ x: Tensor, lengths: [Int]) -> Tensor {
    // BEGIN SOLUTION
    read(model, hiddenStates(model, x, lengths))
    // END SOLUTION
  }

  func loss(_ scores: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool) -> SequenceLoss {
    // BEGIN SOLUTION
    var result = SequenceLoss(loss: 0, gradient: Tensor(shape: scores.shape))
    let classes = scores.shape[2]
    var count = 0.0
    for (sequence, length) in lengths.enumerated() where length > 0 {
      for t in (everyStep ? 0 : length - 1)..<length {
        count += 1
        var largest = scores[sequence, t, 0]
        for k in 0..<classes { largest = max(largest, scores[sequence, t, k]) }
        var sum = 0.0
        for k in 0..<classes { sum += exp(scores[sequence, t, k] - largest) }
        let label = labels[sequence][t]
        result.loss += largest - scores[sequence, t, label] + log(sum)
        for k in 0..<classes { result.gradient[sequence, t, k] = exp(scores[sequence, t, k] - largest) / sum }
        result.gradient[sequence, t, label] -= 1
      }
    }
    if count == 0 { return result }
    return SequenceLoss(loss: result.loss / count, gradient: result.gradient / count)
    // END SOLUTION
  }

  func gradient(
    _ model: GatedClassifier, _ x: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool
  ) -> GatedClassifier {
    // BEGIN SOLUTION
    let hidden = hiddenStates(model, x, lengths)
    let slope = loss(read(model, hidden), labels, lengths: lengths, everyStep: everyStep).gradient
    // All steps of all sequences as the rows of one matrix.
    let delta = slope.reshaped([x.shape[0] * x.shape[1], model.outputBias.count])
    let rows = hidden.reshaped([delta.rows, model.outputWeights.columns])
    let back = lstmBackward(
      model.weights, x, lengths: lengths, from: zeros(x.shape[0], model),
      hiddenGradient: delta.matmul(model.outputWeights).reshaped(hidden.shape))
    return GatedClassifier(
      weights: back.weights, outputWeights: delta.transposed().matmul(rows), outputBias: delta.sum(axis: 0))
    // END SOLUTION
  }
  // BEGIN SOLUTION HELPERS

  /// The gates' and the candidate's activations, `[n, 4u]`.
  private func lstmGates(_ weights: LSTMWeights, _ x: Tensor, _ hidden: Tensor) -> Tensor {
    let fromInput = x.matmul(weights.inputWeights.transposed())
    let fromState = hidden.matmul(weights.stateWeights.transposed())
    var gates = fromInput + fromState + weights.bias
    let units = hidden.columns
    for row in 0..<gates.rows {
      for place in 0..<4 * units {
        gates[row, place] = place / units == 2 ? tanh(gates[row, place]) : sigmoid(gates[row, place])
      }
    }
    return gates
  }

  private func next(_ states: LSTMStates, _ gates: Tensor) -> LSTMStates {
    var next = states
    let units = states.hidden.columns
    for row in 0..<gates.rows {
      for unit in 0..<units {
        let (i, f) = (gates[row, unit], gates[row, units + unit])
        let (g, o) = (gates[row, 2 * units + unit], gates[row, 3 * units + unit])
        let memory = f * states.memory[row, unit] + i * g
        next.memory[row, unit] = memory
        next.hidden[row, unit] = o * tanh(memory)
      }
    }
    return next
  }

  /// What a step of the GRU is made of, `[n, u]` each; `product` is what the reset gate multiplies.
  private struct GRUGates {
    var reset, update, candidate, product: Tensor

    func next(_ h: Tensor) -> Tensor { candidate + update * (h - candidate) }
  }

  private func gruGates(_ weights: GRUWeights, _ x: Tensor, _ h: Tensor) -> GRUGates {
    let fromInput = x.matmul(weights.inputWeights.transposed()) + weights.inputBias
    let fromState = h.matmul(weights.stateWeights.transposed()) + weights.stateBias
    let units = h.columns
    let empty = Tensor(shape: h.shape)
    var gates = GRUGates(reset: empty, update: empty, candidate: empty, product: empty)
    for row in 0..<h.rows {
      for unit in 0..<units {
        let (update, last) = (units + unit, 2 * units + unit)
        gates.reset[row, unit] = sigmoid(fromInput[row, unit] + fromState[row, unit])
        gates.update[row, unit] = sigmoid(fromInput[row, update] + fromState[row, update])
        gates.product[row, unit] = fromState[row, last]
        gates.candidate[row, unit] = tanh(fromInput[row, last] + gates.reset[row, unit] * fromState[row, last])
      }
    }
    return gates
  }

  private func zeros(_ count: Int, _ model: GatedClassifier) -> LSTMStates {
    let zeros = Tensor(shape: [count, model.outputWeights.columns])
    return LSTMStates(hidden: zeros, memory: zeros)
  }

  private func hiddenStates(_ model: GatedClassifier, _ x: Tensor, _ lengths: [Int]) -> Tensor {
    lstmRun(model.weights, x, lengths: lengths, from: zeros(x.shape[0], model)).hidden
  }

  /// The output layer at every step.
  private func read(_ model: GatedClassifier, _ hidden: Tensor) -> Tensor {
    let rows = hidden.reshaped([hidden.shape[0] * hidden.shape[1], hidden.shape[2]])
    let scores = rows.matmul(model.outputWeights.transposed()) + model.outputBias
    return scores.reshaped([hidden.shape[0], hidden.shape[1], model.outputBias.count])
  }

  /// `moved` for the sequences that have a step t, `old` for those that have ended.
  private func frozen(_ moved: Tensor, _ old: Tensor, _ lengths: [Int], _ t: Int) -> Tensor {
    var result = moved
    for row in lengths.indices where t >= lengths[row] {
      for unit in 0..<old.columns { result[row, unit] = old[row, unit] }
    }
    return result
  }

  /// Zeros past the end of each sequence, whatever stood there: 0 times that would be no number where it is none.
  private func cut(_ x: Tensor, _ lengths: [Int]) -> Tensor {
    var result = x
    for row in lengths.indices {
      for t in lengths[row]..<x.shape[1] {
        for k in 0..<x.shape[2] { result[row, t, k] = 0 }
      }
    }
    return result
  }

  private func put(_ part: Tensor, _ t: Int, into x: inout Tensor) {
    for row in 0..<part.rows {
      for k in 0..<part.columns { x[row, t, k] = part[row, k] }
    }
  }

  private func sigmoid(_ z: Double) -> Double {
    z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z))
  }
  // END SOLUTION
}
