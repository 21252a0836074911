// mistake: the search ends as diverged where x is beyond 1e12
// against: “`maximumSteps` steps were made and the last one was longer: not converged”
import Optimizers

/// Zips and maps.
struct Submission: OptimizersContract {
  private func error(_ weights: [Double], _ sample: [Double], _ target: Double) -> Double {
    zip(weights, sample).reduce(0) { $0 + $1.0 * $1.1 } - target
  }

  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    guard !batch.isEmpty else { return 0 }
    let errors = batch.map { error(weights, samples.row($0).values, targets[$0]) }
    return errors.reduce(0) { $0 + $1 * $1 / 2 } / Double(batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    let share = 1 / Double(max(batch.count, 1))
    return batch.reduce(into: weights.map { _ in 0.0 }) { slope, index in
      let sample = samples.row(index).values
      let e = error(weights, sample, targets[index]) * share
      for j in slope.indices { slope[j] += e * sample[j] }
    }
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    parameters = zip(parameters, gradient).map { $0 - rate * $1 }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    memory.first = zip(memory.first, gradient).map { momentum * $0 - rate * $1 }
    parameters = zip(parameters, memory.first).map { $0 + $1 }
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    let ahead = zip(parameters, memory.first).map { $0 + momentum * $1 }
    memory.first = zip(memory.first, gradient(ahead)).map { momentum * $0 - rate * $1 }
    parameters = zip(parameters, memory.first).map { $0 + $1 }
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    memory.second = zip(memory.second, gradient).map { $0 + $1 * $1 }
    let steps = zip(gradient, memory.second).map { rate * $0 / ($1.squareRoot() + epsilon) }
    parameters = zip(parameters, steps).map { $0 - $1 }
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    memory.second = zip(memory.second, gradient).map { decay * $0 + (1 - decay) * $1 * $1 }
    let steps = zip(gradient, memory.second).map { rate * $0 / ($1.squareRoot() + epsilon) }
    parameters = zip(parameters, steps).map { $0 - $1 }
  }

  private func adamSteps(_ memory: inout OptimizerMemory, _ gradient: [Double], _ s: AdamSettings) -> [Double] {
    memory.step += 1
    memory.first = zip(memory.first, gradient).map { s.beta1 * $0 + (1 - s.beta1) * $1 }
    memory.second = zip(memory.second, gradient).map { s.beta2 * $0 + (1 - s.beta2) * $1 * $1 }
    let first = 1 - pow(s.beta1, Double(memory.step))
    let second = 1 - pow(s.beta2, Double(memory.step))
    return zip(memory.first, memory.second).map { m, v in
      s.rate * (m / first) / ((v / second).squareRoot() + s.epsilon)
    }
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    parameters = zip(parameters, adamSteps(&memory, gradient, settings)).map { $0 - $1 }
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    parameters = zip(parameters, adamSteps(&memory, gradient, settings)).map {
      $0 - $1 - settings.rate * weightDecay * $0
    }
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    let start = (weights, OptimizerMemory(count: weights.count))
    return stride(from: 0, to: order.count, by: batchSize).reduce(into: start) { now, from in
      let batch = Array(order[from..<min(from + batchSize, order.count)])
      adam(&now.0, &now.1, along: batchGradient(now.0, samples, targets, batch: batch), settings: settings)
    }.0
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    var search = NewtonSearch(root: start, steps: 0, converged: false)
    while search.steps < maximumSteps, !search.converged {
      let slope = derivative(search.root)
      guard slope != 0, abs(search.root) < 1e12 else { break }
      let step = function(search.root) / slope
      search = NewtonSearch(root: search.root - step, steps: search.steps + 1, converged: abs(step) <= tolerance)
    }
    return search
  }
}
