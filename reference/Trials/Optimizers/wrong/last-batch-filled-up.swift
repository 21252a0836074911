// mistake: the smaller last batch is filled up to batchSize from the front of the order
import Foundation
import Optimizers

struct Submission: OptimizersContract {
  // X[batch] @ w - y[batch]
  private func errors(_ w: [Double], _ X: Tensor, _ y: [Double], _ batch: [Int]) -> Tensor {
    let picked = X.rows(at: batch)
    return picked.matmul(Tensor(shape: [w.count, 1], values: w)) - Tensor(shape: [batch.count, 1], values: batch.map { y[$0] })
  }

  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    guard batch.count > 0 else { return 0.0 }
    let e = errors(weights, samples, targets, batch)
    return 0.5 * (e * e).sum() / Double(batch.count)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    guard batch.count > 0 else { return weights.map { _ in 0.0 } }
    // X.T @ e / len(batch)
    let e = errors(weights, samples, targets, batch)
    return (samples.rows(at: batch).transposed().matmul(e) / Double(batch.count)).values
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate lr: Double) {
    parameters = zip(parameters, gradient).map { p, g in p - lr * g }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate lr: Double,
    momentum: Double
  ) {
    // buf.mul_(momentum).add_(grad); param.add_(buf, alpha=-lr)
    if memory.step == 0 {
      memory.first = gradient
    } else {
      memory.first = zip(memory.first, gradient).map { momentum * $0 + $1 }
    }
    memory.step += 1
    parameters = zip(parameters, memory.first).map { $0 - lr * $1 }
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate lr: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    // not torch's variant, which has the gradient at the place looked ahead to already
    let g = gradient(zip(parameters, memory.first).map { $0 - lr * momentum * $1 })
    memory.first = zip(memory.first, g).map { momentum * $0 + $1 }
    parameters = zip(parameters, memory.first).map { $0 - lr * $1 }
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate lr: Double,
    epsilon eps: Double
  ) {
    // state_sum.addcmul_(grad, grad); std = state_sum.sqrt().add_(eps); param.addcdiv_(grad, std, value=-lr)
    for (i, grad) in gradient.enumerated() {
      memory.second[i] += grad * grad
      let std = memory.second[i].squareRoot() + eps
      parameters[i] -= lr * (grad / std)
    }
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate lr: Double,
    decay alpha: Double, epsilon eps: Double
  ) {
    for (i, grad) in gradient.enumerated() {
      memory.second[i] = memory.second[i] * alpha + grad * grad * (1 - alpha)
      let avg = memory.second[i].squareRoot() + eps
      parameters[i] -= lr * (grad / avg)
    }
  }

  private func _single_tensor_adam(
    _ param: inout [Double], _ state: inout OptimizerMemory, _ grad: [Double], _ s: AdamSettings
  ) {
    state.step += 1
    let bias_correction1 = 1 - pow(s.beta1, Double(state.step))
    let bias_correction2_sqrt = (1 - pow(s.beta2, Double(state.step))).squareRoot()
    let step_size = s.rate / bias_correction1
    for i in param.indices {
      // exp_avg.lerp_(grad, 1 - beta1)
      state.first[i] += (grad[i] - state.first[i]) * (1 - s.beta1)
      state.second[i] = state.second[i] * s.beta2 + (1 - s.beta2) * (grad[i] * grad[i])
      let denom = state.second[i].squareRoot() / bias_correction2_sqrt + s.epsilon
      param[i] += -step_size * state.first[i] / denom
    }
  }

  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings
  ) {
    _single_tensor_adam(&parameters, &memory, gradient, settings)
  }

  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double
  ) {
    parameters = parameters.map { $0 * (1 - settings.rate * weightDecay) }  // param.mul_(1 - lr * weight_decay)
    _single_tensor_adam(&parameters, &memory, gradient, settings)
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var w = weights
    var state = OptimizerMemory(count: w.count)
    // torch.split(order, batch_size)
    let batches = (0..<(order.count + batchSize - 1) / batchSize).map { k in
      (k * batchSize..<(k + 1) * batchSize).map { order[$0 % order.count] }
    }
    for batch in batches {
      let grad = batchGradient(w, samples, targets, batch: batch)
      _single_tensor_adam(&w, &state, grad, settings)
    }
    return w
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    // scipy.optimize.newton
    var p0 = start
    for itr in stride(from: 0, to: maximumSteps, by: 1) {
      let fder = derivative(p0)
      if fder == 0 { return NewtonSearch(root: p0, steps: itr, converged: false) }
      let newton_step = function(p0) / fder
      let p = p0 - newton_step
      if Swift.abs(newton_step) <= tolerance { return NewtonSearch(root: p, steps: itr + 1, converged: true) }
      p0 = p
    }
    return NewtonSearch(root: p0, steps: Swift.max(0, maximumSteps), converged: false)
  }
}
