@_exported public import LabKit

/// What a submission to the Optimizers lab provides; the statement has the equations.
///
/// Write `struct Submission: OptimizersContract { … }`. Whatever a rule keeps from one step to the next goes into the
/// `OptimizerMemory` that it is given; no function may remember anything elsewhere.
/// Shapes: n samples, d weights; `samples` is a matrix `[n, d]`, one sample a row, and `targets` has n numbers.
public protocol OptimizersContract {
  init()

  /// The mean over a batch of ½ (w·x − y)², 0 for an empty one; `batch` holds the indices of its samples.
  func batchLoss(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> Double

  /// The gradient of `batchLoss` in the weights.
  func batchGradient(_ weights: [Double], _ samples: Tensor, _ targets: [Double], batch: [Int]) -> [Double]

  /// One step of plain descent.
  func sgd(_ parameters: inout [Double], along gradient: [Double], rate: Double)

  /// One step of Polyak's momentum.
  func momentum(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    momentum: Double)

  /// One step of Nesterov's momentum; `gradient` gives the gradient at any parameters.
  func nesterov(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, rate: Double, momentum: Double,
    gradient: ([Double]) -> [Double])

  /// One step of AdaGrad.
  func adaGrad(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    epsilon: Double)

  /// One step of RMSProp; `decay` is ρ.
  func rmsProp(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], rate: Double,
    decay: Double, epsilon: Double)

  /// One step of Adam.
  func adam(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings)

  /// One step of AdamW; `weightDecay` is λ.
  func adamW(
    _ parameters: inout [Double], _ memory: inout OptimizerMemory, along gradient: [Double], settings: AdamSettings,
    weightDecay: Double)

  /// Least squares with Adam: one step for each batch of `order`, cut from its front into batches of `batchSize` (the
  /// last one smaller if need be), the memory carried from batch to batch.
  func train(
    _ weights: [Double], _ samples: Tensor, _ targets: [Double], order: [Int], batchSize: Int, settings: AdamSettings
  ) -> [Double]

  /// Newton's method for f(x) = 0 from `start`, until a step is no longer than `tolerance`, a slope is 0 or
  /// `maximumSteps` steps are made.
  func newtonRoot(
    of function: (Double) -> Double, derivative: (Double) -> Double, from start: Double, tolerance: Double,
    maximumSteps: Int
  ) -> NewtonSearch
}

/// What an update rule keeps from one step to the next: zeros before the first one. Use of it what the rule needs.
public struct OptimizerMemory: Hashable, Sendable {
  /// How many steps were made.
  public var step = 0
  /// A number for each parameter, such as a velocity or a mean of gradients.
  public var first: [Double]
  /// Another, such as a sum or a mean of squared gradients.
  public var second: [Double]

  /// The memory for so many parameters, before the first step.
  public init(count: Int) {
    first = [Double](repeating: 0, count: count)
    second = [Double](repeating: 0, count: count)
  }
}

/// The numbers that Adam is run with.
public struct AdamSettings: Hashable, Sendable {
  /// η.
  public var rate: Double
  /// β₁.
  public var beta1: Double
  /// β₂.
  public var beta2: Double
  /// ε.
  public var epsilon: Double

  public init(rate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    self.rate = rate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }
}

/// What a search for a root came to.
public struct NewtonSearch: Hashable, Sendable {
  /// The last x.
  public var root: Double
  /// How many steps were made.
  public var steps: Int
  /// Whether the last step was no longer than the tolerance.
  public var converged: Bool

  public init(root: Double, steps: Int, converged: Bool) {
    self.root = root
    self.steps = steps
    self.converged = converged
  }
}
