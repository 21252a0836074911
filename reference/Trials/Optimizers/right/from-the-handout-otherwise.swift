import Optimizers

/// Matrix products for the batch; the memory holds other things than the statement's letters: velocities in units of the
/// rate, and Adam's corrected means themselves, as running means whose newest number weighs (1 − β) / (1 − βᵗ).
struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    let r = residuals(weights, samples, targets, batch)
    return (r * r).sum() / Double(2 * max(1, batch.count))
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    let r = residuals(weights, samples, targets, batch)
    return (r.transposed().matmul(samples.rows(at: batch)) / Double(max(1, batch.count))).values
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    parameters = zip(parameters, gradient).map { $0 - rate * $1 }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    memory.second = zip(memory.second, gradient).map { momentum * $0 + $1 }
    sgd(&parameters, along: memory.second, rate: rate)
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    let looked = gradient(zip(parameters, memory.second).map { $0 - rate * momentum * $1 })
    self.momentum(&parameters, &memory, along: looked, rate: rate, momentum: momentum)
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    // The root of the sum is kept instead of the sum.
    memory.first = zip(memory.first, gradient).map { hypot($0, $1) }
    scaled(&parameters, gradient, memory.first, rate, epsilon)
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    memory.first = zip(memory.first, gradient).map { decay * $0 + (1 - decay) * ($1 * $1) }
    scaled(&parameters, gradient, memory.first.map { $0.squareRoot() }, rate, epsilon)
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    adamW(&parameters, &memory, along: gradient, settings: settings, weightDecay: 0)
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    memory.step += 1
    let newest1 = share(settings.beta1, memory.step)
    let newest2 = share(settings.beta2, memory.step)
    memory.first = zip(memory.first, gradient).map { (1 - newest1) * $0 + newest1 * $1 }
    memory.second = zip(memory.second, gradient).map { (1 - newest2) * $0 + newest2 * ($1 * $1) }
    // The decay first, by the old parameters; the rest does not depend on them.
    if weightDecay != 0 { parameters = parameters.map { $0 - settings.rate * weightDecay * $0 } }
    scaled(&parameters, memory.first, memory.second.map { $0.squareRoot() }, settings.rate, settings.epsilon)
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var state = (weights: weights, memory: OptimizerMemory(count: weights.count), rest: order[...])
    while !state.rest.isEmpty {
      let slopes = batchGradient(state.weights, samples, targets, batch: Array(state.rest.prefix(batchSize)))
      adam(&state.weights, &state.memory, along: slopes, settings: settings)
      state.rest = state.rest.dropFirst(batchSize)
    }
    return state.weights
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    var search = NewtonSearch(root: start, steps: 0, converged: false)
    for _ in 0..<maximumSteps where !search.converged {
      let slope = derivative(search.root)
      guard slope != 0 else { break }
      let next = search.root - function(search.root) / slope
      search = NewtonSearch(
        root: next, steps: search.steps + 1, converged: abs(function(search.root) / slope) <= tolerance)
    }
    return search
  }

  private func residuals(_ weights: [Double], _ samples: Tensor, _ targets: [Double], _ batch: [Int]) -> Tensor {
    samples.rows(at: batch).matmul(Tensor(column: weights)) - Tensor(column: batch.map { targets[$0] })
  }

  /// θ − η direction / (scale + ε).
  private func scaled(
    _ parameters: inout [Double], _ direction: [Double], _ scale: [Double], _ rate: Double, _ epsilon: Double
  ) {
    for j in parameters.indices { parameters[j] -= rate * (direction[j] / (scale[j] + epsilon)) }
  }

  /// The weight of the newest of `count` numbers in their corrected mean.
  private func share(_ beta: Double, _ count: Int) -> Double {
    (1 - beta) / (1 - pow(beta, Double(count)))
  }
}
