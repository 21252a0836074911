// nonsense: zeros of the right shapes
import Optimizers

struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double { 0 }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    weights.map { _ in 0 }
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    parameters = parameters.map { _ in 0 }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) { parameters = parameters.map { _ in 0 } }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) { parameters = parameters.map { _ in 0 } }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) { parameters = parameters.map { _ in 0 } }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) { parameters = parameters.map { _ in 0 } }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) { parameters = parameters.map { _ in 0 } }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) { parameters = parameters.map { _ in 0 } }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] { weights.map { _ in 0 } }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch { NewtonSearch(root: 0, steps: 0, converged: true) }
}
