import DeepLearning
import Labs
import Tensors

/// The Optimizers lab by `LinearRegression`, the library's update rules and `Newton`.
struct OptimizersOracle: OptimizersContract {
  /// Half of the library's mean squared error; its mean over no samples is 0 / 0, the lab's is 0.
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    batch.isEmpty ? 0 : loss(weights, samples, targets, batch).value / 2
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    batch.isEmpty
      ? weights.map { _ in 0 } : (loss(weights, samples, targets, batch).weights / 2).elements
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    parameters = run(SGD(rate: rate), from: parameters, along: [gradient])
  }

  /// The lab's velocity is −η times the library's; with a rate that stays the steps are the same.
  func momentum(
    _ parameters: inout [Double], _ memory: inout Labs.OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    memory.note(gradient, at: parameters)
    parameters = run(Momentum(rate: rate, momentum: momentum), memory)
  }

  /// The library's parameters φ are the lab's at the place ahead, φ = θ + μv, where it takes its gradient g: from
  /// φ ← φ − η(g + μv̄) with v̄ = −v/η follows θ ← φ − ηg. So a plain step from φ along the same gradient ends at θ.
  func nesterov(
    _ parameters: inout [Double], _ memory: inout Labs.OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    memory.begin(at: parameters)
    let ahead = run(Momentum(rate: rate, momentum: momentum, nesterov: true), memory)
    let slope = gradient(ahead)
    memory.note(slope, at: parameters)
    parameters = run(SGD(rate: rate), from: ahead, along: [slope])
  }

  /// ε stands outside of the root, the library's default.
  func adaGrad(
    _ parameters: inout [Double], _ memory: inout Labs.OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    memory.note(gradient, at: parameters)
    parameters = run(AdaGrad(rate: rate, epsilon: epsilon, place: .outsideRoot), memory)
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout Labs.OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    memory.note(gradient, at: parameters)
    parameters = run(RMSProp(rate: rate, rho: decay, epsilon: epsilon, place: .outsideRoot), memory)
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout Labs.OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    adamW(&parameters, &memory, along: gradient, settings: settings, weightDecay: 0)
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout Labs.OptimizerMemory, along gradient: [Double],
    settings: AdamSettings,
    weightDecay: Double
  ) {
    memory.note(gradient, at: parameters)
    parameters = run(adam(settings, weightDecay: weightDecay), memory)
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var (parameters, rule) = (Parameters([Tensor(weights)]), adam(settings, weightDecay: 0))
    for start in stride(from: 0, to: order.count, by: batchSize) {
      let batch = Array(order[start..<min(start + batchSize, order.count)])
      let slope = batchGradient(parameters.tensors[0].values, samples, targets, batch: batch)
      rule.update(&parameters, along: Parameters([Tensor(slope)]))
    }
    return parameters.tensors[0].values
  }

  /// The library's tolerance grows with x, the lab's does not: its iterates to the very end, cut where the lab stops.
  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    let iterates = Newton.root(
      of: { (function($0), derivative($0)) }, from: start, steps: maximumSteps, tolerance: 0)
    let steps = iterates.indices.dropFirst().first { abs(iterates[$0] - iterates[$0 - 1]) <= tolerance }
    let last = steps ?? iterates.count - 1
    return NewtonSearch(root: iterates[last], steps: last, converged: steps != nil)
  }

  private func loss(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], _ batch: [Int]
  ) -> (value: Double, weights: LibraryTensor, bias: Double) {
    var regression = LinearRegression<Double>(features: weights.count)
    regression.weights = weights.library
    return regression.loss(samples.library.gathering(batch), batch.map { targets[$0] }.library)
  }

  private func adam(_ settings: AdamSettings, weightDecay: Double) -> Adam<Double> {
    Adam(
      rate: settings.rate, beta1: settings.beta1, beta2: settings.beta2, epsilon: settings.epsilon,
      decoupledDecay: weightDecay)
  }
}
