import Optimizers

/// Mini-batches, update rules and Newton's method.
struct Submission: OptimizersContract {
  // MARK: Mini-batches

  /// w·x − y of one sample.
  private func residual(_ weights: [Double], _ samples: Tensor, _ targets: [Double], _ index: Int) -> Double {
    let d = weights.count
    var sum = 0.0
    for j in 0..<d {
      sum += weights[j] * samples.values[index * d + j]
    }
    return sum - targets[index]
  }

  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    guard !batch.isEmpty else { return 0 }
    var sum = 0.0
    for index in batch {
      let error = residual(weights, samples, targets, index)
      sum += 0.5 * error * error
    }
    return sum / Double(batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    let d = weights.count
    var slope = [Double](repeating: 0, count: d)
    guard !batch.isEmpty else { return slope }
    for index in batch {
      let error = residual(weights, samples, targets, index)
      for j in 0..<d {
        slope[j] += error * samples.values[index * d + j]
      }
    }
    let size = Double(batch.count)
    return slope.map { $0 / size }
  }

  // MARK: Update rules

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    for j in parameters.indices {
      parameters[j] -= rate * gradient[j]
    }
  }

  /// `memory.first` is the velocity.
  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    for j in parameters.indices {
      memory.first[j] = momentum * memory.first[j] - rate * gradient[j]
      parameters[j] += memory.first[j]
    }
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    var ahead = parameters
    for j in ahead.indices {
      ahead[j] += momentum * memory.first[j]
    }
    let slope = gradient(ahead)
    for j in parameters.indices {
      memory.first[j] = momentum * memory.first[j] - rate * slope[j]
      parameters[j] += memory.first[j]
    }
  }

  /// `memory.second` is the sum of the squares.
  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    for (j, g) in gradient.enumerated() {
      memory.second[j] += g * g
      parameters[j] -= rate * g / (memory.second[j].squareRoot() + epsilon)
    }
  }

  /// `memory.second` is the running mean of the squares.
  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    for (j, g) in gradient.enumerated() {
      memory.second[j] = decay * memory.second[j] + (1 - decay) * g * g
      parameters[j] -= rate * g / (memory.second[j].squareRoot() + epsilon)
    }
  }

  /// Adam's memory one step on; answers with η m̂ / (√v̂ + ε) for each parameter.
  private func adamMove(
    _ memory: inout OptimizerMemory, _ gradient: [Double], _ settings: AdamSettings
  ) -> [Double] {
    memory.step += 1
    let firstShare = 1 - pow(settings.beta1, Double(memory.step))
    let secondShare = 1 - pow(settings.beta2, Double(memory.step))
    var move = [Double](repeating: 0, count: gradient.count)
    for (j, g) in gradient.enumerated() {
      memory.first[j] = settings.beta1 * memory.first[j] + (1 - settings.beta1) * g
      memory.second[j] = settings.beta2 * memory.second[j] + (1 - settings.beta2) * g * g
      let mean = memory.first[j] / firstShare
      let square = memory.second[j] / secondShare
      move[j] = settings.rate * mean / (square.squareRoot() + settings.epsilon)
    }
    return move
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    let move = adamMove(&memory, gradient, settings)
    for j in parameters.indices {
      parameters[j] -= move[j]
    }
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    let move = adamMove(&memory, gradient, settings)
    for j in parameters.indices {
      let old = parameters[j]
      parameters[j] = old - move[j] - settings.rate * weightDecay * old
    }
  }

  // MARK: Training

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var current = weights
    var memory = OptimizerMemory(count: weights.count)
    var start = 0
    while start < order.count {
      let end = min(start + batchSize, order.count)
      let batch = Array(order[start..<end])
      let slope = batchGradient(current, samples, targets, batch: batch)
      adam(&current, &memory, along: slope, settings: settings)
      start = end
    }
    return current
  }

  // MARK: Newton's method

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    var x = start
    var steps = 0
    while steps < maximumSteps {
      let slope = derivative(x)
      if slope == 0 { break }
      let step = function(x) / slope
      x -= step
      steps += 1
      if abs(step) <= tolerance { return NewtonSearch(root: x, steps: steps, converged: true) }
    }
    return NewtonSearch(root: x, steps: steps, converged: false)
  }
}
