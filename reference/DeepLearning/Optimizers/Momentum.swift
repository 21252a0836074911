public import Tensors

/// Momentum: v ← μv + g, θ ← θ − ηv (Polyak 1964); Nesterov's form, as Sutskever and others 2013 write it with the
/// gradient taken at θ: θ ← θ − η(g + μv).
///
/// g includes λθ.
public struct Momentum<Scalar: TensorScalar>: Optimizer {
  /// η, the learning rate.
  public var rate: Double
  /// μ, λ.
  public let momentum, decay: Double
  /// Whether the step looks ahead.
  public let nesterov: Bool
  private var velocity = Tensor<Scalar>.empty

  /// What it remembers between steps.
  public var memory: SavedOptimizer<Scalar> {
    get { SavedOptimizer([("velocity", velocity)]) }
    set {
      velocity = newValue["velocity"]
    }
  }

  /// - Parameters: `rate` η ≥ 0, `momentum` μ in 0..<1, `decay` λ ≥ 0.
  public init(rate: Double = 0.01, momentum: Double = 0.9, nesterov: Bool = false, decay: Double = 0) {
    require(momentum >= 0 && momentum < 1, "Momentum: μ = \(momentum) is not in 0..<1")
    require(rate >= 0 && decay >= 0, "Momentum: rate \(rate) and decay \(decay) must not be negative")
    (self.rate, self.momentum, self.nesterov, self.decay) = (rate, momentum, nesterov, decay)
  }

  /// v ← μv + g, then the step.
  public mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?
  ) {
    velocity.matchZeros(parameters.values)
    parameters.values.descendWithMomentum(
      along: gradients.values, plus: rest?.values, velocity: &velocity, rate: rate, decay: decay,
      momentum: momentum, nesterov: nesterov)
  }
}
