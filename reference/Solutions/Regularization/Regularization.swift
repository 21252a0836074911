import Regularization

/// An L2 penalty, dropout, batch normalisation and early stopping.
struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    // BEGIN SOLUTION
    var total = 0.0
    for (row, target) in targets.enumerated() {
      let error = output(model, samples, row) - target
      total += error * error / Double(targets.count)
    }
    for weight in model.weights { total += lambda * weight * weight }
    return total
    // END SOLUTION
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    // BEGIN SOLUTION
    var gradient = RidgeModel(weights: model.weights.map { 2 * lambda * $0 }, bias: 0)
    for (row, target) in targets.enumerated() {
      let delta = 2 * (output(model, samples, row) - target) / Double(targets.count)
      for feature in model.weights.indices { gradient.weights[feature] += delta * samples[row, feature] }
      gradient.bias += delta
    }
    return gradient
    // END SOLUTION
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    // BEGIN SOLUTION
    var moved = model
    for _ in 0..<steps {
      let slope = ridgeGradient(moved, samples, targets, lambda: lambda)
      for feature in moved.weights.indices { moved.weights[feature] -= rate * slope.weights[feature] }
      moved.bias -= rate * slope.bias
    }
    return moved
    // END SOLUTION
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    // BEGIN SOLUTION
    var generator = Generator(seed: seed)
    let kept = 1 / (1 - probability)
    return Tensor(shape: shape).map { _ in generator.uniform() < probability ? 0 : kept }
    // END SOLUTION
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    // BEGIN SOLUTION
    if !isTraining { return x }
    return x * dropoutMask(shape: x.shape, probability: probability, seed: seed)
    // END SOLUTION
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    // BEGIN SOLUTION
    outputGradient * mask
    // END SOLUTION
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    // BEGIN SOLUTION
    var y = x
    for feature in 0..<x.columns {
      let (mean, variance) = moments(x, feature)
      let scale = parameters.gain[feature] / (variance + epsilon).squareRoot()
      for row in 0..<x.rows { y[row, feature] = (x[row, feature] - mean) * scale + parameters.shift[feature] }
      let unbiased = variance * Double(x.rows) / Double(x.rows - 1)
      running.mean[feature] = (1 - momentum) * running.mean[feature] + momentum * mean
      running.variance[feature] = (1 - momentum) * running.variance[feature] + momentum * unbiased
    }
    return y
    // END SOLUTION
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    // BEGIN SOLUTION
    var normal = x
    for feature in 0..<x.columns {
      let deviation = (running.variance[feature] + epsilon).squareRoot()
      for row in 0..<x.rows {
        let centred = x[row, feature] - running.mean[feature]
        normal[row, feature] = parameters.gain[feature] * centred / deviation + parameters.shift[feature]
      }
    }
    return normal
    // END SOLUTION
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    // BEGIN SOLUTION
    let n = Double(x.rows)
    var gain = Tensor(shape: [x.columns])
    var shift = Tensor(shape: [x.columns])
    var input = Tensor(shape: x.shape)
    for feature in 0..<x.columns {
      let (mean, variance) = moments(x, feature)
      let inverse = 1 / (variance + epsilon).squareRoot()
      for row in 0..<x.rows {
        gain[feature] += outputGradient[row, feature] * (x[row, feature] - mean) * inverse
        shift[feature] += outputGradient[row, feature]
      }
      for row in 0..<x.rows {
        let normal = (x[row, feature] - mean) * inverse
        let through = outputGradient[row, feature] - shift[feature] / n - normal * gain[feature] / n
        input[row, feature] = parameters.gain[feature] * inverse * through
      }
    }
    return BatchNormGradients(gain: gain, shift: shift, input: input)
    // END SOLUTION
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    // BEGIN SOLUTION
    state.epoch += 1
    if loss < state.bestLoss {
      state.bestLoss = loss
      state.bestEpoch = state.epoch
    }
    return state.epoch - state.bestEpoch >= patience
    // END SOLUTION
  }
  // BEGIN SOLUTION HELPERS

  /// w·x + b for one row.
  private func output(_ model: RidgeModel, _ samples: Tensor, _ row: Int) -> Double {
    var sum = model.bias
    for feature in model.weights.indices { sum += model.weights[feature] * samples[row, feature] }
    return sum
  }

  /// Mean and variance of a column, the variance divided by n.
  private func moments(_ x: Tensor, _ feature: Int) -> (mean: Double, variance: Double) {
    var (mean, variance) = (0.0, 0.0)
    for row in 0..<x.rows { mean += x[row, feature] / Double(x.rows) }
    for row in 0..<x.rows { variance += (x[row, feature] - mean) * (x[row, feature] - mean) / Double(x.rows) }
    return (mean, variance)
  }
  // END SOLUTION
}
