// mistake: the paper's shorter form, with the correction in the rate: epsilon stands beside the uncorrected root
// against: "$\sqrt{v} / \sqrt{1 - \beta_2^t} + \varepsilon$ is the same, the paper's shorter form with another $\hat\varepsilon$ is not."
import Optimizers

/// Least squares in mini-batches, the update rules and Newton's search.
struct Submission: OptimizersContract {
  /// w·x − y for one sample.
  private func residual(_ weights: [Double], _ samples: Tensor, _ targets: [Double], _ index: Int) -> Double {
    var sum = 0.0
    let base = index * weights.count
    for feature in weights.indices { sum += weights[feature] * samples.values[base + feature] }
    return sum - targets[index]
  }

  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    if batch.isEmpty { return 0 }
    var total = 0.0
    for index in batch {
      let error = residual(weights, samples, targets, index)
      total += 0.5 * error * error
    }
    return total / Double(batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    var slope = [Double](repeating: 0, count: weights.count)
    if batch.isEmpty { return slope }
    for index in batch {
      let error = residual(weights, samples, targets, index)
      let base = index * weights.count
      for feature in slope.indices { slope[feature] += error * samples.values[base + feature] }
    }
    let size = Double(batch.count)
    return slope.map { $0 / size }
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    for k in parameters.indices { parameters[k] -= rate * gradient[k] }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    for k in parameters.indices {
      memory.first[k] = momentum * memory.first[k] - rate * gradient[k]
      parameters[k] += memory.first[k]
    }
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    var ahead = parameters
    for k in ahead.indices { ahead[k] += momentum * memory.first[k] }
    let slope = gradient(ahead)
    for k in parameters.indices {
      memory.first[k] = momentum * memory.first[k] - rate * slope[k]
      parameters[k] += memory.first[k]
    }
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    for k in parameters.indices {
      memory.second[k] += gradient[k] * gradient[k]
      parameters[k] -= rate * gradient[k] / (memory.second[k].squareRoot() + epsilon)
    }
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    for k in parameters.indices {
      memory.second[k] = decay * memory.second[k] + (1 - decay) * gradient[k] * gradient[k]
      parameters[k] -= rate * gradient[k] / (memory.second[k].squareRoot() + epsilon)
    }
  }

  /// m̂ / (√v̂ + ε) for each parameter; the memory moves on by one step.
  private func adamDirection(
    _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) -> [Double] {
    memory.step += 1
    let t = Double(memory.step)
    let share1 = 1 - pow(settings.beta1, t)
    let share2 = 1 - pow(settings.beta2, t)
    var direction = [Double](repeating: 0, count: gradient.count)
    for k in gradient.indices {
      let g = gradient[k]
      memory.first[k] = settings.beta1 * memory.first[k] + (1 - settings.beta1) * g
      memory.second[k] = settings.beta2 * memory.second[k] + (1 - settings.beta2) * g * g
      let correction = share2.squareRoot() / share1
      direction[k] = correction * memory.first[k] / (memory.second[k].squareRoot() + settings.epsilon)
    }
    return direction
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    let direction = adamDirection(&memory, along: gradient, settings: settings)
    for k in parameters.indices { parameters[k] -= settings.rate * direction[k] }
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    let direction = adamDirection(&memory, along: gradient, settings: settings)
    for k in parameters.indices {
      let old = parameters[k]
      parameters[k] = old - settings.rate * direction[k] - settings.rate * weightDecay * old
    }
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var current = weights
    var memory = OptimizerMemory(count: weights.count)
    var rest = order[...]
    while !rest.isEmpty {
      let batch = Array(rest.prefix(batchSize))
      rest = rest.dropFirst(batchSize)
      let slope = batchGradient(current, samples, targets, batch: batch)
      adam(&current, &memory, along: slope, settings: settings)
    }
    return current
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    var search = NewtonSearch(root: start, steps: 0, converged: false)
    while search.steps < maximumSteps {
      let slope = derivative(search.root)
      if slope == 0 { break }
      let length = function(search.root) / slope
      search.root -= length
      search.steps += 1
      if abs(length) <= tolerance {
        search.converged = true
        break
      }
    }
    return search
  }
}
