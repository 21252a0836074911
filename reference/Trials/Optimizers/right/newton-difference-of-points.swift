// right: newtonRoot measures how far x has moved, rounding included
import Foundation
import Optimizers

// No loops over parameters: zip, map and reduce only. The memory holds what is handiest here: momentum's velocity with
// the other sign and without the rate, Adam's corrected means themselves.
struct Submission: OptimizersContract {
  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reversed().reduce(0, +) }

  private func errors(_ w: [Double], _ x: Tensor, _ y: [Double], _ batch: [Int]) -> [(x: [Double], error: Double)] {
    batch.map { i in
      let row = x.row(i).values
      return (row, dot(row, w) - y[i])
    }
  }

  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    batch.isEmpty
      ? 0
      : errors(weights, samples, targets, batch).map { $0.error * $0.error }.reduce(0, +) / Double(2 * batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    let share = 1 / Double(max(1, batch.count))
    return errors(weights, samples, targets, batch).reduce(weights.map { _ in 0 }) { sum, item in
      zip(sum, item.x).map { $0 + share * item.error * $1 }
    }
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    parameters = zip(parameters, gradient).map { $0 - rate * $1 }
  }

  // As the rate does not change, v = −η u with u ← μ u + g.
  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    memory.first = zip(memory.first, gradient).map { momentum * $0 + $1 }
    sgd(&parameters, along: memory.first, rate: rate)
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    let coasting = memory.first.map { momentum * $0 }
    let slope = gradient(zip(parameters, coasting).map(+))
    memory.first = zip(coasting, slope).map { $0 - rate * $1 }
    parameters = zip(parameters, memory.first).map(+)
  }

  private func scaled(
    _ parameters: [Double], by gradient: [Double], _ squares: [Double], rate: Double, epsilon: Double
  ) -> [Double] {
    zip(parameters, zip(gradient, squares)).map { theta, pair in
      theta - rate * (pair.0 / sqrt(pair.1 + epsilon))
    }
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    memory.second = zip(memory.second, gradient).map { $0 + $1 * $1 }
    parameters = scaled(parameters, by: gradient, memory.second, rate: rate, epsilon: epsilon)
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    memory.second = zip(memory.second, gradient).map { $0 + (1 - decay) * ($1 * $1 - $0) }
    parameters = scaled(parameters, by: gradient, memory.second, rate: rate, epsilon: epsilon)
  }

  /// How Adam moves each parameter, without the rate.
  private func direction(_ memory: inout OptimizerMemory, _ gradient: [Double], _ settings: AdamSettings) -> [Double] {
    memory.step += 1
    let t = Double(memory.step)
    // m̂ and v̂ are weighted means of all g and g² so far: the new one joins with this share.
    let a = (1 - settings.beta1) / (1 - pow(settings.beta1, t))
    let b = (1 - settings.beta2) / (1 - pow(settings.beta2, t))
    memory.first = zip(memory.first, gradient).map { (1 - a) * $0 + a * $1 }
    memory.second = zip(memory.second, gradient).map { (1 - b) * $0 + b * $1 * $1 }
    return zip(memory.first, memory.second).map { $0 / (sqrt($1) + settings.epsilon) }
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    parameters = zip(parameters, direction(&memory, gradient, settings)).map { $0 - settings.rate * $1 }
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    let keep = 1 - settings.rate * weightDecay
    parameters = zip(parameters, direction(&memory, gradient, settings)).map { keep * $0 - settings.rate * $1 }
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    stride(from: 0, to: order.count, by: batchSize)
      .map { Array(order[$0..<min($0 + batchSize, order.count)]) }
      .reduce(into: (w: weights, memory: OptimizerMemory(count: weights.count))) { run, batch in
        let slope = batchGradient(run.w, samples, targets, batch: batch)
        adam(&run.w, &run.memory, along: slope, settings: settings)
      }.w
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    func search(_ x: Double, _ done: Int) -> NewtonSearch {
      guard done < maximumSteps, case let slope = derivative(x), slope != 0 else {
        return NewtonSearch(root: x, steps: done, converged: false)
      }
      let length = function(x) / slope
      let next = x - length
      return abs(next - x) <= tolerance
        ? NewtonSearch(root: next, steps: done + 1, converged: true) : search(next, done + 1)
    }
    return search(start, 0)
  }
}
