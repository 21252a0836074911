// One update of a flat parameter vector, which this tensor holds, on all cores where it is long. The equations stand at each
// optimizer.

extension Tensor {
  /// Stochastic gradient descent.
  public mutating func descend(along gradient: Tensor, rate: Scalar, decay: Scalar) {
    makeReady(gradient)
    nonisolated(unsafe) let (p, g) = (mutablePointer, gradient.pointer)
    Tensor.inRanges(count) { at, count in Scalar.kernels.sgd(count, rate, decay, g + at, p + at) }
  }

  /// Momentum, plain or Nesterov's.
  public mutating func descendWithMomentum(
    along gradient: Tensor, velocity: inout Tensor, rate: Scalar, decay: Scalar, momentum: Scalar, nesterov: Bool
  ) {
    makeReady(gradient)
    velocity.makeReady(gradient)
    nonisolated(unsafe) let (p, g, v) = (mutablePointer, gradient.pointer, velocity.mutablePointer)
    Tensor.inRanges(count) { at, count in
      Scalar.kernels.momentum(count, rate, decay, momentum, nesterov, g + at, p + at, v + at)
    }
  }

  /// AdaGrad.
  public mutating func descendWithAdaGrad(
    along gradient: Tensor, square: inout Tensor, rate: Scalar, decay: Scalar, epsilon: Scalar
  ) {
    makeReady(gradient)
    square.makeReady(gradient)
    nonisolated(unsafe) let (p, g, s) = (mutablePointer, gradient.pointer, square.mutablePointer)
    Tensor.inRanges(count) { at, count in
      Scalar.kernels.adagrad(count, rate, decay, epsilon, g + at, p + at, s + at)
    }
  }

  /// RMSProp.
  public mutating func descendWithRMSProp(
    along gradient: Tensor, square: inout Tensor, rate: Scalar, decay: Scalar, rho: Scalar, epsilon: Scalar
  ) {
    makeReady(gradient)
    square.makeReady(gradient)
    nonisolated(unsafe) let (p, g, s) = (mutablePointer, gradient.pointer, square.mutablePointer)
    Tensor.inRanges(count) { at, count in
      Scalar.kernels.rmsprop(count, rate, decay, rho, epsilon, g + at, p + at, s + at)
    }
  }

  /// Adam and AdamW: `rate` holds 1 / (1 − β₁ᵗ), `correction` is 1 / √(1 − β₂ᵗ), `shrink` is AdamW's 1 − η·λ.
  public mutating func descendWithAdam(
    along gradient: Tensor, mean: inout Tensor, square: inout Tensor, rate: Scalar, decay: Scalar, shrink: Scalar,
    beta1: Scalar, beta2: Scalar, epsilon: Scalar, correction: Scalar
  ) {
    makeReady(gradient)
    mean.makeReady(gradient)
    square.makeReady(gradient)
    nonisolated(unsafe) let (p, g) = (mutablePointer, gradient.pointer)
    nonisolated(unsafe) let (m, s) = (mean.mutablePointer, square.mutablePointer)
    Tensor.inRanges(count) { at, count in
      Scalar.kernels.adam(
        count, rate, decay, shrink, beta1, beta2, epsilon, correction, g + at, p + at, m + at, s + at)
    }
  }

  /// x ← x + y on all cores.
  public mutating func addInParallel(_ other: Tensor) {
    makeReady(other)
    nonisolated(unsafe) let (x, y) = (mutablePointer, other.pointer)
    Tensor.inRanges(count) { at, count in Scalar.kernels.add(count, x + at, y + at, x + at) }
  }

  private mutating func makeReady(_ gradient: Tensor) {
    precondition(gradient.count == count, "update: a gradient of \(gradient.count) elements for \(count) parameters")
    makeUnique()
  }

  /// Calls `body` with the start and length of ranges that cover 0..<count, each a multiple of a cache line long but the
  /// last: one range where the work is shorter than waking a thread.
  private static func inRanges(_ count: Int, _ body: @Sendable (Int, Int) -> Void) {
    let pieces = count < 1 << 15 ? 1 : Parallel.width
    guard pieces > 1 else { return body(0, count) }
    let length = (count / pieces + 63) / 64 * 64
    Parallel.run(pieces) { piece in
      let start = Swift.min(piece * length, count)
      body(start, piece == pieces - 1 ? count - start : Swift.min(length, count - start))
    }
  }
}
