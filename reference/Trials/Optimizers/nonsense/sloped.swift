// nonsense: a loss that is linear in the weights with its right slopes; rules that move by a fixed step
import Optimizers

struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    weights.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    weights.indices.map { Double($0 + 1) }
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    parameters = parameters.enumerated().map { $1 - 0.1 * Double($0 + 1) }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) { parameters = parameters.enumerated().map { $1 - 0.1 * Double($0 + 1) } }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) { parameters = parameters.enumerated().map { $1 - 0.1 * Double($0 + 1) } }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) { parameters = parameters.enumerated().map { $1 - 0.1 * Double($0 + 1) } }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) { parameters = parameters.enumerated().map { $1 - 0.1 * Double($0 + 1) } }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) { parameters = parameters.enumerated().map { $1 - 0.1 * Double($0 + 1) } }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) { parameters = parameters.enumerated().map { $1 - 0.1 * Double($0 + 1) } }

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
  ) -> NewtonSearch { NewtonSearch(root: start, steps: maximumSteps, converged: false) }
}
