import RNN

// Numbers and loops, one sequence at a time; deltas kept for every step, then the weights' gradients; uniform weights.

struct Submission: RNNContract {
  func step(_ cell: RecurrentCell, _ x: Tensor, _ h: Tensor) -> Tensor {
    let (w, u, b) = (cell.inputWeights, cell.stateWeights, cell.bias)
    var next = Tensor(shape: [x.shape[0], b.count])
    for s in 0..<x.shape[0] {
      for j in 0..<b.count {
        var sum = b[j]
        for k in 0..<w.shape[1] { sum += w[j, k] * x[s, k] }
        for k in 0..<u.shape[1] { sum += u[j, k] * h[s, k] }
        next[s, j] = tanh(sum)
      }
    }
    return next
  }

  func states(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor) -> Tensor {
    let (w, u, b) = (cell.inputWeights, cell.stateWeights, cell.bias)
    var h = Tensor(shape: [x.shape[0], x.shape[1], b.count])
    for s in 0..<x.shape[0] {
      for t in 0..<x.shape[1] {
        for j in 0..<b.count {
          var sum = b[j]
          for k in 0..<w.shape[1] { sum += w[j, k] * x[s, t, k] }
          for k in 0..<u.shape[1] { sum += u[j, k] * (t == 0 ? start[s, k] : h[s, t - 1, k]) }
          h[s, t, j] = tanh(sum)
        }
      }
    }
    return h
  }

  func backward(_ cell: RecurrentCell, _ x: Tensor, from start: Tensor, statesGradient: Tensor) -> RecurrentTensors {
    let (w, u) = (cell.inputWeights, cell.stateWeights)
    let (n, steps, units) = (x.shape[0], x.shape[1], cell.bias.count)
    let h = states(cell, x, from: start)
    var delta = Tensor(shape: h.shape)
    var startGradient = Tensor(shape: start.shape)
    for s in 0..<n {
      for t in (0..<steps).reversed() {
        for j in 0..<units {
          var g = statesGradient[s, t, j]
          if t + 1 < steps {
            for k in 0..<units { g += u[k, j] * delta[s, t + 1, k] }
          }
          delta[s, t, j] = g * (1 - pow(h[s, t, j], 2))
        }
      }
      if steps > 0 {
        for j in 0..<units {
          for k in 0..<units { startGradient[s, j] += u[k, j] * delta[s, 0, k] }
        }
      }
    }
    var result = RecurrentTensors(
      cell: RecurrentCell(
        inputWeights: Tensor(shape: w.shape), stateWeights: Tensor(shape: u.shape), bias: Tensor(shape: [units])),
      start: startGradient, x: Tensor(shape: x.shape))
    for s in 0..<n {
      for t in 0..<steps {
        for j in 0..<units {
          let d = delta[s, t, j]
          result.cell.bias[j] += d
          for k in 0..<w.shape[1] {
            result.cell.inputWeights[j, k] += d * x[s, t, k]
            result.x[s, t, k] += d * w[j, k]
          }
          for k in 0..<units {
            result.cell.stateWeights[j, k] += d * (t == 0 ? start[s, k] : h[s, t - 1, k])
          }
        }
      }
    }
    return result
  }

  func clip(_ gradients: [Tensor], maximumNorm: Double) -> [Tensor] {
    var total = 0.0
    for gradient in gradients {
      for value in gradient.values { total += value * value }
    }
    let factor = total == 0 ? 1 : min(1, maximumNorm / total.squareRoot())
    var result = gradients
    for i in 0..<result.count {
      for k in 0..<result[i].count { result[i].values[k] *= factor }
    }
    return result
  }

  func lstmStep(_ cell: LSTMCell, _ x: Tensor, _ state: LSTMState) -> LSTMState {
    let units = state.memory.shape[1]
    var next = state
    for s in 0..<x.shape[0] {
      for j in 0..<units {
        var z = [0.0, 0, 0, 0]
        for gate in 0..<4 {
          let row = gate * units + j
          z[gate] = cell.bias[row]
          for k in 0..<x.shape[1] { z[gate] += cell.inputWeights[row, k] * x[s, k] }
          for k in 0..<units { z[gate] += cell.stateWeights[row, k] * state.hidden[s, k] }
        }
        let c = state.memory[s, j] / (1 + exp(-z[1])) + tanh(z[2]) / (1 + exp(-z[0]))
        next.memory[s, j] = c
        next.hidden[s, j] = tanh(c) / (1 + exp(-z[3]))
      }
    }
    return next
  }

  func initialClassifier(inputs: Int, units: Int, classes: Int, seed: UInt64) -> SequenceClassifier {
    var random = Generator(seed: seed)
    func matrix(_ rows: Int, _ columns: Int) -> Tensor {
      let limit = sqrt(3 / Double(columns))
      var w = Tensor(shape: [rows, columns])
      for i in 0..<w.count { w.values[i] = random.uniform(-limit, limit) }
      return w
    }
    let (v, u, w) = (matrix(classes, units), matrix(units, units), matrix(units, inputs))
    return SequenceClassifier(
      cell: RecurrentCell(inputWeights: w, stateWeights: u, bias: Tensor(shape: [units])), outputWeights: v,
      outputBias: Tensor(shape: [classes]))
  }

  func scores(_ model: SequenceClassifier, _ x: Tensor) -> Tensor {
    let h = states(model.cell, x, from: Tensor(shape: [x.shape[0], model.cell.bias.count]))
    var scores = Tensor(shape: [x.shape[0], model.outputBias.count])
    for s in 0..<x.shape[0] {
      for c in 0..<model.outputBias.count {
        scores[s, c] = model.outputBias[c]
        if x.shape[1] == 0 { continue }
        for k in 0..<h.shape[2] { scores[s, c] += model.outputWeights[c, k] * h[s, x.shape[1] - 1, k] }
      }
    }
    return scores
  }

  func gradient(_ model: SequenceClassifier, _ x: Tensor, _ labels: [Int]) -> SequenceClassifier {
    let last = x.shape[1] - 1
    let start = Tensor(shape: [x.shape[0], model.cell.bias.count])
    let h = states(model.cell, x, from: start)
    let delta = RNNLab.crossEntropy(scores(model, x), labels).gradient
    var result = SequenceClassifier(
      cell: model.cell, outputWeights: Tensor(shape: model.outputWeights.shape),
      outputBias: Tensor(shape: model.outputBias.shape))
    var g = Tensor(shape: h.shape)
    for s in 0..<x.shape[0] {
      for c in 0..<delta.shape[1] {
        result.outputBias[c] += delta[s, c]
        if last < 0 { continue }
        for k in 0..<start.shape[1] {
          result.outputWeights[c, k] += delta[s, c] * h[s, last, k]
          g[s, last, k] += delta[s, c] * model.outputWeights[c, k]
        }
      }
    }
    result.cell = backward(model.cell, x, from: start, statesGradient: g).cell
    return result
  }
}
