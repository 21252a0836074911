public import Tensors

/// Logistic regression P(Y = 1 | x) = σ(wᵀx + b) for labels 0 and 1 (Cox 1958; Bishop 2006, 4.3).
///
/// Loss: ℓ = (1/n) Σ −y ln p − (1 − y) ln(1 − p) + (λ/2)|w|², computed from the logits, so that it is finite at any of them.
public struct LogisticRegression<Scalar: TensorScalar>: Sendable {
  /// w; first 0.
  public var weights: Tensor<Scalar>
  /// b; first 0.
  public var bias = Scalar(0)
  /// λ.
  public let ridge: Scalar

  /// A model for a number of features.
  public init(features: Int, ridge: Scalar = 0) {
    weights = Tensor(zeros: [features])
    self.ridge = ridge
  }

  /// p for each sample.
  public func probabilities(_ features: Tensor<Scalar>) -> Tensor<Scalar> {
    (features.multiplied(by: weights) + bias).sigmoid()
  }

  /// ℓ with its gradient: (1/n) Xᵀ(p − y) + λw and (1/n) Σ (p − y).
  public func loss(
    _ features: Tensor<Scalar>, _ labels: Tensor<Scalar>
  ) -> (value: Scalar, weights: Tensor<Scalar>, bias: Scalar) {
    require(
      features.shape.rank == 2 && features.shape[0] == labels.count,
      "LogisticRegression: \(labels.shape) labels for \(features.shape)")
    let n = Scalar(labels.count)
    // As a vector: a column would be stretched to a matrix.
    let labels = labels.reshaped([labels.count])
    let logits = features.multiplied(by: weights) + bias
    let terms = logits.softplus() - logits * labels
    let errors = logits.sigmoid() - labels
    return (
      terms.sum() / n + ridge / 2 * weights.dot(weights),
      features.transposed.multiplied(by: errors) / n + weights * ridge, errors.sum() / n
    )
  }

  /// One step of gradient descent; returns the loss before it.
  public mutating func descend(_ features: Tensor<Scalar>, _ labels: Tensor<Scalar>, rate: Scalar) -> Scalar {
    let (value, weightGradient, biasGradient) = loss(features, labels)
    weights -= weightGradient * rate
    bias -= rate * biasGradient
    return value
  }

  /// One Newton step θ ← θ − H⁻¹∇ℓ with H = (1/n) X̃ᵀ diag(p(1 − p)) X̃ + λI (iteratively reweighted least squares; Bishop 2006,
  /// 4.3.3); returns the length of the step.
  ///
  /// - Throws: `LinearAlgebraError.singular` where H is, as on separable data with λ = 0 after many steps.
  public mutating func newtonStep(
    _ features: Tensor<Scalar>, _ labels: Tensor<Scalar>
  ) throws(LinearAlgebraError) -> Scalar {
    let n = Scalar(labels.count)
    let design = Polynomial.prependingOnes(features)
    let p = probabilities(features)
    let weighted = design * p.map { $0 * (1 - $0) / n }.reshaped(Shape(labels.count, 1))
    var hessian = design.multiplied(by: weighted, transposingSelf: true)
    for column in 1..<hessian.shape[0] { hessian[column, column] += ridge }
    let (_, weightGradient, biasGradient) = loss(features, labels)
    let gradient = Tensor.concatenating([Tensor([biasGradient]), weightGradient])
    let step = try hessian.solving(gradient)
    bias -= step[flat: 0]
    weights -= step.part(at: 1, weights.shape)
    return step.norm()
  }
}
