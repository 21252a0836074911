// mistake: exactly the share p of the units is dropped, by a permutation, instead of each by its own draw
import Regularization

struct Submission: RegularizationContract {
  func guess(_ model: RidgeModel, _ samples: Tensor, _ i: Int) -> Double {
    var s = model.bias
    for j in 0..<model.weights.count {
      s += model.weights[j] * samples[i, j]
    }
    return s
  }

  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    let n = targets.count
    var sum = 0.0
    for i in 0..<n {
      let e = guess(model, samples, i) - targets[i]
      sum += e * e
    }
    if n > 0 { sum /= Double(n) }
    var squares = 0.0
    for j in 0..<model.weights.count {
      squares += model.weights[j] * model.weights[j]
    }
    return sum + lambda * squares
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let n = targets.count
    let d = model.weights.count
    var g = RidgeModel(weights: [Double](repeating: 0, count: d), bias: 0)
    for i in 0..<n {
      let e = 2 * (guess(model, samples, i) - targets[i]) / Double(n)
      for j in 0..<d {
        g.weights[j] += e * samples[i, j]
      }
      g.bias += e
    }
    for j in 0..<d {
      g.weights[j] += 2 * lambda * model.weights[j]
    }
    return g
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var m = model
    for _ in 0..<steps {
      let g = ridgeGradient(m, samples, targets, lambda: lambda)
      for j in 0..<m.weights.count {
        m.weights[j] -= rate * g.weights[j]
      }
      m.bias -= rate * g.bias
    }
    return m
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    var mask = Tensor(shape: shape)
    let order = generator.permutation(mask.values.count)
    let dropped = Int((probability * Double(order.count)).rounded())
    for k in 0..<order.count {
      mask.values[order[k]] = k < dropped ? 0 : 1 / (1 - probability)
    }
    return mask
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    if !isTraining { return x }
    let mask = dropoutMask(shape: x.shape, probability: probability, seed: seed)
    var y = x
    for i in 0..<y.values.count {
      y.values[i] *= mask.values[i]
    }
    return y
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    var g = outputGradient
    for i in 0..<g.values.count {
      g.values[i] *= mask.values[i]
    }
    return g
  }

  func meanOf(_ x: Tensor, _ j: Int) -> Double {
    // sums of the distances to the first sample, so that a constant feature has its mean exactly
    var sum = 0.0
    for i in 0..<x.rows {
      sum += x[i, j] - x[0, j]
    }
    return x[0, j] + sum / Double(x.rows)
  }

  func varianceOf(_ x: Tensor, _ j: Int, _ mean: Double) -> Double {
    var sum = 0.0
    for i in 0..<x.rows {
      sum += (x[i, j] - mean) * (x[i, j] - mean)
    }
    return sum / Double(x.rows)
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    let n = x.rows
    var y = x
    for j in 0..<x.columns {
      let mean = meanOf(x, j)
      let variance = varianceOf(x, j, mean)
      let deviation = sqrt(variance + epsilon)
      for i in 0..<n {
        y[i, j] = parameters.gain[j] * (x[i, j] - mean) / deviation + parameters.shift[j]
      }
      let unbiased = variance * Double(n) / Double(n - 1)
      running.mean[j] = (1 - momentum) * running.mean[j] + momentum * mean
      running.variance[j] = (1 - momentum) * running.variance[j] + momentum * unbiased
    }
    return y
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    var y = x
    for i in 0..<x.rows {
      for j in 0..<x.columns {
        y[i, j] = parameters.gain[j] * (x[i, j] - running.mean[j]) / sqrt(running.variance[j] + epsilon)
          + parameters.shift[j]
      }
    }
    return y
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let n = x.rows
    let d = x.columns
    var gain = Tensor(shape: [d])
    var shift = Tensor(shape: [d])
    var input = Tensor(shape: [n, d])
    for j in 0..<d {
      let mean = meanOf(x, j)
      let deviation = sqrt(varianceOf(x, j, mean) + epsilon)
      for i in 0..<n {
        gain[j] += outputGradient[i, j] * (x[i, j] - mean) / deviation
        shift[j] += outputGradient[i, j]
      }
      for i in 0..<n {
        let normal = (x[i, j] - mean) / deviation
        input[i, j] = parameters.gain[j] / deviation
          * (outputGradient[i, j] - shift[j] / Double(n) - normal * gain[j] / Double(n))
      }
    }
    return BatchNormGradients(gain: gain, shift: shift, input: input)
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    if loss < state.bestLoss {
      state.bestLoss = loss
      state.bestEpoch = state.epoch
    }
    return state.epoch - state.bestEpoch >= patience
  }
}
