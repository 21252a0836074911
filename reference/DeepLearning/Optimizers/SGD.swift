public import Tensors

/// Stochastic gradient descent: θ ← θ − η(g + λθ), λ being an L2 penalty's factor (Robbins and Monro 1951).
public struct SGD<Scalar: TensorScalar>: Optimizer {
  /// η, the learning rate.
  public var rate: Double
  /// λ.
  public var decay: Double

  /// - Parameters: `rate` η ≥ 0, `decay` λ ≥ 0.
  public init(rate: Double = 0.01, decay: Double = 0) {
    require(rate >= 0 && decay >= 0, "SGD: rate \(rate) and decay \(decay) must not be negative")
    (self.rate, self.decay) = (rate, decay)
  }

  /// θ ← θ − η(g + λθ).
  @_specialize(where Scalar == Float)
  public mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?
  ) {
    parameters.values.descend(along: gradients.values, plus: rest?.values, rate: rate, decay: decay)
  }
}
