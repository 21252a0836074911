public import Tensors

/// RMSProp: E ← ρE + (1 − ρ)g², θ ← θ − η·g/(√E + ε) (Tieleman and Hinton 2012, lecture 6e).
///
/// g includes λθ.
public struct RMSProp<Scalar: TensorScalar>: Optimizer {
  /// η, the learning rate.
  public var rate: Double
  /// ρ, λ, ε.
  public let rho, decay, epsilon: Double
  /// Where ε stands.
  public let place: EpsilonPlace
  private var square = Tensor<Scalar>.empty

  /// What it remembers between steps.
  public var memory: SavedOptimizer<Scalar> {
    get { SavedOptimizer([("square", square)]) }
    set {
      square = newValue["square"]
    }
  }

  /// - Parameters: `rate` η ≥ 0, `rho` ρ in 0..<1, `epsilon` ε > 0, `decay` λ ≥ 0.
  public init(
    rate: Double = 0.01, rho: Double = 0.99, epsilon: Double = 1e-8, place: EpsilonPlace = .outsideRoot,
    decay: Double = 0
  ) {
    require(rho >= 0 && rho < 1, "RMSProp: ρ = \(rho) is not in 0..<1")
    require(rate >= 0 && decay >= 0 && epsilon > 0, "RMSProp: a negative rate or decay, or ε not positive")
    (self.rate, self.rho, self.epsilon, self.place, self.decay) = (rate, rho, epsilon, place, decay)
  }

  /// E ← ρE + (1 − ρ)g², then the step.
  public mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?
  ) {
    square.matchZeros(parameters.values)
    parameters.values.descendWithRMSProp(
      along: gradients.values, plus: rest?.values, square: &square, rate: rate, decay: decay,
      rho: rho,
      inside: place == .insideRoot ? epsilon : 0, outside: place == .insideRoot ? 0 : epsilon)
  }
}
