// mistake: dropoutMask drops a fixed number of units, the share p of all, in a random choice
// breaks: "each unit is dropped independently of the others: no exact share of the units is dropped"
import Regularization

/// Plain loops, a column at a time.
struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    var penalty = 0.0
    for weight in model.weights { penalty += weight * weight }
    var sum = 0.0
    for i in targets.indices {
      let difference = output(model, samples, i) - targets[i]
      sum += difference * difference
    }
    let mean = targets.isEmpty ? 0 : sum / Double(targets.count)
    return mean + lambda * penalty
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let d = model.weights.count
    var gradient = RidgeModel(weights: [Double](repeating: 0, count: d), bias: 0)
    for i in targets.indices {
      let slope = 2 * (output(model, samples, i) - targets[i])
      for j in 0..<d { gradient.weights[j] += slope * samples[i, j] }
      gradient.bias += slope
    }
    if !targets.isEmpty {
      for j in 0..<d { gradient.weights[j] /= Double(targets.count) }
      gradient.bias /= Double(targets.count)
    }
    for j in 0..<d { gradient.weights[j] += 2 * lambda * model.weights[j] }
    return gradient
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var model = model
    for _ in 0..<steps {
      let gradient = ridgeGradient(model, samples, targets, lambda: lambda)
      for j in model.weights.indices { model.weights[j] -= rate * gradient.weights[j] }
      model.bias -= rate * gradient.bias
    }
    return model
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    var mask = Tensor(shape: shape, repeating: 1 / (1 - probability))
    let dropped = Int((probability * Double(mask.count)).rounded())
    for index in generator.permutation(mask.count).prefix(dropped) { mask.values[index] = 0 }
    return mask
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    if !isTraining { return x }
    return x * dropoutMask(shape: x.shape, probability: probability, seed: seed)
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    outputGradient * mask
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    let n = x.rows
    var y = x
    for j in 0..<x.columns {
      let (mean, away, variance) = statistics(x, j)
      let root = sqrt(variance + epsilon)
      for i in 0..<n { y[i, j] = parameters.gain[j] * (away[i] / root) + parameters.shift[j] }
      let unbiased = variance * (Double(n) / Double(n - 1))
      running.mean[j] = (1 - momentum) * running.mean[j] + momentum * mean
      running.variance[j] = (1 - momentum) * running.variance[j] + momentum * unbiased
    }
    return y
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    var y = x
    for j in 0..<x.columns {
      let root = sqrt(running.variance[j] + epsilon)
      for i in 0..<x.rows {
        y[i, j] = parameters.gain[j] * ((x[i, j] - running.mean[j]) / root) + parameters.shift[j]
      }
    }
    return y
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let n = x.rows
    var result = BatchNormGradients(
      gain: Tensor(shape: parameters.gain.shape), shift: Tensor(shape: parameters.shift.shape),
      input: Tensor(shape: x.shape))
    for j in 0..<x.columns {
      let (_, away, variance) = statistics(x, j)
      let root = sqrt(variance + epsilon)
      var sum = 0.0
      var projection = 0.0
      for i in 0..<n {
        sum += outputGradient[i, j]
        projection += outputGradient[i, j] * (away[i] / root)
      }
      result.shift[j] = sum
      result.gain[j] = projection
      for i in 0..<n {
        let others = sum / Double(n) + (away[i] / root) * (projection / Double(n))
        result.input[i, j] = parameters.gain[j] * (outputGradient[i, j] - others) / root
      }
    }
    return result
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    if loss < state.bestLoss {
      state.bestLoss = loss
      state.bestEpoch = state.epoch
    }
    return state.epoch - state.bestEpoch >= patience
  }

  /// w·x + b for one sample.
  private func output(_ model: RidgeModel, _ samples: Tensor, _ i: Int) -> Double {
    var sum = model.bias
    for j in model.weights.indices { sum += model.weights[j] * samples[i, j] }
    return sum
  }

  /// The mean of a column, what its numbers are less that, and their variance.
  private func statistics(_ x: Tensor, _ j: Int) -> (mean: Double, away: [Double], variance: Double) {
    let n = x.rows
    // From the first number on, so that a constant column leaves exact zeros.
    let first = x[0, j]
    var away = [Double](repeating: 0, count: n)
    var sum = 0.0
    for i in 0..<n {
      away[i] = x[i, j] - first
      sum += away[i]
    }
    let offset = sum / Double(n)
    var squares = 0.0
    for i in 0..<n {
      away[i] -= offset
      squares += away[i] * away[i]
    }
    return (first + offset, away, squares / Double(n))
  }
}
