import RNN

// Input, state and a 1 side by side, so that each cell is one matrix [W U b]; gradients by recursion over the steps.

private typealias Rows = [[Double]]

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

private func stacked(_ input: Tensor, _ state: Tensor, _ bias: Tensor) -> Rows {
  (0..<bias.count).map { input.row($0).values + state.row($0).values + [bias[$0]] }
}

private func lists(_ x: Tensor) -> Rows { (0..<x.rows).map { x.row($0).values } }

private func tensor(_ rows: Rows, _ columns: Int) -> Tensor {
  Tensor(shape: [rows.count, columns], values: rows.flatMap { $0 })
}

private func logistic(_ z: Double) -> Double { z < 0 ? exp(z) / (1 + exp(z)) : 1 / (1 + exp(-z)) }

/// The gradient of one sequence's loss, gathered on the way back.
private struct Walk {
  let matrix: Rows
  let inputs: Int
  var weights: Rows
  var x: Rows = []

  init(_ matrix: Rows, inputs: Int) {
    (self.matrix, self.inputs) = (matrix, inputs)
    weights = matrix.map { $0.map { _ in 0 } }
  }

  /// Goes forward from `h`, then back; answers with the gradient in `h`.
  mutating func visit(_ h: [Double], _ x: ArraySlice<[Double]>, _ gradient: ArraySlice<[Double]>) -> [Double] {
    guard let input = x.first, let own = gradient.first else { return h.map { _ in 0 } }
    let joined = input + h + [1]
    let next = matrix.map { tanh(dot($0, joined)) }
    let later = visit(next, x.dropFirst(), gradient.dropFirst())
    var back = [Double](repeating: 0, count: joined.count)
    for (unit, value) in next.enumerated() {
      let delta = (own[unit] + later[unit]) * (1 - value) * (1 + value)
      for k in joined.indices {
        weights[unit][k] += delta * joined[k]
        back[k] += delta * matrix[unit][k]
      }
    }
    self.x.append(Array(back[..<inputs]))
    return Array(back[inputs..<back.count - 1])
  }
}

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let matrix = stacked(cell.inputWeights, cell.stateWeights, cell.bias)
    let rows = zip(lists(x), lists(h)).map { x, h in matrix.map { tanh(dot($0, x + h + [1])) } }
    return tensor(rows, cell.bias.count)
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let matrix = stacked(cell.inputWeights, cell.stateWeights, cell.bias)
    var values: [Double] = []
    for sample in 0..<x.shape[0] {
      var h = start.row(sample).values
      for input in lists(x.row(sample)) {
        h = matrix.map { tanh(dot($0, input + h + [1])) }
        values += h
      }
    }
    return Tensor(shape: [x.shape[0], x.shape[1], cell.bias.count], values: values)
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let inputs = cell.inputWeights.columns
    var walk = Walk(stacked(cell.inputWeights, cell.stateWeights, cell.bias), inputs: inputs)
    var starts: Rows = []
    var xs: [Double] = []
    for sample in 0..<x.shape[0] {
      walk.x = []
      starts.append(
        walk.visit(start.row(sample).values, lists(x.row(sample))[...], lists(statesGradient.row(sample))[...]))
      xs += walk.x.reversed().flatMap { $0 }
    }
    let units = cell.bias.count
    let gradient = RecurrentCell(
      inputWeights: tensor(walk.weights.map { Array($0[..<inputs]) }, inputs),
      stateWeights: tensor(walk.weights.map { Array($0[inputs..<inputs + units]) }, units),
      bias: Tensor(walk.weights.map { $0[inputs + units] }))
    return RecurrentTensors(cell: gradient, start: tensor(starts, units), x: Tensor(shape: x.shape, values: xs))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    let all = gradients.flatMap(\.values)
    let norm = dot(all, all).squareRoot()
    return norm > maximumNorm ? gradients.map { maximumNorm * $0 / norm } : gradients
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let matrix = stacked(cell.inputWeights, cell.stateWeights, cell.bias)
    let units = state.memory.columns
    var (hidden, memory): (Rows, Rows) = ([], [])
    for sample in 0..<x.rows {
      let joined = x.row(sample).values + state.hidden.row(sample).values + [1]
      let z = matrix.map { dot($0, joined) }
      let old = state.memory.row(sample).values
      let new = (0..<units).map { logistic(z[units + $0]) * old[$0] + logistic(z[$0]) * tanh(z[2 * units + $0]) }
      memory.append(new)
      hidden.append((0..<units).map { logistic(z[3 * units + $0]) * tanh(new[$0]) })
    }
    return LSTMState(hidden: tensor(hidden, units), memory: tensor(memory, units))
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    let all = generator.normal(shape: [units, inputs + units])
    let w = lists(all).map { $0[..<inputs].map { $0 / Double(inputs).squareRoot() } }
    let u = lists(all).map { $0[inputs...].map { 0.9 * $0 / Double(units).squareRoot() } }
    let glorot = (2 / Double(units + classes)).squareRoot()
    var stream = generator.split()
    return SequenceClassifier(
      cell: RecurrentCell(
        inputWeights: tensor(w, inputs), stateWeights: tensor(u, units), bias: Tensor(shape: [units])),
      outputWeights: stream.normal(shape: [classes, units], deviation: glorot), outputBias: Tensor(shape: [classes])
    )
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let h = lists(last(model, x))
    let rows = h.map { h in
      (0..<model.outputBias.count).map { model.outputBias[$0] + dot(model.outputWeights.row($0).values, h) }
    }
    return tensor(rows, model.outputBias.count)
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let delta = RNNLab.crossEntropy(scores(model, x), labels).gradient
    let (units, steps) = (model.cell.bias.count, x.shape[1])
    let ends = delta.matmul(model.outputWeights)
    var g: [Double] = []
    for sample in 0..<x.shape[0] where steps > 0 {
      g += [Double](repeating: 0, count: (steps - 1) * units) + ends.row(sample).values
    }
    let slope = backward(
      model.cell, x, from: Tensor(shape: [x.shape[0], units]),
      statesGradient: Tensor(shape: [x.shape[0], steps, units], values: g))
    return SequenceClassifier(
      cell: slope.cell, outputWeights: delta.transposed().matmul(last(model, x)), outputBias: delta.sum(axis: 0))
  }

  private func last(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let zeros = Tensor(shape: [x.shape[0], model.cell.bias.count])
    guard x.shape[1] > 0 else { return zeros }
    let states = states(model.cell, x, from: zeros)
    return tensor((0..<x.shape[0]).map { states.row($0).row(x.shape[1] - 1).values }, zeros.columns)
  }
}
