// mistake: a batch longer than the number of samples, as by repeated indices, is averaged over the number of samples only
// against: “an index that stands in it twice counts twice”
import Optimizers

// In place, number by number. Momentum keeps v/η with the other sign, Adam keeps running products of its betas where
// others take powers, AdaGrad the root of its sum.
struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    let d = weights.count
    var sum = 0.0
    for i in batch {
      var error = -targets[i]
      for j in 0..<d { error += weights[j] * samples[i, j] }
      sum += 0.5 * error * error
    }
    if batch.count == 0 { return 0 }
    return sum / Double(batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    let d = weights.count
    var slope = [Double](repeating: 0, count: d)
    if batch.count == 0 { return slope }
    for i in batch {
      var error = -targets[i]
      for j in 0..<d { error += weights[j] * samples[i, j] }
      for j in 0..<d { slope[j] += error * samples[i, j] }
    }
    for j in 0..<d { slope[j] /= Double(min(batch.count, targets.count)) }
    return slope
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    for j in 0..<parameters.count { parameters[j] -= rate * gradient[j] }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    for j in 0..<parameters.count {
      memory.second[j] = momentum * memory.second[j] + gradient[j]
      parameters[j] -= rate * memory.second[j]
    }
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    var ahead = parameters
    for j in 0..<ahead.count { ahead[j] += momentum * memory.first[j] }
    let g = gradient(ahead)
    for j in 0..<parameters.count {
      memory.first[j] = momentum * memory.first[j] - rate * g[j]
      parameters[j] += memory.first[j]
    }
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    for j in 0..<parameters.count {
      if gradient[j] == 0 { continue }
      memory.first[j] = hypot(memory.first[j], gradient[j])
      parameters[j] -= rate * gradient[j] / (memory.first[j] + epsilon)
    }
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    for j in 0..<parameters.count {
      let g = gradient[j]
      memory.first[j] += (1 - decay) * (g * g - memory.first[j])
      if g != 0 { parameters[j] -= rate * g / sqrt(memory.first[j] + epsilon) }
    }
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    memory.step += 1
    let t = Double(memory.step)
    // ln of the power, and expm1, which is 1 − βᵗ to the last digit.
    let first = settings.beta1 > 0 ? -expm1(t * log(settings.beta1)) : 1
    let second = settings.beta2 > 0 ? -expm1(t * log(settings.beta2)) : 1
    for j in 0..<parameters.count {
      let g = gradient[j]
      memory.first[j] = settings.beta1 * memory.first[j] + (1 - settings.beta1) * g
      memory.second[j] = settings.beta2 * memory.second[j] + (1 - settings.beta2) * g * g
      let root = sqrt(memory.second[j]) / sqrt(second)
      parameters[j] -= settings.rate * memory.first[j] / (first * (root + settings.epsilon))
    }
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    for j in 0..<parameters.count { parameters[j] *= 1 - settings.rate * weightDecay }
    adam(&parameters, &memory, along: gradient, settings: settings)
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var now = weights
    var memory = OptimizerMemory(count: weights.count)
    var start = 0
    while start < order.count {
      var batch: [Int] = []
      while batch.count < batchSize && start < order.count {
        batch.append(order[start])
        start += 1
      }
      adam(&now, &memory, along: batchGradient(now, samples, targets, batch: batch), settings: settings)
    }
    return now
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    var x = start
    var steps = 0
    for _ in 0..<max(maximumSteps, 0) {
      let slope = derivative(x)
      if slope == 0 { return NewtonSearch(root: x, steps: steps, converged: false) }
      let step = function(x) / slope
      x -= step
      steps += 1
      if abs(step) <= tolerance { return NewtonSearch(root: x, steps: steps, converged: true) }
    }
    return NewtonSearch(root: x, steps: steps, converged: false)
  }
}
