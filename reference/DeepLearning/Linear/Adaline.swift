public import Tensors

/// Adaline (Widrow and Hoff 1960): a unit a = φ(wᵀx + b) that makes J = ½ Σ (y − a)² small by the delta rule; φ is the identity as in
/// the paper, or tanh as courses have it.
public struct Adaline<Scalar: TensorScalar>: Sendable {
  /// φ.
  public enum Link: Sendable {
    /// φ(z) = z.
    case identity
    /// φ(z) = tanh z, φ′(z) = 1 − φ(z)².
    case tanh

    /// a = φ(z), and φ′(z) told by a.
    func apply(_ z: Tensor<Scalar>) -> (value: Tensor<Scalar>, slope: Tensor<Scalar>) {
      switch self {
      case .identity: return (z, Tensor(repeating: 1, z.shape))
      case .tanh:
        let a = z.tanh()
        return (a, 1 - a * a)
      }
    }
  }

  /// w: one weight for each feature; first 0.
  public var weights: Tensor<Scalar>
  /// b; first 0.
  public var bias = Scalar(0)
  /// φ.
  public let link: Link

  /// A unit for a number of features.
  public init(features: Int, link: Link = .identity) { (weights, self.link) = (Tensor(zeros: [features]), link) }

  /// a for each sample: samples × features to samples.
  public func activations(_ features: Tensor<Scalar>) -> Tensor<Scalar> {
    link.apply(features.multiplied(by: weights) + bias).value
  }

  /// The targets as a vector, as a column of them would be stretched to a matrix of differences.
  private func vector(_ targets: Tensor<Scalar>, for features: Tensor<Scalar>) -> Tensor<Scalar> {
    require(
      features.shape.rank == 2 && targets.count == features.shape[0],
      "Adaline: the targets \(targets.shape) for the features \(features.shape)")
    return targets.reshaped([targets.count])
  }

  /// J = ½ Σ (y − a)², with δ = (y − a)·φ′, ∂J/∂w = −Xᵀδ and ∂J/∂b = −Σ δ.
  public func cost(
    _ features: Tensor<Scalar>, _ targets: Tensor<Scalar>
  ) -> (value: Scalar, weights: Tensor<Scalar>, bias: Scalar) {
    let (a, slope) = link.apply(features.multiplied(by: weights) + bias)
    let errors = vector(targets, for: features) - a
    let delta = errors * slope
    return (errors.dot(errors) / 2, -features.transposed.multiplied(by: delta), -delta.sum())
  }

  /// One step on all samples: (w, b) ← (w, b) − η ∂J; returns J before it.
  public mutating func learnBatch(_ features: Tensor<Scalar>, _ targets: Tensor<Scalar>, rate: Scalar) -> Scalar {
    let (value, weightGradient, biasGradient) = cost(features, targets)
    weights -= weightGradient * rate
    bias -= rate * biasGradient
    return value
  }

  /// One pass over the samples in a random order, a step after each: (w, b) ← (w, b) + η(y − a)·φ′·(x, 1).
  public mutating func learnStochastically(
    _ features: Tensor<Scalar>, _ targets: Tensor<Scalar>, rate: Scalar, _ stream: inout RandomStream
  ) {
    let targets = vector(targets, for: features)
    for sample in stream.permutation(targets.count) {
      let x = features[sample]
      let (a, slope) = link.apply(Tensor([weights.dot(x) + bias]))
      let delta = (targets[flat: sample] - a[flat: 0]) * slope[flat: 0]
      weights += x * (rate * delta)
      bias += rate * delta
    }
  }
}
