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
  private var mean = Tensor<Scalar>.nothing
  private var square = Tensor<Scalar>.nothing
  private var step = 0

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

  /// AdamW with PyTorch's defaults.
  public static func decoupled(rate: Double = 1e-3, decay: Double = 0.01) -> Adam {
    Adam(rate: rate, decoupledDecay: decay)
  }

  /// The step t of the algorithm, both corrections folded into the rate and into the factor of √v.
  public mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?
  ) {
    mean.matchZeros(parameters.values)
    square.matchZeros(parameters.values)
    step += 1
    parameters.values.descendWithAdam(
      along: gradients.values, plus: rest?.values, mean: &mean, square: &square,
      rate: Scalar(rate / (1 - pow(beta1, Double(step)))),
      decay: Scalar(decay), shrink: Scalar(1 - rate * decoupledDecay), beta1: Scalar(beta1), beta2: Scalar(beta2),
      epsilon: Scalar(epsilon), correction: Scalar(1 / (1 - pow(beta2, Double(step))).squareRoot()))
  }
}
