// mistake: nothing but plain descent is written: the loss is ½|w|² and the gradient w, samples and targets unread; every rule is plain descent
import Optimizers

struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    batch.isEmpty ? 0 : weights.reduce(0) { $0 + $1 * $1 / 2 }
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    batch.isEmpty ? weights.map { _ in 0 } : weights
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    for j in parameters.indices { parameters[j] -= rate * gradient[j] }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) { sgd(&parameters, along: gradient, rate: rate) }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) { sgd(&parameters, along: gradient(parameters), rate: rate) }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) { sgd(&parameters, along: gradient, rate: rate) }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) { sgd(&parameters, along: gradient, rate: rate) }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) { sgd(&parameters, along: gradient, rate: settings.rate) }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) { sgd(&parameters, along: gradient, rate: settings.rate) }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] { weights }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch { NewtonSearch(root: start, steps: 0, converged: false) }
}
