// mistake: adaGrad moves the parameters before the new square is added to G
// breaks: "$G \leftarrow G + g^2$, then $\theta \leftarrow \theta - \eta\, g / (\sqrt{G} + \varepsilon)$"
import Optimizers

/// Plain loops, the memory used as the statement writes it.
struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    if batch.isEmpty { return 0 }
    var sum = 0.0
    for i in batch {
      let difference = output(weights, samples, i) - targets[i]
      sum += 0.5 * difference * difference
    }
    return sum / Double(batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    var gradient = [Double](repeating: 0, count: weights.count)
    if batch.isEmpty { return gradient }
    for i in batch {
      let difference = output(weights, samples, i) - targets[i]
      for j in gradient.indices { gradient[j] += difference * samples[i, j] }
    }
    for j in gradient.indices { gradient[j] /= Double(batch.count) }
    return gradient
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    for j in parameters.indices { parameters[j] -= rate * gradient[j] }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    for j in parameters.indices {
      memory.first[j] = momentum * memory.first[j] - rate * gradient[j]
      parameters[j] += memory.first[j]
    }
    memory.step += 1
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    var ahead = parameters
    for j in ahead.indices { ahead[j] += momentum * memory.first[j] }
    let slopes = gradient(ahead)
    for j in parameters.indices {
      memory.first[j] = momentum * memory.first[j] - rate * slopes[j]
      parameters[j] += memory.first[j]
    }
    memory.step += 1
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    for j in parameters.indices {
      parameters[j] -= rate * gradient[j] / (sqrt(memory.second[j]) + epsilon)
      memory.second[j] += gradient[j] * gradient[j]
    }
    memory.step += 1
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    for j in parameters.indices {
      memory.second[j] = decay * memory.second[j] + (1 - decay) * gradient[j] * gradient[j]
      parameters[j] -= rate * gradient[j] / (sqrt(memory.second[j]) + epsilon)
    }
    memory.step += 1
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    let direction = adamDirection(&memory, gradient, settings)
    for j in parameters.indices { parameters[j] -= settings.rate * direction[j] }
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    let direction = adamDirection(&memory, gradient, settings)
    for j in parameters.indices {
      let old = parameters[j]
      parameters[j] = old - settings.rate * direction[j] - settings.rate * weightDecay * old
    }
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var weights = weights
    var memory = OptimizerMemory(count: weights.count)
    var start = 0
    while start < order.count {
      let end = min(order.count, start + min(batchSize, order.count))
      let batch = Array(order[start..<end])
      let gradient = batchGradient(weights, samples, targets, batch: batch)
      adam(&weights, &memory, along: gradient, settings: settings)
      start = end
    }
    return weights
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
      let step = function(x) / slope
      x -= step
      steps += 1
      if abs(step) <= tolerance { return NewtonSearch(root: x, steps: steps, converged: true) }
    }
    return NewtonSearch(root: x, steps: steps, converged: false)
  }

  /// w·x for one sample.
  private func output(_ weights: [Double], _ samples: Tensor, _ i: Int) -> Double {
    var sum = 0.0
    for j in weights.indices { sum += weights[j] * samples[i, j] }
    return sum
  }

  /// m̂ / (√v̂ + ε), with the memory moved on by one step.
  private func adamDirection(
    _ memory: inout OptimizerMemory, _ gradient: [Double], _ settings: AdamSettings
  ) -> [Double] {
    memory.step += 1
    let firstCorrection = 1 - pow(settings.beta1, Double(memory.step))
    let secondCorrection = 1 - pow(settings.beta2, Double(memory.step))
    var direction = [Double](repeating: 0, count: gradient.count)
    for j in gradient.indices {
      memory.first[j] = settings.beta1 * memory.first[j] + (1 - settings.beta1) * gradient[j]
      memory.second[j] = settings.beta2 * memory.second[j] + (1 - settings.beta2) * gradient[j] * gradient[j]
      let mean = memory.first[j] / firstCorrection
      let square = memory.second[j] / secondCorrection
      direction[j] = mean / (sqrt(square) + settings.epsilon)
    }
    return direction
  }
}
