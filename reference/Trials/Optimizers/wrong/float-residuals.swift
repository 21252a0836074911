// mistake: the residuals are summed in Float
import Optimizers

protocol Rule {
  /// Changes parameter `j`.
  mutating func turn(_ theta: inout Double, _ g: Double, _ first: inout Double, _ second: inout Double)
}

extension Rule {
  mutating func step(_ parameters: inout [Double], _ memory: inout OptimizerMemory, _ gradient: [Double]) {
    for j in parameters.indices { turn(&parameters[j], gradient[j], &memory.first[j], &memory.second[j]) }
    memory.step += 1
  }
}

struct HeavyBall: Rule {
  let rate, mu: Double
  mutating func turn(_ theta: inout Double, _ g: Double, _ first: inout Double, _ second: inout Double) {
    first = mu * first + g  // -v / rate
    theta -= rate * first
  }
}

/// Divides by the root of some mean or sum of squares.
struct Scaled: Rule {
  let rate, keep, take, epsilon: Double
  mutating func turn(_ theta: inout Double, _ g: Double, _ first: inout Double, _ second: inout Double) {
    second = keep * second + take * g * g
    theta -= rate / (second.squareRoot() + epsilon) * g
  }
}

struct Adam: Rule {
  let settings: AdamSettings
  let decay: Double
  let share1, share2: Double

  /// The share of the new value in a mean of t values with weights β^(t-1), …, 1.
  static func share(_ beta: Double, _ t: Int) -> Double {
    (1 - beta) / (1 - pow(beta, Double(t)))
  }

  init(_ settings: AdamSettings, decay: Double = 0, step t: Int) {
    self.settings = settings
    self.decay = decay
    share1 = Adam.share(settings.beta1, t)
    share2 = Adam.share(settings.beta2, t)
  }

  mutating func turn(_ theta: inout Double, _ g: Double, _ first: inout Double, _ second: inout Double) {
    first += share1 * (g - first)
    second += share2 * (g * g - second)
    theta -= settings.rate * (first / (second.squareRoot() + settings.epsilon) + decay * theta)
  }
}

struct LeastSquares {
  let x: Tensor
  let y: [Double]

  func residual(_ w: [Double], _ i: Int) -> Double {
    let d = w.count
    var r = Float(-y[i])
    for j in 0..<d { r += Float(w[j]) * Float(x.values[i * d + j]) }
    return Double(r)
  }

  func loss(_ w: [Double], _ batch: some Collection<Int>) -> Double {
    var mean = 0.0
    var seen = 0.0
    for i in batch {
      seen += 1
      let r = residual(w, i)
      mean += (r * r / 2 - mean) / seen
    }
    return mean
  }

  func slope(_ w: [Double], _ batch: some Collection<Int>) -> [Double] {
    var g = [Double](repeating: 0, count: w.count)
    let part = 1 / Double(batch.count)  // infinite, but unused, for an empty batch
    for i in batch {
      let r = part * residual(w, i)
      for j in g.indices { g[j] += r * x.values[i * g.count + j] }
    }
    return g
  }
}

struct Submission: OptimizersContract {
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double {
    LeastSquares(x: samples, y: targets).loss(weights, batch)
  }

  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double] {
    LeastSquares(x: samples, y: targets).slope(weights, batch)
  }

  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double) {
    var memory = OptimizerMemory(count: parameters.count)
    var rule = HeavyBall(rate: rate, mu: 0)
    rule.step(&parameters, &memory, gradient)
  }

  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double
  ) {
    var rule = HeavyBall(rate: rate, mu: momentum)
    rule.step(&parameters, &memory, gradient)
  }

  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double]
  ) {
    // v is the last move; the memory has the place before it
    if memory.step == 0 { memory.first = parameters }
    let ahead = zip(parameters, memory.first).map { $0 + momentum * ($0 - $1) }
    memory.first = parameters
    parameters = zip(ahead, gradient(ahead)).map { $0 - rate * $1 }
    memory.step += 1
  }

  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double
  ) {
    var rule = Scaled(rate: rate, keep: 1, take: 1, epsilon: epsilon)
    rule.step(&parameters, &memory, gradient)
  }

  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double
  ) {
    var rule = Scaled(rate: rate, keep: decay, take: 1 - decay, epsilon: epsilon)
    rule.step(&parameters, &memory, gradient)
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
    var rule = Adam(settings, decay: weightDecay, step: memory.step + 1)
    rule.step(&parameters, &memory, gradient)
  }

  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double] {
    let problem = LeastSquares(x: samples, y: targets)
    var (w, memory) = (weights, OptimizerMemory(count: weights.count))
    var left = order[...]
    while !left.isEmpty {
      adam(&w, &memory, along: problem.slope(w, left.prefix(batchSize)), settings: settings)
      left = left.dropFirst(batchSize)
    }
    return w
  }

  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch {
    var search = NewtonSearch(root: start, steps: 0, converged: false)
    for _ in 0..<max(0, maximumSteps) {
      let slope = derivative(search.root)
      if slope.isZero { break }
      let length = function(search.root) / slope
      search.root -= length
      search.steps += 1
      search.converged = length.magnitude <= tolerance
      if search.converged { break }
    }
    return search
  }
}
