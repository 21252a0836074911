import Optimizers

// Free functions with zip and map; Newton by recursion.

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }

/// ρ a + (1 − ρ) b.
private func blend(_ a: [Double], _ b: [Double], _ rho: Double) -> [Double] {
  zip(a, b).map { rho * $0 + (1 - rho) * $1 }
}

private func squares(_ a: [Double]) -> [Double] { a.map { $0 * $0 } }

private func step(_ parameters: inout [Double], _ directions: [Double], by rate: Double) {
  parameters = zip(parameters, directions).map { $0 - rate * $1 }
}

private func scaled(_ a: [Double], by second: [Double], _ epsilon: Double) -> [Double] {
  zip(a, second).map { $0 / (epsilon + sqrt($1)) }
}

private func power(_ base: Double, _ exponent: Int) -> Double {
  (0..<exponent).reduce(1) { product, _ in product * base }
}

private struct LeastSquares {
  let rows: [[Double]]
  let targets: [Double]

  init(_ samples: Tensor, _ targets: [Double], _ batch: [Int]) {
    rows = batch.map { samples.row($0).values }
    self.targets = batch.map { targets[$0] }
  }

  func residuals(_ weights: [Double]) -> [Double] { zip(rows, targets).map { dot(weights, $0) - $1 } }
}

struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    let residuals = LeastSquares(samples, targets, batch).residuals(weights)
    return residuals.isEmpty ? 0 : dot(residuals, residuals) / Double(2 * residuals.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    let problem = LeastSquares(samples, targets, batch)
    var mean = weights.map { _ in 0.0 }
    for (row, residual) in zip(problem.rows, problem.residuals(weights)) {
      step(&mean, row, by: -residual / Double(batch.count))
    }
    return mean
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    step(&parameters, gradient, by: rate)
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    memory.second = zip(memory.second, gradient).map { momentum * $0 + $1 }
    step(&parameters, memory.second, by: rate)
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    let slope = gradient(zip(parameters, memory.first).map { $0 + momentum * $1 })
    memory.first = zip(memory.first, slope).map { momentum * $0 - rate * $1 }
    parameters = zip(parameters, memory.first).map(+)
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    memory.first = zip(memory.first, squares(gradient)).map(+)
    step(&parameters, scaled(gradient, by: memory.first, epsilon), by: rate)
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    memory.first = blend(memory.first, squares(gradient), decay)
    step(&parameters, scaled(gradient, by: memory.first, epsilon), by: rate)
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    memory.first = blend(memory.first, gradient, settings.beta1)
    memory.second = blend(memory.second, squares(gradient), settings.beta2)
    memory.step += 1
    let mean = memory.first.map { $0 / (1 - power(settings.beta1, memory.step)) }
    let square = memory.second.map { $0 / (1 - power(settings.beta2, memory.step)) }
    step(&parameters, scaled(mean, by: square, settings.epsilon), by: settings.rate)
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    parameters = parameters.map { (1 - settings.rate * weightDecay) * $0 }
    adam(&parameters, &memory, along: gradient, settings: settings)
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var (weights, memory) = (weights, OptimizerMemory(count: weights.count))
    var batch: [Int] = []
    for (place, index) in order.enumerated() {
      batch.append(index)
      guard batch.count == batchSize || place == order.count - 1 else { continue }
      let gradient = batchGradient(weights, samples, targets, batch: batch)
      adam(&weights, &memory, along: gradient, settings: settings)
      batch = []
    }
    return weights
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    func search(_ x: Double, _ made: Int) -> NewtonSearch {
      let slope = derivative(x)
      guard made < maximumSteps, slope != 0 else { return NewtonSearch(root: x, steps: made, converged: false) }
      let next = x - function(x) / slope
      return abs(x - next) <= tolerance
        ? NewtonSearch(root: next, steps: made + 1, converged: true) : search(next, made + 1)
    }
    return search(start, 0)
  }
}
