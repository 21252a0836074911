// mistake: a feature whose variance is below 1e-10 is taken for constant: its normalised values are 0, whatever ε is.
// against: “\hat x_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \varepsilon}}”
import Regularization

/// Loops over flat arrays, in the manner of C.
struct Submission: RegularizationContract {
  func ridgeLoss(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> Double {
    let n = targets.count
    let d = model.weights.count
    var sum = 0.0
    for i in 0..<n {
      var e = model.bias - targets[i]
      for j in 0..<d { e += model.weights[j] * samples.values[i * d + j] }
      sum += e * e
    }
    if n > 0 { sum /= Double(n) }
    var norm = 0.0
    for j in 0..<d { norm += model.weights[j] * model.weights[j] }
    return sum + lambda * norm
  }

  func ridgeGradient(_ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double) -> RidgeModel {
    let n = targets.count
    let d = model.weights.count
    var result = RidgeModel(weights: [Double](repeating: 0, count: d), bias: 0)
    for i in 0..<n {
      var e = model.bias - targets[i]
      for j in 0..<d { e += model.weights[j] * samples.values[i * d + j] }
      let slope = 2 * e / Double(n)
      for j in 0..<d { result.weights[j] += slope * samples.values[i * d + j] }
      result.bias += slope
    }
    for j in 0..<d { result.weights[j] += 2 * lambda * model.weights[j] }
    return result
  }

  func ridgeDescent(
    _ model: RidgeModel, _ samples: Tensor, _ targets: [Double], lambda: Double, rate: Double, steps: Int
  ) -> RidgeModel {
    var now = model
    var step = 0
    while step < steps {
      let slope = ridgeGradient(now, samples, targets, lambda: lambda)
      for j in 0..<now.weights.count { now.weights[j] -= rate * slope.weights[j] }
      now.bias -= rate * slope.bias
      step += 1
    }
    return now
  }

  func dropoutMask(shape: [Int], probability: Double, seed: UInt64) -> Tensor {
    // Two units of 32 bits each from every number of 64: p is met to 2⁻³² … and the rest by a further number.
    var generator = Generator(seed: seed)
    var mask = Tensor(shape: shape)
    let scaled = probability * 0x1p32
    let threshold = scaled.rounded(.down)
    let rest = scaled - threshold
    var i = 0
    while i < mask.count {
      let bits = generator.next()
      for half in 0..<2 where i < mask.count {
        let draw = Double(half == 0 ? bits >> 32 : bits & 0xFFFF_FFFF)
        let isDropped = draw < threshold || (draw == threshold && generator.uniform() < rest)
        mask.values[i] = isDropped ? 0 : 1 / (1 - probability)
        i += 1
      }
    }
    return mask
  }

  func dropout(_ x: Tensor, probability: Double, isTraining: Bool, seed: UInt64) -> Tensor {
    if !isTraining { return x }
    var y = dropoutMask(shape: x.shape, probability: probability, seed: seed)
    for i in 0..<y.count { y.values[i] = x.values[i] * y.values[i] }
    return y
  }

  func dropoutBackward(_ outputGradient: Tensor, mask: Tensor) -> Tensor {
    var g = outputGradient
    for i in 0..<g.count { g.values[i] *= mask.values[i] }
    return g
  }

  func batchNormTraining(
    _ parameters: BatchNormParameters, _ running: inout RunningStatistics, _ x: Tensor, momentum: Double,
    epsilon: Double
  ) -> Tensor {
    let n = x.shape[0]
    let d = x.shape[1]
    var y = x
    for j in 0..<d {
      let (mean, variance) = moments(x, j)
      let scale = variance < 1e-10 ? 0 : 1 / (variance + epsilon).squareRoot()
      for i in 0..<n {
        y.values[i * d + j] = parameters.gain.values[j] * (x.values[i * d + j] - mean) * scale + parameters.shift.values[j]
      }
      running.mean.values[j] = (1 - momentum) * running.mean.values[j] + momentum * mean
      running.variance.values[j] =
        (1 - momentum) * running.variance.values[j] + momentum * variance * Double(n) / Double(n - 1)
    }
    return y
  }

  func batchNormEvaluation(
    _ parameters: BatchNormParameters, _ running: RunningStatistics, _ x: Tensor, epsilon: Double
  ) -> Tensor {
    let n = x.shape[0]
    let d = x.shape[1]
    var y = x
    for j in 0..<d {
      let scale = 1 / (running.variance.values[j] + epsilon).squareRoot()
      for i in 0..<n {
        y.values[i * d + j] =
          parameters.gain.values[j] * (x.values[i * d + j] - running.mean.values[j]) * scale + parameters.shift.values[j]
      }
    }
    return y
  }

  func batchNormBackward(
    _ parameters: BatchNormParameters, _ x: Tensor, outputGradient: Tensor, epsilon: Double
  ) -> BatchNormGradients {
    let n = x.shape[0]
    let d = x.shape[1]
    var result = BatchNormGradients(gain: parameters.gain, shift: parameters.shift, input: x)
    for j in 0..<d {
      let (mean, variance) = moments(x, j)
      let scale = 1 / (variance + epsilon).squareRoot()
      var (shift, gain) = (0.0, 0.0)
      for i in 0..<n {
        let g = outputGradient.values[i * d + j]
        shift += g
        gain += g * (x.values[i * d + j] - mean) * scale
      }
      result.shift.values[j] = shift
      result.gain.values[j] = gain
      for i in 0..<n {
        let xHat = (x.values[i * d + j] - mean) * scale
        result.input.values[i * d + j] =
          parameters.gain.values[j] * scale * (outputGradient.values[i * d + j] - (shift + xHat * gain) / Double(n))
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

  private func moments(_ x: Tensor, _ j: Int) -> (Double, Double) {
    let n = x.shape[0]
    let d = x.shape[1]
    var mean = 0.0
    for i in 0..<n { mean += x.values[i * d + j] }
    mean /= Double(n)
    var variance = 0.0
    for i in 0..<n {
      let e = x.values[i * d + j] - mean
      variance += e * e
    }
    return (mean, variance / Double(n))
  }
}
