// mistake: a loss that equals the least one counts as an improvement
// against: "A loss improves on the least one only where it is lower, by however little: $-\infty$ is lower than all others; one that equals it does not improve on it"
import Regularization

struct Submission: RegularizationContract {
  // Ridge regression

  /// w·x + b − y for each sample.
  private func errors(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double]) -> [Double] {
    let d = model.weights.count
    return targets.indices.map { i in
      var sum = 0.0
      for j in 0..<d { sum += model.weights[j] * samples.values[i * d + j] }
      return sum + model.bias - targets[i]
    }
  }

  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    let e = errors(model, samples, targets)
    let mean = e.isEmpty ? 0 : e.reduce(0) { $0 + $1 * $1 } / Double(e.count)
    return mean + lambda * model.weights.reduce(0) { $0 + $1 * $1 }
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let d = model.weights.count
    let e = errors(model, samples, targets)
    var slope = RidgeModel(weights: [Double](repeating: 0, count: d), bias: 0)
    for (i, error) in e.enumerated() {
      for j in 0..<d { slope.weights[j] += error * samples.values[i * d + j] }
      slope.bias += error
    }
    let factor = e.isEmpty ? 0 : 2 / Double(e.count)
    for j in 0..<d { slope.weights[j] = factor * slope.weights[j] + 2 * lambda * model.weights[j] }
    slope.bias = factor * slope.bias
    return slope
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var current = model
    for _ in 0..<steps {
      let slope = ridgeGradient(current, samples, targets, lambda: lambda)
      for j in current.weights.indices { current.weights[j] -= rate * slope.weights[j] }
      current.bias -= rate * slope.bias
    }
    return current
  }

  // Dropout

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var mask = Tensor(shape: shape)
    var generator = Generator(seed: seed)
    let kept = 1 / (1 - probability)
    for unit in 0..<mask.count {
      mask.values[unit] = generator.uniform() < probability ? 0 : kept
    }
    return mask
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    guard isTraining else { return x }
    return x * dropoutMask(shape: x.shape, probability: probability, seed: seed)
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor { outputGradient * mask }

  // Batch normalisation

  /// Mean and variance (divided by n) of each feature.
  private func moments(_ x: Tensor) -> (mean: Tensor, variance: Tensor) {
    let n = Double(x.rows)
    // Counted from the first sample, so that nothing is lost far from 0.
    let origin = x.row(0)
    let mean = origin + (x - origin).sum(axis: 0) / n
    let centred = x - mean
    return (mean, (centred * centred).sum(axis: 0) / n)
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    let n = Double(x.rows)
    let (mean, variance) = moments(x)
    let unbiased = variance * (n / (n - 1))
    running.mean = (1 - momentum) * running.mean + momentum * mean
    running.variance = (1 - momentum) * running.variance + momentum * unbiased
    let deviation = (variance + epsilon).map { $0.squareRoot() }
    return (x - mean) / deviation * parameters.gain + parameters.shift
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    let deviation = (running.variance + epsilon).map { $0.squareRoot() }
    return (x - running.mean) / deviation * parameters.gain + parameters.shift
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let n = Double(x.rows)
    let (mean, variance) = moments(x)
    let deviation = (variance + epsilon).map { $0.squareRoot() }
    let normal = (x - mean) / deviation
    let gain = (outputGradient * normal).sum(axis: 0)
    let shift = outputGradient.sum(axis: 0)
    // What moves the mean and what moves the variance is taken away.
    let centred = outputGradient - shift / n
    let along = (centred * normal).sum(axis: 0) / n
    let input = (centred - normal * along) * (parameters.gain / deviation)
    return BatchNormGradients(gain: gain, shift: shift, input: input)
  }

  // Early stopping

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    if loss <= state.bestLoss {
      state.bestLoss = loss
      state.bestEpoch = state.epoch
    }
    return state.epoch - state.bestEpoch >= patience
  }
}
