extension Tensor {
  /// Becomes the moments of each feature of x (samples × features × …): the means; `variance` gets the means of (x − mean)².
  public mutating func setMoments(of x: Tensor, variance: inout Tensor) {
    require(x.shape.rank >= 2, "setMoments: the shape \(x.shape) has no features")
    let (samples, features, inner) = (x.shape[0], x.shape[1], x.shape.elementCount(after: 2))
    require(samples * inner > 0, "setMoments: the shape \(x.shape) has no sample")
    prepare(Shape(features))
    variance.prepare(Shape(features))
    Scalar.kernel.batch_moments(samples, features, inner, x.pointer, mutablePointer, variance.mutablePointer)
  }

  /// Becomes gain ⊙ (x − mean)·inverse + shift, feature by feature; `normal` keeps (x − mean)·inverse.
  public mutating func setBatchNorm(
    of x: Tensor, mean: Tensor, inverse: Tensor, gain: Tensor, shift: Tensor, normal: inout Tensor
  ) {
    let features = x.shape.rank >= 2 ? x.shape[1] : -1
    require(
      [mean, inverse, gain, shift].allSatisfy { $0.count == features },
      "setBatchNorm: the shape \(x.shape) for \(gain.count) features")
    prepare(x.shape)
    normal.prepare(x.shape)
    Scalar.kernel.batch_norm(
      x.shape[0], features, x.shape.elementCount(after: 2), x.pointer, mean.pointer, inverse.pointer, gain.pointer,
      shift.pointer, normal.mutablePointer, mutablePointer)
  }

  /// Becomes dx of a batch norm whose statistics were the batch's; writes Σ dy ⊙ normal at `gainStart` and Σ dy at `shiftStart`
  /// of `gradients`.
  public mutating func setBatchNormBackward(
    of dy: Tensor, normal: Tensor, inverse: Tensor, gain: Tensor, gradients: inout Tensor, gainStart: Int,
    shiftStart: Int
  ) {
    let features = inverse.count
    require(
      dy.shape == normal.shape && dy.shape.rank >= 2 && dy.shape[1] == features && gain.count == features,
      "setBatchNormBackward: \(dy.shape) for \(normal.shape)")
    gradients.requireRange(gainStart, features, "setBatchNormBackward")
    gradients.requireRange(shiftStart, features, "setBatchNormBackward")
    prepare(dy.shape)
    gradients.makeUnique()
    Scalar.kernel.batch_norm_backward(
      dy.shape[0], features, dy.shape.elementCount(after: 2), dy.pointer, normal.pointer, inverse.pointer,
      gain.pointer, gradients.mutablePointer + gainStart, gradients.mutablePointer + shiftStart, mutablePointer)
  }
}
