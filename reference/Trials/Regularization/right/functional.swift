// right: terse functional style on tensors with broadcasting
import Regularization

struct Submission: RegularizationContract {
  private func errors(_ m: RidgeModel, _ x: Tensor, _ y: [Double]) -> Tensor {
    x.matmul(Tensor(shape: [m.weights.count, 1], values: m.weights)).reshaped([x.rows]) + m.bias - Tensor(y)
  }

  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    errors(model, samples, targets).values.reduce(0) { $0 + $1 * $1 } / Double(max(1, targets.count))
      + lambda * model.weights.reduce(0) { $0 + $1 * $1 }
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let e = errors(model, samples, targets) * (2 / Double(max(1, targets.count)))
    let fit = e.reshaped([1, e.count]).matmul(samples).values
    return RidgeModel(weights: zip(fit, model.weights).map { $0 + 2 * lambda * $1 }, bias: e.sum())
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    (0..<steps).reduce(model) { m, _ in
      let g = ridgeGradient(m, samples, targets, lambda: lambda)
      return RidgeModel(weights: zip(m.weights, g.weights).map { $0 - rate * $1 }, bias: m.bias - rate * g.bias)
    }
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var generator = Generator(seed: seed)
    return Tensor(shape: shape).map { _ in generator.uniform() >= probability ? 1 / (1 - probability) : 0 }
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    isTraining ? x * dropoutMask(shape: x.shape, probability: probability, seed: seed) : x
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor { outputGradient * mask }

  private func mean(_ x: Tensor) -> Tensor { x.sum(axis: 0) / Double(x.rows) }

  /// Deviations from the mean, the mean, and σ². The mean is corrected by that of what is left.
  private func moments(_ x: Tensor) -> (centred: Tensor, mean: Tensor, variance: Tensor) {
    let rough = mean(x)
    let rest = mean(x - rough)
    let centred = x - rough - rest
    return (centred, rough + rest, mean(centred * centred))
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    let (centred, mu, variance) = moments(x)
    let n = Double(x.rows)
    running.mean = (1 - momentum) * running.mean + momentum * mu
    running.variance = (1 - momentum) * running.variance + (momentum * n / (n - 1)) * variance
    return parameters.gain * centred / (variance + epsilon).map { sqrt($0) } + parameters.shift
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    parameters.gain * (x - running.mean) / (running.variance + epsilon).map { sqrt($0) } + parameters.shift
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let (centred, _, variance) = moments(x)
    let deviation = (variance + epsilon).map { sqrt($0) }
    let normal = centred / deviation
    let inner = outputGradient * parameters.gain
    return BatchNormGradients(
      gain: (outputGradient * normal).sum(axis: 0), shift: outputGradient.sum(axis: 0),
      input: (inner - mean(inner) - normal * mean(inner * normal)) / deviation)
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    if loss < state.bestLoss { (state.bestLoss, state.bestEpoch) = (loss, state.epoch) }
    return state.epoch - state.bestEpoch >= patience
  }
}
