public import Tensors

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The curriculum's activations and links for one number, with first and second derivatives, stable at |x| = 1000.
///
/// Computed in Double and rounded to the type asked for.
public enum Functions {
  /// A function with its first two derivatives.
  public struct Derivatives<Scalar: TensorScalar>: Sendable {
    /// f(x), f′(x) and f″(x).
    public let value, first, second: Scalar
  }

  /// 1 / (1 + e⁻ˣ), by the exponential of −|x|, which cannot overflow.
  public static func sigmoid<Scalar: TensorScalar>(_ x: Scalar) -> Scalar {
    let e = exp(-abs(Double(x)))
    return Scalar(x < 0 ? e / (1 + e) : 1 / (1 + e))
  }

  /// ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|).
  public static func softplus<Scalar: TensorScalar>(_ x: Scalar) -> Scalar {
    let x = Double(x)
    return Scalar((x < 0 ? 0 : x) + log1p(exp(-abs(x))))
  }

  /// σ, σ(1 − σ), σ(1 − σ)(1 − 2σ), with 1 − σ(x) taken as σ(−x).
  public static func sigmoidDerivatives<Scalar: TensorScalar>(_ x: Scalar) -> Derivatives<Scalar> {
    let (s, t) = (sigmoid(x), sigmoid(-x))
    return Derivatives(value: s, first: s * t, second: s * t * (t - s))
  }

  /// Softplus, whose slope is σ and whose curvature σ(1 − σ).
  public static func softplusDerivatives<Scalar: TensorScalar>(_ x: Scalar) -> Derivatives<Scalar> {
    Derivatives(value: softplus(x), first: sigmoid(x), second: sigmoid(x) * sigmoid(-x))
  }

  /// tanh, 1 − tanh², −2 tanh (1 − tanh²), with 1 − tanh² = 4σ(2x)σ(−2x) so that it does not vanish too early.
  public static func tanhDerivatives<Scalar: TensorScalar>(_ x: Scalar) -> Derivatives<Scalar> {
    let value = Scalar(tanh(Double(x)))
    let slope = 4 * sigmoid(2 * x) * sigmoid(-2 * x)
    return Derivatives(value: value, first: slope, second: -2 * value * slope)
  }

  /// max(0, x); its slope at 0 is taken as 0.
  public static func reluDerivatives<Scalar: TensorScalar>(_ x: Scalar) -> Derivatives<Scalar> {
    Derivatives(value: x < 0 ? 0 : x, first: x <= 0 ? 0 : 1, second: 0)
  }

  /// εx + (1 − ε)·max(0, x): slope ε below 0 and at 0, 1 above (Maas, Hannun and Ng 2013).
  public static func leakyReLUDerivatives<Scalar: TensorScalar>(_ x: Scalar, epsilon: Scalar = 0.01) -> Derivatives<
    Scalar
  > {
    Derivatives(value: x <= 0 ? epsilon * x : x, first: x <= 0 ? epsilon : 1, second: 0)
  }

  /// 1 for x ≥ 0, otherwise 0; slope 0 (McCulloch and Pitts 1943).
  public static func heavisideDerivatives<Scalar: TensorScalar>(_ x: Scalar) -> Derivatives<Scalar> {
    Derivatives(value: x >= 0 ? 1 : 0, first: 0, second: 0)
  }

  /// x.
  public static func identityDerivatives<Scalar: TensorScalar>(_ x: Scalar) -> Derivatives<Scalar> {
    Derivatives(value: x, first: 1, second: 0)
  }

  /// ln Σ e^{xᵢ} = m + ln Σ e^{xᵢ − m} with m the largest; gradient s = softmax(x), Hessian diag(s) − s·sᵀ.
  ///
  /// ∞ if there is one, −∞ of nothing else; the gradient is not a number there.
  public static func logSumExp<Scalar: TensorScalar>(
    _ x: [Scalar]
  ) -> (value: Scalar, gradient: [Scalar], hessian: [[Scalar]]) {
    require(!x.isEmpty, "logSumExp: no element")
    let numbers = x.map(Double.init)
    let m = numbers.reduce(numbers[0], max)
    let terms = numbers.map { exp($0 - m) }
    let sum = terms.reduce(0, +)
    let s = terms.map { $0 / sum }
    let hessian = s.indices.map { i in s.indices.map { j in Scalar((i == j ? s[i] : 0) - s[i] * s[j]) } }
    return (Scalar(m.isInfinite && !numbers.contains(where: \.isNaN) ? m : m + log(sum)), s.map { Scalar($0) }, hessian)
  }

  /// logsumexp⁺: ln(1 + Σ e^{xᵢ}), softplus of many numbers, which is logsumexp of them and 0; gradient s with
  /// sᵢ = e^{xᵢ} / (1 + Σ e^{xₖ}), the 1 being in its denominator too, and Hessian diag(s) − s·sᵀ.
  public static func logSumExpPlus<Scalar: TensorScalar>(
    _ x: [Scalar]
  ) -> (value: Scalar, gradient: [Scalar], hessian: [[Scalar]]) {
    let (value, gradient, hessian) = logSumExp([0] + x)
    return (value, Array(gradient.dropFirst()), hessian.dropFirst().map { Array($0.dropFirst()) })
  }
}
