import Optimizers

/// Mini-batch gradients, the update rules, and Newton's root finding.
struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    // BEGIN SOLUTION
    if batch.isEmpty { return 0 }
    var total = 0.0
    for index in batch {
      let error = prediction(weights, samples, index) - targets[index]
      total += error * error / 2
    }
    return total / Double(batch.count)
    // END SOLUTION
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    // BEGIN SOLUTION
    var gradient = [Double](repeating: 0, count: weights.count)
    if batch.isEmpty { return gradient }
    for index in batch {
      let delta = prediction(weights, samples, index) - targets[index]
      for feature in weights.indices { gradient[feature] += delta * samples[index, feature] }
    }
    return gradient.map { $0 / Double(batch.count) }
    // END SOLUTION
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    // BEGIN SOLUTION
    for i in parameters.indices { parameters[i] -= rate * gradient[i] }
    // END SOLUTION
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    // BEGIN SOLUTION
    for i in parameters.indices {
      let velocity = momentum * memory.first[i] - rate * gradient[i]
      parameters[i] += velocity
      memory.first[i] = velocity
    }
    // END SOLUTION
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    // BEGIN SOLUTION
    var ahead = parameters
    for i in ahead.indices { ahead[i] += momentum * memory.first[i] }
    let slope = gradient(ahead)
    for i in parameters.indices {
      memory.first[i] = momentum * memory.first[i] - rate * slope[i]
      parameters[i] += memory.first[i]
    }
    // END SOLUTION
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    // BEGIN SOLUTION
    for i in parameters.indices {
      memory.second[i] += gradient[i] * gradient[i]
      parameters[i] -= rate * gradient[i] / (memory.second[i].squareRoot() + epsilon)
    }
    // END SOLUTION
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    // BEGIN SOLUTION
    for i in parameters.indices {
      memory.second[i] = decay * memory.second[i] + (1 - decay) * gradient[i] * gradient[i]
      let scale = memory.second[i].squareRoot() + epsilon
      parameters[i] -= rate * gradient[i] / scale
    }
    // END SOLUTION
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    // BEGIN SOLUTION
    memory.step += 1
    let correction1 = 1 - pow(settings.beta1, Double(memory.step))
    let correction2 = 1 - pow(settings.beta2, Double(memory.step))
    for i in parameters.indices {
      memory.first[i] = settings.beta1 * memory.first[i] + (1 - settings.beta1) * gradient[i]
      memory.second[i] = settings.beta2 * memory.second[i] + (1 - settings.beta2) * gradient[i] * gradient[i]
      let mean = memory.first[i] / correction1
      let square = memory.second[i] / correction2
      parameters[i] -= settings.rate * mean / (square.squareRoot() + settings.epsilon)
    }
    // END SOLUTION
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    // BEGIN SOLUTION
    for i in parameters.indices { parameters[i] -= settings.rate * weightDecay * parameters[i] }
    adam(&parameters, &memory, along: gradient, settings: settings)
    // END SOLUTION
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    // BEGIN SOLUTION
    var weights = weights
    var memory = OptimizerMemory(count: weights.count)
    for first in stride(from: 0, to: order.count, by: batchSize) {
      let batch = Array(order[first..<min(first + batchSize, order.count)])
      let gradient = batchGradient(weights, samples, targets, batch: batch)
      adam(&weights, &memory, along: gradient, settings: settings)
    }
    return weights
    // END SOLUTION
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    // BEGIN SOLUTION
    var x = start
    for made in 0..<maximumSteps {
      let slope = derivative(x)
      if slope == 0 { return NewtonSearch(root: x, steps: made, converged: false) }
      let step = function(x) / slope
      x -= step
      if abs(step) <= tolerance { return NewtonSearch(root: x, steps: made + 1, converged: true) }
    }
    return NewtonSearch(root: x, steps: maximumSteps, converged: false)
    // END SOLUTION
  }
  // BEGIN SOLUTION HELPERS

  /// w·x for the sample with that index.
  private func prediction(_ weights: [Double], _ samples: Tensor, _ index: Int) -> Double {
    var sum = 0.0
    for feature in weights.indices { sum += weights[feature] * samples[index, feature] }
    return sum
  }
  // END SOLUTION
}
