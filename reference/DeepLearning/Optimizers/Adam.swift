public import Tensors

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ), θ ← θ − η·m̂/(√v̂ + ε)
/// (Kingma and Ba 2015, algorithm 1).
///
/// `decay` λ is an L2 penalty's factor (g includes λθ); `decoupledDecay` makes it AdamW: θ ← (1 − ηλ)θ before the step
/// (Loshchilov and Hutter 2019, algorithm 2).
public struct Adam<Scalar: TensorScalar>: Optimizer {
  /// η, the learning rate.
  public var rate: Double
  /// β₁, β₂, ε, and the two decays.
  public let beta1, beta2, epsilon, decay, decoupledDecay: Double
  private var mean = Tensor<Scalar>.empty
  private var square = Tensor<Scalar>.empty
  private var step = 0

  /// What it remembers between steps.
  public var memory: SavedOptimizer<Scalar> {
    get { SavedOptimizer([("mean", mean), ("square", square)], step: step) }
    set {
      mean = newValue["mean"]
      square = newValue["square"]
      step = newValue.step
    }
  }

  /// - Parameters: `rate` η ≥ 0, `beta1` and `beta2` in 0..<1, `epsilon` ε > 0, both decays ≥ 0.
  public init(
    rate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, decay: Double = 0,
    decoupledDecay: Double = 0
  ) {
    require(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1, "Adam: β = \(beta1), \(beta2) are not in 0..<1")
    require(rate >= 0 && decay >= 0 && decoupledDecay >= 0, "Adam: a negative rate or decay")
    require(epsilon > 0, "Adam: ε = \(epsilon) must be positive")
    (self.rate, self.beta1, self.beta2, self.epsilon) = (rate, beta1, beta2, epsilon)
    (self.decay, self.decoupledDecay) = (decay, decoupledDecay)
  }

  /// The step t of the algorithm, whose equation stands once more where its loop does, in `CKernels/optimizers.inc`.
  @_specialize(where Scalar == Float)
  public mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?
  ) {
    mean.matchZeros(parameters.values)
    square.matchZeros(parameters.values)
    step += 1
    parameters.values.descendWithAdam(
      along: gradients.values, plus: rest?.values, mean: &mean, square: &square, rate: rate, decay: decay,
      decoupled: decoupledDecay, beta1: beta1, beta2: beta2, epsilon: epsilon, power1: pow(beta1, Double(step)),
      power2: pow(beta2, Double(step)))
  }
}

/// AdamW with PyTorch's defaults: Adam with decoupled weight decay (Loshchilov and Hutter 2019).
public struct AdamW<Scalar: TensorScalar>: Optimizer {
  private var rule: Adam<Scalar>

  /// - Parameters: as Adam's; `decay` is λ in θ ← (1 − ηλ)θ before each step.
  public init(
    rate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, decay: Double = 0.01
  ) {
    rule = Adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, decoupledDecay: decay)
  }

  /// η, the learning rate.
  public var rate: Double {
    get { rule.rate }
    set { rule.rate = newValue }
  }

  /// What it remembers between steps.
  public var memory: SavedOptimizer<Scalar> {
    get { rule.memory }
    set { rule.memory = newValue }
  }

  /// One step.
  @_specialize(where Scalar == Float)
  public mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?
  ) {
    rule.update(&parameters, along: gradients, plus: rest)
  }
}
