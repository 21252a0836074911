// mistake: a batch whose gradient is 0 makes no step in training, although Adam would still move by its means
// against: “Each batch is one step of `adam` along its `batchGradient`”
import Foundation
import Optimizers

/// Helper types; unusual but fair: the memory holds means corrected for their bias already (m̂, v̂) and updates these, equal
/// indices of a batch are counted first, Newton's method calls itself.
struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    let bag = Bag(batch)
    return bag.mean { index in
      let error = bag.error(weights, samples, targets, index)
      return 0.5 * error * error
    }
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    let bag = Bag(batch)
    var slope = [Double](repeating: 0, count: weights.count)
    for (index, share) in bag.shares {
      let factor = share * bag.error(weights, samples, targets, index)
      let row = samples.row(index).values
      for j in slope.indices { slope[j] += factor * row[j] }
    }
    return slope
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    for (place, g) in gradient.enumerated() { parameters[place].addProduct(-rate, g) }
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    nesterov(&parameters, &memory, rate: rate, momentum: momentum) { _ in gradient }
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    var velocity = Column(memory.first) * momentum
    velocity = velocity - Column(gradient((Column(parameters) + velocity).numbers)) * rate
    memory.first = velocity.numbers
    parameters = (Column(parameters) + velocity).numbers
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    for (place, g) in gradient.enumerated() {
      memory.second[place] += g * g
      parameters[place] -= rate * g / (memory.second[place].squareRoot() + epsilon)
    }
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    for (place, g) in gradient.enumerated() {
      memory.second[place] = decay * memory.second[place] + (1 - decay) * (g * g)
      parameters[place] -= rate * (g / (memory.second[place].squareRoot() + epsilon))
    }
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
    memory.step += 1
    let (a, b) = (share(settings.beta1, memory.step), share(settings.beta2, memory.step))
    for (place, g) in gradient.enumerated() {
      // m̂ ← m̂ + (1 − β) / (1 − βᵗ) · (g − m̂), and v̂ likewise.
      memory.first[place] += a * (g - memory.first[place])
      memory.second[place] += b * (g * g - memory.second[place])
      let step = memory.first[place] / (max(memory.second[place], 0).squareRoot() + settings.epsilon)
      parameters[place] -= settings.rate * (step + weightDecay * parameters[place])
    }
  }

  private func share(_ beta: Double, _ step: Int) -> Double { (1 - beta) / (1 - pow(beta, Double(step))) }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    var now = weights
    var memory = OptimizerMemory(count: weights.count)
    var rest = order[...]
    while !rest.isEmpty {
      let batch = Array(rest.prefix(batchSize))
      rest = rest.dropFirst(batchSize)
      let slope = batchGradient(now, samples, targets, batch: batch)
      if slope.contains(where: { $0 != 0 }) { adam(&now, &memory, along: slope, settings: settings) }
    }
    return now
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    go(on: NewtonSearch(root: start, steps: 0, converged: false), function, derivative, tolerance, maximumSteps)
  }

  /// The rest of a search, after the steps that were made.
  private func go(
    on search: NewtonSearch, _ function: (Double) -> Double, _ derivative: (Double) -> Double, _ tolerance: Double,
    _ maximumSteps: Int
  ) -> NewtonSearch {
    guard !search.converged, search.steps < maximumSteps else { return search }
    let slope = derivative(search.root)
    guard slope != 0 else { return search }
    let step = function(search.root) / slope
    let next = NewtonSearch(
      root: search.root - step, steps: search.steps + 1, converged: step.magnitude <= tolerance)
    return go(on: next, function, derivative, tolerance, maximumSteps)
  }
}

/// How often each index stands in a batch.
private struct Bag {
  let shares: [(index: Int, share: Double)]

  init(_ batch: [Int]) {
    var counts: [Int: Int] = [:]
    for index in batch { counts[index, default: 0] += 1 }
    shares = counts.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value) / Double(batch.count)) }
  }

  func error(_ weights: [Double], _ samples: Tensor, _ targets: [Double], _ index: Int) -> Double {
    let row = samples.row(index).values
    var sum = 0.0
    for j in row.indices { sum += weights[j] * row[j] }
    return sum - targets[index]
  }

  func mean(_ value: (Int) -> Double) -> Double { shares.reduce(0) { $0 + $1.share * value($1.index) } }
}

private struct Column {
  var numbers: [Double]
  init(_ numbers: [Double]) { self.numbers = numbers }
  static func + (a: Column, b: Column) -> Column { Column(zip(a.numbers, b.numbers).map { $0 + $1 }) }
  static func - (a: Column, b: Column) -> Column { Column(zip(a.numbers, b.numbers).map { $0 - $1 }) }
  static func * (a: Column, factor: Double) -> Column { Column(a.numbers.map { $0 * factor }) }
}
