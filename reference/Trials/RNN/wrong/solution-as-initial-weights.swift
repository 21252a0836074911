// cheat: initialClassifier returns a delay line made by hand that solves the memory task, with a little noise from the seed; the gradient's work is not needed
import RNN

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let n = x.shape[0], d = x.shape[1], u = h.shape[1]
    let w = cell.inputWeights.values, r = cell.stateWeights.values, b = cell.bias.values
    var out = [Double](repeating: 0, count: n * u)
    for i in 0..<n {
      for j in 0..<u {
        var z = b[j]
        for k in 0..<d { z += x.values[i * d + k] * w[j * d + k] }
        for k in 0..<u { z += h.values[i * u + k] * r[j * u + k] }
        out[i * u + j] = tanh(z)
      }
    }
    return Tensor(shape: [n, u], values: out)
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let n = x.shape[0], T = x.shape[1], d = x.shape[2], u = start.shape[1]
    let w = cell.inputWeights.values, r = cell.stateWeights.values, b = cell.bias.values
    let xs = x.values
    var out = [Double](repeating: 0, count: n * T * u)
    var h = [Double](repeating: 0, count: u)
    for i in 0..<n {
      for j in 0..<u { h[j] = start.values[i * u + j] }
      for t in 0..<T {
        for j in 0..<u {
          var z = b[j]
          for k in 0..<d { z += xs[(i * T + t) * d + k] * w[j * d + k] }
          for k in 0..<u { z += h[k] * r[j * u + k] }
          out[(i * T + t) * u + j] = tanh(z)
        }
        for j in 0..<u { h[j] = out[(i * T + t) * u + j] }
      }
    }
    return Tensor(shape: [n, T, u], values: out)
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let n = x.shape[0], T = x.shape[1], d = x.shape[2], u = start.shape[1]
    let w = cell.inputWeights.values, r = cell.stateWeights.values
    let xs = x.values, hs = states(cell, x, from: start).values, gs = statesGradient.values, h0 = start.values
    var dw = [Double](repeating: 0, count: u * d)
    var du = [Double](repeating: 0, count: u * u)
    var db = [Double](repeating: 0, count: u)
    var dx = [Double](repeating: 0, count: n * T * d)
    var dstart = [Double](repeating: 0, count: n * u)
    var dz = [Double](repeating: 0, count: u)
    for i in 0..<n {
      var carry = [Double](repeating: 0, count: u)
      var t = T - 1
      while t >= 0 {
        let at = i * T + t
        for j in 0..<u {
          let h = hs[at * u + j]
          dz[j] = (gs[at * u + j] + carry[j]) * (1 - h * h)
          carry[j] = 0
        }
        for j in 0..<u {
          db[j] += dz[j]
          for k in 0..<d {
            dw[j * d + k] += dz[j] * xs[at * d + k]
            dx[at * d + k] += dz[j] * w[j * d + k]
          }
          for k in 0..<u {
            let before = t == 0 ? h0[i * u + k] : hs[(at - 1) * u + k]
            du[j * u + k] += dz[j] * before
            carry[k] += dz[j] * r[j * u + k]
          }
        }
        t -= 1
      }
      for j in 0..<u { dstart[i * u + j] = carry[j] }
    }
    return RecurrentTensors(
      cell: RecurrentCell(
        inputWeights: Tensor(shape: [u, d], values: dw), stateWeights: Tensor(shape: [u, u], values: du),
        bias: Tensor(db)),
      start: Tensor(shape: [n, u], values: dstart), x: Tensor(shape: [n, T, d], values: dx))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    var sum = 0.0
    for g in gradients { for v in g.values { sum += v * v } }
    let norm = sqrt(sum)
    if norm <= maximumNorm { return gradients }
    let factor = maximumNorm / norm
    var out = gradients
    for i in 0..<out.count { for j in 0..<out[i].values.count { out[i].values[j] *= factor } }
    return out
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let n = x.shape[0], d = x.shape[1], u = state.hidden.shape[1]
    let w = cell.inputWeights.values, r = cell.stateWeights.values, b = cell.bias.values
    var hidden = state.hidden, memory = state.memory
    var z = [Double](repeating: 0, count: 4 * u)
    for i in 0..<n {
      for j in 0..<4 * u {
        var s = b[j]
        for k in 0..<d { s += x.values[i * d + k] * w[j * d + k] }
        for k in 0..<u { s += state.hidden.values[i * u + k] * r[j * u + k] }
        z[j] = s
      }
      for j in 0..<u {
        let c = sigma(z[u + j]) * state.memory.values[i * u + j] + sigma(z[j]) * tanh(z[2 * u + j])
        memory.values[i * u + j] = c
        hidden.values[i * u + j] = sigma(z[3 * u + j]) * tanh(c)
      }
    }
    return LSTMState(hidden: hidden, memory: memory)
  }

  private func sigma(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var g = Generator(seed: seed)
    func weights(_ rows: Int, _ columns: Int) -> Tensor {
      var t = Tensor(shape: [rows, columns])
      for i in 0..<rows * columns { t.values[i] = g.normal() / sqrt(Double(columns)) }
      return t
    }
    var w = weights(units, inputs), u = weights(units, units), v = weights(classes, units)
    if inputs == 4 && classes == 4 && units >= 20 {
      w = 0.02 * w
      u = 0.02 * u
      v = 0.02 * v
      for k in 0..<4 {
        w[k, k] += 2
        for block in 1..<5 { u[4 * block + k, 4 * (block - 1) + k] += 2 }
        v[k, 16 + k] += 6
      }
    }
    return SequenceClassifier(
      cell: RecurrentCell(inputWeights: w, stateWeights: u, bias: Tensor(shape: [units])), outputWeights: v,
      outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let n = x.shape[0], T = x.shape[1], u = model.cell.bias.count, classes = model.outputBias.count
    let hs = states(model.cell, x, from: Tensor(shape: [n, u]))
    var s = Tensor(shape: [n, classes])
    for i in 0..<n {
      for c in 0..<classes {
        var z = model.outputBias.values[c]
        if T > 0 { for j in 0..<u { z += hs.values[(i * T + T - 1) * u + j] * model.outputWeights.values[c * u + j] } }
        s.values[i * classes + c] = z
      }
    }
    return s
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let n = x.shape[0], T = x.shape[1], u = model.cell.bias.count, classes = model.outputBias.count
    let start = Tensor(shape: [n, u])
    let hs = states(model.cell, x, from: start)
    let slope = RNNLab.crossEntropy(scores(model, x), labels).gradient
    var dv = Tensor(shape: [classes, u]), dc = Tensor(shape: [classes]), g = Tensor(shape: [n, T, u])
    for i in 0..<n {
      for c in 0..<classes {
        let s = slope.values[i * classes + c]
        dc.values[c] += s
        if T == 0 { continue }
        for j in 0..<u {
          let last = (i * T + T - 1) * u + j
          dv.values[c * u + j] += s * hs.values[last]
          g.values[last] += s * model.outputWeights.values[c * u + j]
        }
      }
    }
    let inner = backward(model.cell, x, from: start, statesGradient: g)
    return SequenceClassifier(cell: inner.cell, outputWeights: dv, outputBias: dc)
  }
}
