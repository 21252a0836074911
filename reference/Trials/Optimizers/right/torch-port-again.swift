import Optimizers

// Ported from the torch.optim sources: state tensors, in-place operations.

extension Tensor {
  /// self.mul_(a).add_(other, alpha: b)
  fileprivate mutating func mulAdd(_ a: Double, _ other: Tensor, _ b: Double) {
    for i in 0..<count { values[i] = a * values[i] + b * other.values[i] }
  }
  /// self.addcdiv_(top, bottom, value: c)
  fileprivate mutating func addcdiv(_ top: Tensor, _ bottom: Tensor, _ c: Double) {
    for i in 0..<count { values[i] += c * (top.values[i] / bottom.values[i]) }
  }
  fileprivate func sqrted() -> Tensor { map { $0.squareRoot() } }
}

/// One parameter group with its state.
private struct Group {
  var theta: Tensor
  var state1: Tensor
  var state2: Tensor
  var step: Int

  init(_ parameters: [Double], _ memory: OptimizerMemory) {
    theta = Tensor(parameters)
    state1 = Tensor(memory.first)
    state2 = Tensor(memory.second)
    step = memory.step
  }

  func store(_ parameters: inout [Double], _ memory: inout OptimizerMemory) {
    parameters = theta.values
    memory.first = state1.values
    memory.second = state2.values
    memory.step = step
  }

  mutating func adam(_ grad: Tensor, _ s: AdamSettings) {
    step += 1
    state1.mulAdd(s.beta1, grad, 1 - s.beta1)
    state2.mulAdd(s.beta2, grad * grad, 1 - s.beta2)
    let correction1 = 1 - pow(s.beta1, Double(step))
    let correction2 = 1 - pow(s.beta2, Double(step))
    let denominator = state2.sqrted() / correction2.squareRoot() + s.epsilon
    theta.addcdiv(state1, denominator, -s.rate / correction1)
  }
}

struct Submission: OptimizersContract {
  /// X_B w − y_B as a column, and X_B.
  private func residual(_ weights: [Double], _ samples: Tensor, _ targets: [Double], _ batch: [Int]) -> (Tensor, Tensor) {
    let x = samples.rows(at: batch)
    return (x.matmul(Tensor(column: weights)) - Tensor(column: batch.map { targets[$0] }), x)
  }

  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    guard !batch.isEmpty else { return 0 }
    let (r, _) = residual(weights, samples, targets, batch)
    return 0.5 * (r * r).sum() / Double(batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    guard !batch.isEmpty else { return [Double](repeating: 0, count: weights.count) }
    let (r, x) = residual(weights, samples, targets, batch)
    return (x.transposed().matmul(r) / Double(batch.count)).values
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    var theta = Tensor(parameters)
    theta.mulAdd(1, Tensor(gradient), -rate)
    parameters = theta.values
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    // torch: buf = momentum · buf + grad, param −= lr · buf; the first step's buffer is the gradient itself.
    var group = Group(parameters, memory)
    if group.step == 0 {
      group.state1 = Tensor(gradient)
    } else {
      group.state1.mulAdd(momentum, Tensor(gradient), 1)
    }
    group.step += 1
    group.theta.mulAdd(1, group.state1, -rate)
    group.store(&parameters, &memory)
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    var group = Group(parameters, memory)
    // Go ahead, look, and correct from there.
    group.theta += momentum * group.state1
    let grad = Tensor(gradient(group.theta.values))
    group.theta.mulAdd(1, grad, -rate)
    group.state1.mulAdd(momentum, grad, -rate)
    group.store(&parameters, &memory)
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    var group = Group(parameters, memory)
    let grad = Tensor(gradient)
    group.state2 += grad * grad
    group.theta.addcdiv(grad, group.state2.sqrted() + epsilon, -rate)
    group.store(&parameters, &memory)
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    var group = Group(parameters, memory)
    let grad = Tensor(gradient)
    group.state2.mulAdd(decay, grad * grad, 1 - decay)
    group.theta.addcdiv(grad, group.state2.sqrted() + epsilon, -rate)
    group.store(&parameters, &memory)
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    var group = Group(parameters, memory)
    group.adam(Tensor(gradient), settings)
    group.store(&parameters, &memory)
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    var group = Group(parameters, memory)
    // torch decays first: param.mul_(1 - lr * weight_decay)
    group.theta = group.theta * (1 - settings.rate * weightDecay)
    group.adam(Tensor(gradient), settings)
    group.store(&parameters, &memory)
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var loader = order[...]
    var w = weights
    var memory = OptimizerMemory(count: w.count)
    while !loader.isEmpty {
      let batch = Array(loader.prefix(batchSize))
      loader = loader.dropFirst(batchSize)
      adam(&w, &memory, along: batchGradient(w, samples, targets, batch: batch), settings: settings)
    }
    return w
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    var search = NewtonSearch(root: start, steps: 0, converged: false)
    for _ in 0..<maximumSteps {
      let slope = derivative(search.root)
      guard slope != 0 else { break }
      let move = -function(search.root) / slope
      search.root += move
      search.steps += 1
      search.converged = move.magnitude <= tolerance
      if search.converged { break }
    }
    return search
  }
}
