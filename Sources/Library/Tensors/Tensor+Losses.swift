extension Tensor {
  /// Losses of pairs of elements, with a kernel each.
  public enum PairLoss: Sendable {
    /// (x − y)², |x − y|, Huber's with δ = 1, and −y ln σ(x) − (1 − y) ln(1 − σ(x)).
    case squared, absolute, huber, binaryCrossEntropy
  }

  /// Becomes the slopes in x of each pair's loss times `scale`, and returns the sum of the losses.
  public mutating func setLoss(_ loss: PairLoss, of x: Tensor, _ y: Tensor, scale: Scalar) -> Scalar {
    require(x.shape == y.shape, "Loss: the output \(x.shape) for the targets \(y.shape)")
    prepare(x.shape)
    let (n, s) = (count, scale.double)
    switch loss {
    case .squared: return Scalar(Scalar.kernel.squared_error(n, s, x.pointer, y.pointer, mutablePointer))
    case .absolute: return Scalar(Scalar.kernel.absolute_error(n, s, x.pointer, y.pointer, mutablePointer))
    case .huber: return Scalar(Scalar.kernel.huber(n, s, x.pointer, y.pointer, mutablePointer))
    case .binaryCrossEntropy:
      return Scalar(Scalar.kernel.binary_cross_entropy(n, s, x.pointer, y.pointer, mutablePointer))
    }
  }
}
