import Regularization

// Whole tensors with broadcasting, and batch normalisation differentiated through its graph, node by node.

extension Tensor {
  fileprivate var meanOfColumns: Tensor { sum(axis: 0) / Double(Swift.max(rows, 1)) }
  fileprivate var squared: Tensor { self * self }
  fileprivate var asColumn: Tensor { reshaped([count, 1]) }
}

private func root(_ x: Tensor) -> Tensor { x.map { $0.squareRoot() } }

struct Submission: RegularizationContract {
  private func errors(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double]) -> Tensor {
    samples.matmul(Tensor(model.weights).asColumn) + model.bias - Tensor(targets).asColumn
  }

  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    let penalty = lambda * Tensor(model.weights).squared.sum()
    guard !targets.isEmpty else { return penalty }
    return errors(model, samples, targets).squared.sum() / Double(targets.count) + penalty
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let delta = errors(model, samples, targets) * (2 / Double(max(targets.count, 1)))
    let data = samples.transposed().matmul(delta).reshaped([model.weights.count])
    return RidgeModel(weights: (data + 2 * lambda * Tensor(model.weights)).values, bias: delta.sum())
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
    var generator = Generator(seed: seed &+ 1)
    var mask = Tensor(shape: shape)
    for place in mask.values.indices where generator.uniform() >= probability {
      mask.values[place] = 1 / (1 - probability)
    }
    return mask
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    isTraining ? x * dropoutMask(shape: x.shape, probability: probability, seed: seed) : x
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor { mask * outputGradient }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    let (n, mean) = (Double(x.rows), x.meanOfColumns)
    let variance = (x - mean).squared.meanOfColumns
    running.mean += momentum * (mean - running.mean)
    running.variance += momentum * (variance * (n / (n - 1)) - running.variance)
    return parameters.gain * ((x - mean) / root(variance + epsilon)) + parameters.shift
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    let scale = parameters.gain / root(running.variance + epsilon)
    return x * scale + (parameters.shift - running.mean * scale)
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let n = Double(x.rows)
    let centred = x - x.meanOfColumns
    let deviation = root(centred.squared.meanOfColumns + epsilon)
    let normal = centred / deviation
    // y = γ x̂ + β
    let normalGradient = outputGradient * parameters.gain
    // x̂ = c / s: c directly, and s through the mean square of c
    let deviationGradient = -(normalGradient * normal / deviation).sum(axis: 0)
    let centredGradient = normalGradient / deviation + centred * (deviationGradient / deviation) / n
    // c = x − μ
    return BatchNormGradients(
      gain: (outputGradient * normal).sum(axis: 0), shift: outputGradient.sum(axis: 0),
      input: centredGradient - centredGradient.meanOfColumns)
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    guard loss < state.bestLoss else { return state.epoch - state.bestEpoch >= patience }
    (state.bestLoss, state.bestEpoch) = (loss, state.epoch)
    return false
  }
}
