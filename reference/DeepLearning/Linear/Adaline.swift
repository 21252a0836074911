public import Tensors

/// Adaline (Widrow and Hoff 1960): a linear unit a = wᵀx + b that makes J = ½ Σ (y − a)² small by the delta rule.
public struct Adaline<Scalar: TensorScalar>: Sendable {
  /// w: one weight for each feature; first 0.
  public var weights: Tensor<Scalar>
  /// b; first 0.
  public var bias = Scalar(0)

  /// A unit for a number of features.
  public init(features: Int) { weights = Tensor(zeros: [features]) }

  /// a for each sample: samples × features to samples.
  public func activations(_ features: Tensor<Scalar>) -> Tensor<Scalar> { features.multiplied(by: weights) + bias }

  /// J = ½ Σ (y − a)², with ∂J/∂w = −Xᵀ(y − a) and ∂J/∂b = −Σ (y − a).
  public func cost(
    _ features: Tensor<Scalar>, _ targets: Tensor<Scalar>
  ) -> (value: Scalar, weights: Tensor<Scalar>, bias: Scalar) {
    let errors = targets - activations(features)
    return (errors.dot(errors) / 2, -features.transposed.multiplied(by: errors), -errors.sum())
  }

  /// One step on all samples: (w, b) ← (w, b) − η ∂J; returns J before it.
  public mutating func learnBatch(_ features: Tensor<Scalar>, _ targets: Tensor<Scalar>, rate: Scalar) -> Scalar {
    let (value, weightGradient, biasGradient) = cost(features, targets)
    weights -= weightGradient * rate
    bias -= rate * biasGradient
    return value
  }

  /// One pass over the samples in a random order, a step after each: (w, b) ← (w, b) + η(y − a)(x, 1).
  public mutating func learnStochastically(
    _ features: Tensor<Scalar>, _ targets: Tensor<Scalar>, rate: Scalar, _ stream: inout RandomStream
  ) {
    for sample in stream.permutation(targets.count) {
      let x = features[sample]
      let error = targets[flat: sample] - (weights.dot(x) + bias)
      weights += x * (rate * error)
      bias += rate * error
    }
  }
}
