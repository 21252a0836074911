// mistake: lengths taken for falling, as a packed batch of PyTorch has them, in the GRU
import GatedRNN

/// Sequence by sequence, each to its own end only, with lists of numbers and no tensor in between.
struct Submission: GatedRNNContract {
  /// A matrix as what multiplies lists.
  struct Matrix {
    let rows, columns: Int
    var numbers: [Double]

    init(_ tensor: Tensor) { (rows, columns, numbers) = (tensor.shape[0], tensor.shape[1], tensor.values) }
    init(zerosLike other: Matrix) {
      (rows, columns, numbers) = (other.rows, other.columns, [Double](repeating: 0, count: other.numbers.count))
    }

    var tensor: Tensor { Tensor(shape: [rows, columns], values: numbers) }

    func times(_ v: [Double], plus start: [Double]) -> [Double] {
      var result = start
      for row in 0..<rows {
        var sum = 0.0
        for column in 0..<columns { sum += numbers[row * columns + column] * v[column] }
        result[row] += sum
      }
      return result
    }

    func transposedTimes(_ v: [Double]) -> [Double] {
      var result = [Double](repeating: 0, count: columns)
      for row in 0..<rows where v[row] != 0 {
        for column in 0..<columns { result[column] += numbers[row * columns + column] * v[row] }
      }
      return result
    }

    mutating func addProduct(_ left: [Double], _ right: [Double]) {
      for row in 0..<rows {
        for column in 0..<columns { numbers[row * columns + column] += left[row] * right[column] }
      }
    }
  }

  /// One step of one sequence of the LSTM, with all that its way back needs.
  struct Step {
    let x, hidden, memory: [Double]
    let i, f, g, o, nextMemory, nextHidden: [Double]

    init(_ w: Matrix, _ u: Matrix, _ b: [Double], x: [Double], hidden: [Double], memory: [Double]) {
      (self.x, self.hidden, self.memory) = (x, hidden, memory)
      let z = u.times(hidden, plus: w.times(x, plus: b))
      let units = hidden.count
      func block(_ place: Int) -> ArraySlice<Double> { z[place * units..<(place + 1) * units] }
      i = block(0).map(logistic)
      f = block(1).map(logistic)
      g = block(2).map { tanh($0) }
      o = block(3).map(logistic)
      var next = memory
      for k in 0..<units { next[k] = f[k] * memory[k] + i[k] * g[k] }
      nextMemory = next
      var out = next
      for k in 0..<units { out[k] = o[k] * tanh(next[k]) }
      nextHidden = out
    }
  }

  func lstmStep(_ weights: LSTMWeights, _ x: Tensor, _ states: LSTMStates) -> LSTMStates {
    let lengths = [Int](repeating: 1, count: x.rows)
    let run = lstmRun(weights, x.reshaped([x.rows, 1, x.columns]), lengths: lengths, from: states)
    return LSTMStates(
      hidden: run.hidden.reshaped(states.hidden.shape), memory: run.memory.reshaped(states.memory.shape))
  }

  private func steps(_ weights: LSTMWeights, _ x: Tensor, _ length: Int, _ row: Int, _ start: LSTMStates) -> [Step] {
    let (w, u, b) = (Matrix(weights.inputWeights), Matrix(weights.stateWeights), weights.bias.values)
    let (size, units) = (x.shape[2], start.hidden.columns)
    var steps: [Step] = []
    var hidden = Array(start.hidden.values[row * units..<(row + 1) * units])
    var memory = Array(start.memory.values[row * units..<(row + 1) * units])
    for t in 0..<length {
      let from = (row * x.shape[1] + t) * size
      let step = Step(w, u, b, x: Array(x.values[from..<from + size]), hidden: hidden, memory: memory)
      (hidden, memory) = (step.nextHidden, step.nextMemory)
      steps.append(step)
    }
    return steps
  }

  func lstmRun(_ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates) -> LSTMStates {
    let units = start.hidden.columns
    var (hiddens, memories): ([Double], [Double]) = ([], [])
    for (row, length) in lengths.enumerated() {
      let steps = steps(weights, x, length, row, start)
      var hidden = Array(start.hidden.values[row * units..<(row + 1) * units])
      var memory = Array(start.memory.values[row * units..<(row + 1) * units])
      for t in 0..<x.shape[1] {
        if t < length { (hidden, memory) = (steps[t].nextHidden, steps[t].nextMemory) }
        hiddens += hidden
        memories += memory
      }
    }
    let shape = [x.shape[0], x.shape[1], units]
    return LSTMStates(hidden: Tensor(shape: shape, values: hiddens), memory: Tensor(shape: shape, values: memories))
  }

