// mistake: backward is made of central differences of states instead of a sweep back through the steps
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
    // The loss Σ G ⊙ H, and its difference quotient for every number in turn.
    func loss(_ cell: RecurrentCell, _ x: Tensor, _ start: Tensor) -> Double {
      let hs = states(cell, x, from: start).values
      var sum = 0.0
      for i in 0..<hs.count { sum += hs[i] * statesGradient.values[i] }
      return sum
    }
    let h = 1e-5
    func slopes(_ tensor: Tensor, _ f: (Tensor) -> Double) -> Tensor {
      var result = tensor
      for i in 0..<tensor.count {
        var (up, down) = (tensor, tensor)
        up.values[i] += h
        down.values[i] -= h
        result.values[i] = (f(up) - f(down)) / (2 * h)
      }
      return result
    }
    func with(_ change: (inout RecurrentCell) -> Void) -> RecurrentCell {
      var copy = cell
      change(&copy)
      return copy
    }
    return RecurrentTensors(
      cell: RecurrentCell(
        inputWeights: slopes(cell.inputWeights) { w in loss(with { $0.inputWeights = w }, x, start) },
        stateWeights: slopes(cell.stateWeights) { u in loss(with { $0.stateWeights = u }, x, start) },
        bias: slopes(cell.bias) { b in loss(with { $0.bias = b }, x, start) }),
      start: slopes(start) { loss(cell, x, $0) }, x: slopes(x) { loss(cell, $0, start) })
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
