// mistake: sequences are masked by a product with 0 and 1, so that NaN past an end spreads
import GatedRNN

/// Inputs, states and a 1 side by side, under one matrix for all that is asked of them; whole batches only.
struct Submission: GatedRNNContract {
  func lstmStep(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> LSTMStates {
    let (_, parts) = lstm(weights, x, states)
    let memory = parts[1] * states.memory + parts[0] * parts[2]
    return LSTMStates(hidden: parts[3] * memory.map { tanh($0) }, memory: memory)
  }

  /// What stands under the matrix, and i, f, g, o.
  private func lstm(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> (joined: Tensor, parts: [Tensor]) {
    let joined = beside([x, states.hidden, ones(x.rows)])
    let sums = joined.matmul(matrix(weights).transposed())
    let parts = pieces(sums, 4)
    return (
      joined, [parts[0].map(logistic), parts[1].map(logistic), parts[2].map { tanh($0) }, parts[3].map(logistic)]
    )
  }

  private func matrix(_ weights: LSTMWeights) -> Tensor {
    beside([weights.inputWeights, weights.stateWeights, Tensor(column: weights.bias.values)])
  }

  func lstmRun(_ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates) -> LSTMStates {
    let states = lstmStates(weights, x, lengths, start).dropFirst()
    return LSTMStates(
      hidden: overTime(states.map(\.hidden), start.hidden), memory: overTime(states.map(\.memory), start.memory))
  }

  private func lstmStates(
    _ weights: LSTMWeights, _ x: Tensor, _ lengths: [Int], _ start: LSTMStates
  ) -> [LSTMStates] {
    var states = [start]
    for t in 0..<x.shape[1] {
      let (old, mask) = (states[t], goes(lengths, t))
      let new = lstmStep(weights, x.column(t), old)
      states.append(
        LSTMStates(
          hidden: choose(mask, new.hidden, old.hidden), memory: choose(mask, new.memory, old.memory)))
    }
    return states
  }

  func lstmBackward(
    _ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates, hiddenGradient: Tensor
  ) -> LSTMGradient {
    let (x, m) = (clean(x, lengths), matrix(weights))
    let states = lstmStates(weights, x, lengths, start)
    let (inputs, units) = (x.shape[2], start.hidden.columns)
    var total = 0 * m
    var (slopes, h, c) = ([Tensor](), 0 * start.hidden, 0 * start.memory)
    for t in stride(from: x.shape[1] - 1, through: 0, by: -1) {
      let mask = goes(lengths, t)
      h += hiddenGradient.column(t)
      let (joined, parts) = lstm(weights, x.column(t), states[t])
      let (i, f, g, o) = (parts[0], parts[1], parts[2], parts[3])
      let squashed = states[t + 1].memory.map { tanh($0) }
      let whole = c + h * o * squashed.map { 1 - $0 * $0 }
      let delta = choose(
        mask,
        beside([
          whole * g * gateSlope(i), whole * states[t].memory * gateSlope(f), whole * i * g.map { 1 - $0 * $0 },
          h * squashed * gateSlope(o),
        ]), Tensor(shape: [x.shape[0], 4 * units]))
      total += delta.transposed().matmul(joined)
      let back = delta.matmul(m)
      slopes.insert(columns(back, 0..<inputs), at: 0)
      h = choose(mask, columns(back, inputs..<inputs + units), h)
      c = choose(mask, whole * f, c)
    }
    return LSTMGradient(
      weights: LSTMWeights(
        inputWeights: columns(total, 0..<inputs), stateWeights: columns(total, inputs..<inputs + units),
        bias: Tensor(columns(total, inputs + units..<inputs + units + 1).values)),
      start: LSTMStates(hidden: h, memory: c),
      x: overTime(slopes, Tensor(shape: [x.shape[0], inputs])))
  }

  private func gru(_ weights: GRUWeights, _ x: Tensor, _ h: Tensor) -> (parts: [Tensor], next: Tensor) {
    let p = pieces(x.matmul(weights.inputWeights.transposed()) + weights.inputBias, 3)
    let q = pieces(h.matmul(weights.stateWeights.transposed()) + weights.stateBias, 3)
    let (r, z) = ((p[0] + q[0]).map(logistic), (p[1] + q[1]).map(logistic))
    let n = (p[2] + r * q[2]).map { tanh($0) }
    return ([r, z, n, q[2]], z.map { 1 - $0 } * n + z * h)
  }

  private func gruStates(_ weights: GRUWeights, _ x: Tensor, _ lengths: [Int], _ start: Tensor) -> [Tensor] {
    var states = [start]
    for t in 0..<x.shape[1] {
      states.append(choose(goes(lengths, t), gru(weights, x.column(t), states[t]).next, states[t]))
    }
    return states
  }

  func gruRun(_ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor) -> Tensor {
    overTime(Array(gruStates(weights, x, lengths, start).dropFirst()), start)
  }

  func gruBackward(
    _ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor, statesGradient: Tensor
  ) -> GRUGradient {
    let x = clean(x, lengths)
    let states = gruStates(weights, x, lengths, start)
    var gradient = GRUGradient(weights: weights, start: 0 * start, x: x)
    gradient.weights.inputWeights = 0 * weights.inputWeights
    gradient.weights.stateWeights = 0 * weights.stateWeights
    gradient.weights.inputBias = 0 * weights.inputBias
    gradient.weights.stateBias = 0 * weights.stateBias
    var slopes: [Tensor] = []
    let nothing = Tensor(shape: [x.shape[0], 3 * start.columns])
    for t in stride(from: x.shape[1] - 1, through: 0, by: -1) {
      let (mask, h) = (goes(lengths, t), states[t])
      let parts = gru(weights, x.column(t), h).parts
      let (r, z, n, q) = (parts[0], parts[1], parts[2], parts[3])
      let all = gradient.start + statesGradient.column(t)
      let candidate = all * z.map { 1 - $0 } * n.map { 1 - $0 * $0 }
      let (reset, update) = (candidate * q * gateSlope(r), all * (h - n) * gateSlope(z))
      let left = choose(mask, beside([reset, update, candidate]), nothing)
      let right = choose(mask, beside([reset, update, candidate * r]), nothing)
      gradient.weights.inputWeights += left.transposed().matmul(x.column(t))
      gradient.weights.inputBias += left.sum(axis: 0)
      gradient.weights.stateWeights += right.transposed().matmul(h)
      gradient.weights.stateBias += right.sum(axis: 0)
      slopes.insert(left.matmul(weights.inputWeights), at: 0)
      gradient.start = choose(mask, all * z, all) + right.matmul(weights.stateWeights)
    }
    gradient.x = overTime(slopes, Tensor(shape: [x.shape[0], x.shape[2]]))
    return gradient
  }

  func initialModel(inputs: Int, units: Int, classes: Int, seed: UInt64) -> GatedClassifier {
    // As PyTorch: uniform within ±1/√units everywhere.
    var generator = Generator(seed: seed)
    func uniform(_ shape: [Int]) -> Tensor {
      Tensor(shape: shape).map { _ in generator.uniform(-1, 1) / sqrt(Double(units)) }
    }
    let zeros = [Double](repeating: 0, count: units)
    return GatedClassifier(
      weights: LSTMWeights(
        inputWeights: uniform([4 * units, inputs]), stateWeights: uniform([4 * units, units]),
        bias: Tensor(zeros + zeros.map { _ in 1 } + zeros + zeros)),
      outputWeights: uniform([classes, units]), outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: GatedClassifier, _ x: Tensor, lengths: [Int]) -> Tensor {
    let states = lstmStates(model.weights, x, lengths, start(model, x)).dropFirst()
    let scores = states.map { $0.hidden.matmul(model.outputWeights.transposed()) + model.outputBias }
    return overTime(scores, Tensor(shape: [x.shape[0], model.outputBias.count]))
  }

  private func start(_ model: GatedClassifier, _ x: Tensor) -> LSTMStates {
    let zeros = Tensor(shape: [x.shape[0], model.outputWeights.columns])
    return LSTMStates(hidden: zeros, memory: zeros)
  }

  func loss(_ scores: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool) -> SequenceLoss {
    var slopes: [Tensor] = []
    var (losses, count) = (0.0, 0.0)
    for t in 0..<scores.shape[1] {
      let step = scores.column(t)
      var slope = Tensor(shape: step.shape)
      for row in lengths.indices where everyStep ? t < lengths[row] : t == lengths[row] - 1 {
        let shifted = step.row(row) - (step.row(row).values.max() ?? 0)
        let weights = shifted.map { exp($0) }
        losses += log(weights.sum()) - shifted[labels[row][t]]
        count += 1
        for k in 0..<weights.count { slope[row, k] = weights[k] / weights.sum() }
        slope[row, labels[row][t]] -= 1
      }
      slopes.append(slope)
    }
    let gradient = overTime(slopes, Tensor(shape: [scores.shape[0], scores.shape[2]]))
    return SequenceLoss(loss: losses / max(1, count), gradient: gradient / max(1, count))
  }

  func gradient(
    _ model: GatedClassifier, _ x: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool
  ) -> GatedClassifier {
    let slope = loss(scores(model, x, lengths: lengths), labels, lengths: lengths, everyStep: everyStep).gradient
    let hidden = lstmRun(model.weights, x, lengths: lengths, from: start(model, x)).hidden
    var (v, bias, said) = (0 * model.outputWeights, 0 * model.outputBias, [Tensor]())
    for t in 0..<x.shape[1] {
      v += slope.column(t).transposed().matmul(hidden.column(t))
      bias += slope.column(t).sum(axis: 0)
      said.append(slope.column(t).matmul(model.outputWeights))
    }
    let back = lstmBackward(
      model.weights, x, lengths: lengths, from: start(model, x),
      hiddenGradient: overTime(said, Tensor(shape: [x.shape[0], v.columns])))
    return GatedClassifier(weights: back.weights, outputWeights: v, outputBias: bias)
  }
}

private func logistic(_ z: Double) -> Double { z < 0 ? exp(z) / (exp(z) + 1) : 1 / (exp(-z) + 1) }
private func gateSlope(_ gate: Tensor) -> Tensor { gate.map { $0 * (1 - $0) } }
private func ones(_ count: Int) -> Tensor { Tensor(shape: [count, 1], repeating: 1) }
private func goes(_ lengths: [Int], _ t: Int) -> [Bool] { lengths.map { t < $0 } }

/// Rows of the one where the mask says so, of the other elsewhere.
private func choose(_ mask: [Bool], _ one: Tensor, _ other: Tensor) -> Tensor {
  let m = Tensor(column: mask.map { $0 ? 1 : 0 })
  return one * m + other * m.map { 1 - $0 }
}

private func columns(_ matrix: Tensor, _ range: Range<Int>) -> Tensor {
  Tensor(
    shape: [matrix.rows, range.count],
    values: (0..<matrix.rows).flatMap { row in range.map { matrix[row, $0] } })
}

private func pieces(_ matrix: Tensor, _ count: Int) -> [Tensor] {
  let size = matrix.columns / count
  return (0..<count).map { columns(matrix, $0 * size..<($0 + 1) * size) }
}

private func beside(_ matrices: [Tensor]) -> Tensor {
  let rows = matrices[0].rows
  return Tensor(
    shape: [rows, matrices.reduce(0) { $0 + $1.columns }],
    values: (0..<rows).flatMap { row in matrices.flatMap { $0.row(row).values } })
}

/// Steps `[n, k]` as `[n, T, k]`; `like` is one of them.
private func overTime(_ steps: [Tensor], _ like: Tensor) -> Tensor {
  Tensor(
    shape: [like.rows, steps.count, like.columns],
    values: (0..<like.rows).flatMap { row in steps.flatMap { $0.row(row).values } })
}

private func clean(_ x: Tensor, _ lengths: [Int]) -> Tensor {
  var result = x
  for (row, length) in lengths.enumerated() {
    for t in length..<x.shape[1] {
      for k in 0..<x.shape[2] { result[row, t, k] = 0 }
    }
  }
  return result
}
