// mistake: each unit is drawn with one byte of the random numbers, so that p is met to 1/256 only (0.3 becomes 0.3008, 0.001 becomes 0).
// against: “0 & \text{with probability } p \\ 1 / (1 - p) & \text{otherwise}”
import Regularization

/// Whole tensors wherever it goes.
struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    let errors = residuals(model, samples, targets)
    return errors.reduce(0) { $0 + $1 * $1 } / Double(max(1, errors.count))
      + lambda * model.weights.reduce(0) { $0 + $1 * $1 }
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let slopes = residuals(model, samples, targets).map { 2 * $0 / Double(max(1, targets.count)) }
    let pull = Tensor(shape: [1, targets.count], values: slopes).matmul(samples)
    return RidgeModel(
      weights: zip(pull.values, model.weights).map { $0 + 2 * lambda * $1 }, bias: slopes.reduce(0, +))
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    (0..<max(0, steps)).reduce(model) { now, _ in
      let slope = ridgeGradient(now, samples, targets, lambda: lambda)
      return RidgeModel(
        weights: zip(now.weights, slope.weights).map { $0 - rate * $1 }, bias: now.bias - rate * slope.bias)
    }
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    let limit = UInt64((probability * 256).rounded())
    var (bits, left) = (UInt64(0), 0)
    return Tensor(shape: shape).map { _ in
      if left == 0 { (bits, left) = (generator.next(), 8) }
      let byte = bits & 0xFF
      (bits, left) = (bits >> 8, left - 1)
      return byte < limit ? 0 : 1 / (1 - probability)
    }
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    isTraining ? x * dropoutMask(shape: x.shape, probability: probability, seed: seed) : x
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor { outputGradient * mask }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    let (mean, variance, xHat) = normalised(x, epsilon)
    let n = Double(x.rows)
    running.mean = (1 - momentum) * running.mean + momentum * mean
    running.variance = (1 - momentum) * running.variance + (momentum * n / (n - 1)) * variance
    return parameters.gain * xHat + parameters.shift
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    parameters.gain * ((x - running.mean) / (running.variance + epsilon).map { $0.squareRoot() }) + parameters.shift
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient g: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let (_, variance, xHat) = normalised(x, epsilon)
    let n = Double(x.rows)
    let (shift, gain) = (g.sum(axis: 0), (g * xHat).sum(axis: 0))
    let scale = parameters.gain / (variance + epsilon).map { $0.squareRoot() }
    return BatchNormGradients(gain: gain, shift: shift, input: scale * (g - shift / n - xHat * (gain / n)))
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    if loss < state.bestLoss { (state.bestLoss, state.bestEpoch) = (loss, state.epoch) }
    return state.epoch - state.bestEpoch >= patience
  }

  private func residuals(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double]) -> [Double] {
    let w = Tensor(shape: [model.weights.count, 1], values: model.weights)
    return zip(samples.matmul(w).values, targets).map { $0 + model.bias - $1 }
  }

  private func normalised(_ x: Tensor, _ epsilon: Double) -> (mean: Tensor, variance: Tensor, xHat: Tensor) {
    let n = Double(x.rows)
    let mean = x.sum(axis: 0) / n
    let away = x - mean
    let variance = (away * away).sum(axis: 0) / n
    return (mean, variance, away / (variance + epsilon).map { $0.squareRoot() })
  }
}
