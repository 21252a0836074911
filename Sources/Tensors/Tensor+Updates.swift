// One update of a flat parameter vector, which this tensor holds, on all cores where it is long. The equations stand at each
// optimizer.

extension Tensor {
  /// Stochastic gradient descent.
  public mutating func descend(along gradient: Tensor, rate: Scalar, decay: Scalar) {
    makeReady(gradient)
    Update(self, gradient, .descent(rate: rate, decay: decay)).run()
  }

  /// Momentum, plain or Nesterov's.
  public mutating func descendWithMomentum(
    along gradient: Tensor, velocity: inout Tensor, rate: Scalar, decay: Scalar, momentum: Scalar, nesterov: Bool
  ) {
    makeReady(gradient)
    velocity.makeReady(gradient)
    Update(self, gradient, .momentum(velocity.mutablePointer, rate, decay, momentum, nesterov)).run()
  }

  /// AdaGrad; ε inside or outside of the root, the other one 0.
  public mutating func descendWithAdaGrad(
    along gradient: Tensor, square: inout Tensor, rate: Scalar, decay: Scalar, inside: Scalar, outside: Scalar
  ) {
    makeReady(gradient)
    square.makeReady(gradient)
    Update(self, gradient, .adaGrad(square.mutablePointer, rate, decay, inside, outside)).run()
  }

  /// RMSProp; ε inside or outside of the root, the other one 0.
  public mutating func descendWithRMSProp(
    along gradient: Tensor, square: inout Tensor, rate: Scalar, decay: Scalar, rho: Scalar, inside: Scalar,
    outside: Scalar
  ) {
    makeReady(gradient)
    square.makeReady(gradient)
    Update(self, gradient, .rmsProp(square.mutablePointer, rate, decay, rho, inside, outside)).run()
  }

  /// Adam and AdamW: `rate` holds 1 / (1 − β₁ᵗ), `correction` is 1 / √(1 − β₂ᵗ), `shrink` is AdamW's 1 − η·λ.
  public mutating func descendWithAdam(
    along gradient: Tensor, mean: inout Tensor, square: inout Tensor, rate: Scalar, decay: Scalar, shrink: Scalar,
    beta1: Scalar, beta2: Scalar, epsilon: Scalar, correction: Scalar
  ) {
    makeReady(gradient)
    mean.makeReady(gradient)
    square.makeReady(gradient)
    Update(
      self, gradient,
      .adam(
        mean.mutablePointer, square.mutablePointer, rate: rate, decay: decay, shrink: shrink, beta1: beta1,
        beta2: beta2, epsilon: epsilon, correction: correction)
    ).run()
  }

  /// x ← x + y on all cores.
  public mutating func addInParallel(_ other: Tensor) {
    makeReady(other)
    Update(self, other, .sum).run()
  }

  private mutating func makeReady(_ gradient: Tensor) {
    require(gradient.count == count, "update: a gradient of \(gradient.count) elements for \(count) parameters")
    makeUnique()
  }
}

/// An update cut into ranges, each a multiple of a cache line long but the last: one range where the work is shorter
/// than waking a thread.
///
/// The tensors outlive it, as parameters of the caller.
private struct Update<Scalar: TensorScalar>: ParallelTask, @unchecked Sendable {
  typealias Memory = UnsafeMutablePointer<Scalar>

  /// Which update, with its numbers and what the optimizer remembers.
  enum Rule {
    case sum
    case descent(rate: Scalar, decay: Scalar)
    case momentum(Memory, Scalar, Scalar, Scalar, Bool)
    case adaGrad(Memory, Scalar, Scalar, Scalar, Scalar)
    case rmsProp(Memory, Scalar, Scalar, Scalar, Scalar, Scalar)
    case adam(
      Memory, Memory, rate: Scalar, decay: Scalar, shrink: Scalar, beta1: Scalar, beta2: Scalar, epsilon: Scalar,
      correction: Scalar)
  }

  let count, pieces, length: Int
  let parameters: Memory
  let gradient: UnsafePointer<Scalar>
  let rule: Rule

  init(_ parameters: Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ rule: Rule) {
    count = parameters.count
    pieces = count < 1 << 15 ? 1 : Parallel.width
    length = (count / pieces + 63) / 64 * 64
    self.parameters = parameters.mutablePointer
    self.gradient = gradient.pointer
    self.rule = rule
  }

  func run() { Parallel.run(pieces, self) }

  func run(_ piece: Int) {
    let at = min(piece * length, count)
    let n = piece == pieces - 1 ? count - at : min(length, count - at)
    let (p, g, kernels) = (parameters + at, gradient + at, Scalar.kernels)
    switch rule {
    case .sum: kernels.add(n, p, g, p)
    case .descent(let rate, let decay): kernels.sgd(n, rate, decay, g, p)
    case .momentum(let velocity, let rate, let decay, let momentum, let nesterov):
      kernels.momentum(n, rate, decay, momentum, nesterov, g, p, velocity + at)
    case .adaGrad(let square, let rate, let decay, let inside, let outside):
      kernels.adagrad(n, rate, decay, inside, outside, g, p, square + at)
    case .rmsProp(let square, let rate, let decay, let rho, let inside, let outside):
      kernels.rmsprop(n, rate, decay, rho, inside, outside, g, p, square + at)
    case .adam(
      let mean, let square, let rate, let decay, let shrink, let beta1, let beta2, let epsilon, let correction):
      kernels.adam(n, rate, decay, shrink, beta1, beta2, epsilon, correction, g, p, mean + at, square + at)
    }
  }
}
