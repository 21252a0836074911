// mistake: the variance is the mean of the squares less the square of the mean: all digits are lost far from 0
import Foundation
import Regularization

private func mean0(_ t: Tensor) -> Tensor { t.sum(axis: 0) / Double(t.rows) }
private func square(_ t: Tensor) -> Tensor { t * t }

struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    // loss = ((X @ w + b - y) ** 2).mean() + lam * (w ** 2).sum()
    let w = Tensor(model.weights)
    var loss = 0.0
    if targets.count > 0 {
      let r = (samples * w).sum(axis: 1) + model.bias - Tensor(targets)
      loss = square(r).sum() / Double(targets.count)
    }
    return loss + lambda * square(w).sum()
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let w = Tensor(model.weights)
    var dw = 2 * lambda * w
    var db = 0.0
    if targets.count > 0 {
      let r = (samples * w).sum(axis: 1) + model.bias - Tensor(targets)
      let dr = 2 * r / Double(targets.count)
      dw += (samples * dr.reshaped([targets.count, 1])).sum(axis: 0)
      db = dr.sum()
    }
    return RidgeModel(weights: dw.values, bias: db)
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var param = model
    for _ in 0..<steps {
      let grad = ridgeGradient(param, samples, targets, lambda: lambda)
      param = RidgeModel(
        weights: (Tensor(param.weights) - rate * Tensor(grad.weights)).values, bias: param.bias - rate * grad.bias)
    }
    return param
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    // keep = 1 - p; mask = (rng.random(shape) < keep) / keep
    var rng = Generator(seed: seed)
    var first = rng.split()
    let keep = 1 - probability
    var mask = Tensor(shape: shape)
    for i in mask.values.indices { mask.values[i] = (first.uniform() < keep ? 1 : 0) / keep }
    return mask
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    if isTraining {
      let mask = dropoutMask(shape: x.shape, probability: probability, seed: seed)
      return x * mask
    } else {
      return x
    }
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    // dx = dout * mask
    outputGradient.combined(with: mask) { $0 * $1 }
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    // step 1: mean; x is moved near 0 before it is summed, which loses nothing
    let origin = x.row(0)
    let moved = x - origin
    let muMoved = mean0(moved)
    // step 2 and 3
    let xmu = moved - muMoved
    let variance = (mean0(square(x)) - square(mean0(x))).map { max($0, 0) }
    // step 4 to 7
    let ivar = (variance + epsilon).map { 1 / sqrt($0) }
    let xhat = xmu * ivar
    // running estimates are like PyTorch's: unbiased variance
    let n = Double(x.rows)
    let mu = origin + muMoved
    running.mean = (1 - momentum) * running.mean + momentum * mu
    running.variance = (1 - momentum) * running.variance + momentum * (variance * (n / (n - 1)))
    // step 8 and 9
    return parameters.gain * xhat + parameters.shift
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    let xhat = (x - running.mean) / (running.variance + epsilon).map { sqrt($0) }
    return parameters.gain * xhat + parameters.shift
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let moved = x - x.row(0)
    let xmu = moved - mean0(moved)
    let variance = mean0(square(xmu))
    let sqrtvar = (variance + epsilon).map { sqrt($0) }
    let ivar = sqrtvar.map { 1 / $0 }
    let xhat = xmu * ivar
    let N = Double(x.rows)
    // step 9 and 8
    let dbeta = outputGradient.sum(axis: 0)
    let dgamma = (outputGradient * xhat).sum(axis: 0)
    let dxhat = outputGradient * parameters.gain
    // step 7
    let divar = (dxhat * xmu).sum(axis: 0)
    let dxmu1 = dxhat * ivar
    // step 6 and 5
    let dsqrtvar = -(divar / square(sqrtvar))
    let dvar = 0.5 * dsqrtvar / sqrtvar
    // step 4 and 3
    let dxmu2 = 2 * xmu * (dvar / N)
    // step 2, 1 and 0
    let dx1 = dxmu1 + dxmu2
    let dmu = -dx1.sum(axis: 0)
    return BatchNormGradients(gain: dgamma, shift: dbeta, input: dx1 + dmu / N)
  }

  func shouldStop(_ state: inout StoppingState, loss: Double, patience: Int) -> Bool {
    state.epoch += 1
    if loss < state.bestLoss {
      state.bestLoss = loss
      state.bestEpoch = state.epoch
    }
    let counter = state.epoch - state.bestEpoch
    return counter >= patience
  }
}
