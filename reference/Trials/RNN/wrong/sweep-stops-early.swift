// mistake: backward breaks off the sweep once the gradient that is handed back is below 1e-6, so that small gradients and early steps are lost
import RNN

// Everything with index arithmetic on plain arrays, sample by sample, unit by unit.
struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let n = x.shape[0], d = x.shape[1], u = h.shape[1]
    let w = cell.inputWeights.values, r = cell.stateWeights.values, b = cell.bias.values
    let xs = x.values, hs = h.values
    var out = [Double](repeating: 0, count: n * u)
    for i in 0..<n {
      for k in 0..<u {
        var z = b[k]
        for j in 0..<d { z += w[k * d + j] * xs[i * d + j] }
        for j in 0..<u { z += r[k * u + j] * hs[i * u + j] }
        out[i * u + k] = tanh(z)
      }
    }
    return Tensor(shape: [n, u], values: out)
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let n = x.shape[0], steps = x.shape[1], d = x.shape[2], u = start.shape[1]
    let w = cell.inputWeights.values, r = cell.stateWeights.values, b = cell.bias.values
    let xs = x.values
    var out = [Double](repeating: 0, count: n * steps * u)
    for i in 0..<n {
      var previous = [Double](repeating: 0, count: u)
      for k in 0..<u { previous[k] = start.values[i * u + k] }
      for t in 0..<steps {
        var next = [Double](repeating: 0, count: u)
        for k in 0..<u {
          var z = b[k]
          for j in 0..<d { z += w[k * d + j] * xs[(i * steps + t) * d + j] }
          for j in 0..<u { z += r[k * u + j] * previous[j] }
          next[k] = tanh(z)
          out[(i * steps + t) * u + k] = next[k]
        }
        previous = next
      }
    }
    return Tensor(shape: [n, steps, u], values: out)
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let n = x.shape[0], steps = x.shape[1], d = x.shape[2], u = start.shape[1]
    let w = cell.inputWeights.values, r = cell.stateWeights.values
    let xs = x.values, s0 = start.values, g = statesGradient.values
    let hs = states(cell, x, from: start).values
    var gw = [Double](repeating: 0, count: u * d)
    var gr = [Double](repeating: 0, count: u * u)
    var gb = [Double](repeating: 0, count: u)
    var gx = [Double](repeating: 0, count: n * steps * d)
    var gs = [Double](repeating: 0, count: n * u)
    for i in 0..<n {
      // What the later steps say of the state.
      var carried = [Double](repeating: 0, count: u)
      var t = steps - 1
      while t >= 0 {
        let at = i * steps + t
        var delta = [Double](repeating: 0, count: u)
        for k in 0..<u {
          let h = hs[at * u + k]
          delta[k] = (g[at * u + k] + carried[k]) * (1 - h * h)
        }
        for k in 0..<u {
          gb[k] += delta[k]
          for j in 0..<d {
            gw[k * d + j] += delta[k] * xs[at * d + j]
            gx[at * d + j] += delta[k] * w[k * d + j]
          }
          for j in 0..<u {
            let before = t > 0 ? hs[(at - 1) * u + j] : s0[i * u + j]
            gr[k * u + j] += delta[k] * before
          }
        }
        for j in 0..<u {
          var sum = 0.0
          for k in 0..<u { sum += delta[k] * r[k * u + j] }
          carried[j] = sum
        }
        if carried.allSatisfy({ abs($0) < 1e-6 }) { break }  // the rest has vanished
        t -= 1
      }
      for k in 0..<u { gs[i * u + k] = carried[k] }
    }
    return RecurrentTensors(
      cell: RecurrentCell(
        inputWeights: Tensor(shape: [u, d], values: gw), stateWeights: Tensor(shape: [u, u], values: gr),
        bias: Tensor(gb)),
      start: Tensor(shape: [n, u], values: gs), x: Tensor(shape: [n, steps, d], values: gx))
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    var squares = 0.0
    for tensor in gradients { for value in tensor.values { squares += value * value } }
    let norm = sqrt(squares)
    if norm <= maximumNorm { return gradients }
    var result = gradients
    for index in 0..<result.count {
      for position in 0..<result[index].count { result[index].values[position] *= maximumNorm / norm }
    }
    return result
  }

  func sigmoid(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let e = exp(z)
    return e / (1 + e)
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let n = x.shape[0], d = x.shape[1], u = state.hidden.shape[1]
    var hidden = Tensor(shape: [n, u])
    var memory = Tensor(shape: [n, u])
    for i in 0..<n {
      var z = [Double](repeating: 0, count: 4 * u)
      for k in 0..<4 * u {
        z[k] = cell.bias[k]
        for j in 0..<d { z[k] += cell.inputWeights[k, j] * x[i, j] }
        for j in 0..<u { z[k] += cell.stateWeights[k, j] * state.hidden[i, j] }
      }
      for k in 0..<u {
        let input = sigmoid(z[k])
        let forget = sigmoid(z[u + k])
        let candidate = tanh(z[2 * u + k])
        let output = sigmoid(z[3 * u + k])
        let c = forget * state.memory[i, k] + input * candidate
        memory[i, k] = c
        hidden[i, k] = output * tanh(c)
      }
    }
    return LSTMState(hidden: hidden, memory: memory)
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    var w = Tensor(shape: [units, inputs])
    var r = Tensor(shape: [units, units])
    var v = Tensor(shape: [classes, units])
    for i in 0..<units { for j in 0..<inputs { w[i, j] = generator.normal() / sqrt(Double(inputs)) } }
    for i in 0..<units { for j in 0..<units { r[i, j] = generator.normal() / sqrt(Double(units)) } }
    for i in 0..<classes { for j in 0..<units { v[i, j] = generator.normal() / sqrt(Double(units)) } }
    return SequenceClassifier(
      cell: RecurrentCell(inputWeights: w, stateWeights: r, bias: Tensor(shape: [units])),
      outputWeights: v, outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let n = x.shape[0], steps = x.shape[1], u = model.cell.bias.count, classes = model.outputBias.count
    let hs = states(model.cell, x, from: Tensor(shape: [n, u]))
    var out = Tensor(shape: [n, classes])
    for i in 0..<n {
      for c in 0..<classes {
        var sum = model.outputBias[c]
        if steps > 0 {
          for k in 0..<u { sum += model.outputWeights[c, k] * hs[i, steps - 1, k] }
        }
        out[i, c] = sum
      }
    }
    return out
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let n = x.shape[0], steps = x.shape[1], u = model.cell.bias.count, classes = model.outputBias.count
    let start = Tensor(shape: [n, u])
    let hs = states(model.cell, x, from: start)
    let slope = RNNLab.crossEntropy(scores(model, x), labels).gradient
    var gv = Tensor(shape: [classes, u])
    var gc = Tensor(shape: [classes])
    var gh = Tensor(shape: [n, steps, u])
    for i in 0..<n {
      for c in 0..<classes {
        gc[c] += slope[i, c]
        if steps > 0 {
          for k in 0..<u {
            gv[c, k] += slope[i, c] * hs[i, steps - 1, k]
            gh[i, steps - 1, k] += slope[i, c] * model.outputWeights[c, k]
          }
        }
      }
    }
    let tensors = backward(model.cell, x, from: start, statesGradient: gh)
    return SequenceClassifier(cell: tensors.cell, outputWeights: gv, outputBias: gc)
  }
}
