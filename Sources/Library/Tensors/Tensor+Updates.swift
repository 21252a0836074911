// One update of a flat parameter vector, which this tensor holds, on all cores where it is long. The gradient is `gradient`, plus
// `rest` where given: two threads' parts need not be summed in memory first. The equations stand at each optimizer.

extension Tensor {
  /// Stochastic gradient descent.
  @_specialize(where Scalar == Float)
  public mutating func descend(along gradient: Tensor, plus rest: Tensor?, rate: Double, decay: Double) {
    makeReady(gradient)
    Update(self, gradient, rest, .descent(rate: rate, decay: decay)).run()
  }

  /// Momentum, plain or Nesterov's.
  public mutating func descendWithMomentum(
    along gradient: Tensor, plus rest: Tensor?, velocity: inout Tensor, rate: Double, decay: Double, momentum: Double,
    nesterov: Bool
  ) {
    makeReady(gradient)
    velocity.makeReady(gradient)
    Update(self, gradient, rest, .momentum(velocity.mutablePointer, rate, decay, momentum, nesterov)).run()
  }

  /// AdaGrad; ε inside or outside of the root, the other one 0.
  public mutating func descendWithAdaGrad(
    along gradient: Tensor, plus rest: Tensor?, square: inout Tensor, rate: Double, decay: Double, inside: Double,
    outside: Double
  ) {
    makeReady(gradient)
    square.makeReady(gradient)
    Update(self, gradient, rest, .adaGrad(square.mutablePointer, rate, decay, inside, outside)).run()
  }

  /// RMSProp; ε inside or outside of the root, the other one 0.
  public mutating func descendWithRMSProp(
    along gradient: Tensor, plus rest: Tensor?, square: inout Tensor, rate: Double, decay: Double, rho: Double,
    inside: Double,
    outside: Double
  ) {
    makeReady(gradient)
    square.makeReady(gradient)
    Update(self, gradient, rest, .rmsProp(square.mutablePointer, rate, decay, rho, inside, outside)).run()
  }

  /// Adam and AdamW: `power1` and `power2` are β₁ᵗ and β₂ᵗ, `decoupled` is AdamW's λ.
  @_specialize(where Scalar == Float)
  public mutating func descendWithAdam(
    along gradient: Tensor, plus rest: Tensor?, mean: inout Tensor, square: inout Tensor, rate: Double, decay: Double,
    decoupled: Double, beta1: Double, beta2: Double, epsilon: Double, power1: Double, power2: Double
  ) {
    makeReady(gradient)
    mean.makeReady(gradient)
    square.makeReady(gradient)
    Update(
      self, gradient, rest,
      .adam(
        mean.mutablePointer, square.mutablePointer, rate: rate, decay: decay, decoupled: decoupled, beta1: beta1,
        beta2: beta2, epsilon: epsilon, power1: power1, power2: power2)
    ).run()
  }

  /// x ← x + y on all cores.
  public mutating func addInParallel(_ other: Tensor) {
    makeReady(other)
    Update(self, other, nil, .sum).run()
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
    case descent(rate: Double, decay: Double)
    case momentum(Memory, Double, Double, Double, Bool)
    case adaGrad(Memory, Double, Double, Double, Double)
    case rmsProp(Memory, Double, Double, Double, Double, Double)
    case adam(
      Memory, Memory, rate: Double, decay: Double, decoupled: Double, beta1: Double, beta2: Double, epsilon: Double,
      power1: Double, power2: Double)
  }

  let count, pieces, length: Int
  let parameters: Memory
  let gradient: UnsafePointer<Scalar>
  let rest: UnsafePointer<Scalar>?
  let rule: Rule

  /// Elements that are summed at once: what `scratch` holds, few enough for the first-level cache.
  static var blockLength: Int { 2048 }

  init(_ parameters: Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ rest: Tensor<Scalar>?, _ rule: Rule) {
    require(rest.map { $0.count == gradient.count } ?? true, "update: two parts of a gradient differ in length")
    count = parameters.count
    pieces = count < 1 << 15 ? 1 : Parallel.width
    length = (count / pieces + 63) / 64 * 64
    self.parameters = parameters.mutablePointer
    self.gradient = gradient.pointer
    self.rest = rest?.pointer
    self.rule = rule
  }

  @_specialize(where Scalar == Float)
  func run() { Parallel.run(pieces, self) }

  func run(_ piece: Int) {
    let start = min(piece * length, count)
    let end = piece == pieces - 1 ? count : min(start + length, count)
    guard let rest else { return apply(start, end - start, gradient + start) }
    guard let sum = Scalar.kernel.scratch()?.assumingMemoryBound(to: Scalar.self) else { return }
    var at = start
    while at < end {
      let n = min(Self.blockLength, end - at)
      Scalar.kernel.add(n, gradient + at, rest + at, sum)
      apply(at, n, sum)
      at += n
    }
  }

  /// The rule for n elements from `at`, whose gradient is g.
  private func apply(_ at: Int, _ n: Int, _ g: UnsafePointer<Scalar>) {
    let (p, kernels) = (parameters + at, Scalar.kernel)
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
      let mean, let square, let rate, let decay, let decoupled, let beta1, let beta2, let epsilon, let power1,
      let power2):
      kernels.adam(n, rate, decay, decoupled, beta1, beta2, epsilon, power1, power2, g, p, mean + at, square + at)
    }
  }
}