  func lstmBackward(
    _ weights: LSTMWeights, _ x: Tensor, lengths: [Int], from start: LSTMStates, hiddenGradient: Tensor
  ) -> LSTMGradient {
    let (w, u) = (Matrix(weights.inputWeights), Matrix(weights.stateWeights))
    let (units, size, all) = (start.hidden.columns, x.shape[2], x.shape[1])
    var (dw, du) = (Matrix(zerosLike: w), Matrix(zerosLike: u))
    var db = [Double](repeating: 0, count: 4 * units)
    var (dx, dh, dc) = (Tensor(shape: x.shape), start.hidden, start.memory)
    for (row, length) in lengths.enumerated() {
      let steps = steps(weights, x, length, row, start)
      var hidden = [Double](repeating: 0, count: units)
      var memory = hidden
      func said(_ t: Int, _ k: Int) -> Double { hiddenGradient.values[(row * all + t) * units + k] }
      for t in length..<all {
        for k in 0..<units { hidden[k] += said(t, k) }
      }
      for t in (0..<length).reversed() {
        let step = steps[t]
        var z = [Double](repeating: 0, count: 4 * units)
        for k in 0..<units {
          let h = hidden[k] + said(t, k)
          let squashed = tanh(step.nextMemory[k])
          let c = memory[k] + h * step.o[k] * (1 - squashed * squashed)
          z[k] = c * step.g[k] * step.i[k] * (1 - step.i[k])
          z[units + k] = c * step.memory[k] * step.f[k] * (1 - step.f[k])
          z[2 * units + k] = c * step.i[k] * (1 - step.g[k] * step.g[k])
          z[3 * units + k] = h * squashed * step.o[k] * (1 - step.o[k])
          memory[k] = c * step.f[k]
        }
        dw.addProduct(z, step.x)
        du.addProduct(z, step.hidden)
        for k in 0..<4 * units { db[k] += z[k] }
        let back = w.transposedTimes(z)
        for k in 0..<size { dx.values[(row * all + t) * size + k] = back[k] }
        hidden = u.transposedTimes(z)
      }
      for k in 0..<units { (dh[row, k], dc[row, k]) = (hidden[k], memory[k]) }
    }
    return LSTMGradient(
      weights: LSTMWeights(inputWeights: dw.tensor, stateWeights: du.tensor, bias: Tensor(db)),
      start: LSTMStates(hidden: dh, memory: dc), x: dx)
  }

  /// One step of one sequence of the GRU.
  struct GRUStep {
    let x, h, r, z, q, n, next: [Double]

    init(_ weights: GRUWeights, x: [Double], h: [Double]) {
      let units = h.count
      let a = Matrix(weights.inputWeights).times(x, plus: weights.inputBias.values)
      let b = Matrix(weights.stateWeights).times(h, plus: weights.stateBias.values)
      let r = (0..<units).map { logistic(a[$0] + b[$0]) }
      let z = (0..<units).map { logistic(a[units + $0] + b[units + $0]) }
      let q = Array(b[2 * units..<3 * units])
      let n = (0..<units).map { tanh(a[2 * units + $0] + r[$0] * q[$0]) }
      next = (0..<units).map { (1 - z[$0]) * n[$0] + z[$0] * h[$0] }
      (self.x, self.h, self.r, self.z, self.q, self.n) = (x, h, r, z, q, n)
    }
  }

  private func steps(_ weights: GRUWeights, _ x: Tensor, _ length: Int, _ row: Int, _ start: Tensor) -> [GRUStep] {
    var steps: [GRUStep] = []
    var h = start.row(row).values
    for t in 0..<length {
      let from = (row * x.shape[1] + t) * x.shape[2]
      steps.append(GRUStep(weights, x: Array(x.values[from..<from + x.shape[2]]), h: h))
      h = steps[t].next
    }
    return steps
  }

  func gruRun(_ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor) -> Tensor {
    var run: [Double] = []
    for (row, length) in lengths.sorted(by: >).enumerated() {
      let steps = steps(weights, x, length, row, start)
      for t in 0..<x.shape[1] {
        run += length == 0 ? start.row(row).values : steps[min(t, length - 1)].next
      }
    }
    return Tensor(shape: [x.shape[0], x.shape[1], start.columns], values: run)
  }

  func gruBackward(
    _ weights: GRUWeights, _ x: Tensor, lengths: [Int], from start: Tensor, statesGradient: Tensor
  ) -> GRUGradient {
    let (w, u) = (Matrix(weights.inputWeights), Matrix(weights.stateWeights))
    let (units, size, all) = (start.columns, x.shape[2], x.shape[1])
    var (dw, du) = (Matrix(zerosLike: w), Matrix(zerosLike: u))
    var db = [Double](repeating: 0, count: 3 * units)
    var (da, dx, dstart) = (db, Tensor(shape: x.shape), start)
    for (row, length) in lengths.enumerated() {
      let steps = steps(weights, x, length, row, start)
      var later = [Double](repeating: 0, count: units)
      func hear(_ t: Int) {
        for k in 0..<units { later[k] += statesGradient.values[(row * all + t) * units + k] }
      }
      for t in length..<all { hear(t) }
      for t in (0..<length).reversed() {
        hear(t)
        let s = steps[t]
        var input = [Double](repeating: 0, count: 3 * units)
        var state = input
        var kept = later
        for k in 0..<units {
          let slope = later[k] * (1 - s.z[k]) * (1 - s.n[k] * s.n[k])
          input[k] = slope * s.q[k] * s.r[k] * (1 - s.r[k])
          input[units + k] = later[k] * (s.h[k] - s.n[k]) * s.z[k] * (1 - s.z[k])
          input[2 * units + k] = slope
          (state[k], state[units + k], state[2 * units + k]) = (input[k], input[units + k], slope * s.r[k])
          kept[k] = later[k] * s.z[k]
        }
        dw.addProduct(input, s.x)
        du.addProduct(state, s.h)
        for k in 0..<3 * units {
          db[k] += input[k]
          da[k] += state[k]
        }
        let back = w.transposedTimes(input)
        for k in 0..<size { dx.values[(row * all + t) * size + k] = back[k] }
        let through = u.transposedTimes(state)
        later = (0..<units).map { kept[$0] + through[$0] }
      }
      for k in 0..<units { dstart[row, k] = later[k] }
    }
    return GRUGradient(
      weights: GRUWeights(
        inputWeights: dw.tensor, stateWeights: du.tensor, inputBias: Tensor(db), stateBias: Tensor(da)),
      start: dstart, x: dx)
  }

