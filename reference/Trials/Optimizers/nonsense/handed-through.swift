// nonsense: every function hands back what it was given
import Optimizers

struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    targets.reduce(0, +)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] { weights }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {}

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {}

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {}

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {}

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {}

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {}

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {}

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] { weights }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch { NewtonSearch(root: start, steps: 0, converged: false) }
}
