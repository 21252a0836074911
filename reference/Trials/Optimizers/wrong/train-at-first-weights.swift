// mistake: train takes every batch's gradient at the weights it was given, not at the weights of that moment
import Optimizers

struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    if batch.isEmpty { return 0 }
    var sum = 0.0
    for i in batch {
      var prediction = 0.0
      for j in 0..<weights.count { prediction += weights[j] * samples[i, j] }
      let error = prediction - targets[i]
      sum += 0.5 * error * error
    }
    return sum / Double(batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    var gradient = [Double](repeating: 0, count: weights.count)
    if batch.isEmpty { return gradient }
    for i in batch {
      var prediction = 0.0
      for j in 0..<weights.count { prediction += weights[j] * samples[i, j] }
      let error = prediction - targets[i]
      for j in 0..<weights.count { gradient[j] += error * samples[i, j] }
    }
    for j in 0..<weights.count { gradient[j] /= Double(batch.count) }
    return gradient
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    for j in 0..<parameters.count { parameters[j] -= rate * gradient[j] }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    for j in 0..<parameters.count {
      memory.first[j] = momentum * memory.first[j] - rate * gradient[j]
      parameters[j] += memory.first[j]
    }
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    var ahead = parameters
    for j in 0..<parameters.count { ahead[j] += momentum * memory.first[j] }
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
      memory.first[j] += gradient[j] * gradient[j]
      parameters[j] -= rate * gradient[j] / (sqrt(memory.first[j]) + epsilon)
    }
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    for j in 0..<parameters.count {
      memory.first[j] = decay * memory.first[j] + (1 - decay) * gradient[j] * gradient[j]
      parameters[j] -= rate * gradient[j] / (sqrt(memory.first[j]) + epsilon)
    }
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    memory.step += 1
    let t = Double(memory.step)
    let firstCorrection = 1 - pow(settings.beta1, t)
    let secondCorrection = 1 - pow(settings.beta2, t)
    for j in 0..<parameters.count {
      let g = gradient[j]
      memory.first[j] = settings.beta1 * memory.first[j] + (1 - settings.beta1) * g
      memory.second[j] = settings.beta2 * memory.second[j] + (1 - settings.beta2) * g * g
      let m = memory.first[j] / firstCorrection
      let v = memory.second[j] / secondCorrection
      parameters[j] -= settings.rate * m / (sqrt(v) + settings.epsilon)
    }
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    let old = parameters
    adam(&parameters, &memory, along: gradient, settings: settings)
    for j in 0..<parameters.count { parameters[j] -= settings.rate * weightDecay * old[j] }
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var w = weights
    var memory = OptimizerMemory(count: weights.count)
    var start = 0
    while start < order.count {
      let end = min(start + batchSize, order.count)
      let batch = Array(order[start..<end])
      let gradient = batchGradient(weights, samples, targets, batch: batch)
      adam(&w, &memory, along: gradient, settings: settings)
      start = end
    }
    return w
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    var x = start
    var steps = 0
    while steps < maximumSteps {
      let slope = derivative(x)
      if slope == 0 { return NewtonSearch(root: x, steps: steps, converged: false) }
      let length = function(x) / slope
      x -= length
      steps += 1
      if abs(length) <= tolerance { return NewtonSearch(root: x, steps: steps, converged: true) }
    }
    return NewtonSearch(root: x, steps: steps, converged: false)
  }
}
