public import Tensors

/// Linear regression f(x) = wᵀx + b that makes L = Σ (f(x) − y)² small (Legendre 1805, Gauss 1809).
public struct LinearRegression<Scalar: TensorScalar>: Sendable {
  /// w.
  public var weights: Tensor<Scalar>
  /// b.
  public var bias: Scalar

  /// f = 0 on a number of features.
  public init(features: Int) { (weights, bias) = (Tensor(zeros: [features]), 0) }

  /// The closed form θ = (X̃ᵀX̃ + λI)⁻¹X̃ᵀy with X̃ = (1, X), by Cholesky factors; λ does not touch the bias.
  ///
  /// - Parameters:
  ///   - features: samples × features; `targets`: samples.
  ///   - ridge: λ ≥ 0 (Hoerl and Kennard 1970).
  /// - Throws: `LinearAlgebraError.singular` where the features depend on one another and λ is 0.
  public init(fitting features: Tensor<Scalar>, _ targets: Tensor<Scalar>, ridge: Scalar = 0) throws(LinearAlgebraError)
  {
    require(
      features.shape.rank == 2 && features.shape[0] == targets.count,
      "LinearRegression: \(targets.shape) targets for \(features.shape)")
    let design = Polynomial.prependingOnes(features)
    var gram = design.multiplied(by: design, transposingSelf: true)
    for column in 1..<gram.shape[0] { gram[column, column] += ridge }
    let theta = try gram.solving(design.transposed.multiplied(by: targets))
    (weights, bias) = (theta.part(at: 1, [features.shape[1]]), theta[flat: 0])
  }

  /// f(x) for each sample.
  public func predict(_ features: Tensor<Scalar>) -> Tensor<Scalar> { features.multiplied(by: weights) + bias }

  /// The mean loss (1/n) Σ (f − y)² with its gradient: (2/n) Xᵀ(f − y) and (2/n) Σ (f − y).
  public func loss(
    _ features: Tensor<Scalar>, _ targets: Tensor<Scalar>
  ) -> (value: Scalar, weights: Tensor<Scalar>, bias: Scalar) {
    let errors = predict(features) - targets
    let scale = 2 / Scalar(targets.count)
    return (
      errors.dot(errors) / Scalar(targets.count), features.transposed.multiplied(by: errors) * scale,
      errors.sum() * scale
    )
  }

  /// One step of gradient descent on the mean loss; returns the loss before it.
  public mutating func descend(_ features: Tensor<Scalar>, _ targets: Tensor<Scalar>, rate: Scalar) -> Scalar {
    let (value, weightGradient, biasGradient) = loss(features, targets)
    weights -= weightGradient * rate
    bias -= rate * biasGradient
    return value
  }
}
