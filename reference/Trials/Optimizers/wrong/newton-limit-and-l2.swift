// mistake: AdamW adds λθ to the gradient (plain L2), and Newton calls the search converged whenever it used fewer steps than allowed
import Optimizers

private func zipMap(_ a: [Double], _ b: [Double], _ f: (Double, Double) -> Double) -> [Double] { zip(a, b).map(f) }
private func + (a: [Double], b: [Double]) -> [Double] { zipMap(a, b) { $0 + $1 } }
private func - (a: [Double], b: [Double]) -> [Double] { zipMap(a, b) { $0 - $1 } }
private func * (a: [Double], b: [Double]) -> [Double] { zipMap(a, b) { $0 * $1 } }
private func / (a: [Double], b: [Double]) -> [Double] { zipMap(a, b) { $0 / $1 } }
private func * (s: Double, a: [Double]) -> [Double] { a.map { s * $0 } }
private func + (a: [Double], s: Double) -> [Double] { a.map { $0 + s } }
private func root(_ a: [Double]) -> [Double] { a.map { $0.squareRoot() } }

struct Submission: OptimizersContract {
  private func residuals(_ w: [Double], _ x: Tensor, _ y: [Double], _ batch: [Int]) -> [Double] {
    batch.map { i in w.indices.reduce(0) { $0 + w[$1] * x[i, $1] } - y[i] }
  }

  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    residuals(weights, samples, targets, batch).reduce(0) { $0 + $1 * $1 } / Double(max(1, 2 * batch.count))
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    let r = residuals(weights, samples, targets, batch)
    return weights.indices.map { j in
      zip(r, batch).reduce(0) { $0 + $1.0 * samples[$1.1, j] } / Double(max(1, batch.count))
    }
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    parameters = parameters - rate * gradient
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    memory.first = momentum * memory.first - rate * gradient
    parameters = parameters + memory.first
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    let ahead = parameters + momentum * memory.first
    let moved = ahead - rate * gradient(ahead)
    memory.first = moved - parameters
    parameters = moved
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    memory.second = memory.second + gradient * gradient
    parameters = parameters - rate * (gradient / root(memory.second + epsilon))
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    memory.second = decay * memory.second + (1 - decay) * (gradient * gradient)
    parameters = parameters - rate * (gradient / root(memory.second + epsilon))
  }

  private func direction(_ memory: inout OptimizerMemory, _ g: [Double], _ s: AdamSettings) -> [Double] {
    memory.step += 1
    memory.first = s.beta1 * memory.first + (1 - s.beta1) * g
    memory.second = s.beta2 * memory.second + (1 - s.beta2) * (g * g)
    let left = [s.beta1, s.beta2].map { 1 - pow($0, Double(memory.step)) }
    return (1 / left[0]) * memory.first / (root((1 / left[1]) * memory.second) + s.epsilon)
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    parameters = parameters - settings.rate * direction(&memory, gradient, settings)
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    parameters = parameters - settings.rate * direction(&memory, gradient + weightDecay * parameters, settings)
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    stride(from: 0, to: order.count, by: batchSize)
      .map { Array(order[$0...].prefix(batchSize)) }
      .reduce(into: (weights, OptimizerMemory(count: weights.count))) { state, batch in
        let g = batchGradient(state.0, samples, targets, batch: batch)
        adam(&state.0, &state.1, along: g, settings: settings)
      }.0
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    func search(_ x: Double, _ made: Int) -> NewtonSearch {
      guard made < maximumSteps, case let slope = derivative(x), slope != 0 else {
        return NewtonSearch(root: x, steps: made, converged: made < maximumSteps)
      }
      let step = function(x) / slope
      return abs(step) <= tolerance
        ? NewtonSearch(root: x - step, steps: made + 1, converged: made + 1 < maximumSteps) : search(x - step, made + 1)
    }
    return search(start, 0)
  }
}
