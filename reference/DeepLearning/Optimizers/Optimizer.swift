public import Tensors

/// A rule that moves parameters along a gradient, with what it remembers between steps.
public protocol Optimizer<Scalar>: Sendable {
  /// The element type.
  associatedtype Scalar: TensorScalar
  /// η, the learning rate; a schedule may change it between steps.
  var rate: Double { get set }
  /// One step along a gradient, or along the sum of two parts of it.
  mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?)
}

extension Optimizer {
  /// One step along a gradient.
  public mutating func update(_ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>) {
    update(&parameters, along: gradients, plus: nil)
  }
}

/// Stochastic gradient descent: θ ← θ − η(g + λθ), λ being an L2 penalty's factor (Robbins and Monro 1951).
public struct SGD<Scalar: TensorScalar>: Optimizer {
  /// η, the learning rate.
  public var rate: Double
  /// λ.
  public var decay: Double

  /// - Parameters: `rate` η > 0, `decay` λ ≥ 0.
  public init(rate: Double = 0.01, decay: Double = 0) {
    require(rate >= 0 && decay >= 0, "SGD: rate \(rate) and decay \(decay) must not be negative")
    (self.rate, self.decay) = (rate, decay)
  }

  /// θ ← θ − η(g + λθ).
  public mutating func update(
    _ parameters: inout Parameters<Scalar>, along gradients: Parameters<Scalar>, plus rest: Parameters<Scalar>?
  ) {
    parameters.values.descend(along: gradients.values, plus: rest?.values, rate: Scalar(rate), decay: Scalar(decay))
  }
}

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
  private var velocity = Tensor<Scalar>.nothing

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
      along: gradients.values, plus: rest?.values, velocity: &velocity, rate: Scalar(rate), decay: Scalar(decay),
      momentum: Scalar(momentum), nesterov: nesterov)
  }
}

/// Where ε stands in AdaGrad and RMSProp; the published forms differ.
public enum EpsilonPlace: Sendable {
  /// g/(√G + ε): PyTorch's.
  case outsideRoot
  /// g/√(G + ε): Tieleman and Hinton's, and many courses'.
  case insideRoot
}

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
  private var square = Tensor<Scalar>.nothing

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
      along: gradients.values, plus: rest?.values, square: &square, rate: Scalar(rate), decay: Scalar(decay),
      inside: Scalar(place == .insideRoot ? epsilon : 0), outside: Scalar(place == .insideRoot ? 0 : epsilon))
  }
}

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
  private var square = Tensor<Scalar>.nothing

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
      along: gradients.values, plus: rest?.values, square: &square, rate: Scalar(rate), decay: Scalar(decay),
      rho: Scalar(rho),
      inside: Scalar(place == .insideRoot ? epsilon : 0), outside: Scalar(place == .insideRoot ? 0 : epsilon))
  }
}

extension Tensor {
  /// Becomes zeros like `other` unless it has that size already: an optimizer's memory before its first step.
  mutating func matchZeros(_ other: Tensor) { if count != other.count { self = Tensor(zeros: other.shape) } }
}
