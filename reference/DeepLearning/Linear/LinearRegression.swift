public import Tensors

/// Linear regression f(x) = wᵀx + b that makes L = Σ (f(x) − y)² small (Legendre 1805, Gauss 1809).
public struct LinearRegression<Scalar: TensorScalar>: Sendable {
  /// w.
  public var weights: Tensor<Scalar>
  /// b.
  public var bias: Scalar

  /// f = 0 on a number of features.
  public init(features: Int) { (weights, bias) = (Tensor(zeros: [features]), 0) }

  /// The closed form θ = (X̃ᵀX̃ + λI)⁻¹X̃ᵀy with X̃ = (1, X); λ does not touch the bias.
  ///
  /// Computed by singular values: with the means taken off, w makes |Xw − y|² + λ|w|² small, which is |Aw − c|² for A = (X; √λ·I) and
  /// c = (y; 0), and A = U·diag(s)·Vᵀ gives w = V·diag(1/s)·Uᵀc. The product XᵀX would square how ill-conditioned X is, and hide features
  /// that depend on one another. Columns are scaled to length 1 before.
  ///
  /// - Parameters:
  ///   - features: samples × features.
  ///   - targets: one for each sample.
  ///   - ridge: λ ≥ 0 (Hoerl and Kennard 1970).
  /// - Throws: `LinearAlgebraError.singular` where the features depend on one another and λ is 0.
  public init(fitting features: Tensor<Scalar>, _ targets: Tensor<Scalar>, ridge: Scalar = 0) throws(LinearAlgebraError)
  {
    require(
      features.shape.rank == 2 && features.shape[0] == targets.count,
      "LinearRegression: \(targets.shape) targets for \(features.shape)")
    require(features.shape[0] > 0 && ridge >= 0, "LinearRegression: no sample, or a negative λ = \(ridge)")
    let (rows, columns) = (features.shape[0], features.shape[1])
    let targets = targets.reshaped([rows])
    let (center, level) = (features.mean(along: [0]), targets.mean())
    var (design, goal) = (features - center, targets - level)
    if ridge > 0 {
      var diagonal = Tensor<Scalar>(zeros: Shape(columns, columns))
      for column in 0..<columns { diagonal[column, column] = ridge.squareRoot() }
      design = .concatenating([design, diagonal])
      goal = .concatenating([goal, Tensor(zeros: [columns])])
    }
    let lengths = (design * design).sum(along: [0]).squareRoot()
    let rounding = Scalar(rows) * Scalar.ulpOfOne
    for column in 0..<columns where ridge == 0 && lengths[flat: column] <= rounding * center[flat: column].magnitude {
      throw .singular(place: column)
    }
    let (u, s, vt) = try (design / lengths).svd()
    // The rank is full where no singular value drowns in the rounding of the largest.
    let least = (s.count > 0 ? s[flat: 0] : 0) * Scalar(max(design.shape[0], columns)) * Scalar.ulpOfOne
    for place in 0..<columns where place >= s.count || s[flat: place] <= least { throw .singular(place: place) }
    weights = vt.transposed.multiplied(by: u.transposed.multiplied(by: goal) / s) / lengths
    bias = level - weights.dot(center)
  }

  /// f(x) for each sample.
  public func predict(_ features: Tensor<Scalar>) -> Tensor<Scalar> { features.multiplied(by: weights) + bias }

  /// The mean loss (1/n) Σ (f − y)² with its gradient: (2/n) Xᵀ(f − y) and (2/n) Σ (f − y).
  public func loss(
    _ features: Tensor<Scalar>, _ targets: Tensor<Scalar>
  ) -> (value: Scalar, weights: Tensor<Scalar>, bias: Scalar) {
    require(
      features.shape.rank == 2 && targets.count == features.shape[0],
      "LinearRegression: \(targets.shape) targets for \(features.shape)")
    // As a vector: a column would be stretched to a matrix of differences.
    let errors = predict(features) - targets.reshaped([targets.count])
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
