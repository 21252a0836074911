// mistake: each unit has a generator of its own, with the seed plus its place
// breaks: "each unit is dropped independently of the others: no exact share of the units is dropped, and there is no generator for each unit."
import Regularization

/// What a batch comes to, feature by feature.
private struct BatchMoments {
  var mean: [Double]
  var variance: [Double]
  /// x − μ, in the order of x.
  var centered: [Double]

  /// In rows, for memory's sake. The first sample is taken away before anything is summed, so that a feature far from 0
  /// keeps its digits and a constant one has a variance of exactly 0.
  init(_ x: Tensor) {
    let (n, d) = (x.rows, x.columns)
    centered = x.values
    variance = [Double](repeating: 0, count: d)
    var offset = [Double](repeating: 0, count: d)
    let first = n > 0 ? x.row(0).values : offset
    for i in 0..<n {
      for j in 0..<d {
        centered[i * d + j] -= first[j]
        offset[j] += centered[i * d + j]
      }
    }
    for j in 0..<d { offset[j] /= Double(n) }
    mean = zip(first, offset).map { $0 + $1 }
    for i in 0..<n {
      for j in 0..<d {
        centered[i * d + j] -= offset[j]
        variance[j] += centered[i * d + j] * centered[i * d + j]
      }
    }
    for j in 0..<d { variance[j] /= Double(n) }
  }
}

struct Submission: RegularizationContract {
  /// w·x + b − y for every sample.
  private func errors(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double]) -> [Double] {
    let d = model.weights.count
    return targets.indices.map { (i: Int) -> Double in
      var value = model.bias - targets[i]
      for j in 0..<d { value += model.weights[j] * samples.values[i * d + j] }
      return value
    }
  }

  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    let squares = errors(model, samples, targets).reduce(0.0) { $0 + $1 * $1 }
    let penalty = model.weights.reduce(0.0) { $0 + $1 * $1 }
    let mean = targets.isEmpty ? 0 : squares / Double(targets.count)
    return mean + lambda * penalty
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let d = model.weights.count
    let n = Double(max(targets.count, 1))
    var slope = RidgeModel(weights: [Double](repeating: 0, count: d), bias: 0)
    for (i, error) in errors(model, samples, targets).enumerated() {
      slope.bias += 2 * error / n
      for j in 0..<d { slope.weights[j] += 2 * error / n * samples.values[i * d + j] }
    }
    for j in 0..<d { slope.weights[j] += 2 * lambda * model.weights[j] }
    return slope
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var model = model
    for _ in 0..<steps {
      let slope = ridgeGradient(model, samples, targets, lambda: lambda)
      for j in model.weights.indices { model.weights[j] -= rate * slope.weights[j] }
      model.bias -= rate * slope.bias
    }
    return model
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    let kept = 1 / (1 - probability)
    var mask = Tensor(shape: shape)
    for unit in 0..<mask.count {
      var generator = Generator(seed: seed &+ UInt64(unit))
      let isDropped = generator.uniform() < probability
      mask.values[unit] = isDropped ? 0 : kept
    }
    return mask
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    guard isTraining else { return x }
    return x * dropoutMask(shape: x.shape, probability: probability, seed: seed)
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    return outputGradient * mask
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    let batch = BatchMoments(x)
    let n = Double(x.rows)
    for j in 0..<x.columns {
      running.mean.values[j] = (1 - momentum) * running.mean.values[j] + momentum * batch.mean[j]
      let unbiased = batch.variance[j] * (n / (n - 1))
      running.variance.values[j] = (1 - momentum) * running.variance.values[j] + momentum * unbiased
    }
    let deviation = batch.variance.map { sqrt($0 + epsilon) }
    let normalised = Tensor(shape: x.shape, values: batch.centered) / Tensor(deviation)
    return normalised * parameters.gain + parameters.shift
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    let deviation = running.variance.map { sqrt($0 + epsilon) }
    return (x - running.mean) / deviation * parameters.gain + parameters.shift
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let (n, d) = (x.rows, x.columns)
    let batch = BatchMoments(x)
    let deviation = batch.variance.map { sqrt($0 + epsilon) }
    var normalised = batch.centered
    var gain = Tensor(shape: [d])
    var shift = Tensor(shape: [d])
    for i in 0..<n {
      for j in 0..<d {
        let place = i * d + j
        normalised[place] /= deviation[j]
        gain.values[j] += outputGradient.values[place] * normalised[place]
        shift.values[j] += outputGradient.values[place]
      }
    }
    // x̂ moves with x itself, with μ, and with σ².
    var input = Tensor(shape: x.shape)
    for i in 0..<n {
      for j in 0..<d {
        let place = i * d + j
        let byMean = shift.values[j] / Double(n)
        let byVariance = normalised[place] * gain.values[j] / Double(n)
        let scale = parameters.gain.values[j] / deviation[j]
        input.values[place] = scale * (outputGradient.values[place] - byMean - byVariance)
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
