// mistake: σ is 0 below -40 and 1 above 40, to be safe from overflow; beside a memory of 1e20 the rest counts.
// against: “It must be right for sums $Z$ with elements of $\pm 1000$ and for any memory $C$”
import RNN

/// Loops over flat arrays, one sample after the other.
struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let (n, d, u) = (x.shape[0], cell.inputWeights.shape[1], cell.bias.count)
    var next = Tensor(shape: [n, u])
    for a in 0..<n {
      for j in 0..<u {
        var sum = cell.bias.values[j]
        for k in 0..<d { sum += cell.inputWeights.values[j * d + k] * x.values[a * d + k] }
        for k in 0..<u { sum += cell.stateWeights.values[j * u + k] * h.values[a * u + k] }
        next.values[a * u + j] = tanh(sum)
      }
    }
    return next
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let (n, T, d, u) = (x.shape[0], x.shape[1], x.shape[2], cell.bias.count)
    var result = Tensor(shape: [n, T, u])
    for a in 0..<n {
      var h = Array(start.values[a * u..<(a + 1) * u])
      for t in 0..<T {
        var next = cell.bias.values
        for j in 0..<u {
          var sum = next[j]
          for k in 0..<d { sum += cell.inputWeights.values[j * d + k] * x.values[(a * T + t) * d + k] }
          for k in 0..<u { sum += cell.stateWeights.values[j * u + k] * h[k] }
          next[j] = tanh(sum)
          result.values[(a * T + t) * u + j] = next[j]
        }
        h = next
      }
    }
    return result
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let (n, T, d, u) = (x.shape[0], x.shape[1], x.shape[2], cell.bias.count)
    let h = states(cell, x, from: start)
    var dW = Tensor(shape: [u, d])
    var dU = Tensor(shape: [u, u])
    var db = Tensor(shape: [u])
    var dStart = Tensor(shape: [n, u])
    var dx = Tensor(shape: [n, T, d])
    for a in 0..<n {
      var later = [Double](repeating: 0, count: u)
      for t in (0..<T).reversed() {
        var before = [Double](repeating: 0, count: u)
        for j in 0..<u {
          let state = h.values[(a * T + t) * u + j]
          let g = (statesGradient.values[(a * T + t) * u + j] + later[j]) * (1 - state * state)
          db.values[j] += g
          for k in 0..<d {
            dW.values[j * d + k] += g * x.values[(a * T + t) * d + k]
            dx.values[(a * T + t) * d + k] += g * cell.inputWeights.values[j * d + k]
          }
          for k in 0..<u {
            let old = t > 0 ? h.values[(a * T + t - 1) * u + k] : start.values[a * u + k]
            dU.values[j * u + k] += g * old
            before[k] += g * cell.stateWeights.values[j * u + k]
          }
        }
        later = before
      }
      for j in 0..<u { dStart.values[a * u + j] = later[j] }
    }
    return RecurrentTensors(
      cell: RecurrentCell(inputWeights: dW, stateWeights: dU, bias: db), start: dStart, x: dx)
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    // Scaled by the largest, so that no square overflows or vanishes.
    var largest = 0.0
    for tensor in gradients { for value in tensor.values { largest = max(largest, abs(value)) } }
    if largest == 0 { return gradients }
    var sum = 0.0
    for tensor in gradients { for value in tensor.values { sum += (value / largest) * (value / largest) } }
    let norm = largest * sum.squareRoot()
    if norm <= maximumNorm { return gradients }
    return gradients.map { $0 * (maximumNorm / norm) }
  }

  private func sigmoid(_ z: Double) -> Double { z > 40 ? 1 : z < -40 ? 0 : 1 / (1 + exp(-z)) }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let (n, d, u) = (x.shape[0], cell.inputWeights.shape[1], cell.stateWeights.shape[1])
    var next = LSTMState(hidden: Tensor(shape: [n, u]), memory: Tensor(shape: [n, u]))
    for a in 0..<n {
      var z = cell.bias.values
      for r in 0..<4 * u {
        for k in 0..<d { z[r] += cell.inputWeights.values[r * d + k] * x.values[a * d + k] }
        for k in 0..<u { z[r] += cell.stateWeights.values[r * u + k] * state.hidden.values[a * u + k] }
      }
      for j in 0..<u {
        let memory = sigmoid(z[u + j]) * state.memory.values[a * u + j] + sigmoid(z[j]) * tanh(z[2 * u + j])
        next.memory.values[a * u + j] = memory
        next.hidden.values[a * u + j] = sigmoid(z[3 * u + j]) * tanh(memory)
      }
    }
    return next
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var generator = Generator(seed: seed)
    func matrix(_ rows: Int, _ columns: Int) -> Tensor {
      generator.normal(shape: [rows, columns], deviation: 1 / Double(columns).squareRoot())
    }
    return SequenceClassifier(
      cell: RecurrentCell(
        inputWeights: matrix(units, inputs), stateWeights: matrix(units, units), bias: Tensor(shape: [units])),
      outputWeights: matrix(classes, units), outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor { read(model, last(model, x)) }

  private func last(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let (n, T, u) = (x.shape[0], x.shape[1], model.cell.bias.count)
    var h = Tensor(shape: [n, u])
    if T == 0 { return h }
    let all = states(model.cell, x, from: h)
    for a in 0..<n { for j in 0..<u { h.values[a * u + j] = all.values[(a * T + T - 1) * u + j] } }
    return h
  }

  private func read(_ model: SequenceClassifier, _ h: Tensor) -> Tensor {
    let (n, u, classes) = (h.shape[0], h.shape[1], model.outputBias.count)
    var scores = Tensor(shape: [n, classes])
    for a in 0..<n {
      for k in 0..<classes {
        var sum = model.outputBias.values[k]
        for j in 0..<u { sum += model.outputWeights.values[k * u + j] * h.values[a * u + j] }
        scores.values[a * classes + k] = sum
      }
    }
    return scores
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let (n, T, u, classes) = (x.shape[0], x.shape[1], model.cell.bias.count, model.outputBias.count)
    let h = last(model, x)
    let slope = RNNLab.crossEntropy(read(model, h), labels).gradient
    var dV = Tensor(shape: [classes, u])
    var dc = Tensor(shape: [classes])
    var g = Tensor(shape: [n, T, u])
    for a in 0..<n {
      for k in 0..<classes {
        let q = slope.values[a * classes + k]
        dc.values[k] += q
        for j in 0..<u {
          dV.values[k * u + j] += q * h.values[a * u + j]
          if T > 0 { g.values[(a * T + T - 1) * u + j] += q * model.outputWeights.values[k * u + j] }
        }
      }
    }
    let back = backward(model.cell, x, from: Tensor(shape: [n, u]), statesGradient: g)
    return SequenceClassifier(cell: back.cell, outputWeights: dV, outputBias: dc)
  }
}
