import Optimizers

// Everything as tensors: batches are gathered into matrices, rules written on whole vectors. Momentum in the form with
// the rate outside of the velocity, Nesterov's with two calls of the gradient's function, AdaGrad's and RMSProp's ε in the root.

private func vector(_ numbers: [Double]) -> Tensor { Tensor(numbers) }
private func root(_ tensor: Tensor) -> Tensor { tensor.map { $0.squareRoot() } }

extension OptimizerMemory {
  fileprivate var u: Tensor {
    get { vector(first) }
    set { first = newValue.values }
  }
  fileprivate var v: Tensor {
    get { vector(second) }
    set { second = newValue.values }
  }
}

struct Submission: OptimizersContract {
  private func errors(_ weights: [Double], _ x: Tensor, _ targets: [Double], _ batch: [Int]) -> Tensor {
    let column = Tensor(shape: [weights.count, 1], values: weights)
    return x.matmul(column) - Tensor(shape: [batch.count, 1], values: batch.map { targets[$0] })
  }

  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    guard !batch.isEmpty else { return 0 }
    let e = errors(weights, samples.rows(at: batch), targets, batch)
    return 0.5 * (e * e).sum() / Double(batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    let x = samples.rows(at: batch)
    let sums = x.transposed().matmul(errors(weights, x, targets, batch))
    return (sums / Double(max(1, batch.count))).values
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    parameters = (vector(parameters) - rate * vector(gradient)).values
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    memory.u = momentum * memory.u + vector(gradient)
    sgd(&parameters, along: memory.first, rate: rate)
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    _ = gradient(parameters)
    let ahead = vector(parameters) - rate * momentum * memory.u
    memory.u = momentum * memory.u + vector(gradient(ahead.values))
    parameters = (vector(parameters) - rate * memory.u).values
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    let g = vector(gradient)
    memory.v = memory.v + g * g
    parameters = (vector(parameters) - rate * g / root(memory.v + epsilon)).values
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    let g = vector(gradient)
    memory.v = decay * memory.v + (1 - decay) * (g * g)
    parameters = (vector(parameters) - rate * g / root(memory.v + epsilon)).values
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    adamW(&parameters, &memory, along: gradient, settings: settings, weightDecay: 0)
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    let (g, b1, b2) = (vector(gradient), settings.beta1, settings.beta2)
    memory.step += 1
    memory.u = b1 * memory.u + (1 - b1) * g
    memory.v = b2 * memory.v + (1 - b2) * (g * g)
    let t = Double(memory.step)
    let direction = memory.u / (1 - pow(b1, t)) / (root(memory.v / (1 - pow(b2, t))) + settings.epsilon)
    let old = vector(parameters)
    parameters = (old - settings.rate * (direction + weightDecay * old)).values
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var (weights, memory, rest) = (weights, OptimizerMemory(count: weights.count), order[...])
    while !rest.isEmpty {
      let batch = Array(rest.prefix(batchSize))
      rest = rest.dropFirst(batchSize)
      adam(
        &weights, &memory, along: batchGradient(weights, samples, targets, batch: batch), settings: settings)
    }
    return weights
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    var search = NewtonSearch(root: start, steps: 0, converged: false)
    while !search.converged, search.steps < maximumSteps, derivative(search.root) != 0 {
      let next = search.root - function(search.root) / derivative(search.root)
      search = NewtonSearch(
        root: next, steps: search.steps + 1, converged: abs(next - search.root) <= tolerance)
    }
    return search
  }
}