  func initialModel(inputs: Int, units: Int, classes: Int, seed: UInt64) -> GatedClassifier {
    var generator = Generator(seed: seed)
    // Uniform with deviation 1/√m: √3 times that to both sides.
    func drawn(_ rows: Int, _ columns: Int) -> Tensor {
      let most = sqrt(3 / Double(columns))
      return Tensor(
        shape: [rows, columns], values: (0..<rows * columns).map { _ in generator.uniform(-most, most) })
    }
    let weights = LSTMWeights(
      inputWeights: drawn(4 * units, inputs), stateWeights: drawn(4 * units, units),
      bias: Tensor((0..<4 * units).map { $0 / units == 1 ? 1 : 0 }))
    return GatedClassifier(
      weights: weights, outputWeights: drawn(classes, units), outputBias: Tensor(shape: [classes]))
  }

  private func hidden(_ model: GatedClassifier, _ x: Tensor, _ lengths: [Int]) -> Tensor {
    lstmRun(model.weights, x, lengths: lengths, from: start(model, x)).hidden
  }

  private func start(_ model: GatedClassifier, _ x: Tensor) -> LSTMStates {
    let zeros = Tensor(shape: [x.shape[0], model.outputWeights.columns])
    return LSTMStates(hidden: zeros, memory: zeros)
  }

  func scores(_ model: GatedClassifier, _ x: Tensor, lengths: [Int]) -> Tensor {
    let v = Matrix(model.outputWeights)
    let states = hidden(model, x, lengths)
    var scores: [Double] = []
    for place in 0..<x.shape[0] * x.shape[1] {
      scores += v.times(
        Array(states.values[place * v.columns..<(place + 1) * v.columns]), plus: model.outputBias.values)
    }
    return Tensor(shape: [x.shape[0], x.shape[1], v.rows], values: scores)
  }

  func loss(_ scores: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool) -> SequenceLoss {
    let classes = scores.shape[2]
    var counted: [(row: Int, t: Int)] = []
    for (row, length) in lengths.enumerated() {
      for t in 0..<length where everyStep || t == length - 1 { counted.append((row, t)) }
    }
    var result = SequenceLoss(loss: 0, gradient: Tensor(shape: scores.shape))
    for (row, t) in counted {
      let own = (0..<classes).map { scores[row, t, $0] }
      let largest = own.reduce(-.infinity) { max($0, $1) }
      let logSum = largest + log(own.reduce(0) { $0 + exp($1 - largest) })
      let label = labels[row][t]
      result.loss += (logSum - own[label]) / Double(counted.count)
      for k in 0..<classes {
        result.gradient[row, t, k] = (exp(own[k] - logSum) - (k == label ? 1 : 0)) / Double(counted.count)
      }
    }
    return result
  }

  func gradient(
    _ model: GatedClassifier, _ x: Tensor, _ labels: [[Int]], lengths: [Int], everyStep: Bool
  ) -> GatedClassifier {
    let states = hidden(model, x, lengths)
    let slope = loss(
      scores(model, x, lengths: lengths), labels, lengths: lengths, everyStep: everyStep
    ).gradient
    var v = Matrix(zerosLike: Matrix(model.outputWeights))
    var bias = [Double](repeating: 0, count: v.rows)
    var said = Tensor(shape: states.shape)
    for place in 0..<x.shape[0] * x.shape[1] {
      let own = Array(slope.values[place * v.rows..<(place + 1) * v.rows])
      v.addProduct(own, Array(states.values[place * v.columns..<(place + 1) * v.columns]))
      for k in 0..<v.rows { bias[k] += own[k] }
      let back = Matrix(model.outputWeights).transposedTimes(own)
      for k in 0..<v.columns { said.values[place * v.columns + k] = back[k] }
    }
    let back = lstmBackward(model.weights, x, lengths: lengths, from: start(model, x), hiddenGradient: said)
    return GatedClassifier(weights: back.weights, outputWeights: v.tensor, outputBias: Tensor(bias))
  }
}

/// σ from the exponential of what is not above 0 only.
private func logistic(_ z: Double) -> Double {
  let small = exp(-abs(z))
  return (z < 0 ? small : 1) / (1 + small)
}
