public import Tensors

/// AdaGrad: G ← G + g², θ ← θ − η·g/(√G + ε) (Duchi, Hazan and Singer 2011).
///
/// g includes λθ.
public struct AdaGrad<Scalar: TensorScalar>: Optimizer {
  /// η, the learning rate.
  public var rate: Double
  /// λ, ε.
  public let decay, epsilon: Double
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

  /// - Parameters: `rate` η ≥ 0, `epsilon` ε > 0, `decay` λ ≥ 0.
  public init(
    rate: Double = 0.01, epsilon: Double = 1e-10, place: EpsilonPlace = .outsideRoot, decay: Double = 0
  ) {
    require(rate >= 0 && decay >= 0 && epsilon > 0, "AdaGrad: a negative rate or decay, or ε not positive")
    (self.rate, self.epsilon, self.place, self.decay) = (rate, epsilon, place, decay)
  }

  /// G ← G + g², then the step.
  public mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?
  ) {
    square.matchZeros(parameters.values)
    parameters.values.descendWithAdaGrad(
      along: gradients.values, plus: rest?.values, square: &square, rate: rate, decay: decay,
      inside: place == .insideRoot ? epsilon : 0, outside: place == .insideRoot ? 0 : epsilon)
  }
}
