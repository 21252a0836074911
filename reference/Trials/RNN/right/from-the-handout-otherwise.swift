import RNN

// Loops over plain arrays, one sequence after the other.

private func affine(_ w: [Double], _ x: ArraySlice<Double>, into z: inout [Double]) {
  let size = x.count
  for k in z.indices {
    var total = 0.0
    var at = k * size
    for value in x {
      total += w[at] * value
      at += 1
    }
    z[k] += total
  }
}

extension Array where Element == Double {
  fileprivate func part(_ index: Int, of size: Int) -> ArraySlice<Double> { self[index * size..<(index + 1) * size] }
}

private func gate(_ z: Double) -> Double {
  if z > 0 { return 1 / (1 + exp(-z)) }
  let e = exp(z)
  return e / (e + 1)
}

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let (n, d, u) = (h.shape[0], x.shape[1], h.shape[1])
    var values: [Double] = []
    for i in 0..<n {
      var z = cell.bias.values
      affine(cell.inputWeights.values, x.values.part(i, of: d), into: &z)
      affine(cell.stateWeights.values, h.values.part(i, of: u), into: &z)
      values += z.map { tanh($0) }
    }
    return Tensor(shape: [n, u], values: values)
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let (n, steps, d, u) = (x.shape[0], x.shape[1], x.shape[2], start.shape[1])
    var values: [Double] = []
    values.reserveCapacity(n * steps * u)
    for i in 0..<n {
      var h = Array(start.values.part(i, of: u))
      for t in 0..<steps {
        var z = cell.bias.values
        affine(cell.inputWeights.values, x.values.part(i * steps + t, of: d), into: &z)
        affine(cell.stateWeights.values, h[...], into: &z)
        h = z.map { tanh($0) }
        values += h
      }
    }
    return Tensor(shape: [n, steps, u], values: values)
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let (n, steps, d, u) = (x.shape[0], x.shape[1], x.shape[2], start.shape[1])
    let h = states(cell, x, from: start).values
    let (w, r) = (cell.inputWeights.values, cell.stateWeights.values)
    var dw = [Double](repeating: 0, count: u * d)
    var dr = [Double](repeating: 0, count: u * u)
    var db = [Double](repeating: 0, count: u)
    var dx = [Double](repeating: 0, count: n * steps * d)
    var ds = [Double](repeating: 0, count: n * u)
    for i in 0..<n {
      var later = [Double](repeating: 0, count: u)
      for t in stride(from: steps - 1, through: 0, by: -1) {
        let at = i * steps + t
        var before = [Double](repeating: 0, count: u)
        for k in 0..<u {
          let state = h[at * u + k]
          let delta = (statesGradient.values[at * u + k] + later[k]) * (1 - state) * (1 + state)
          db[k] += delta
          for j in 0..<d {
            dw[k * d + j] += delta * x.values[at * d + j]
            dx[at * d + j] += delta * w[k * d + j]
          }
          for j in 0..<u {
            let previous = t == 0 ? start.values[i * u + j] : h[(at - 1) * u + j]
            dr[k * u + j] += delta * previous
            before[j] += delta * r[k * u + j]
          }
        }
        later = before
      }
      ds.replaceSubrange(i * u..<(i + 1) * u, with: later)
    }
    return RecurrentTensors(
      cell: RecurrentCell(
        inputWeights: Tensor(shape: [u, d], values: dw), stateWeights: Tensor(shape: [u, u], values: dr),
        bias: Tensor(db)),
      start: Tensor(shape: [n, u], values: ds), x: Tensor(shape: [n, steps, d], values: dx))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    // The largest number is taken out of the root, so that no square is too large or too small.
    let largest = gradients.flatMap(\.values).map { abs($0) }.max() ?? 0
    guard largest > 0 else { return gradients }
    let norm = largest * sqrt(gradients.reduce(0) { $0 + $1.map { ($0 / largest) * ($0 / largest) }.sum() })
    let factor = min(1, maximumNorm / norm)
    return gradients.map { factor * $0 }
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let (n, d, u) = (state.hidden.shape[0], x.shape[1], state.hidden.shape[1])
    var hidden: [Double] = []
    var memory: [Double] = []
    for i in 0..<n {
      var z = cell.bias.values
      affine(cell.inputWeights.values, x.values.part(i, of: d), into: &z)
      affine(cell.stateWeights.values, state.hidden.values.part(i, of: u), into: &z)
      for k in 0..<u {
        let c = gate(z[u + k]) * state.memory.values[i * u + k] + gate(z[k]) * tanh(z[2 * u + k])
        memory.append(c)
        hidden.append(gate(z[3 * u + k]) * tanh(c))
      }
    }
    return LSTMState(hidden: Tensor(shape: [n, u], values: hidden), memory: Tensor(shape: [n, u], values: memory))
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    // PyTorch's choice: everything uniform in ±1/√u, biases too.
    var g = Generator(seed: seed)
    let width = 1 / sqrt(Double(max(units, 1)))
    func random(_ shape: [Int]) -> Tensor { Tensor(shape: shape).map { _ in g.uniform(-width, width) } }
    return SequenceClassifier(
      cell: RecurrentCell(
        inputWeights: random([units, inputs]), stateWeights: random([units, units]), bias: random([units])),
      outputWeights: random([classes, units]), outputBias: random([classes]))
  }

  private func last(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let (n, steps, u) = (x.shape[0], x.shape[1], model.cell.bias.count)
    let start = Tensor(shape: [n, u])
    return steps == 0 ? start : states(model.cell, x, from: start).column(steps - 1)
  }

  private func read(_ model: SequenceClassifier, _ h: Tensor) -> Tensor {
    let classes = model.outputBias.count
    var s: [Double] = []
    for i in 0..<h.shape[0] {
      var z = model.outputBias.values
      affine(model.outputWeights.values, h.values.part(i, of: h.shape[1]), into: &z)
      s += z
    }
    return Tensor(shape: [h.shape[0], classes], values: s)
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor { read(model, last(model, x)) }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let (n, steps, u) = (x.shape[0], x.shape[1], model.cell.bias.count)
    let h = last(model, x)
    let delta = RNNLab.crossEntropy(read(model, h), labels).gradient
    let classes = model.outputBias.count
    var (dv, dc) = (Tensor(shape: [classes, u]), Tensor(shape: [classes]))
    var g = Tensor(shape: [n, steps, u])
    for i in 0..<n {
      for c in 0..<classes {
        dc[c] += delta[i, c]
        for k in 0..<u {
          dv[c, k] += delta[i, c] * h[i, k]
          if steps > 0 { g[i, steps - 1, k] += delta[i, c] * model.outputWeights[c, k] }
        }
      }
    }
    let cell = backward(model.cell, x, from: Tensor(shape: [n, u]), statesGradient: g).cell
    return SequenceClassifier(cell: cell, outputWeights: dv, outputBias: dc)
  }
}
