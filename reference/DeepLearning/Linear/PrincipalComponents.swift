public import Tensors

/// Principal component analysis by singular values (Pearson 1901; Eckart and Young 1936): with X centred = U·diag(s)·Vᵀ, the
/// first k rows of Vᵀ span the best k-dimensional subspace.
public struct PrincipalComponents<Scalar: TensorScalar>: Sendable {
  /// The features' means.
  public let mean: Tensor<Scalar>
  /// k × features, orthonormal rows, the largest variance first.
  public let components: Tensor<Scalar>
  /// s²/(n − 1) of each component.
  public let variances: Tensor<Scalar>

  /// The first k components of samples × features.
  ///
  /// - Throws: `LinearAlgebraError`.
  public init(_ features: Tensor<Scalar>, count: Int) throws(LinearAlgebraError) {
    require(
      features.shape.rank == 2 && count >= 1 && count <= min(features.shape[0], features.shape[1]),
      "PrincipalComponents: \(count) of \(features.shape)")
    mean = features.mean(along: [0])
    let (_, values, right) = try (features - mean).svd()
    components = right.rows(0..<count)
    let degrees = Scalar(max(features.shape[0] - 1, 1))
    variances = values.rows(0..<count).map { $0 * $0 / degrees }
  }

  /// (x − mean)·Vᵀ's rows: samples × k.
  public func encode(_ features: Tensor<Scalar>) -> Tensor<Scalar> {
    require(
      features.shape.rank == 2 && features.shape[1] == mean.count,
      "PrincipalComponents: \(features.shape) for \(mean.count) features")
    return (features - mean).multiplied(by: components, transposingOther: true)
  }

  /// The nearest point of the subspace for each code: samples × features.
  public func decode(_ codes: Tensor<Scalar>) -> Tensor<Scalar> { codes.multiplied(by: components) + mean }
}
