import Regularization

/// Matrix products and broadcasting; the mask is drawn as the gaps between dropped units.
struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    let r = residuals(model, samples, targets)
    let w = Tensor(model.weights)
    return (r * r).sum() / Double(max(targets.count, 1)) + lambda * (w * w).sum()
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let r = residuals(model, samples, targets) * (2 / Double(max(targets.count, 1)))
    let fit = r.transposed().matmul(samples).reshaped([model.weights.count])
    return RidgeModel(weights: (fit + 2 * lambda * Tensor(model.weights)).values, bias: r.sum())
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    (0..<steps).reduce(model) { here, _ in
      let slope = ridgeGradient(here, samples, targets, lambda: lambda)
      return RidgeModel(
        weights: zip(here.weights, slope.weights).map { $0 - rate * $1 }, bias: here.bias - rate * slope.bias)
    }
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    var mask = Tensor(shape: shape, repeating: 1 / (1 - probability))
    guard probability > 0 else { return mask }
    var generator = Generator(seed: seed)
    // How many units stay before the next one is dropped: k or more with probability (1 − p)ᵏ.
    let logarithm = log1p(-probability)
    var unit = 0
    while true {
      let stay = log(1 - generator.uniform()) / logarithm
      guard stay < Double(mask.count - unit) else { return mask }
      unit += Int(stay)
      mask.values[unit] = 0
      unit += 1
    }
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    isTraining ? x.combined(with: dropoutMask(shape: x.shape, probability: probability, seed: seed)) { $0 * $1 } : x
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    Tensor(shape: outputGradient.shape, values: zip(outputGradient.values, mask.values).map { $0 * $1 })
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    let n = Double(x.rows)
    let batch = moments(x)
    running.mean = (1 - momentum) * running.mean + momentum * batch.mean
    running.variance = (1 - momentum) * running.variance + momentum * (batch.squares / (n - 1))
    let inverse = (batch.squares / n).map { 1 / sqrt($0 + epsilon) }
    return batch.away * inverse * parameters.gain + parameters.shift
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    let scale = parameters.gain / running.variance.map { sqrt($0 + epsilon) }
    return (x - running.mean) * scale + parameters.shift
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let n = Double(x.rows)
    let batch = moments(x)
    let inverse = (batch.squares / n).map { 1 / sqrt($0 + epsilon) }
    let normal = batch.away * inverse
    let inGain = (outputGradient * normal).sum(axis: 0)
    // By x̂ itself, by way of σ², and by way of μ, whose share is what makes the sum of a column 0.
    let inNormal = outputGradient * parameters.gain
    let direct = inNormal * inverse
    let spread = normal * (inGain * parameters.gain * inverse / n)
    let centre = direct.sum(axis: 0) / n
    return BatchNormGradients(gain: inGain, shift: outputGradient.sum(axis: 0), input: direct - spread - centre)
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch = state.epoch + 1
    guard loss < state.bestLoss else { return patience <= state.epoch - state.bestEpoch }
    (state.bestEpoch, state.bestLoss) = (state.epoch, loss)
    return false
  }

  private func residuals(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double]) -> Tensor {
    samples.matmul(Tensor(column: model.weights)) + model.bias - Tensor(column: targets)
  }

  /// A column's mean, what it is less that, and the sum of the squares of these.
  private func moments(_ x: Tensor) -> (mean: Tensor, away: Tensor, squares: Tensor) {
    let n = Double(x.rows)
    let rough = x.sum(axis: 0) / n
    let near = x - rough
    // What rounding left of the mean.
    let rest = near.sum(axis: 0) / n
    let away = near - rest
    return (rough + rest, away, (away * away).sum(axis: 0))
  }
}
